"""Tables of sums and differences: figures by month, year, place or subject."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TypeVar

from datasets.claims.arithmetic import (
    Ancestors,
    ArithmeticResult,
    NotAddable,
    difference,
    first_and_last,
    is_total,
    series_members,
)
from datasets.claims.claim import Claim
from datasets.claims.intervals import INTERVALS, ONE_DAY, last_day
from datasets.claims.periods import period_name
from datasets.claims.sums import add
from datasets.model.period import parse

# The intervals of a table over time, with the length of the part of an ISO day that names them.
_KEY_LENGTHS: Mapping[str, int] = MappingProxyType({"month": len("2024-08"), "year": len("2024")})
PARTITIONS = (*_KEY_LENGTHS, "place", "subject")

_Key = TypeVar("_Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Part:
    """The figures of one row of a table, in the order of time.

    ``key`` is a month (``2024-08``), a year, or the code of a place or subject. ``days`` is the
    interval of a month or year. ``before`` is the last figure of the interval before, from which
    a difference starts.
    """

    key: str
    claims: tuple[Claim, ...]
    days: tuple[date, date] | None = None
    before: Claim | None = None


def parts_of(operation: str, by: str, claims: Sequence[Claim]) -> tuple[Part, ...]:
    """Divide figures into the parts of a table, in their order.

    A sum of a month has the figures whose period lies in the month, without running totals; a
    difference has the totals, and figures at a moment, that end in it. A flow also has the months
    between two others that have no figure.
    """
    if by not in _KEY_LENGTHS:
        groups = _groups((getattr(claim, by), claim) for claim in claims)
        return tuple(Part(key, tuple(groups[key])) for key in sorted(groups))
    by_start = _by_interval(operation, INTERVALS[by], claims)
    starts = sorted(by_start)
    if starts and claims[0].kind == "flow":
        starts = list(_consecutive(by, starts[0], starts[-1]))
    return tuple(_interval_part(by, start, by_start) for start in starts)


def _by_interval(
    operation: str, interval_of: Callable[[date], date], claims: Sequence[Claim]
) -> dict[date, list[Claim]]:
    """The figures of each interval by its first day."""
    if operation == "difference":
        totals = series_members(claims)
        return _groups((interval_of(claim.period.end), claim) for claim in totals)
    return _groups(
        (interval_of(claim.period.end), claim)
        for claim in claims
        if not is_total(claim) and _lies_in_one(claim, interval_of)
    )


def _interval_part(by: str, start: date, by_start: Mapping[date, Sequence[Claim]]) -> Part:
    before = by_start.get(INTERVALS[by](start - ONE_DAY), ())
    return Part(
        start.isoformat()[: _KEY_LENGTHS[by]],
        tuple(by_start.get(start, ())),
        (start, last_day(by, start)),
        before[-1] if before else None,
    )


def result_of(part: Part, operation: str, ancestors: Ancestors) -> ArithmeticResult:
    """The sum or difference of a part. Raises NotAddable."""
    if not part.claims:
        raise NotAddable("nothing-to-add", f"No figure for {period_name(parse(part.key))}.")
    if operation == "sum":
        return add(part.claims, ancestors, part.days, minimum=1)
    if part.days is None:
        return difference(first_and_last(part.claims))
    if part.before is None:
        day_before = part.days[0] - ONE_DAY
        previous = period_name(parse(day_before.isoformat()[: len(part.key)]))
        detail = f"No figure ends in {previous}, so there is nothing to subtract."
        raise NotAddable("not-a-pair", detail, [part.claims[-1].id])
    return difference(first_and_last((part.before, *part.claims)))


def _groups(keyed: Iterable[tuple[_Key, Claim]]) -> dict[_Key, list[Claim]]:
    groups: dict[_Key, list[Claim]] = {}
    for key, claim in keyed:
        groups.setdefault(key, []).append(claim)
    return groups


def _lies_in_one(claim: Claim, interval_of: Callable[[date], date]) -> bool:
    """Whether a figure's whole period lies in one interval."""
    start, end = claim.period.start, claim.period.end
    return start is not None and interval_of(start) == interval_of(end)


def _consecutive(by: str, first: date, last: date) -> Iterator[date]:
    """The first days of all intervals from the first to the last."""
    start = first
    while start <= last:
        yield start
        start = last_day(by, start) + ONE_DAY
