"""Following pages by their last row returns every row once, in order, for every sort."""

import json
from dataclasses import replace

import pytest

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
