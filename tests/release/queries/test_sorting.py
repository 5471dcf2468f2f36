"""A walk by the last row of each page meets every row once, in order, whatever the sort."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine, event

from datasets.model.published_row import PublishedRowSchema
from datasets.release.queries.figures import fetch_page, iter_lines
from datasets.release.queries.query import Query
from datasets.release.tables import stored_columns
from tests.row_labels import short

BY_ONE = [(sign + name,) for name in stored_columns(PublishedRowSchema) for sign in ("", "-")]
BY_SEVERAL = [
    ("-claimed_on", "id"),
    ("-claimed_on", "-id"),
    ("dataset", "-claimed_on"),
    ("country", "-value", "claimed_on"),
    ("-country", "value"),
    ("stance", "-value_lower", "-id"),
    ("-recorded_on", "-id", "-revision"),
    ("recorded_on", "id", "-revision"),
    ("value", "-value"),
]
ASKED = [
    Query(),
    pytest.param(Query(history=True), marks=pytest.mark.slow),
    pytest.param(Query((("dataset", ("losses", "population")),)), marks=pytest.mark.slow),
    pytest.param(Query((("within", ("ua",)),), history=True), marks=pytest.mark.slow),
]


@contextmanager
def listening(engine: Engine, listener: Callable[..., None]) -> Iterator[None]:
    """Let a listener hear of every statement before it is run."""
    event.listen(engine, "before_cursor_execute", listener)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", listener)


def walked(release, query: Query) -> list[str]:
    """The rows of every page by the last row of the page before."""
    visited: list[str] = []
    while True:
        found = fetch_page(release, query)
        assert found.total == fetch_page(release, replace(query, after=None)).total
        visited += found.rows
        if found.last_position is None:
            return visited
        assert len(found.rows) == query.limit
        query = replace(query, after=found.last_position)


@pytest.mark.parametrize("sort", [*BY_ONE, *BY_SEVERAL], ids=",".join)
@pytest.mark.parametrize("asked", ASKED, ids=["all", "history", "two", "within"])
def test_a_walk_meets_every_row_once_in_order(sample_release, asked, sort):
    whole = list(iter_lines(sample_release, replace(asked, sort=sort), "json"))
    for limit in (1, 3):
        assert walked(sample_release, replace(asked, sort=sort, limit=limit)) == whole


def test_a_walk_may_begin_behind_a_row_that_does_not_answer(sample_release):
    losses = Query((("dataset", ("losses",)),), limit=3)
    everything = fetch_page(sample_release, Query(limit=3))
    assert short(map(json.loads, everything.rows)) == "L8 L4 L5"
    behind = fetch_page(sample_release, replace(losses, after=everything.last_position))
    assert short(map(json.loads, behind.rows)) == "L3 L1 L7"


@pytest.mark.parametrize(
    "asked",
    [
        Query(),
        Query((("dataset", ("losses",)),)),
        Query((("metric", ("killed",)),)),
        Query((("claimant", ("ua-general-staff",)), ("dataset", ("losses",)))),
        Query(history=True, sort=("-recorded_on", "-id", "-revision")),
        Query(sort=("id",)),
        Query(sort=("-id",)),
        Query(sort=("value",)),
        Query(sort=("-value",)),
        Query(sort=("-period_end",)),
        Query((("dataset", ("losses",)),), sort=("value",)),
        Query((("dataset", ("losses",)),), sort=("-value", "id")),
        Query((("dataset", ("losses",)),), sort=("-period_end",)),
        Query(sort=("-value",), as_of=date(2024, 9, 1)),
    ],
)
@pytest.mark.parametrize("after", [None, 5])
def test_no_page_of_a_common_sort_sorts_anything(sample_file, asked, after):
    """SQLite does as its indexes say; PostgreSQL sorts what is as small as the sample."""
    steps: list[str] = []

    def explain(connection, _cursor, statement, values, *_rest):
        if "json" in statement:
            plan = connection.connection.cursor().execute(f"EXPLAIN QUERY PLAN {statement}", values)
            steps.extend(step[3] for step in plan)

    with listening(sample_file.engine, explain):
        fetch_page(sample_file, replace(asked, limit=2, after=after))
    found = steps[: steps.index("SCAN page")]
    assert [step for step in found if "TEMP B-TREE" in step] == []
