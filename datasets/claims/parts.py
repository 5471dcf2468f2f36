"""Tables of sums and differences: figures by month, year, place or subject."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from datasets.claims.arithmetic import (
    Ancestors,
    ArithmeticResult,
    NotAddable,
    difference,
    first_and_last,
    series_members,
)
from datasets.claims.claim import Claim
from datasets.claims.periods import period_name
from datasets.claims.sums import add
from datasets.model.period import parse

# How much of an ISO day names the interval that contains it.
_INTERVALS: Mapping[str, int] = MappingProxyType({"month": len("2024-08"), "year": len("2024")})
PARTITIONS = (*_INTERVALS, "place", "subject")


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
    if by not in _INTERVALS:
        groups = _groups((getattr(claim, by), claim) for claim in claims)
        return tuple(Part(key, tuple(groups[key])) for key in sorted(groups))
    length = _INTERVALS[by]
    totals = series_members(claims)
    if operation == "difference":
        groups = _groups((_day_key(claim.period.end, length), claim) for claim in totals)
    else:
        running = {claim.id for claim in totals if claim.kind == "flow"}
        groups = _groups(
            (_day_key(claim.period.end, length), claim)
            for claim in claims
            if claim.id not in running and _lies_in_one(claim, length)
        )
    keys = sorted(groups)
    if keys and claims[0].kind == "flow":
        keys = list(_consecutive(keys[0], keys[-1]))
    parts = []
    for key in keys:
        before = groups.get(_key_before(key), [])
        days = (parse(key).closing.first, parse(key).closing.last)
        parts.append(Part(key, tuple(groups.get(key, ())), days, before[-1] if before else None))
    return tuple(parts)


def result_of(part: Part, operation: str, ancestors: Ancestors) -> ArithmeticResult:
    """The sum or difference of a part. Raises NotAddable."""
    if not part.claims:
        raise NotAddable("nothing-to-add", f"No figure for {period_name(parse(part.key))}.")
    if operation == "sum":
        return add(part.claims, ancestors, part.days, minimum=1)
    if part.days is None:
        return difference(first_and_last(part.claims))
    if part.before is None:
        previous = period_name(parse(_key_before(part.key)))
        detail = f"No figure ends in {previous}, so there is nothing to subtract."
        raise NotAddable("not-a-pair", detail, [part.claims[-1].id])
    return difference(first_and_last((part.before, *part.claims)))


def _groups(keyed: Iterator[tuple[str, Claim]]) -> dict[str, list[Claim]]:
    groups: dict[str, list[Claim]] = {}
    for key, claim in keyed:
        groups.setdefault(key, []).append(claim)
    return groups


def _lies_in_one(claim: Claim, length: int) -> bool:
    """Whether a figure's whole period lies in one month or year."""
    start, end = claim.period.start, claim.period.end
    return start is not None and _day_key(start, length) == _day_key(end, length)


def _day_key(day: date, length: int) -> str:
    """The month or year of a day."""
    return day.isoformat()[:length]


def _consecutive(first: str, last: str) -> Iterator[str]:
    """All months, or years, from the first to the last."""
    key = first
    while key <= last:
        yield key
        key = _key_after(key)


def _key_after(key: str) -> str:
    year, month = int(key[:4]), int(key[5:] or 0)
    if not month:
        return f"{year + 1:04}"
    return f"{year + 1:04}-01" if month == 12 else f"{year:04}-{month + 1:02}"


def _key_before(key: str) -> str:
    year, month = int(key[:4]), int(key[5:] or 0)
    if not month:
        return f"{year - 1:04}"
    return f"{year - 1:04}-12" if month == 1 else f"{year:04}-{month - 1:02}"
