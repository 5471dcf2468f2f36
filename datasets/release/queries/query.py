"""query."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from datasets.release.queries.sorting import DEFAULT_SORT

Values = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """A question about figures.

    ``conditions`` are (parameter, values) of `FILTERS`: values of one mean OR, conditions AND.
    ``as_of`` replays this ledger, ``known_at`` the public record; ``updated_after`` keeps what was
    recorded later, retracted figures included; ``history`` keeps every revision. A page begins
    behind the row at the position ``after``, or ``offset`` rows later.
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

    @property
    def clocks(self) -> Mapping[str, str]:
        """The days that were given, as ISO text."""
        days = {"as_of": self.as_of, "known_at": self.known_at, "updated": self.updated_after}
        return {name: day.isoformat() for name, day in days.items() if day}


@dataclass(frozen=True, slots=True)
class Page:
    """Rendered rows, how many there are in all, and how many an open hedge kept out.

    ``last`` is the position of the last row where more rows follow it.
    """

    rows: tuple[str, ...]
    total: int
    open_bounds: int
    last: int | None
