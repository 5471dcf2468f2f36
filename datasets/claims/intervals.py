"""Calendar intervals, and the days of an interval that no figure covers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from types import MappingProxyType

from datasets.claims.claim import Claim

ONE_DAY = timedelta(days=1)

# The first day of the interval that contains a day. A week begins on Monday.
INTERVALS: Mapping[str, Callable[[date], date]] = MappingProxyType(
    {
        "day": lambda day: day,
        "week": lambda day: day - timedelta(days=day.weekday()),
        "month": lambda day: day.replace(day=1),
        "year": lambda day: day.replace(month=1, day=1),
    }
)
_LONGEST = {"day": 1, "week": 7, "month": 31, "year": 366}  # days


@dataclass(frozen=True, slots=True)
class Gap:
    """A span of days without a figure, both ends included."""

    first: date
    last: date

    @property
    def text(self) -> str:
        """The days in EDTF."""
        return f"{self.first}" if self.first == self.last else f"{self.first}/{self.last}"


def last_day(interval: str, first: date) -> date:
    """The last day of the interval (a key of `INTERVALS`) that begins on a day."""
    in_next = first + timedelta(days=_LONGEST[interval])
    return INTERVALS[interval](in_next) - ONE_DAY


def missing_days(claims: Sequence[Claim], days: tuple[date, date] | None = None) -> tuple[Gap, ...]:
    """The days of a flow that no period covers: of ``days``, or from the first period to the last.

    ``days`` contain all periods.
    """
    if claims[0].kind != "flow":
        return ()
    spans = sorted({(claim.period.start or date.min, claim.period.end) for claim in claims})
    if days:
        first, last = days
        spans = [(first, first - ONE_DAY), *spans, (last + ONE_DAY, last)]
    return tuple(
        Gap(before[1] + ONE_DAY, after[0] - ONE_DAY)
        for before, after in pairwise(spans)
        if after[0] > before[1] + ONE_DAY
    )
