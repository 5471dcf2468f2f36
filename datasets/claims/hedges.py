"""The number, the hedge and the bounds of several claims together."""

from collections.abc import Iterable, Sequence
from math import inf

from datasets.claims.claim import LOWER_HEDGES, UPPER_HEDGES, Bounds, Claim, printed_bounds

DECIMALS = 6  # of a result: binary noise is smaller, printed numbers are not

Number = int | float | None


def combined_hedge(claims: Sequence[Claim]) -> str:
    """The hedge of a sum, never stronger than the hedges of its parts."""
    hedges = {claim.quantifier for claim in claims}
    if hedges & {"approximately", "between"} or any(claim.period.approximate for claim in claims):
        return "approximately"
    for code in ("more-than", "at-least", "less-than", "up-to"):
        if code in hedges:
            return code
    return "unqualified"


def incomplete_hedge(hedge: str) -> str:
    """The hedge of a sum that lacks days or places: at best a minimum, never a maximum."""
    if hedge in ("approximately", "between"):
        return "approximately"
    return "approximately" if hedge in UPPER_HEDGES else "at-least"


def two_sided_hedge(hedge: str, claims: Sequence[Claim]) -> str:
    """Weaken a one-sided hedge where a part has a range, which extends to both sides."""
    one_sided = hedge in LOWER_HEDGES | UPPER_HEDGES
    has_range = any(claim.value_lower is not None for claim in claims)
    return "approximately" if one_sided and has_range else hedge


def has_exact_ranges(claims: Sequence[Claim]) -> bool:
    """Whether at least one part has a range, and every other part is an exact number."""
    if all(claim.value_lower is None for claim in claims):
        return False
    inexact = (claim for claim in claims if claim.quantifier != "unqualified")
    return all(claim.value_lower is not None for claim in inexact)


def total(parts: Sequence[Number]) -> Number:
    """The sum, rounded to `DECIMALS`; ``None`` if a part is missing."""
    numbers = [part for part in parts if part is not None]
    return round(sum(numbers), DECIMALS) if len(numbers) == len(parts) else None


def low(claim: Claim) -> Number:
    return claim.value if claim.value_lower is None else claim.value_lower


def high(claim: Claim) -> Number:
    return claim.value if claim.value_upper is None else claim.value_upper


def bounds_of_claim(claim: Claim) -> Bounds | None:
    """The printed bounds of a claim; ``None`` if its number or a day of its period is about.

    The basis plays no part: two counts of one claimant have the same one.
    """
    if claim.period.approximate:
        return None
    return printed_bounds(claim.quantifier, claim.value, claim.value_lower, claim.value_upper)


def bounds_of_sum(parts: Iterable[Bounds | None], *, complete: bool) -> Bounds | None:
    """The bounds of a sum, ``None`` if a part has none. An incomplete sum has no upper bound."""
    known = []
    for part in parts:
        if part is None:
            return None
        known.append(part)
    return Bounds(
        round(sum(part.low for part in known), DECIMALS),
        round(sum(part.high for part in known), DECIMALS) if complete else inf,
        any(part.low_open for part in known),
        complete and any(part.high_open for part in known),
    )
