"""Lowest and highest of the claims that are comparable with the newest one, and their ratio."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

from datasets.claims.claim import Claim
from datasets.claims.periods import day_text, days_text, range_text
from datasets.claims.statement import capitalized


@dataclass(frozen=True, slots=True)
class Spread:
    """How far comparable claims are apart.

    ``current`` are the claims that are comparable in time with the newest one, newest first: their
    periods end within the tolerance of one another, and counts have the same known start.
    ``lowest`` and ``highest`` are two of them, of different and independent claimants, or both
    ``None``. ``ratio`` is the highest printed number divided by the lowest; ``None`` without them,
    or if the lowest is 0. ``reason`` is a sentence about the ratio or its absence.
    """

    current: tuple[Claim, ...]
    lowest: Claim | None
    highest: Claim | None
    ratio: float | None
    reason: str


def spread_of(claims: Sequence[Claim], tolerance_days: int) -> Spread:
    """The spread of the latest claims on one question."""
    if not claims:
        return Spread((), None, None, None, "No claimant answers.")
    current = _current(claims, tolerance_days)
    independent = _independent(current)
    pair = _extremes(independent)
    if pair is None:
        reason = _obstacle(claims, current, independent, tolerance_days)
        return Spread(current, None, None, None, reason)
    lowest, highest = pair
    if lowest.lowest == 0:
        return Spread(current, lowest, highest, None, "The lowest number is 0.")
    ratio = highest.highest / lowest.lowest
    return Spread(current, lowest, highest, ratio, _basis_of_ratio(pair, independent))


def _current(claims: Iterable[Claim], tolerance_days: int) -> tuple[Claim, ...]:
    """The claims that are comparable in time with the newest one, newest first.

    Counts with another start than the newest may be about as new. Then the start with the most
    independent claimants is preferred, then the newest, then the longest period.
    """
    groups: dict[date | str | None, list[Claim]] = {}
    for claim in sorted(claims, key=_recency, reverse=True):
        group = groups.setdefault(_time_key(claim), [claim])
        if claim is not group[0] and _days_apart(claim, group[0]) <= tolerance_days:
            group.append(claim)
    newest = max((group[0] for group in groups.values()), key=_recency)
    recent = [group for group in groups.values() if _days_apart(group[0], newest) <= tolerance_days]
    preferred: list[Claim] = max(recent, key=_preference)
    return tuple(preferred)


def _time_key(claim: Claim) -> date | str | None:
    """Equal for claims that differ at most in the end: a count from an unknown day is alone."""
    if claim.kind != "flow":
        return None
    return claim.period.start or claim.id


def _recency(claim: Claim) -> tuple[date, date, str]:
    return claim.period.end, claim.claimed_on, claim.id


def _preference(group: list[Claim]) -> tuple[int, date, int, date, str]:
    newest = group[0]
    end = newest.period.end
    days = (end - (newest.period.start or end)).days
    return len(_claimants(_independent(group))), end, days, newest.claimed_on, newest.id


def _independent(claims: Sequence[Claim]) -> list[Claim]:
    """The claims without those that are based on the figures of another claimant among them."""
    claimants = _claimants(claims)
    return [claim for claim in claims if claim.derived_from not in claimants - {claim.claimant}]


def _extremes(claims: Sequence[Claim]) -> tuple[Claim, Claim] | None:
    """The lowest and the highest claim; ``None`` unless two claimants made them."""
    least = min((claim.lowest for claim in claims), default=None)
    greatest = max((claim.highest for claim in claims), default=None)
    ordered = sorted(claims, key=lambda claim: claim.id)
    lows = [claim for claim in ordered if claim.lowest == least]
    highs = [claim for claim in ordered if claim.highest == greatest]
    pairs = ((low, high) for low, high in product(lows, highs) if low.claimant != high.claimant)
    return next(pairs, None)


def _obstacle(
    claims: Sequence[Claim],
    current: Sequence[Claim],
    independent: Sequence[Claim],
    tolerance_days: int,
) -> str:
    """A sentence that tells why no two claims can be set against each other."""
    newest = current[0]
    if len(_claimants(claims)) == 1:
        return f"There is only one claimant: {capitalized(newest.claimant_name)}."
    if len(_claimants(current)) == 1:
        if any(_is_near(claim, newest, tolerance_days) for claim in claims):
            return "The counts start on different or unknown days."
        claim = f"{capitalized(newest.claimant_name)}, until {day_text(newest.period.end)}"
        return (
            f"No period of another claimant ends {_as_near(tolerance_days)} the newest ({claim})."
        )
    if len(_claimants(independent)) < 2:
        derived = next(claim for claim in current if claim not in independent)
        original = next(claim for claim in current if claim.claimant == derived.derived_from)
        names = (capitalized(claim.claimant_name) for claim in (derived, original))
        return "The figures of {} are based on those of {}.".format(*names)
    lowest = min(independent, key=lambda claim: claim.lowest)
    name = capitalized(lowest.claimant_name)
    return f"The lowest and the highest number are of one claimant: {name}."


def _basis_of_ratio(pair: tuple[Claim, Claim], independent: Sequence[Claim]) -> str:
    """A sentence that names the claims of a ratio, and what the ratio leaves out."""
    ends = sorted({claim.period.end for claim in independent})
    until = range_text(ends[0], ends[-1])
    text = f"Of {len(independent)} comparable claims, whose periods end {until}"
    hedged = any(claim.quantifier != "unqualified" for claim in pair)
    hedges = "; the hedges of the numbers are not applied" if hedged else ""
    floors = "".join(
        f"; '{claim.text}' is a documented count, which is a floor"
        for claim in pair
        if claim.is_floor
    )
    return f"{text}{hedges}{floors}."


def _claimants(claims: Iterable[Claim]) -> set[str]:
    return {claim.claimant for claim in claims}


def _is_near(claim: Claim, newest: Claim, tolerance_days: int) -> bool:
    """Whether another claimant's period ends within the tolerance of the newest one."""
    return claim.claimant != newest.claimant and _days_apart(claim, newest) <= tolerance_days


def _days_apart(first: Claim, second: Claim) -> int:
    return abs((first.period.end - second.period.end).days)


def _as_near(days: int) -> str:
    return "on the day of" if days == 0 else f"within {days_text(days)} of"
