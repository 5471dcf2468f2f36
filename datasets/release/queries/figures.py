"""Executes queries for figures on either engine, and returns rendered rows."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import chain
from typing import Any, Literal

from sqlalchemy import Connection

from datasets.model.figure import ClaimRow
from datasets.release.queries.filters import OPEN_HEDGES, bind_name, code_column
from datasets.release.queries.json_rows import rows_of_json
from datasets.release.queries.query import Page, Query, Values
from datasets.release.queries.sorting import DEFAULT_SORT
from datasets.release.queries.statements import (
    ResultKind,
    pad_values,
    rows_at_positions,
    statement_of,
)
from datasets.release.release import Release
from datasets.release.tables import CLAIM_COLUMNS

MAX_CACHED_COUNTS = 2_000  # a query may be 8 KiB long
_BATCH_ROWS = 2_000
_MAX_POSITIONS = 256  # in one statement
_CLAIMANT = CLAIM_COLUMNS.index("claimant")


def fetch_page(release: Release, query: Query) -> Page:
    """The rows of one page as JSON objects."""
    with release.connect() as connection:
        total, open_bounds = _counts(release, connection, query)
        # Without a match the engine would scan all rows for the first one.
        rows = _next_rows(connection, query) if total else []
    page = rows[: query.limit]
    last = page[-1].position if len(rows) > len(page) else None
    return Page(tuple([row[0] for row in page]), total, open_bounds, last)


def iter_lines(release: Release, query: Query, text: Literal["json", "csv"]) -> Iterator[str]:
    """All matching rows as JSON objects or CSV lines, in batches, whatever the limit."""
    return chain.from_iterable(iter_batches(release, query, text))


def iter_batches(
    release: Release, query: Query, text: Literal["json", "csv"]
) -> Iterator[list[str]]:
    """The same in the batches in which rows are read. No batch is empty."""
    with release.connect_streaming() as connection:
        statement, values = statement_of(replace(query, limit=None), text)
        streaming = connection.execution_options(stream_results=True, max_row_buffer=_BATCH_ROWS)
        for batch in streaming.execute(statement, values).partitions(_BATCH_ROWS):
            yield [row[0] for row in batch]


def count_rows(release: Release, query: Query) -> int:
    """The number of matching rows, whatever the limit."""
    with release.connect() as connection:
        return _counts(release, connection, query)[0]


def rows_by_code(
    release: Release, query: Query, parameter: str, codes: Collection[str] | None = None
) -> dict[str, int]:
    """The number of rows that match a query and each of some codes, or each code that has any.

    Conditions of the query on the parameter itself count too. The limit does not.
    """
    statement, values = statement_of(_uncut(query), "total")
    column, links = code_column(parameter)
    chosen = column.in_(codes) if codes is not None else column.is_not(None)
    counted = statement.add_columns(column).where(*links, chosen).group_by(column)
    with release.connect() as connection:
        return {code: rows for rows, code in connection.execute(counted, values)}


def fetch_claims(release: Release, query: Query) -> dict[int, ClaimRow]:
    """The claims of the matching rows by position, in the order of the query."""
    with release.connect() as connection:
        return _claims(release, connection, query)


def fetch_last_claims(release: Release, query: Query, days: int) -> dict[int, ClaimRow]:
    """The claims of the last days of each claimant, counted back from its last period end.

    The query has no condition on the claimant or the start: each claimant gets its own statement.
    """
    claims: dict[int, ClaimRow] = {}
    with release.connect() as connection:
        for claimant, end in _rows(connection, query, "period_ends"):
            since = (date.fromisoformat(end) - timedelta(days=days)).isoformat()
            recent = (("claimant", (claimant,)), ("start_date", (since,)))
            of_claimant = replace(query, conditions=(*query.conditions, *recent))
            claims |= _claims(release, connection, of_claimant)
    return claims


def fetch_rendered(release: Release, positions: Sequence[int]) -> dict[int, str]:
    """The JSON objects of rows by position."""
    rows: dict[int, str] = {}
    with release.connect() as connection:
        for begin in range(0, len(positions), _MAX_POSITIONS):
            batch = pad_values(tuple(positions[begin : begin + _MAX_POSITIONS]))
            values = {bind_name("position", index): value for index, value in enumerate(batch)}
            result = connection.execute(rows_at_positions(len(batch)), values)
            rows |= {row[0]: row[1] for row in result.all()}
    return rows


def fetch_figure(
    release: Release,
    figure_id: str,
    *,
    as_of: date | None = None,
    known_at: date | None = None,
    revision: int | None = None,
) -> str | None:
    """A row of a figure as JSON: the revision visible on these days, or the numbered one.

    Includes retracted figures: the row says so.
    """
    numbered = (("revision", (revision,)),) if revision else ()
    query = Query(
        (("figure_id", (figure_id,)), *numbered),
        as_of=as_of,
        known_at=known_at,
        history=revision is not None,
    )
    with release.connect() as connection:
        rows = _rows(connection, query, "figure")
    return rows[0][0] if rows else None


def fetch_revisions(release: Release, figure_id: str) -> tuple[str, ...]:
    """Every revision of a figure as JSON, oldest first."""
    query = Query((("figure_id", (figure_id,)),), history=True, sort=("id",))
    with release.connect() as connection:
        return tuple(row[0] for row in _rows(connection, query, "json"))


def _uncut(query: Query) -> Query:
    """The query without its order and page."""
    return replace(query, sort=DEFAULT_SORT, limit=None, offset=0, after=None)


def _counts(release: Release, connection: Connection, query: Query) -> tuple[int, int]:
    """The number of rows, and of rows that only an open hedge excludes: for all pages alike."""
    counted = _uncut(query)
    if counted not in release.counts:
        bounded = {parameter for parameter, _ in query.conditions} & set(OPEN_HEDGES)
        [[total]] = _rows(connection, counted, "total")
        [[open_bounds]] = _rows(connection, counted, "open_bounds") if bounded else [[0]]
        if len(release.counts) >= MAX_CACHED_COUNTS:
            release.counts.clear()
        release.counts[counted] = (total, open_bounds)
    return release.counts[counted]


def _next_rows(connection: Connection, query: Query) -> Sequence[Any]:
    """The rows of a page, and one more if there is one."""
    more = replace(query, limit=query.limit + 1) if query.limit else query
    after = tuple(_rows(connection, query, "sort_values")[0]) if query.after else ()
    return _rows(connection, more, "json", after)


def _claims(release: Release, connection: Connection, query: Query) -> dict[int, ClaimRow]:
    [[cell]] = _rows(connection, query, "claims")
    names = release.codes["", "claimant"]
    claims = {}
    for cells in rows_of_json(cell):
        position = cells.pop()
        claimant = cells[_CLAIMANT]
        cells.append(names[claimant] or claimant)
        claims[position] = ClaimRow._make(cells)
    return claims


def _rows(
    connection: Connection, query: Query, result: ResultKind, after: Values = ()
) -> Sequence[Any]:
    statement, values = statement_of(query, result, after)
    return connection.execute(statement, values).all()
