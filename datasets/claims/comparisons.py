"""Comparison of the claims of several claimants on one question."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, combinations
from types import MappingProxyType
from typing import Any

from datasets.claims.claim import UPPER_HEDGES, Claim
from datasets.claims.periods import day_text
from datasets.claims.spread import Spread, spread_of
from datasets.claims.statement import capitalized

TOLERANCE_DAYS = 7
MAX_AGE_DAYS = 7  # a figure that ends longer before the claimant's last one is outdated

# Verdicts on a pair of claims; in front those of comparable claims.
COMPARABLE = ("compatible", "conflicting", "indeterminate")
VERDICTS = (*COMPARABLE, "not-comparable", "not-independent", "same-claimant")

# Keys by which claims are sorted, in ascending and in descending order. A range without a value
# has its lower end in the one and its upper end in the other.
SORT_KEYS: Mapping[str, Callable[[Claim], Any]] = MappingProxyType(
    {
        "claimant": lambda claim: claim.claimant,
        "-claimant": lambda claim: claim.claimant,
        "value": lambda claim: claim.lowest,
        "-value": lambda claim: claim.highest,
        "period_end": lambda claim: claim.period.end,
        "-period_end": lambda claim: claim.period.end,
        "claimed_on": lambda claim: claim.claimed_on,
        "-claimed_on": lambda claim: claim.claimed_on,
    }
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The relation of two claims, given by their ids, and the reason for it."""

    first: str
    second: str
    verdict: str
    reason: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """The latest figures of each claimant and a verdict on every pair; never a mean or a winner.

    ``current`` are the claims that are comparable in time with the newest one, which is the first
    of them. ``lowest``, ``highest`` and ``ratio`` are taken among these by the rule of `Spread`,
    so that the two claims are a pair that ``verdicts`` call comparable; else they are ``None``.
    ``ratio_reason`` is a sentence about the ratio or its absence.
    """

    claims: tuple[Claim, ...]
    verdicts: tuple[Verdict, ...]
    current: tuple[Claim, ...]
    lowest: Claim | None
    highest: Claim | None
    ratio: float | None
    ratio_reason: str

    @property
    def comparable_with(self) -> Mapping[str, int]:
        """The number of claims that each claim, given by its id, is comparable with."""
        pairs = (
            (verdict.first, verdict.second)
            for verdict in self.verdicts
            if verdict.verdict in COMPARABLE
        )
        return Counter(chain.from_iterable(pairs))

    @property
    def verdicts_with_newest(self) -> Mapping[str, str]:
        """The verdict on each claim, given by its id, and the newest one, which has none."""
        newest = {claim.id for claim in self.current[:1]}
        return {
            id_: verdict.verdict
            for verdict in self.verdicts
            for id_, other in ((verdict.first, verdict.second), (verdict.second, verdict.first))
            if other in newest
        }


def sort_claims(claims: Iterable[Claim], sort: Sequence[str]) -> list[Claim]:
    """Sort claims by keys of `SORT_KEYS`, the first of which decides first."""
    ordered = list(claims)
    for name in reversed(sort):
        ordered.sort(key=SORT_KEYS[name], reverse=name.startswith("-"))
    return ordered


def compare(claims: Iterable[Claim], on: date, tolerance_days: int = TOLERANCE_DAYS) -> Comparison:
    """Compare the latest figures until a day; all claims answer one question."""
    latest = latest_of_each(claims, on)
    verdicts = tuple(verdict_of(*pair, tolerance_days) for pair in combinations(latest, 2))
    spread = spread_of(latest, tolerance_days)
    return Comparison(
        latest,
        verdicts,
        spread.current,
        spread.lowest,
        spread.highest,
        spread.ratio,
        spread.reason + _advice(latest, verdicts, spread),
    )


def latest_of_each(claims: Iterable[Claim], on: date) -> tuple[Claim, ...]:
    """The figures of each claimant whose period ends last until a day, sorted by claimant.

    A claimant has several only if it gave several numbers for one period: two officials, or a
    flash count and a verified one. Of equal numbers the one that was said last is used.

    A claimant may have flows with several starts, such as a total and a daily count, that end
    within `MAX_AGE_DAYS`. Then the start that most claimants use decides.
    """
    by_claimant: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.period.end <= on:
            by_claimant.setdefault(claim.claimant, []).append(claim)
    current = {claimant: _current(figures) for claimant, figures in by_claimant.items()}
    start = _common_start(list(chain.from_iterable(current.values())))
    return tuple(
        claim for claimant in sorted(current) for claim in _latest(current[claimant], start)
    )


def _advice(claims: Sequence[Claim], verdicts: Iterable[Verdict], spread: Spread) -> str:
    """The day on which older claims are the newest, if there is no ratio and they have one."""
    if spread.lowest or not claims:
        return ""
    ends = {claim.id: claim.period.end for claim in claims}
    newest = spread.current[0].period.end
    days = (
        max(ends[verdict.first], ends[verdict.second])
        for verdict in verdicts
        if verdict.verdict in COMPARABLE
    )
    day = max((day for day in days if day < newest), default=None)
    return f" Older claims can be compared with on={day}." if day else ""


def verdict_of(first: Claim, second: Claim, tolerance_days: int = TOLERANCE_DAYS) -> Verdict:
    """The verdict on two claims on one question."""
    name, reason = _verdict_and_reason(first, second, tolerance_days)
    return Verdict(first.id, second.id, name, reason)


def _verdict_and_reason(first: Claim, second: Claim, tolerance_days: int) -> tuple[str, str]:
    if first.claimant == second.claimant:
        return "same-claimant", _both_numbers(first, second)
    if names := _derived_and_original(first, second):
        return "not-independent", f"the figures of {names[0]} are based on those of {names[1]}"
    days = abs((first.period.end - second.period.end).days)
    if days > tolerance_days:
        return "not-comparable", f"the periods end {days} days apart"
    if first.kind == "flow" and (reason := _start_difference(first, second)):
        return "not-comparable", reason
    return _verdict_of_bounds(first, second)


def _verdict_of_bounds(first: Claim, second: Claim) -> tuple[str, str]:
    bounds, other_bounds = first.bounds, second.bounds
    if bounds is None or other_bounds is None:
        return "indeterminate", _no_bounds(first if bounds is None else second)
    both, floors = f"'{first.text}' and '{second.text}'", _floors(first, second)
    if bounds.shares_a_number_with(other_bounds):
        return "compatible", f"{both} share at least one number{floors}"
    return "conflicting", f"{both} share no number{floors}"


def _both_numbers(first: Claim, second: Claim) -> str:
    name = capitalized(first.claimant_name)
    day, later = day_text(first.claimed_on), day_text(second.claimed_on)
    if day == later:
        return f"{name} said '{first.text}' and '{second.text}' on {day}"
    return f"{name} said '{first.text}' on {day} and '{second.text}' on {later}"


def _no_bounds(claim: Claim) -> str:
    if claim.is_documented and claim.quantifier in UPPER_HEDGES:
        return f"'{claim.text}' is a documented count, which does not limit the true number"
    return f"'{claim.text}' has no bounds"


def _floors(*claims: Claim) -> str:
    """The explanation that bare documented counts are read as "at least"."""
    texts = [f"'{claim.text}'" for claim in claims if claim.is_floor]
    if len(texts) == 2:
        return "; both are documented counts, which are floors"
    return f"; {texts[0]} is a documented count, which is a floor" if texts else ""


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


def _latest(claims: Sequence[Claim], start: date | None) -> list[Claim]:
    """The different numbers for the last period, in the order in which they were said."""
    candidates = [claim for claim in claims if claim.period.start == start] or claims
    if candidates[0].kind != "flow":
        candidates = claims
    ordered = sorted(candidates, key=lambda claim: (claim.period.end, claim.claimed_on, claim.id))
    period = _moment(ordered[-1])
    claim_by_number = {_number(claim): claim for claim in ordered if _moment(claim) == period}
    return sorted(claim_by_number.values(), key=lambda claim: (claim.claimed_on, claim.id))


def _moment(claim: Claim) -> tuple[date | None, date]:
    """Equal for claims about one period; for a stock its end is enough."""
    return (claim.period.start if claim.kind == "flow" else None), claim.period.end


def _number(claim: Claim) -> tuple[str, float | None, float | None, float | None]:
    return claim.quantifier, claim.value, claim.value_lower, claim.value_upper
