"""Comparison of the claims of several claimants on one question."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, combinations

from datasets.claims.claim import Claim

TOLERANCE_DAYS = 7
MAX_AGE_DAYS = 7  # a figure that ends longer before the claimant's last one is outdated


@dataclass(frozen=True, slots=True)
class Verdict:
    """The relation of two claims, given by their ids, and the reason for it."""

    first: str
    second: str
    verdict: str
    reason: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """The latest figure of each claimant and a verdict on every pair; never a mean or a winner.

    ``ratio`` is the highest printed value divided by the lowest; ``None`` for fewer than two
    claims or a lowest value of 0.
    """

    claims: tuple[Claim, ...]
    verdicts: tuple[Verdict, ...]
    lowest: Claim | None
    highest: Claim | None
    ratio: float | None


def compare(claims: Iterable[Claim], on: date, tolerance_days: int = TOLERANCE_DAYS) -> Comparison:
    """Compare the latest figures until a day; all claims answer one question."""
    latest = latest_of_each(claims, on)
    verdicts = tuple(verdict_of(*pair, tolerance_days) for pair in combinations(latest, 2))
    if not latest:
        return Comparison((), (), None, None, None)
    lowest = min(latest, key=lambda claim: (claim.lowest, claim.id))
    highest = max(latest, key=lambda claim: (claim.highest, claim.id))
    has_ratio = len(latest) > 1 and lowest.lowest > 0
    ratio = highest.highest / lowest.lowest if has_ratio else None
    return Comparison(latest, verdicts, lowest, highest, ratio)


def latest_of_each(claims: Iterable[Claim], on: date) -> tuple[Claim, ...]:
    """The figure of each claimant whose period ends last until a day, sorted by claimant.

    A claimant may have flows with several starts, such as a total and a daily count, that end
    within `MAX_AGE_DAYS`. Then the start that most claimants use decides.
    """
    by_claimant: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.period.end <= on:
            by_claimant.setdefault(claim.claimant, []).append(claim)
    current = {claimant: _current(figures) for claimant, figures in by_claimant.items()}
    start = _common_start(list(chain.from_iterable(current.values())))
    return tuple(_latest(current[claimant], start) for claimant in sorted(current))


def verdict_of(first: Claim, second: Claim, tolerance_days: int = TOLERANCE_DAYS) -> Verdict:
    """The verdict on two claims on one question."""
    name, reason = _verdict_and_reason(first, second, tolerance_days)
    return Verdict(first.id, second.id, name, reason)


def _verdict_and_reason(first: Claim, second: Claim, tolerance_days: int) -> tuple[str, str]:
    if names := _derived_and_original(first, second):
        return "not-independent", f"the figures of {names[0]} are based on those of {names[1]}"
    days = abs((first.period.end - second.period.end).days)
    if days > tolerance_days:
        return "not-comparable", f"the periods end {days} days apart"
    if first.kind == "flow" and (reason := _start_difference(first, second)):
        return "not-comparable", reason
    if first.bounds is None or second.bounds is None:
        vague = first if first.bounds is None else second
        return "indeterminate", f"'{vague.text}' has no bounds"
    if first.bounds.shares_a_number_with(second.bounds):
        return "compatible", f"'{first.text}' and '{second.text}' share at least one number"
    return "conflicting", f"'{first.text}' and '{second.text}' share no number"


def _start_difference(first: Claim, second: Claim) -> str | None:
    if first.period.start is None or second.period.start is None:
        return "the start of a count is unknown"
    apart = first.period.start != second.period.start
    return "the counts start on different days" if apart else None


def _derived_and_original(first: Claim, second: Claim) -> tuple[str, str] | None:
    for derived, original in ((first, second), (second, first)):
        if derived.derived_from == original.claimant:
            return derived.claimant_name, original.claimant_name
    return None


def _current(claims: Sequence[Claim]) -> list[Claim]:
    last = max(claim.period.end for claim in claims)
    since = last - timedelta(days=MAX_AGE_DAYS)
    return [claim for claim in claims if claim.period.end >= since]


def _common_start(claims: Sequence[Claim]) -> date | None:
    """The start that most claimants use; then that of the longest, then of the latest period.

    This prefers a total to daily counts, and the last count to earlier ones.
    """
    uses = Counter(start for _, start in {(claim.claimant, claim.period.start) for claim in claims})
    common = max(
        claims,
        key=lambda claim: (uses[claim.period.start], _days(claim), claim.period.end),
        default=None,
    )
    return common.period.start if common else None


def _days(claim: Claim) -> int:
    """The length of the period; 0 if its start is unknown."""
    start, end = claim.period.start, claim.period.end
    return (end - start).days + 1 if start else 0


def _latest(claims: Sequence[Claim], start: date | None) -> Claim:
    candidates = [claim for claim in claims if claim.period.start == start] or claims
    if candidates[0].kind != "flow":
        candidates = claims
    return max(candidates, key=lambda claim: (claim.period.end, claim.claimed_on, claim.id))
