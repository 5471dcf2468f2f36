"""Sums of figures of one claimant, refused with a reason where they are not legitimate."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from datasets.claims.arithmetic import (
    Ancestors,
    ArithmeticResult,
    NotAddable,
    check_hedges,
    check_same_question,
)
from datasets.claims.claim import Claim
from datasets.claims.hedges import (
    combined_hedge,
    has_exact_ranges,
    high,
    incomplete_hedge,
    low,
    total,
    two_sided_hedge,
)
from datasets.claims.intervals import Gap, missing_days
from datasets.claims.names import place_name_in_sentence
from datasets.claims.statement import capitalized


def add(
    claims: Sequence[Claim],
    ancestors: Ancestors,
    days: tuple[date, date] | None = None,
    *,
    minimum: int = 2,
    no_longer_counted: Sequence[Claim] = (),
) -> ArithmeticResult:
    """Add figures of one claimant, metric and subject. Raises NotAddable.

    ``minimum`` is the number of figures required. ``days`` are the first and last day that a
    sum over time is about, if these are more than the figures: those without a figure are missing.
    ``no_longer_counted`` are the figures of places that the claimant counted at its previous
    moment, and not at that of the sum.
    """
    if len(claims) < minimum:
        detail = f"Only {claims[0].id} matches." if claims else "No figure matches."
        raise NotAddable("nothing-to-add", detail, [claim.id for claim in claims])
    check_same_question(claims)
    if claims[0].kind == "intensive":
        detail = f"'{claims[0].metric}' is an average, a rate or a distance; it cannot be added."
        raise NotAddable("intensive-metric", detail, [claim.id for claim in claims])
    _check_periods(claims)
    _check_places(claims, ancestors)
    check_hedges(claims)
    return _sum_of(claims, missing_days(claims, days), no_longer_counted)


def _sum_of(
    claims: Sequence[Claim], missing: tuple[Gap, ...], no_longer_counted: Sequence[Claim]
) -> ArithmeticResult:
    is_complete, has_ranges = not (missing or no_longer_counted), has_exact_ranges(claims)
    is_figure = len(claims) == 1 and is_complete
    hedge = claims[0].quantifier if is_figure else combined_hedge(claims)
    return ArithmeticResult(
        operation="sum",
        quantifier=two_sided_hedge(hedge if is_complete else incomplete_hedge(hedge), claims),
        value=total([claim.value for claim in claims]),
        value_lower=total([low(claim) for claim in claims]) if has_ranges else None,
        value_upper=total([high(claim) for claim in claims])
        if has_ranges and is_complete
        else None,
        start=min(claim.period.start for claim in claims if claim.period.start),
        end=max(claim.period.end for claim in claims),
        missing=missing,
        places=tuple(sorted({claim.place for claim in claims})),
        claims=tuple(claims),
        no_longer_counted=tuple(no_longer_counted),
    )


def _check_periods(claims: Sequence[Claim]) -> None:
    """Require disjoint periods of a flow at each place, and the same periods at all places."""
    periods = {claim.period.text for claim in claims}
    if claims[0].kind == "stock" and len(periods) > 1:
        moments = ", ".join(sorted(periods)[:5])
        detail = (
            f"'{claims[0].metric}' is a stock, counted at one moment; the moments differ: "
            f"{moments}."
        )
        raise NotAddable("stock-over-time", detail, _first_of_each_period(claims))
    unknown = [claim.id for claim in claims if claim.period.start is None]
    if unknown:
        detail = f"The start of {unknown[0]} is unknown, so it may overlap the others."
        raise NotAddable("unknown-start", detail, unknown)
    by_place: dict[str, list[Claim]] = {}
    for claim in claims:
        by_place.setdefault(claim.place, []).append(claim)
    for figures in by_place.values():
        _check_overlap(figures)
    if (
        len({frozenset(claim.period.text for claim in figures) for figures in by_place.values()})
        > 1
    ):
        detail = "The places have figures for different periods; a sum needs the same periods."
        raise NotAddable("unaligned-periods", detail, _first_of_each_period(claims))


def _check_overlap(claims: Sequence[Claim]) -> None:
    ordered = sorted(claims, key=lambda claim: (claim.period.start or date.min, claim.period.end))
    for before, after in pairwise(ordered):
        if before.period.text == after.period.text:
            detail = (
                f"{before.id} ({before.text}) and {after.id} ({after.text}) are two numbers of "
                f"the claimant for one place and period ({before.period.text})."
            )
            raise NotAddable("overlapping-periods", detail, (before.id, after.id))
        if before.period.overlaps(after.period):
            detail = (
                f"{before.id} ({before.period.text}) and {after.id} ({after.period.text}) overlap: "
                "the same days would be counted twice."
            )
            raise NotAddable("overlapping-periods", detail, (before.id, after.id))


def _check_places(claims: Sequence[Claim], ancestors: Ancestors) -> None:
    first_at = {claim.place: claim.id for claim in reversed(claims)}
    if len(first_at) == 1:
        return
    names = {claim.place: place_name_in_sentence(claim.place_name) for claim in claims}
    for place in first_at:
        shared = ancestors[place] & first_at.keys() - {place}
        for container in sorted(shared):
            detail = (
                f"{capitalized(names[place])} is inside {names[container]} or may overlap with it: "
                "a common area would be counted twice."
            )
            raise NotAddable("overlapping-places", detail, (first_at[container], first_at[place]))


def _first_of_each_period(claims: Sequence[Claim]) -> list[str]:
    """The ids of the first claim of each period."""
    return list({claim.period.text: claim.id for claim in reversed(claims)}.values())[::-1]
