"""From a question to the rendered rows that answer it: the only place that knows SQL."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import chain
from typing import Any, Literal

from sqlalchemy import Connection

from datasets.model.claim_columns import ClaimRow
from datasets.release.queries.filters import OPEN_HEDGES, bound
from datasets.release.queries.json_rows import rows_of_json
from datasets.release.queries.query import Page, Query, Values
from datasets.release.queries.sorting import DEFAULT_SORT
from datasets.release.queries.statements import (
    ResultKind,
    padded,
    rows_at_positions,
    statement_of,
)
from datasets.release.release import Release
from datasets.release.tables import CLAIM_COLUMNS

_BATCH = 2_000
_CLAIMANT = CLAIM_COLUMNS.index("claimant")
_AT_ONCE = 256
MOST_COUNTS = 2_000  # questions may be 8 KiB long


def fetch_page(release: Release, query: Query) -> Page:
    """The rows of one page as JSON objects."""
    with release.reading() as connection:
        count, open_bounds = _counts(release, connection, query)
        # Where nothing answers, all rows would be looked at for one.
        rows = _next_rows(connection, query) if count else []
    shown = rows[: query.limit]
    last = shown[-1].position if len(rows) > len(shown) else None
    return Page(tuple([row[0] for row in shown]), count, open_bounds, last)


def iter_lines(release: Release, query: Query, form: Literal["json", "csv"]) -> Iterator[str]:
    """Every row that answers, as JSON objects or CSV lines, a few thousand in memory at a time."""
    return chain.from_iterable(iter_batches(release, query, form))


def iter_batches(
    release: Release, query: Query, form: Literal["json", "csv"]
) -> Iterator[list[str]]:
    """The same in the parts in which they are read; none is empty."""
    with release.streaming() as connection:
        statement, values = statement_of(replace(query, limit=None), form)
        streaming = connection.execution_options(stream_results=True, max_row_buffer=_BATCH)
        for part in streaming.execute(statement, values).partitions(_BATCH):
            yield [row[0] for row in part]


def count_rows(release: Release, query: Query) -> int:
    """How many rows answer."""
    with release.reading() as connection:
        return _counts(release, connection, query)[0]


def fetch_claims(release: Release, query: Query) -> dict[int, ClaimRow]:
    """The claims of every row that answers, or of a page, by position, in the order of the query.

    No row is read whole.
    """
    with release.reading() as connection:
        return _claims(release, connection, query)


def last_claimed(release: Release, query: Query, days: int) -> dict[int, ClaimRow]:
    """The claims of the rows whose period ends in the last days of their claimant's, by claimant.

    The query names neither claimants nor a start: each claimant gets a statement of its own.
    """
    claims: dict[int, ClaimRow] = {}
    with release.reading() as connection:
        for claimant, end in _rows(connection, query, "ends"):
            since = (date.fromisoformat(end) - timedelta(days=days)).isoformat()
            lately = (("claimant", (claimant,)), ("start_date", (since,)))
            recent = replace(query, conditions=(*query.conditions, *lately))
            claims |= _claims(release, connection, recent)
    return claims


def rendered(release: Release, positions: Sequence[int]) -> dict[int, str]:
    """The JSON objects of rows by their positions."""
    found: dict[int, str] = {}
    with release.reading() as connection:
        for begin in range(0, len(positions), _AT_ONCE):
            some = padded(tuple(positions[begin : begin + _AT_ONCE]))
            statement = rows_at_positions(len(some))
            values = {bound("position", place): value for place, value in enumerate(some)}
            found |= {row[0]: row[1] for row in connection.execute(statement, values).all()}
    return found


def figure(
    release: Release,
    figure_id: str,
    *,
    as_of: date | None = None,
    known_at: date | None = None,
    revision: int | None = None,
) -> str | None:
    """A row of a figure as JSON: the one that counts on the two clocks, or a given revision.

    A retracted figure is given too: its row says so.
    """
    pinned = (("revision", (revision,)),) if revision else ()
    query = Query(
        (("figure_id", (figure_id,)), *pinned),
        as_of=as_of,
        known_at=known_at,
        history=revision is not None,
    )
    with release.reading() as connection:
        rows = _rows(connection, query, "figure")
    return rows[0][0] if rows else None


def revisions(release: Release, figure_id: str) -> tuple[str, ...]:
    """Every row of a figure as JSON, oldest first."""
    query = Query((("figure_id", (figure_id,)),), history=True, sort=("id",))
    with release.reading() as connection:
        return tuple(row[0] for row in _rows(connection, query, "json"))


def _counts(release: Release, connection: Connection, query: Query) -> tuple[int, int]:
    """How many rows answer, and how many an open hedge keeps out: the same on every page."""
    asked = replace(query, sort=DEFAULT_SORT, limit=None, offset=0, after=None)
    if asked not in release.counts:
        bounded = {parameter for parameter, _ in query.conditions} & set(OPEN_HEDGES)
        [[total]] = _rows(connection, asked, "total")
        [[open_bounds]] = _rows(connection, asked, "open_bounds") if bounded else [[0]]
        if len(release.counts) >= MOST_COUNTS:
            release.counts.clear()
        release.counts[asked] = (total, open_bounds)
    return release.counts[asked]


def _next_rows(connection: Connection, query: Query) -> Sequence[Any]:
    """The rows of a page, and one more if there is one."""
    more = replace(query, limit=query.limit + 1) if query.limit else query
    reached = tuple(_rows(connection, query, "keys")[0]) if query.after else ()
    return _rows(connection, more, "json", reached)


def _claims(release: Release, connection: Connection, query: Query) -> dict[int, ClaimRow]:
    [[cell]] = _rows(connection, query, "claimed")
    names = release.codes["", "claimant"]
    claims = {}
    for cells in rows_of_json(cell):
        position = cells.pop()
        claimant = cells[_CLAIMANT]
        cells.append(names[claimant] or claimant)
        claims[position] = ClaimRow._make(cells)
    return claims


def _rows(
    connection: Connection, query: Query, form: ResultKind, reached: Values = ()
) -> Sequence[Any]:
    statement, values = statement_of(query, form, reached)
    return connection.execute(statement, values).all()
