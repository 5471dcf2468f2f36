"""A query for figures, and a page of its result."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from datasets.release.queries.sorting import DEFAULT_SORT

Values = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """Which figures to select, in which order, and which page of them.

    ``conditions`` are (parameter, values) of `FILTERS`: OR between the values of one parameter,
    AND between conditions. ``as_of`` selects the ledger as it was on a day, ``known_at`` the
    public record. ``updated_after`` selects rows recorded later, retracted figures included.
    ``history`` selects every revision. A page begins after the row at the position ``after``, or
    ``offset`` rows later.
    """

    conditions: tuple[tuple[str, Values], ...] = ()
    as_of: date | None = None
    known_at: date | None = None
    updated_after: date | None = None
    history: bool = False
    sort: tuple[str, ...] = DEFAULT_SORT
    limit: int | None = None
    offset: int = 0
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Rendered rows and the total number of rows.

    ``open_bounds`` is the number of rows that only an open hedge excludes. ``last_position`` is
    the position of the last row if more rows follow it.
    """

    rows: tuple[str, ...]
    total: int
    open_bounds: int
    last_position: int | None
