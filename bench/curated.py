"""Questions as people ask them: one to five filters, drawn from rows of the curated ledgers."""

import random
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import Any
from urllib.parse import quote, urlencode

from bench.fixtures import Fixture
from bench.question import Choice, Question
from bench.questions import rows_of

Row = Mapping[str, Any]

MAX_FILTERS = 5
MAX_DAYS = 400  # between the bound of a period and the row that it is drawn from
VINTAGE_SHARE = 0.1  # of the questions
SORTS: Mapping[str, str] = MappingProxyType(
    {
        "-claimed_on": "claimed_on desc",
        "-value": "value desc nulls last",
        "-period_end": "period_end desc",
    }
)
SORT_WEIGHTS = (8, 1, 1)


@dataclass(frozen=True, slots=True)
class Filter:
    """A parameter, its condition in SQL, and its value in a question drawn from a row."""

    parameter: str
    condition: str
    value: Callable[[Row, random.Random], str | None]


def _code(column: str) -> Filter:
    return Filter(column, f"{column}=:{column}", lambda row, _: row[column])


def _days_before(day: str, rng: random.Random) -> str:
    return (date.fromisoformat(day) - timedelta(days=rng.randrange(MAX_DAYS))).isoformat()


FILTERS = (
    *map(_code, ("dataset", "metric", "claimant", "subject", "place", "country", "publisher",
                 "nature")),
    Filter("within", "place in (select place from within where ancestor=:within)",
           lambda row, rng: rng.choice(row["around"])),
    Filter("start_date", "period_end>=:start_date",
           lambda row, rng: _days_before(row["period_end"], rng)),
    Filter("end_date", "(period_start is null or period_start<=:end_date)",
           lambda row, _: row["period_end"]),
    Filter("claimed_from", "claimed_on>=:claimed_from",
           lambda row, rng: _days_before(row["claimed_on"], rng)),
    Filter("claimed_to", "claimed_on<=:claimed_to", lambda row, _: row["claimed_on"]),
)  # fmt: skip


def _vintage(parameter: str, since: str, until: str) -> Filter:
    """The revisions that were visible on a day: recorded, or claimed, and not yet replaced."""
    is_latest = f"({until} is null or {until}>:{parameter})"
    condition = f"{since}<=:{parameter} and {is_latest} and change<>'retracted'"
    return Filter(parameter, condition, lambda row, _: row[since])


# Each chooses among all revisions; other questions are about the current ones.
VINTAGES = (
    _vintage("as_of", "recorded_on", "superseded_on"),
    _vintage("known_at", "claimed_on", "outclaimed_on"),
)


def questions() -> tuple[Question, ...]:
    """The only question: every choice has filters of its own."""
    others = dict.fromkeys(("hapi", "obvious"), "{others}")
    contenders = {"ours": "{ours}", "datasette": "{datasette}", **others}
    return (
        Question(
            "as people ask, of the curated figures",
            lambda _: True,
            0,
            MappingProxyType(contenders),
            MappingProxyType(dict.fromkeys(contenders, revisions_of)),
            {"datasette": 10, "hapi": 6, "obvious": 40},
            draw=draw,
        ),
    )


def revisions_of(answer: Any) -> list[tuple[Any, ...]]:
    """Id, revision and value of each row, in order."""
    return [(row["id"], row["revision"], row["value"]) for row in rows_of(answer)]


def draw(fixture: Fixture, rng: random.Random) -> Iterator[Choice]:
    """Random questions, each with the path at every contender."""
    rows = drawn_rows(fixture)
    while True:
        row = rng.choice(rows)
        filters = rng.sample(FILTERS, rng.randint(1, MAX_FILTERS))
        if rng.random() < VINTAGE_SHARE:
            filters.append(rng.choice(VINTAGES))
        values = {filter_: filter_.value(row, rng) for filter_ in filters}
        present = {filter_: value for filter_, value in values.items() if value is not None}
        [sort] = rng.choices(list(SORTS), SORT_WEIGHTS)
        yield _paths(present, sort, rng.choice((20, 100)))


def _paths(filters: Mapping[Filter, str], sort: str, limit: int) -> Choice:
    """A question with its order and its number of rows, as the path of each contender."""
    args = {filter_.parameter: value for filter_, value in filters.items()}
    parameters = urlencode({**args, "sort": sort, "limit": limit})
    # Our service sorts rows with the same value by id in any case.
    table = "revisions" if any(filter_ in VINTAGES for filter_ in filters) else "figures"
    where = " and ".join(filter_.condition for filter_ in filters) or "1"
    sql = f"select * from {table} where {where} order by {SORTS[sort]}, rank limit {limit}"
    return {
        "ours": f"/v1/figures?{parameters}",
        "datasette": f"/rows.json?_shape=objects&sql={quote(sql)}&{urlencode(args)}",
        "others": f"/filtered?{parameters}",
    }


@cache
def drawn_rows(fixture: Fixture) -> list[Row]:
    """The current rows that questions are drawn from, each with the places around its place."""
    with closing(sqlite3.connect(f"file:{fixture.table}?mode=ro", uri=True)) as connection:
        around: dict[str, list[str]] = {}
        for ancestor, place in connection.execute("SELECT ancestor, place FROM within"):
            around.setdefault(place, []).append(ancestor)
        connection.row_factory = sqlite3.Row
        rows = connection.execute("SELECT * FROM figures ORDER BY rank").fetchall()
    return [{**row, "around": sorted(around[row["place"]])} for row in map(dict, rows)]
