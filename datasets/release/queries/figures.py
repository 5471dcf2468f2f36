"""Queries for figures, on the engine of a release. Rows are rendered text."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from itertools import chain

from datasets.model.figure import ClaimRow
from datasets.release.queries.embedded import EmbeddedEngine
from datasets.release.queries.engine import Engine, Text
from datasets.release.queries.filters import OPEN_HEDGES
from datasets.release.queries.query import Page, Query
from datasets.release.queries.sorting import DEFAULT_SORT
from datasets.release.queries.sql import SqlEngine
from datasets.release.release import Release

MAX_CACHED_COUNTS = 2_000  # a query may be 8 KiB long


@contextmanager
def _engine(release: Release, *, streaming: bool = False) -> Iterator[Engine]:
    """The engine of a release; ``streaming`` is for large results."""
    if release.figures_file is not None:
        yield EmbeddedEngine(release.figures_file)
        return
    with (release.connect_streaming if streaming else release.connect)() as connection:
        yield SqlEngine(release, connection)


def fetch_page(release: Release, query: Query) -> Page:
    """The rows of one page as JSON objects."""
    with _engine(release) as engine:
        total, open_bounds = _counts(release, engine, query)
        more = replace(query, limit=query.limit + 1) if query.limit else query
        # Without a match a database would scan all rows for the first one.
        rows = engine.page(more) if total else []
    page = rows[: query.limit]
    last = page[-1][1] if len(rows) > len(page) else None
    return Page(tuple([text for text, _ in page]), total, open_bounds, last)


def iter_lines(release: Release, query: Query, text: Text) -> Iterator[str]:
    """All matching rows as JSON objects or CSV lines, in batches, whatever the limit."""
    return chain.from_iterable(iter_batches(release, query, text))


def iter_batches(release: Release, query: Query, text: Text) -> Iterator[list[str]]:
    """The same in the batches in which rows are read. No batch is empty."""
    with _engine(release, streaming=True) as engine:
        yield from engine.batches(query, text)


def count_rows(release: Release, query: Query) -> int:
    """The number of matching rows, whatever the limit."""
    with _engine(release) as engine:
        return _counts(release, engine, query)[0]


def rows_by_code(
    release: Release, query: Query, parameter: str, codes: Collection[str] | None = None
) -> dict[str, int]:
    """The number of rows that match a query and each of some codes, or each code that has any.

    Conditions of the query on the parameter itself count too. The limit does not.
    """
    with _engine(release) as engine:
        return engine.count_by_code(_uncut(query), parameter, codes)


def fetch_claims(release: Release, query: Query) -> dict[int, ClaimRow]:
    """The claims of the matching rows by position, in the order of the query."""
    with _engine(release) as engine:
        return engine.claims(query)


def fetch_last_claims(release: Release, query: Query, days: int) -> dict[int, ClaimRow]:
    """The claims of the last days of each claimant, counted back from its last period end.

    The query has no condition on the claimant or the start: each claimant gets its own query.
    """
    claims: dict[int, ClaimRow] = {}
    with _engine(release) as engine:
        for claimant, end in engine.period_ends(query):
            since = (date.fromisoformat(end) - timedelta(days=days)).isoformat()
            recent = (("claimant", (claimant,)), ("start_date", (since,)))
            claims |= engine.claims(replace(query, conditions=(*query.conditions, *recent)))
    return claims


def fetch_rendered(release: Release, positions: Sequence[int]) -> dict[int, str]:
    """The JSON objects of rows by position."""
    with _engine(release) as engine:
        return engine.rows_at(positions)


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
    with _engine(release) as engine:
        return engine.newest_revision(query)


def fetch_revisions(release: Release, figure_id: str) -> tuple[str, ...]:
    """Every revision of a figure as JSON, oldest first."""
    query = Query((("figure_id", (figure_id,)),), history=True, sort=("id",))
    with _engine(release) as engine:
        return tuple(text for text, _ in engine.page(query))


def _uncut(query: Query) -> Query:
    """The query without its order and page."""
    return replace(query, sort=DEFAULT_SORT, limit=None, offset=0, after=None)


def _counts(release: Release, engine: Engine, query: Query) -> tuple[int, int]:
    """The number of rows, and of rows that only an open hedge excludes: for all pages alike."""
    counted = _uncut(query)
    if counted not in release.counts:
        is_bounded = any(parameter in OPEN_HEDGES for parameter, _ in query.conditions)
        open_bounds = engine.count_open_bounds(counted) if is_bounded else 0
        counts = (engine.count(counted), open_bounds)
        if len(release.counts) >= MAX_CACHED_COUNTS:
            release.counts.clear()
        release.counts[counted] = counts
    return release.counts[counted]
