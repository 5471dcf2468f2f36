"""What is asked: of us and of each peer the same, in the words of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from bench.question import Question, Read

_QUESTION = ("metric", "claimant", "subject", "place")
_SQL = "/rows.json?_shape=objects&sql="
_LEAN = "_shape=objects&_nocount=1&_nofacet=1&_nosuggest=1"
_WHERE = "metric={metric}&subject={subject}&place={place}"
_KEY = "claimant, metric, subject, place"
_COVERED = (
    f"{_KEY}, count(*) as figures, min(period_start) as first_period, "
    "max(period_end) as last_period, max(claimed_on) as last_claimed"
)
_LATEST = (
    "select claimant, id, value, max(period_end) from figures where metric=:metric and "
    "subject=:subject and place=:place and period_end<=:on group by claimant order by claimant"
)


@dataclass(frozen=True, slots=True)
class Told:
    """How series are told, which decides what can be asked of them.

    A page is filtered by ``by`` and a period of ``page`` steps after its first; ``long`` series are
    asked for pages, those of ``added`` figures for ``sums``, which are steps as well. Where many
    figures of a day are ``tied``, only SQL puts them in one order at Datasette.
    """

    by: Sequence[str]
    page: int
    long: int
    sums: Mapping[str, int]
    added: int
    rivals: bool = True
    tied: bool = False
    prefix: str = ""


DAILY = Told(
    ("metric", "claimant"),
    page=120,
    long=250,
    sums=MappingProxyType({"sum of a year of days": 364, "sum of a month of days": 29}),
    added=500,
)
# UNHCR's: by whose people they are as well, as there is one claimant, and few years.
YEARLY = Told(
    ("metric", "claimant", "subject"),
    page=25,
    long=30,
    sums=MappingProxyType({"sum of ten years": 9}),
    added=20,
    rivals=False,
    tied=True,
    prefix="UNHCR: ",
)


def rows_of(answer: Any) -> list[Any]:
    """The rows of an answer, under whatever name, or the one row that it is."""
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


def _reading(ours: Read, theirs: Read) -> Mapping[str, Read]:
    return MappingProxyType(
        {"ours": ours, **dict.fromkeys(("datasette", "shipped", "hapi", "obvious"), theirs)}
    )


def _paths(ours: str, datasette: str, others: str, **more: str) -> Mapping[str, str]:
    paths = {"ours": ours, "datasette": datasette, "hapi": others, "obvious": others}
    return MappingProxyType({**paths, **more})


def _sql(statement: str, bound: str) -> str:
    return f"{_SQL}{quote(statement)}{bound}"


def _named(by: Sequence[str]) -> str:
    return "".join(f"{name}={{{name}}}&" for name in by)


def _given(by: Sequence[str]) -> str:
    """What is asked for, as parameters of an address."""
    return f"{_named(by)}start_date={{start}}&end_date={{end}}"


def _match(by: Sequence[str]) -> str:
    """The same as a condition in SQL."""
    named = "".join(f"{name}=:{name} and " for name in by)
    return f"{named}period_end>=:start and period_start<=:end"


def _bound(by: Sequence[str]) -> str:
    """What its names stand for."""
    return "".join(f"&{name}={{{name}}}" for name in (*by, "start", "end"))


def _ordered(told: Told, order: str) -> str:
    """A page of a hundred as SQL."""
    where = _match(told.by)
    statement = f"select * from figures where {where} order by {order}, id limit 100"
    return _sql(statement, _bound(told.by))


def _page(told: Told) -> Question:
    given = _given(told.by)
    table = (
        f"/rows/figures.json?{_named(told.by)}period_end__gte={{start}}&period_start__lte={{end}}"
        "&_size=100&_sort_desc=claimed_on"
    )
    in_order = _ordered(told, "claimed_on desc")
    shipped = {} if told.tied else {"shipped": f"{table}&_shape=objects"}
    return Question(
        "page of 100, filtered and sorted",
        lambda series: series.length >= told.long,
        told.page,
        _paths(
            f"/v1/{{dataset}}?{given}",
            in_order if told.tied else f"{table}&{_LEAN}",
            f"/figures?{given}",
            **shipped,
        ),
        _reading(values_of, values_of),
        {"datasette": 10, "hapi": 6, "obvious": 40},
    )


def _by_id(told: Told) -> Question:
    return Question(
        "one figure by id",
        lambda series: series.length >= told.long,
        1,
        _paths("/v1/figures/{id}", f"/rows/figures/{{id}}.json?{_LEAN}", "/figures/{id}"),
        _reading(values_of, values_of),
        {"datasette": 10, "hapi": 5, "obvious": 60},
    )


def _count(told: Told) -> Question:
    return Question(
        "exact count",
        lambda series: series.length >= told.long,
        told.page,
        _paths(
            f"/v1/{{dataset}}?{_given(told.by)}&limit=1",
            _sql(f"select count(*) as total from figures where {_match(told.by)}", _bound(told.by)),
            f"/count?{_given(told.by)}",
        ),
        _reading(lambda answer: float(answer["meta"]["total"]), total_of),
        {"datasette": 5, "hapi": 5, "obvious": 5},
    )


def _sum(told: Told, name: str, steps: int) -> Question:
    """What a claimant counted in so many steps, and one more, added up."""
    given, bound = _given(_QUESTION), _bound(_QUESTION)
    return Question(
        name,
        lambda series: (
            series.flow and not series.total and series.length >= told.added and series.exact
        ),
        steps,
        _paths(
            f"/v1/aggregates?op=sum&{given}",
            _sql(f"select sum(value) as total from figures where {_match(_QUESTION)}", bound),
            f"/sum?{given}",
        ),
        _reading(lambda answer: float(answer["value"]), total_of),
        {"datasette": 15, "hapi": 15, "obvious": 15},
    )


def _coverage(told: Told) -> Question:
    by = [name for name in told.by if name != "metric"]
    given = _named(by)
    where = "".join(f" and {name}=:{name}" for name in by)
    return Question(
        "coverage of a claimant's series",
        lambda series: series.length >= told.long,
        1,
        _paths(
            f"/v1/datasets/{{dataset}}/series?{given}limit=100",
            _sql(
                f"select {_COVERED} from figures where dataset=:dataset{where} "
                f"group by {_KEY} order by {_KEY} limit 100",
                "&dataset={dataset}" + "".join(f"&{name}={{{name}}}" for name in by),
            ),
            f"/coverage?dataset={{dataset}}&{given}limit=100",
        ),
        _reading(series_of, series_of),
        {"datasette": 15, "hapi": 15, "obvious": 15},
    )


def _comparison(told: Told) -> Question:
    return Question(
        "comparison of claimants",
        lambda series: (series.total or not series.flow) and series.length >= told.long,
        1,
        _paths(
            f"/v1/comparisons?{_WHERE}&on={{end}}",
            _sql(_LATEST, f"&{_WHERE}&on={{end}}"),
            f"/comparison?{_WHERE}&on={{end}}",
        ),
        _reading(lambda answer: [(row["id"], row["value"]) for row in answer["claims"]], values_of),
        {"datasette": 15, "hapi": 15, "obvious": 15},
    )


def _by_value(told: Told) -> Question:
    given = _given(told.by)
    return Question(
        "page of 100 by value, filtered",
        lambda series: series.length >= told.long,
        told.page,
        _paths(
            f"/v1/{{dataset}}?{given}&sort=-value",
            _ordered(told, "value desc nulls last"),
            f"/figures?{given}&sort=-value",
        ),
        _reading(values_of, values_of),
        {"datasette": 4, "hapi": 4, "obvious": 4},
    )


def _by_value_of_metric(told: Told) -> Question:
    return Question(
        "page of 100 by value, of a metric",
        lambda series: series.length >= told.long,
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
        _reading(values_of, values_of),
        {"datasette": 4, "hapi": 4, "obvious": 4},
    )


def questions(told: Told) -> tuple[Question, ...]:
    """What is asked of series that are told so, pages first."""
    asked = (
        _page(told),
        _by_id(told),
        _count(told),
        *(_sum(told, name, steps) for name, steps in told.sums.items()),
        _coverage(told),
        *((_comparison(told),) if told.rivals else ()),
        _by_value(told),
        _by_value_of_metric(told),
    )
    return tuple(replace(one, name=f"{told.prefix}{one.name}") for one in asked)


QUESTIONS = questions(DAILY)
