"""Periods in a profile of EDTF, the Extended Date/Time Format (ISO 8601-2:2019)."""

import calendar
import re
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

_DAY = re.compile(
    r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?(?P<approximate>~?)"
)
# How much of an ISO day names its month, and its year.
_MONTH, _YEAR = len("2024-08"), len("2024")


@dataclass(frozen=True, slots=True)
class Edge:
    """One end of a period: ``2024-08-19``, ``2024-08`` or ``2024``, with an optional ``~``.

    ``first`` and ``last`` are the days that it spans; ``precision`` is ``day``, ``month`` or
    ``year``.
    """

    first: date
    last: date
    precision: str
    approximate: bool


@dataclass(frozen=True, slots=True)
class Period:
    """A span of whole days, both ends included.

    ``start`` is ``None`` if the claimant does not state when the count began (``/2024-08-19``).
    """

    text: str
    opening: Edge | None
    closing: Edge
    start: date | None = field(init=False, repr=False, compare=False)
    end: date = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Compute both ends once, because series read them often."""
        object.__setattr__(self, "start", self.opening.first if self.opening else None)
        object.__setattr__(self, "end", self.closing.last)

    @property
    def approximate(self) -> bool:
        return self.closing.approximate or bool(self.opening and self.opening.approximate)

    @property
    def precision(self) -> str:
        """Coarsest precision of the two ends: ``day``, ``month`` or ``year``."""
        edges = [edge for edge in (self.opening, self.closing) if edge]
        return max((edge.precision for edge in edges), key=_PRECISIONS.index)

    @property
    def single(self) -> bool:
        """Whether one date was written, not two."""
        return "/" not in self.text

    @property
    def is_one_unit(self) -> bool:
        """Whether it is one day, month or year, written as one date or as first and last day."""
        if self.single or self.start == self.end:
            return True
        if self.start is None or self.start.day != 1:
            return False
        units = (parse(f"{self.start}"[:length]) for length in (_MONTH, _YEAR))
        return any((unit.start, unit.end) == (self.start, self.end) for unit in units)

    @property
    def backwards(self) -> bool:
        return self.start is not None and self.start > self.end

    def overlaps(self, other: "Period") -> bool:
        """Whether the periods may share a day; an unknown start may be any earlier day."""
        return _starts_by(self, other.end) and _starts_by(other, self.end)

    def known_on(self, day: date) -> "Period":
        """The period as claimed on a day: a last month or year that holds the day ends on it."""
        if self.closing.precision == "day" or not self.closing.first <= day < self.closing.last:
            return self
        return replace(self, closing=replace(self.closing, last=day))

    def contains(self, day: date) -> bool:
        return _starts_by(self, day) and day <= self.end


_PRECISIONS = ("day", "month", "year")


def _starts_by(period: Period, day: date) -> bool:
    return period.start is None or period.start <= day


@lru_cache(maxsize=20_000)
def parse(text: str) -> Period:
    """Parse ``DATE``, ``DATE/DATE`` or ``/DATE``; ``~`` after a date means "about".

    A date may omit the day, or month and day. Raises ValueError with a message for curators.
    """
    head, slash, tail = text.partition("/")
    if slash and tail in ("", ".."):
        raise ValueError(f"'{text}' is not allowed; a figure always has an end")
    if not slash:
        edge = _edge(head, text)
        return Period(text, edge, edge)
    return Period(text, _edge(head, text) if head else None, _edge(tail, text))


def _edge(date_text: str, text: str) -> Edge:
    match = _DAY.fullmatch(date_text)
    if not match:
        raise ValueError(
            f"'{text}' is not a period; write 2024-08-19, 2024-08, 2022-02-24/2024-08-19 "
            "or /2024-08-19, with ~ after a date that is approximate"
        )
    year, month, day = (int(match[part] or 1) for part in ("year", "month", "day"))
    try:
        first = date(year, month, day)
    except ValueError:
        raise ValueError(f"'{text}' is not a period; the calendar has no '{date_text}'") from None
    approximate = bool(match["approximate"])
    if match["day"]:
        return Edge(first, first, "day", approximate)
    if match["month"]:
        last = first.replace(day=calendar.monthrange(year, month)[1])
        return Edge(first, last, "month", approximate)
    return Edge(first, first.replace(month=12, day=31), "year", approximate)
