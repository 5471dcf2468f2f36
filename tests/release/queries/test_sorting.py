"""Following pages by their last row returns every row once, in order, for every sort."""

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

ONE_COLUMN = [(sign + name,) for name in stored_columns(PublishedRowSchema) for sign in ("", "-")]
SEVERAL_COLUMNS = [
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
QUERIES = [
    Query(),
    pytest.param(Query(history=True), marks=pytest.mark.slow),
    pytest.param(Query((("dataset", ("losses", "population")),)), marks=pytest.mark.slow),
    pytest.param(Query((("within", ("ua",)),), history=True), marks=pytest.mark.slow),
]


@contextmanager
def listening_to_statements(engine: Engine, listener: Callable[..., None]) -> Iterator[None]:
    """Call a listener with every statement before it is executed."""
    event.listen(engine, "before_cursor_execute", listener)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", listener)


def pages_of(release, query: Query) -> list[str]:
    """The rows of all pages, each begun after the last row of the page before."""
    rows: list[str] = []
    while True:
        page = fetch_page(release, query)
        assert page.total == fetch_page(release, replace(query, after=None)).total
        rows += page.rows
        if page.last_position is None:
            return rows
        assert len(page.rows) == query.limit
        query = replace(query, after=page.last_position)


@pytest.mark.parametrize("sort", [*ONE_COLUMN, *SEVERAL_COLUMNS], ids=",".join)
@pytest.mark.parametrize("query", QUERIES, ids=["all", "history", "two", "within"])
def test_pages_have_every_row_once_in_order(sample_release, query, sort):
    expected = list(iter_lines(sample_release, replace(query, sort=sort), "json"))
    for limit in (1, 3):
        assert pages_of(sample_release, replace(query, sort=sort, limit=limit)) == expected


def test_a_page_may_begin_after_a_row_that_does_not_match(sample_release):
    losses = Query((("dataset", ("losses",)),), limit=3)
    everything = fetch_page(sample_release, Query(limit=3))
    assert short(map(json.loads, everything.rows)) == "L8 L4 L5"
    later = fetch_page(sample_release, replace(losses, after=everything.last_position))
    assert short(map(json.loads, later.rows)) == "L3 L1 L7"


@pytest.mark.parametrize(
    "query",
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
def test_common_sorts_use_an_index_instead_of_sorting(sample_file, query, after):
    """SQLite only: PostgreSQL sorts a table as small as the sample."""
    steps: list[str] = []

    def explain(connection, _cursor, statement, values, *_rest):
        if "json" in statement:
            plan = connection.connection.cursor().execute(f"EXPLAIN QUERY PLAN {statement}", values)
            steps.extend(step[3] for step in plan)

    with listening_to_statements(sample_file.engine, explain):
        fetch_page(sample_file, replace(query, limit=2, after=after))
    inner_steps = steps[: steps.index("SCAN page")]
    assert [step for step in inner_steps if "TEMP B-TREE" in step] == []
