"""Sums and differences, checked against the claimant's own figures: one rule for every answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from datasets.claims.arithmetic import ArithmeticResult, NotAddable
from datasets.claims.claim import Claim
from datasets.claims.own_figures import (
    Containers,
    OwnFigures,
    confirmations,
    difference_around,
    own_figures_of,
)
from datasets.claims.periods import period_name, span


@dataclass(frozen=True, slots=True)
class OwnContext:
    """The figures that may confirm or contradict sums, and the places around those of the sums.

    ``figures`` are all of the same questions that may share a day with a sum, at its places and at
    those that contain them.
    """

    figures: OwnFigures
    containers: Containers


def own_context_of(claims: Sequence[Claim], containers: Containers | None = None) -> OwnContext:
    """The context of figures. Without ``containers`` no place of theirs contains another."""
    alone = {claim.place: frozenset({claim.place}) for claim in claims}
    return OwnContext(own_figures_of(claims), containers or alone)


@dataclass(frozen=True, slots=True)
class Answer:
    """A result that no own figure contradicts, and the claimant's own figures about the same.

    ``totals`` is the difference of the claimant's running totals over the days of a sum.
    """

    result: ArithmeticResult
    own_figures: tuple[Claim, ...]
    totals: ArithmeticResult | None = None


def confirmed(
    result: ArithmeticResult, own: OwnContext, days: tuple[date, date] | None = None
) -> Answer:
    """A sum or a difference checked against the claimant's own figures.

    Raises NotAddable as `confirmations` does, with the totals whose difference is legitimate: over
    ``days``, the interval that a sum is about, or else over the days of the sum.
    """
    around = difference_around(result, own.figures)
    try:
        return Answer(result, confirmations(result, own.figures, own.containers), around)
    except NotAddable as refusal:
        totals = (difference_around(result, own.figures, days) if days else None) or around
        raise _with_totals(refusal, totals, own) from None


def _with_totals(
    refusal: NotAddable, totals: ArithmeticResult | None, own: OwnContext
) -> NotAddable:
    """The refusal of a sum, with a difference of totals that no own figure contradicts."""
    if totals is None:
        return refusal
    try:
        confirmations(totals, own.figures, own.containers)
    except NotAddable:
        return refusal
    ids = [claim.id for claim in totals.claims]
    detail = (
        f"{refusal.detail} The claimant's totals for {period_name(span(totals.start, totals.end))} "
        f"differ by {totals.text} ({' and '.join(ids)})."
    )
    return NotAddable(refusal.code, detail, refusal.figures, ids)
