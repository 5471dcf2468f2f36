"""Time series of the figures of one claimant on one question, with their gaps."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from statistics import median

from datasets.claims.answers import OwnContext, own_context_of
from datasets.claims.arithmetic import is_total
from datasets.claims.changes import Notes, change_of, context_of
from datasets.claims.claim import Claim
from datasets.claims.counts import checked, count_points, interval_points, with_checks
from datasets.claims.intervals import INTERVALS, ONE_DAY, Gap
from datasets.claims.points import CountCheck, Point

MAX_USUAL_INTERVALS = 2  # a longer time without a figure is a gap

_Key = tuple[str, str, date | None, str]  # claimant, nature, start, verification


@dataclass(frozen=True, slots=True)
class Series:
    """Points of one claimant, metric, subject and place that may be drawn as one line.

    ``nature`` is ``total`` (a flow since ``start``), ``count`` (a flow of each period), ``stock``
    or ``intensive``. All figures have the same ``verification``: a claimant's verified figures and
    its other ones are two series.
    """

    claimant: str
    claimant_name: str
    nature: str
    start: date | None
    verification: str
    points: tuple[Point, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Selection:
    """The points of a series to return: of periods that end from ``first`` to ``last``.

    With an ``interval`` (a key of `INTERVALS`) a series has the last figure of each interval, or
    the sum of its counts. Without ``natures``, series of every nature are returned.
    """

    interval: str | None = None
    first: date | None = None
    last: date | None = None
    natures: Collection[str] = ()

    def of(self, claims: Sequence[Claim]) -> Sequence[Claim]:
        """The claims whose period ends from the first to the last day."""
        if self.first is None and self.last is None:
            return claims
        first, last = self.first or date.min, self.last or date.max
        return [claim for claim in claims if first <= claim.period.end <= last]


EVERYTHING = Selection()


def no_notes(_figure_id: str) -> None:
    return None


def series_of(
    claims: Sequence[Claim],
    selection: Selection = EVERYTHING,
    notes: Notes = no_notes,
    own: OwnContext | None = None,
) -> tuple[Series, ...]:
    """Group the figures on one question into series, by claimant, nature, start and verification.

    ``claims`` are all figures of the question: those before the first day of a selection decide
    whether a total is below an earlier one. ``notes`` returns the note of a figure by its id, which
    may explain why a total fell. The sums of an interval are checked against ``own``, by default
    against the claims.
    """
    own = own or own_context_of(claims)
    groups: dict[_Key, list[Claim]] = {}
    for claim in sorted(claims, key=lambda claim: (claim.period.end, claim.id)):
        start = claim.period.start if is_total(claim) else None
        key = (claim.claimant, claim.nature, start, claim.verification)
        groups.setdefault(key, []).append(claim)
    series = [
        _series(key, groups[key], selection, notes, own) for key in sorted(groups, key=_order)
    ]
    return tuple(
        part
        for part in _with_checks(series, groups)
        if part.points and (not selection.natures or part.nature in selection.natures)
    )


def check_counts(series: Sequence[Series]) -> tuple[CountCheck, ...]:
    """All comparisons of a count with the totals of its claimant before and after it."""
    return tuple(
        dict.fromkeys(check for part in series for point in part.points for check in point.checks)
    )


def _order(key: _Key) -> tuple[str, str, date, str]:
    claimant, nature, start, verification = key
    return claimant, nature, start or date.min, verification


def _series(
    key: _Key, claims: Sequence[Claim], selection: Selection, notes: Notes, own: OwnContext
) -> Series:
    claimant, nature, start, verification = key
    selected = selection.of(claims)
    if nature == "count":
        points = _count_points(selected, selection, own)
        gaps = _gaps_of_counts(selected)
    else:
        if selection.interval:
            selected = _last_of_each(selected, INTERVALS[selection.interval])
        points = list(_points(selected, claims, notes))
        gaps = _gaps(selected)
    name = claims[0].claimant_name
    return Series(claimant, name, nature, start, verification, tuple(points), gaps)


def _last_of_each(claims: Sequence[Claim], interval_of: Callable[[date], date]) -> list[Claim]:
    """The figures of the last moment of each interval; a claimant may have several for it."""
    last = {interval_of(claim.period.end): claim.period.end for claim in claims}
    ends = frozenset(last.values())
    return [claim for claim in claims if claim.period.end in ends]


def _count_points(counts: Sequence[Claim], selection: Selection, own: OwnContext) -> list[Point]:
    if selection.interval is None:
        return count_points(counts)
    return interval_points(counts, selection.interval, own, selection.first, selection.last)


def _points(selected: Sequence[Claim], claims: Sequence[Claim], notes: Notes) -> Iterable[Point]:
    """The points of selected figures, with the changes between them."""
    context = context_of(claims, notes)
    for claim in selected[:1]:
        yield Point(claim, (claim,))
    for before, after in pairwise(selected):
        change = change_of(before, after, context)
        yield Point(
            after,
            (after,),
            change.value,
            change.quantifier,
            change.reason,
            interrupts=change.interrupts,
        )


def _gaps(claims: Sequence[Claim]) -> tuple[Gap, ...]:
    """The times without a figure that are longer than twice the median time between two."""
    pairs = [(before.period.end, after.period.end) for before, after in pairwise(claims)]
    usual = median((b - a).days for a, b in pairs) if pairs else 0
    longest = MAX_USUAL_INTERVALS * max(1, round(usual))
    return tuple(Gap(a + ONE_DAY, b - ONE_DAY) for a, b in pairs if (b - a).days > longest)


def _gaps_of_counts(counts: Sequence[Claim]) -> tuple[Gap, ...]:
    """All days between two counts."""
    pairs = [(a.period.end, b.period.start or b.period.end) for a, b in pairwise(counts)]
    return tuple(Gap(a + ONE_DAY, b - ONE_DAY) for a, b in pairs if (b - a).days > 1)


def _with_checks(series: Sequence[Series], claims: Mapping[_Key, Sequence[Claim]]) -> list[Series]:
    """Series whose counts and totals are compared, where a claimant has both."""
    points = {_key(part): list(part.points) for part in series}
    for key in points:
        totals = [other for other in points if _may_total(other, key)]
        for total in totals:
            points[key] = checked(points[key], claims[total])
            checks = [check for point in points[key] for check in point.checks]
            points[total] = with_checks(points[total], checks)
    return [replace(part, points=tuple(points[_key(part)])) for part in series]


def _key(part: Series) -> _Key:
    return part.claimant, part.nature, part.start, part.verification


def _may_total(totals: _Key, counts: _Key) -> bool:
    """Whether totals and counts are those of one claimant, with the same verification."""
    natures = (totals[1], counts[1])
    return natures == ("total", "count") and (totals[0], totals[3]) == (counts[0], counts[3])
