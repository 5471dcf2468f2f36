"""The points of a time series."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from datasets.claims.claim import Claim
from datasets.claims.intervals import Gap

NO_NUMBER = "no number"  # the text of a sum that is refused


@dataclass(frozen=True, slots=True)
class CountCheck:
    """A count, or a sum of counts, compared with the difference of the totals around its days.

    ``before`` and ``after`` are the ids of the totals, ``figures`` those of the counts. ``counted``
    is their number, ``text`` the same with its hedge. ``agrees`` is whether the hedge allows the
    difference.
    """

    before: str
    after: str
    figures: tuple[str, ...]
    difference: int | float
    counted: int | float
    text: str
    agrees: bool

    @property
    def count(self) -> str | None:
        """The id of the count; ``None`` for a sum."""
        return self.figures[0] if len(self.figures) == 1 else None


class Point(NamedTuple):
    """A point of a series: a figure, or the sum of the counts of an interval.

    A named tuple rather than a dataclass, because a series has thousands.

    ``claim`` is the figure, or the sum in the form of a claim, which has no id. It has no number
    either where the claimant's own figure contradicts the sum. ``figures`` are the
    claims that the point consists of. ``missing`` are the days of the interval without a count.
    ``change`` is the change since the previous point; it is ``None`` for the first one, and where a
    difference is not legitimate. ``reason`` then explains it, and tells where ``checks`` disagree.
    ``interrupts`` is whether the point and the one before are no two steps of one count: a total
    that falls or rises again, another basis, or claims that were made in another order.
    """

    claim: Claim
    figures: tuple[Claim, ...]
    change: int | float | None = None
    change_quantifier: str | None = None
    reason: str | None = None
    missing: tuple[Gap, ...] = ()
    checks: tuple[CountCheck, ...] = ()
    interrupts: bool = False

    @property
    def operation(self) -> str | None:
        return None if self.claim.id else "sum"

    @property
    def has_number(self) -> bool:
        return not (self.claim.value is self.claim.value_lower is self.claim.value_upper is None)

    @property
    def disagreement(self) -> CountCheck | None:
        """The first check that does not agree."""
        differing = [check for check in self.checks if not check.agrees] if self.checks else None
        return differing[0] if differing else None

    @property
    def sum_columns(self) -> dict[str, Any]:
        """The columns of a published row that a sum has in place of its figures; else none."""
        if not self.operation:
            return {}
        claim = self.claim
        return {
            "id": None,
            "period": claim.period.text,
            "period_start": f"{claim.period.start}",
            "period_end": f"{claim.period.end}",
            "quantifier": claim.quantifier if self.has_number else None,
            "value": claim.value,
            "value_lower": claim.value_lower,
            "value_upper": claim.value_upper,
            "text": claim.text if self.has_number else NO_NUMBER,
            "claimed_on": f"{claim.claimed_on}",
            "url": None,
        }


def joined_reasons(*reasons: str | None) -> str | None:
    """Several reasons as one; ``None`` if there is none."""
    present = [reason for reason in reasons if reason]
    if len(present) < 2:
        return present[0] if present else None
    return "; ".join(reason.removesuffix(".") for reason in present)
