"""Changes between neighbouring figures of a series, and the reasons why there is none.

A change is the difference of two statements of one running total, made one after the other. It is
not given from or to a total that is below an earlier one: a total that falls and rises again was
corrected or misprinted, and neither step is an event of its days.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from datasets.claims.arithmetic import NotAddable, difference
from datasets.claims.claim import Claim
from datasets.claims.periods import day_text
from datasets.model.figure import PUBLISHER_REMARK

Notes = Callable[[str], str | None]  # the note of a figure, by its id


class Change(NamedTuple):
    """The change between two figures: a hedged number, or the reason why there is none.

    ``interrupts`` is whether the figures are no two steps of one count, so that no line joins them.
    """

    value: int | float | None = None
    quantifier: str | None = None
    reason: str | None = None
    interrupts: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """The facts about the figures of a series that its changes depend on, by id.

    ``rivals`` are all figures of the claimant for one moment, where it has several. ``higher`` is
    the highest of the earlier totals, for each total that is below it.
    """

    rivals: Mapping[str, tuple[Claim, ...]]
    higher: Mapping[str, Claim]
    notes: Notes


def context_of(claims: Sequence[Claim], notes: Notes) -> Context:
    """The context of claims of one series, which are in the order of their period ends."""
    rivals = rivals_of(claims, lambda claim: claim.period.end)
    return Context(rivals, _higher_totals(claims), notes)


def rivals_of(
    claims: Sequence[Claim], time_of: Callable[[Claim], object]
) -> dict[str, tuple[Claim, ...]]:
    """All claims for one moment or period by the id of each, where a claimant has several."""
    times = [time_of(claim) for claim in claims]
    if len(set(times)) == len(times):
        return {}
    by_time: dict[object, tuple[Claim, ...]] = {}
    for time, claim in zip(times, claims, strict=True):
        by_time[time] = (*by_time.get(time, ()), claim)
    return {claim.id: rivals for rivals in by_time.values() if len(rivals) > 1 for claim in rivals}


def _higher_totals(claims: Sequence[Claim]) -> dict[str, Claim]:
    higher: dict[str, Claim] = {}
    if not claims or claims[0].kind != "flow":
        return higher
    highest, top = claims[0], claims[0].lowest
    for claim in claims:
        if claim.highest < top:
            higher[claim.id] = highest
        elif claim.lowest >= top:
            highest, top = claim, claim.lowest
    return higher


def change_of(before: Claim, after: Claim, context: Context) -> Change:
    """The change from one figure of a series to the next."""
    for rule in _RULES:
        reason = rule(before, after, context)
        if reason:
            return Change(reason=reason, interrupts=True)
    try:
        result = difference((before, after))
    except NotAddable as refusal:
        return Change(reason=refusal.detail)
    if result.value is None:
        return Change(reason="a range has no single value")
    return Change(result.value, result.quantifier)


def _several_numbers(before: Claim, after: Claim, context: Context) -> str | None:
    rivals = context.rivals.get(after.id) or context.rivals.get(before.id)
    return several_numbers(rivals, day_text(rivals[0].period.end)) if rivals else None


def several_numbers(rivals: Sequence[Claim], time: str) -> str:
    """The statement that a claimant has several numbers for a time."""
    numbers = " and ".join(f"{claim.text} ({claim.id})" for claim in rivals)
    return f"the claimant has {len(rivals)} numbers for {time}: {numbers}"


def _claimed_before(before: Claim, after: Claim, _context: Context) -> str | None:
    if before.claimed_on <= after.claimed_on:
        return None
    return (
        f"the figure before was said later, on {day_text(before.claimed_on)}; this one was said on "
        f"{day_text(after.claimed_on)}"
    )


def _other_basis(before: Claim, after: Claim, _context: Context) -> str | None:
    if before.basis == after.basis:
        return None
    return f"the basis of the figure before is '{before.basis}', of this one '{after.basis}'"


def _fall(before: Claim, after: Claim, context: Context) -> str | None:
    if after.kind != "flow" or after.highest >= before.lowest:
        return None
    note = context.notes(after.id)
    explained = note and not note.startswith(PUBLISHER_REMARK)
    cause = f'the note of the figure: "{note}"' if explained else "the source does not say why"
    return f"the total fell from {before.text} to {after.text}; {cause}"


def _step_from_dip(before: Claim, _after: Claim, context: Context) -> str | None:
    higher = context.higher.get(before.id)
    if higher is None:
        return None
    return (
        f"the total before, {before.text}, is below an earlier one, {higher.text} until "
        f"{day_text(higher.period.end)}; a step from it is not a change"
    )


def _fall_between(_before: Claim, after: Claim, context: Context) -> str | None:
    higher = context.higher.get(after.id)
    if higher is None:
        return None
    return (
        f"the total fell between the two figures: it was {higher.text} until "
        f"{day_text(higher.period.end)}"
    )


# In the order in which they are tried.
_RULES: tuple[Callable[[Claim, Claim, Context], str | None], ...] = (
    _several_numbers, _claimed_before, _other_basis, _fall, _step_from_dip, _fall_between,
)  # fmt: skip
