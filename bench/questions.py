"""What is asked: of us and of each peer the same, in the words of each."""

import random
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import islice
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from bench.prepared import LEDGERS, Prepared
from bench.synthetic import Series, first_series

FRESH = 8_000  # questions of a round, so that hardly one is asked twice
LONG = 250  # figures of a series whose pages are full
DRAWN_FROM = 240
IDS = (
    "SELECT id FROM figures WHERE position % ? = 0 AND superseded_on IS NULL "
    "AND change <> 'retracted'"
)

Choice = Mapping[str, str]
Read = Callable[[Any], Any]

_MATCH = "metric=:metric and claimant=:claimant and period_end>=:start and period_start<=:end"
_ONE = f"{_MATCH} and subject=:subject and place=:place"
_SQL = "/rows.json?_shape=objects&sql="
_LEAN = "_shape=objects&_nocount=1&_nofacet=1&_nosuggest=1"
_BOUND = "&metric={metric}&claimant={claimant}&start={start}&end={end}"
_GIVEN = "metric={metric}&claimant={claimant}&start_date={start}&end_date={end}"
_WHERE = "metric={metric}&subject={subject}&place={place}"
_KEY = "claimant, metric, subject, place"
_COVERED = (
    f"{_KEY}, count(*) as figures, min(period_start) as first_period, "
    "max(period_end) as last_period, max(claimed_on) as last_claimed"
)
_TABLE = (
    "/rows/figures.json?metric={metric}&claimant={claimant}"
    "&period_end__gte={start}&period_start__lte={end}&_size=100"
)
_LATEST = (
    "select claimant, id, value, max(period_end) from figures where metric=:metric and "
    "subject=:subject and place=:place and period_end<=:on group by claimant order by claimant"
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question: how each contender is asked it, how an answer is read, and what is promised.

    ``goals`` say how many times less processor time we take than each peer.
    """

    name: str
    suits: Callable[[Series], bool]
    days: int
    paths: Mapping[str, str]
    read: Mapping[str, Read]
    goals: Mapping[str, float]

    def asked(self, contender: str, choices: Sequence[Choice]) -> list[str]:
        return [self.paths[contender].format(**choice) for choice in choices]


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


def _sum(name: str, days: int) -> Question:
    """What a claimant counted in so many days, and one more, added up."""
    return Question(
        name,
        lambda series: series.flow and not series.total and series.length >= 500 and series.exact,
        days,
        _paths(
            f"/v1/aggregates?op=sum&{_GIVEN}&subject={{subject}}&place={{place}}",
            _sql(
                f"select sum(value) as total from figures where {_ONE}",
                f"{_BOUND}&subject={{subject}}&place={{place}}",
            ),
            f"/sum?{_GIVEN}&subject={{subject}}&place={{place}}",
        ),
        _reading(lambda answer: float(answer["value"]), total_of),
        {"datasette": 15, "hapi": 15, "obvious": 15},
    )


QUESTIONS = (
    Question(
        "page of 100, filtered and sorted",
        lambda series: series.length >= LONG,
        120,
        _paths(
            f"/v1/{{dataset}}?{_GIVEN}",
            f"{_TABLE}&_sort_desc=claimed_on&{_LEAN}",
            f"/figures?{_GIVEN}",
            shipped=f"{_TABLE}&_sort_desc=claimed_on&_shape=objects",
        ),
        _reading(values_of, values_of),
        {"datasette": 10, "hapi": 6, "obvious": 40},
    ),
    Question(
        "one figure by id",
        lambda series: series.length >= LONG,
        1,
        _paths("/v1/figures/{id}", f"/rows/figures/{{id}}.json?{_LEAN}", "/figures/{id}"),
        _reading(values_of, values_of),
        {"datasette": 10, "hapi": 5, "obvious": 60},
    ),
    Question(
        "exact count",
        lambda series: series.length >= LONG,
        120,
        _paths(
            f"/v1/{{dataset}}?{_GIVEN}&limit=1",
            _sql(f"select count(*) as total from figures where {_MATCH}", _BOUND),
            f"/count?{_GIVEN}",
        ),
        _reading(lambda answer: float(answer["meta"]["total"]), total_of),
        {"datasette": 5, "hapi": 5, "obvious": 5},
    ),
    _sum("sum of a year of days", 364),
    _sum("sum of a month of days", 29),
    Question(
        "coverage of a claimant's series",
        lambda series: series.length >= LONG,
        1,
        _paths(
            "/v1/datasets/{dataset}/series?claimant={claimant}&limit=100",
            _sql(
                f"select {_COVERED} from figures where dataset=:dataset and claimant=:claimant "
                f"group by {_KEY} order by {_KEY} limit 100",
                "&dataset={dataset}&claimant={claimant}",
            ),
            "/coverage?dataset={dataset}&claimant={claimant}&limit=100",
        ),
        _reading(series_of, series_of),
        {"datasette": 15, "hapi": 15, "obvious": 15},
    ),
    Question(
        "comparison of claimants",
        lambda series: (series.total or not series.flow) and series.length >= LONG,
        1,
        _paths(
            f"/v1/comparisons?{_WHERE}&on={{end}}",
            _sql(_LATEST, f"&{_WHERE}&on={{end}}"),
            f"/comparison?{_WHERE}&on={{end}}",
        ),
        _reading(lambda answer: [(row["id"], row["value"]) for row in answer["claims"]], values_of),
        {"datasette": 15, "hapi": 15, "obvious": 15},
    ),
    Question(
        "page of 100 by value, filtered",
        lambda series: series.length >= LONG,
        120,
        _paths(
            f"/v1/{{dataset}}?{_GIVEN}&sort=-value",
            _sql(
                f"select * from figures where {_MATCH} "
                "order by value desc nulls last, id limit 100",
                _BOUND,
            ),
            f"/figures?{_GIVEN}&sort=-value",
        ),
        _reading(values_of, values_of),
        {"datasette": 4, "hapi": 4, "obvious": 4},
    ),
    Question(
        "page of 100 by value, of a metric",
        lambda series: series.length >= LONG,
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
    ),
)


def choices(question: Question, size: Prepared, turn: int, count: int = FRESH) -> list[Choice]:
    """So many values to ask a question with; another ``turn`` draws others."""
    chance = random.Random(turn)
    series = [one for one in known_series(size) if question.suits(one)]
    ids = some_ids(size)
    drawn = _drawn(question, series, ids, chance)
    return list(islice(drawn, count))


@cache
def known_series(size: Prepared) -> list[Series]:
    """Long series that are whole in a size, the same of them in every larger one."""
    whole = first_series(LEDGERS, DRAWN_FROM)
    return [one for one, end in zip(whole, _ends(whole), strict=True) if end <= size.figures]


@cache
def some_ids(size: Prepared) -> list[str]:
    """Ids of figures that count today, from the first to the last."""
    with closing(sqlite3.connect(f"file:{size.file}?mode=ro", uri=True)) as connection:
        step = max(1, size.figures // FRESH)
        return [row[0] for row in connection.execute(IDS, (step,))]


def _drawn(
    question: Question, series: Sequence[Series], ids: Sequence[str], chance: random.Random
) -> Iterator[Choice]:
    while True:
        one = chance.choice(series)
        begins = date.fromisoformat(one.begins)
        first = begins + timedelta(days=chance.randrange(max(1, one.length - question.days - 1)))
        yield {
            "dataset": one.dataset,
            "metric": one.metric,
            "claimant": one.claimant,
            "subject": one.subject,
            "place": one.place,
            "start": first.isoformat(),
            "end": (first + timedelta(days=question.days)).isoformat(),
            "id": chance.choice(ids),
            "few": str(chance.randrange(95, 106)),
        }


def _ends(series: Sequence[Series]) -> Iterator[int]:
    """How many figures there are with each series and those before it."""
    so_far = 0
    for one in series:
        so_far += one.length
        yield so_far
