"""Time series of the figures of one claimant on one question, with their gaps."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise, product
from statistics import median
from types import MappingProxyType

from datasets.claims.arithmetic import Gap, NotAddable, difference
from datasets.claims.claim import Claim

ONE_DAY = timedelta(days=1)
MAX_USUAL_INTERVALS = 2  # a longer time without a figure is a gap

_Key = tuple[str, str, date | None]  # claimant, nature, start

# The first day of the interval that contains a day.
INTERVALS: Mapping[str, Callable[[date], date]] = MappingProxyType(
    {
        "day": lambda day: day,
        "week": lambda day: day - timedelta(days=day.weekday()),
        "month": lambda day: day.replace(day=1),
        "year": lambda day: day.replace(month=1, day=1),
    }
)


@dataclass(frozen=True, slots=True)
class Point:
    """A figure in a series, and its change since the previous point.

    ``change`` is ``None`` for the first point, and where a difference is not legitimate:
    ``reason`` then explains it.
    """

    claim: Claim
    change: int | float | None
    change_quantifier: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Series:
    """Points of one claimant, metric, subject and place that may be drawn as one line.

    ``nature`` is ``total`` (a flow since ``start``), ``count`` (a flow of each period), ``stock``
    or ``intensive``.
    """

    claimant: str
    claimant_name: str
    nature: str
    start: date | None
    points: tuple[Point, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class CountCheck:
    """A count compared with the difference of the totals before and after it."""

    before: str
    after: str
    count: str
    difference: int | float
    counted: int | float
    agrees: bool


def series_of(claims: Iterable[Claim], interval: str | None = None) -> tuple[Series, ...]:
    """Group the figures on one question into series, by claimant, nature and start.

    With an ``interval`` (a key of `INTERVALS`) a series has only the last figure of each interval.
    """
    groups: dict[_Key, list[Claim]] = {}
    for claim in sorted(claims, key=lambda claim: (claim.period.end, claim.id)):
        nature, start = _nature(claim)
        groups.setdefault((claim.claimant, nature, start), []).append(claim)
    merged = _lone_totals_as_counts(groups)
    return tuple(_series(key, merged[key], interval) for key in sorted(merged, key=_order))


def check_counts(series: Sequence[Series]) -> tuple[CountCheck, ...]:
    """Compare each count with the totals of its claimant at both ends, where both exist."""
    results = []
    for totals, counts in product(series, series):
        same_claimant = totals.claimant == counts.claimant
        if same_claimant and (totals.nature, counts.nature) == ("total", "count"):
            at_end = {point.claim.period.end: point.claim for point in totals.points}
            results += [_check_count(at_end, point.claim) for point in counts.points]
    return tuple(check for check in results if check)


def _nature(claim: Claim) -> tuple[str, date | None]:
    if claim.kind != "flow":
        return claim.kind, None
    start, end = claim.period.start, claim.period.end
    one_unit = claim.period.single or start == end
    return ("count", None) if one_unit else ("total", start)


def _lone_totals_as_counts(groups: Mapping[_Key, list[Claim]]) -> dict[_Key, list[Claim]]:
    """Treat a total without a second figure of the same start as a count of its span."""
    merged: dict[_Key, list[Claim]] = {}
    for (claimant, nature, start), claims in groups.items():
        lone = nature == "total" and start is not None and len(claims) == 1
        totals = [key for key in groups if key[0] == claimant and key[1] == "total"]
        key = (claimant, "count", None) if lone and len(totals) > 1 else (claimant, nature, start)
        merged.setdefault(key, []).extend(claims)
    return {
        key: sorted(claims, key=lambda claim: (claim.period.end, claim.id))
        for key, claims in merged.items()
    }


def _order(key: _Key) -> tuple[str, str, date]:
    claimant, nature, start = key
    return claimant, nature, start or date.min


def _series(key: _Key, claims: Sequence[Claim], interval: str | None) -> Series:
    claimant, nature, start = key
    selected = _last_of_each(claims, INTERVALS[interval]) if interval else list(claims)
    return Series(
        claimant,
        claims[0].claimant_name,
        nature,
        start,
        tuple(_points(selected, nature)),
        _gaps(list(claims) if nature == "count" else selected, nature),
    )


def _last_of_each(claims: Sequence[Claim], interval_of: Callable[[date], date]) -> list[Claim]:
    return list({interval_of(claim.period.end): claim for claim in claims}.values())


def _points(claims: Sequence[Claim], nature: str) -> Iterable[Point]:
    if claims:
        yield Point(claims[0], None, None, None)
    for before, after in pairwise(claims):
        yield _point(before, after, nature)


def _point(before: Claim, after: Claim, nature: str) -> Point:
    if nature == "count":
        return Point(after, None, None, "a count is not cumulative")
    try:
        change = difference((before, after))
    except NotAddable as refusal:
        return Point(after, None, None, refusal.detail)
    if change.value is None:
        return Point(after, None, None, "a range has no single value")
    return Point(after, change.value, change.quantifier, None)


def _gaps(claims: Sequence[Claim], nature: str) -> tuple[Gap, ...]:
    """Gaps longer than twice the median interval; for counts all days between two of them."""
    if nature == "count":
        pairs = [(a.period.end, b.period.start or b.period.end) for a, b in pairwise(claims)]
        longest = 1
    else:
        pairs = [(before.period.end, after.period.end) for before, after in pairwise(claims)]
        usual = median((b - a).days for a, b in pairs) if pairs else 0
        longest = MAX_USUAL_INTERVALS * max(1, round(usual))
    return tuple(Gap(a + ONE_DAY, b - ONE_DAY) for a, b in pairs if (b - a).days > longest)


def _check_count(at_end: Mapping[date, Claim], count: Claim) -> CountCheck | None:
    if count.period.start is None or count.value is None:
        return None
    before = at_end.get(count.period.start - ONE_DAY)
    after = at_end.get(count.period.end)
    if not (before and after) or before.value is None or after.value is None:
        return None
    change = round(after.value - before.value, 6)
    return CountCheck(before.id, after.id, count.id, change, count.value, change == count.value)
