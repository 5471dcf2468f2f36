"""The questions of the benchmark, as the path of each contender."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from bench.question import Question, Reader
from bench.synthetic import Series

_QUESTION = ("metric", "claimant", "subject", "place")
_SQL = "/rows.json?_shape=objects&sql="
_LEAN = "_shape=objects&_nocount=1&_nofacet=1&_nosuggest=1"
_WHERE = "metric={metric}&subject={subject}&place={place}"
_KEY = "claimant, metric, subject, place"
_COVERAGE_COLUMNS = (
    f"{_KEY}, count(*) as figures, min(period_start) as first_period, "
    "max(period_end) as last_period, max(claimed_on) as last_claimed"
)
_LATEST = (
    "select claimant, id, value, max(period_end) from figures where metric=:metric and "
    "subject=:subject and place=:place and period_end<=:on group by claimant order by claimant"
)


@dataclass(frozen=True, slots=True)
class Profile:
    """The shape of a set of series, which decides what can be asked of them.

    Pages are filtered by the columns ``filters`` and by a period of ``page_steps`` figures and one
    more. They are asked of series with at least ``min_page_figures``, sums of series with at least
    ``min_sum_figures``; ``sums`` has the steps of each sum. ``rivals`` means that several
    claimants answer one question. ``tied`` means that many figures share a day of claim, so that
    only SQL gives Datasette a total order.
    """

    filters: Sequence[str]
    page_steps: int
    min_page_figures: int
    sums: Mapping[str, int]
    min_sum_figures: int
    rivals: bool = True
    tied: bool = False
    prefix: str = ""

    def has_pages(self, series: Series) -> bool:
        return series.length >= self.min_page_figures


DAILY = Profile(
    ("metric", "claimant"),
    page_steps=120,
    min_page_figures=250,
    sums=MappingProxyType({"sum of a year of days": 364, "sum of a month of days": 29}),
    min_sum_figures=500,
)
# UNHCR's table has one claimant and few years, so its pages are filtered by subject as well.
YEARLY = Profile(
    ("metric", "claimant", "subject"),
    page_steps=25,
    min_page_figures=30,
    sums=MappingProxyType({"sum of ten years": 9}),
    min_sum_figures=20,
    rivals=False,
    tied=True,
    prefix="UNHCR: ",
)


def rows_of(answer: Any) -> list[Any]:
    """The rows of an answer, whatever their key, or the answer itself as the only row."""
    if isinstance(answer, list):
        return answer
    rows: list[Any] = answer.get("data", answer.get("rows", [answer]))
    return rows


def values_of(answer: Any) -> list[tuple[Any, ...]]:
    """Id and value of each row, in order."""
    return [(row["id"], row["value"]) for row in rows_of(answer)]


def series_of(answer: Any) -> list[tuple[Any, ...]]:
    names = (*_KEY.split(", "), "figures", "first_period", "last_period", "last_claimed")
    return [tuple(row[name] for name in names) for row in rows_of(answer)]


def total_of(answer: Any) -> float:
    return float(rows_of(answer)[0]["total"])


def _readers(ours: Reader, theirs: Reader) -> Mapping[str, Reader]:
    return MappingProxyType(
        {"ours": ours, **dict.fromkeys(("datasette", "shipped", "hapi", "obvious"), theirs)}
    )


def _paths(ours: str, datasette: str, others: str, **more: str) -> Mapping[str, str]:
    paths = {"ours": ours, "datasette": datasette, "hapi": others, "obvious": others}
    return MappingProxyType({**paths, **more})


def _sql(statement: str, arguments: str) -> str:
    return f"{_SQL}{quote(statement)}{arguments}"


def _codes(filters: Sequence[str]) -> str:
    return "".join(f"{name}={{{name}}}&" for name in filters)


def _parameters(filters: Sequence[str]) -> str:
    """The filters and the period as URL parameters."""
    return f"{_codes(filters)}start_date={{start}}&end_date={{end}}"


def _condition(filters: Sequence[str]) -> str:
    """The filters and the period as a condition in SQL."""
    codes = "".join(f"{name}=:{name} and " for name in filters)
    return f"{codes}period_end>=:start and period_start<=:end"


def _arguments(filters: Sequence[str]) -> str:
    """The arguments of that condition as URL parameters."""
    return "".join(f"&{name}={{{name}}}" for name in (*filters, "start", "end"))


def _sql_page(profile: Profile, order: str) -> str:
    """A page of a hundred rows at Datasette, in SQL."""
    where = _condition(profile.filters)
    statement = f"select * from figures where {where} order by {order}, id limit 100"
    return _sql(statement, _arguments(profile.filters))


def _page(profile: Profile) -> Question:
    parameters = _parameters(profile.filters)
    table = (
        f"/rows/figures.json?{_codes(profile.filters)}period_end__gte={{start}}&period_start__lte={{end}}"
        "&_size=100&_sort_desc=claimed_on"
    )
    sql = _sql_page(profile, "claimed_on desc")
    shipped = {} if profile.tied else {"shipped": f"{table}&_shape=objects"}
    return Question(
        "page of 100, filtered and sorted",
        profile.has_pages,
        profile.page_steps,
        _paths(
            f"/v1/{{dataset}}?{parameters}",
            sql if profile.tied else f"{table}&{_LEAN}",
            f"/figures?{parameters}",
            **shipped,
        ),
        _readers(values_of, values_of),
        {"datasette": 10, "hapi": 6, "obvious": 40},
    )


def _by_id(profile: Profile) -> Question:
    return Question(
        "one figure by id",
        profile.has_pages,
        1,
        _paths("/v1/figures/{id}", f"/rows/figures/{{id}}.json?{_LEAN}", "/figures/{id}"),
        _readers(values_of, values_of),
        {"datasette": 10, "hapi": 5, "obvious": 60},
        floor_goal=1.5,
    )


def _count(profile: Profile) -> Question:
    return Question(
        "exact count",
        profile.has_pages,
        profile.page_steps,
        _paths(
            f"/v1/{{dataset}}?{_parameters(profile.filters)}&limit=1",
            _sql(
                f"select count(*) as total from figures where {_condition(profile.filters)}",
                _arguments(profile.filters),
            ),
            f"/count?{_parameters(profile.filters)}",
        ),
        _readers(lambda answer: float(answer["meta"]["total"]), total_of),
        {"datasette": 5, "hapi": 5, "obvious": 5},
    )


def _sum(profile: Profile, name: str, steps: int) -> Question:
    """The sum of so many figures of a series, and one more."""
    parameters, arguments = _parameters(_QUESTION), _arguments(_QUESTION)
    return Question(
        name,
        lambda series: (
            series.flow
            and not series.total
            and series.length >= profile.min_sum_figures
            and series.exact
        ),
        steps,
        _paths(
            f"/v1/aggregates?op=sum&{parameters}",
            _sql(
                f"select sum(value) as total from figures where {_condition(_QUESTION)}", arguments
            ),
            f"/sum?{parameters}",
        ),
        _readers(lambda answer: float(answer["value"]), total_of),
        {"datasette": 15, "hapi": 15, "obvious": 15},
        floor_goal=3,
    )


def _coverage(profile: Profile) -> Question:
    filters = [name for name in profile.filters if name != "metric"]
    parameters = _codes(filters)
    where = "".join(f" and {name}=:{name}" for name in filters)
    return Question(
        "coverage of a claimant's series",
        profile.has_pages,
        1,
        _paths(
            f"/v1/datasets/{{dataset}}/series?{parameters}limit=100",
            _sql(
                f"select {_COVERAGE_COLUMNS} from figures where dataset=:dataset{where} "
                f"group by {_KEY} order by {_KEY} limit 100",
                "&dataset={dataset}" + "".join(f"&{name}={{{name}}}" for name in filters),
            ),
            f"/coverage?dataset={{dataset}}&{parameters}limit=100",
        ),
        _readers(series_of, series_of),
        {"datasette": 15, "hapi": 15, "obvious": 15},
    )


def _comparison(profile: Profile) -> Question:
    return Question(
        "comparison of claimants",
        lambda series: (series.total or not series.flow) and profile.has_pages(series),
        1,
        _paths(
            f"/v1/comparisons?{_WHERE}&on={{end}}",
            _sql(_LATEST, f"&{_WHERE}&on={{end}}"),
            f"/comparison?{_WHERE}&on={{end}}",
        ),
        _readers(lambda answer: [(row["id"], row["value"]) for row in answer["claims"]], values_of),
        {"datasette": 15, "hapi": 15, "obvious": 15},
        floor_goal=3,
    )


def _by_value(profile: Profile) -> Question:
    parameters = _parameters(profile.filters)
    return Question(
        "page of 100 by value, filtered",
        profile.has_pages,
        profile.page_steps,
        _paths(
            f"/v1/{{dataset}}?{parameters}&sort=-value",
            _sql_page(profile, "value desc nulls last"),
            f"/figures?{parameters}&sort=-value",
        ),
        _readers(values_of, values_of),
        {"datasette": 4, "hapi": 4, "obvious": 4},
    )


def _by_value_of_metric(profile: Profile) -> Question:
    return Question(
        "page of 100 by value, of a metric",
        profile.has_pages,
        1,
        _paths(
            "/v1/{dataset}?metric={metric}&sort=-value&limit={few}",
            _sql(
                "select * from figures where metric=:metric order by value desc nulls last, id "
                "limit {few}",
                "&metric={metric}",
            ).replace("%7Bfew%7D", "{few}"),
            "/figures?metric={metric}&sort=-value&limit={few}",
        ),
        _readers(values_of, values_of),
        {"datasette": 4, "hapi": 4, "obvious": 4},
    )


def questions(profile: Profile) -> tuple[Question, ...]:
    """The questions for series of a profile, pages first."""
    all_questions = (
        _page(profile),
        _by_id(profile),
        _count(profile),
        *(_sum(profile, name, steps) for name, steps in profile.sums.items()),
        _coverage(profile),
        *((_comparison(profile),) if profile.rivals else ()),
        _by_value(profile),
        _by_value_of_metric(profile),
    )
    return tuple(
        replace(question, name=f"{profile.prefix}{question.name}") for question in all_questions
    )


QUESTIONS = questions(DAILY)
