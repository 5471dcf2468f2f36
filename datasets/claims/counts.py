"""Counts of single periods as points of a series: added up by interval, checked against totals."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from operator import eq, ge, gt, le, lt
from types import MappingProxyType

from datasets.claims.answers import OwnContext, confirmed
from datasets.claims.arithmetic import CLAIMANT_SAYS_OTHERWISE, ArithmeticResult, NotAddable
from datasets.claims.changes import rivals_of, several_numbers
from datasets.claims.claim import Claim
from datasets.claims.hedges import DECIMALS
from datasets.claims.intervals import INTERVALS, ONE_DAY, last_day, missing_days
from datasets.claims.periods import period_name, span
from datasets.claims.points import CountCheck, Point, joined_reasons
from datasets.claims.sums import add

NOT_CUMULATIVE = "a count is not cumulative"
TWO_INTERVALS = "its period is not within one"

# Whether a hedged count allows a difference of totals. "About" allows every one.
_ALLOWS: Mapping[str, Callable[[float, float], bool]] = MappingProxyType(
    {"unqualified": eq, "more-than": gt, "at-least": ge, "less-than": lt, "up-to": le}
)


def count_points(counts: Sequence[Claim]) -> list[Point]:
    """Each count as a point."""
    rivals = rivals_of(counts, lambda count: (count.period.start, count.period.end))
    return [
        Point(
            count,
            (count,),
            reason=joined_reasons(
                NOT_CUMULATIVE if index else None,
                several_numbers(rivals[count.id], period_name(count.period))
                if count.id in rivals
                else None,
            ),
        )
        for index, count in enumerate(counts)
    ]


def interval_points(
    counts: Sequence[Claim],
    interval: str,
    own: OwnContext,
    first: date | None = None,
    last: date | None = None,
) -> list[Point]:
    """A point for each interval: the sum of its counts, where that is legitimate.

    The sum is that of `confirmed`, as for an aggregate by the same interval. A sum that a figure
    of the claimant contradicts is a point without a number. Other counts of an interval that may
    not be added are points of their own, as is a count whose period is longer than an interval.
    ``first`` and ``last`` are the ends of the series: days outside them are not missing.
    """
    first_of = INTERVALS[interval]
    points: list[Point] = []
    groups: dict[date, list[Claim]] = {}
    for count in counts:
        begin = first_of(count.period.end)
        if count.period.start is not None and count.period.start >= begin:
            groups.setdefault(begin, []).append(count)
        else:
            reason = f"{NOT_CUMULATIVE}; {TWO_INTERVALS} {interval}"
            points.append(Point(count, (count,), reason=reason))
    for begin, group in groups.items():
        days = max(begin, first or begin), min(last_day(interval, begin), last or date.max)
        points += _points_of_interval(group, days, own)
    return sorted(points, key=lambda point: (point.claim.period.end, point.figures[0].id))


def _points_of_interval(
    counts: Sequence[Claim], days: tuple[date, date], own: OwnContext
) -> list[Point]:
    """The counts of an interval as one point if they may be added, else as one point each."""
    try:
        result = confirmed(add(counts, {}, days, minimum=1), own, days).result
    except NotAddable as refusal:
        reason = joined_reasons(NOT_CUMULATIVE, f"not added: {refusal.detail}")
        if refusal.code == CLAIMANT_SAYS_OTHERWISE:
            unknown = _claim_without_number(counts)
            return [
                Point(unknown, tuple(counts), reason=reason, missing=missing_days(counts, days))
            ]
        return [Point(count, (count,), reason=reason) for count in counts]
    if len(counts) > 1:
        kind_of_sum = f"the sum of {len(counts)} counts"
    elif result.missing:
        kind_of_sum = "the only count of a part of the interval"
    else:
        return [Point(counts[0], tuple(counts), reason=NOT_CUMULATIVE)]
    reason = joined_reasons(NOT_CUMULATIVE, kind_of_sum)
    return [Point(_claim_of_sum(result), tuple(counts), reason=reason, missing=result.missing)]


def _claim_without_number(counts: Sequence[Claim]) -> Claim:
    """The sum of counts that is refused, in the form of a claim: days without a number."""
    return _claim_of_sum(add(counts, {}, minimum=1))._replace(
        value=None, value_lower=None, value_upper=None
    )


def _claim_of_sum(result: ArithmeticResult) -> Claim:
    """A sum in the form of a claim: without id, said on the day of its last figure."""
    return result.claims[-1]._replace(
        id="",
        period=span(result.start, result.end),
        quantifier=result.quantifier,
        value=result.value,
        value_lower=result.value_lower,
        value_upper=result.value_upper,
        claimed_on=max(claim.claimed_on for claim in result.claims),
    )


def checked(counts: Iterable[Point], totals: Sequence[Claim]) -> list[Point]:
    """The points of counts, each compared with the totals of one running total around its days."""
    ends: dict[date, list[Claim]] = {}
    for total in totals:
        ends.setdefault(total.period.end, []).append(total)
    at_end = {end: claims[0] for end, claims in ends.items() if len(claims) == 1}
    return [_checked(point, at_end) for point in counts]


def _checked(point: Point, at_end: Mapping[date, Claim]) -> Point:
    check = _check(point, at_end)
    if check is None:
        return point
    if not point.has_number:  # the reason has the difference already
        return point._replace(checks=(*point.checks, check))
    differ = f"the totals before and after these days differ by {check.difference:,}"
    reason = point.reason if check.agrees else joined_reasons(point.reason, differ)
    return point._replace(reason=reason, checks=(*point.checks, check))


def _check(point: Point, at_end: Mapping[date, Claim]) -> CountCheck | None:
    """The check of a count with one value, between two totals that are exact numbers."""
    count = _within_its_days(point)
    if count.period.start is None or count.value is None:
        return None
    before = at_end.get(count.period.start - ONE_DAY)
    after = at_end.get(count.period.end)
    if not (before and after) or before.value is None or after.value is None:
        return None
    if not before.quantifier == after.quantifier == "unqualified":
        return None
    change = round(after.value - before.value, DECIMALS)
    allows = _ALLOWS.get(count.quantifier)
    return CountCheck(
        before=before.id,
        after=after.id,
        figures=tuple(claim.id for claim in point.figures),
        difference=change,
        counted=count.value,
        text=count.text,
        agrees=allows is None or allows(change, count.value),
    )


def _within_its_days(point: Point) -> Claim:
    """The claim of a point about its own days: others of the interval do not make it a minimum."""
    return _claim_of_sum(add(point.figures, {}, minimum=1)) if point.operation else point.claim


def with_checks(totals: Sequence[Point], checks: Iterable[CountCheck]) -> list[Point]:
    """The points of totals, each with the checks of the counts between it and the one before."""
    by_pair: dict[tuple[str, str], list[CountCheck]] = {}
    for check in checks:
        by_pair.setdefault((check.before, check.after), []).append(check)
    points = list(totals)
    for index, before in enumerate(totals[:-1], start=1):
        pair = (before.claim.id, totals[index].claim.id)
        if pair in by_pair:
            points[index] = _with_counts(totals[index], by_pair[pair])
    return points


def _with_counts(total: Point, checks: Sequence[CountCheck]) -> Point:
    differing = [_counted(check) for check in checks if not check.agrees]
    reason = joined_reasons(total.reason, *differing)
    return total._replace(reason=reason, checks=tuple(checks))


def _counted(check: CountCheck) -> str:
    if check.count is None:
        return f"the claimant's counts for these days add up to {check.text}"
    return f"the claimant's count for these days is {check.text}"
