"""The claimant's own figures beside a sum or a difference, which they confirm or contradict.

A sum is a number that nobody printed. It is refused where the claimant printed another one: for
the same period and place, or for a period or place of which the sum is a part.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise, product
from math import inf

from datasets.claims.arithmetic import (
    CLAIMANT_SAYS_OTHERWISE,
    ArithmeticResult,
    NotAddable,
    difference,
    is_total,
)
from datasets.claims.claim import Bounds, Claim
from datasets.claims.hedges import bounds_of_claim, bounds_of_sum
from datasets.claims.intervals import ONE_DAY
from datasets.claims.names import place_name_in_sentence
from datasets.claims.periods import period_name, span
from datasets.claims.statement import UNIT_SYMBOLS, hedged

Question = tuple[str, str, str]  # metric, claimant, subject
OwnFigures = Mapping[Question, Sequence[Claim]]
Containers = Mapping[str, frozenset[str]]  # a place, and itself with every place that contains it


@dataclass(frozen=True, slots=True)
class _Part:
    """A number at a place, over the days from ``start`` to ``end``."""

    id: str
    place: str
    start: date
    end: date
    claimed_on: date
    bounds: Bounds | None


@dataclass(frozen=True, slots=True)
class _Timeline:
    """The parts at one place in the order of time. They do not overlap."""

    parts: tuple[_Part, ...]
    starts: tuple[date, ...]
    ends: tuple[date, ...]

    def within(self, start: date, end: date) -> tuple[_Part, ...]:
        return self.parts[bisect_left(self.starts, start) : bisect_right(self.ends, end)]


def own_figures_of(claims: Iterable[Claim]) -> OwnFigures:
    """Group figures by metric, claimant and subject, as `confirmations` reads them."""
    groups: dict[Question, list[Claim]] = {}
    for claim in claims:
        groups.setdefault((claim.metric, claim.claimant, claim.subject), []).append(claim)
    return groups


def confirmations(
    result: ArithmeticResult, own: OwnFigures, containers: Containers
) -> tuple[Claim, ...]:
    """The claimant's own figures for the place and period of a result, and of a part of a sum.

    Raises NotAddable (``claimant-says-otherwise``) if an own figure contradicts the result: the
    figure for the same days and place, or a figure for some of the days that was not stated before
    them, has another number; or one for more days or a wider place has a lower number. Hedges
    count: "at least 10" does not contradict 12.
    """
    if result.operation == "net-change":
        return ()
    first = result.claims[0]
    figures = own.get((first.metric, first.claimant, first.subject), ())
    ids = {claim.id for claim in result.claims} if figures else ()
    others = [claim for claim in figures if claim.id not in ids]
    if not others:
        return ()
    parts = tuple(_parts_of(result))
    first_end, last_start = min(part.end for part in parts), max(part.start for part in parts)
    # Only these can contain a part: a few of thousands, if the result is one part of a table.
    others = [
        claim
        for claim in others
        if claim.period.end >= first_end and claim.period.start and claim.period.start <= last_start
    ]
    timelines = _timelines(parts)
    # A refusal names the figure for the whole period if there is one, else the latest.
    others.sort(key=lambda claim: (_is_of(claim, result), claim.period.end), reverse=True)
    return tuple(figure for figure in others if _confirms(figure, result, timelines, containers))


def difference_around(
    result: ArithmeticResult, own: OwnFigures, days: tuple[date, date] | None = None
) -> ArithmeticResult | None:
    """The difference of the claimant's totals at both ends of a sum over time at one place.

    ``days`` replace the first and the last day of the sum. ``None`` if the claimant has no such
    totals, if their difference is not legitimate, or if there are several.
    """
    first = result.claims[0]
    is_over_time = result.operation == "sum" and first.kind == "flow" and len(result.places) == 1
    if not is_over_time or result.start is None:
        return None
    figures = own.get((first.metric, first.claimant, first.subject), ())
    first_day, last_day = days or (result.start, result.end)
    day_before = first_day - ONE_DAY
    at_ends = [claim for claim in figures if claim.period.end in (day_before, last_day)]
    totals = [claim for claim in at_ends if claim.place == first.place and is_total(claim)]
    pairs = [
        (before, after)
        for before, after in product(totals, totals)
        if (before.period.end, after.period.end) == (day_before, last_day)
        and before.period.start == after.period.start
    ]
    if len(pairs) != 1:
        return None
    try:
        return difference(pairs[0])
    except NotAddable:
        return None


def agree(first: ArithmeticResult, second: ArithmeticResult) -> bool | None:
    """Whether two results can both be right; ``None`` if the bounds of one are unknown."""
    bounds, other_bounds = first.bounds, second.bounds
    if bounds is None or other_bounds is None:
        return None
    return bounds.shares_a_number_with(other_bounds)


def _is_of(claim: Claim, result: ArithmeticResult) -> bool:
    return (claim.period.start, claim.period.end) == (result.start, result.end)


def _confirms(
    figure: Claim,
    result: ArithmeticResult,
    timelines: Mapping[str, _Timeline],
    containers: Containers,
) -> bool:
    """Whether a figure is about the same as the result or one part. Raises NotAddable."""
    start, end = figure.period.start, figure.period.end
    if start is None or (figure.kind == "stock" and not _is_of(figure, result)):
        return False
    inside = [
        part
        for place, timeline in timelines.items()
        if figure.place in containers[place]
        for part in timeline.within(start, end)
    ]
    if not inside:
        return False
    is_same = {part.place for part in inside} == {figure.place} and _fills(inside, start, end)
    is_one_part = is_same and len(inside) == 1 and result.operation == "sum"
    is_whole = _is_of(figure, result) and len(inside) == len(result.claims)
    is_newer = figure.claimed_on >= max(part.claimed_on for part in inside)
    if (
        len(result.claims) > 1
        and not is_one_part
        and (is_newer or (is_same and _is_of(figure, result)))
    ):
        _check_bounds(figure, inside, result, is_same=is_same)
    return is_whole or is_one_part or (is_same and result.operation == "flow")


def _check_bounds(
    figure: Claim, inside: Sequence[_Part], result: ArithmeticResult, *, is_same: bool
) -> None:
    printed = bounds_of_claim(figure)
    added = bounds_of_sum((part.bounds for part in inside), complete=is_same)
    if printed and added and not added.shares_a_number_with(printed):
        raise NotAddable(
            CLAIMANT_SAYS_OTHERWISE, _detail(figure, inside, result, is_same=is_same), [figure.id]
        )


def _detail(
    figure: Claim, inside: Sequence[_Part], result: ArithmeticResult, *, is_same: bool
) -> str:
    start, end = min(part.start for part in inside), max(part.end for part in inside)
    days = period_name(span(start, end))
    own = f"{figure.text} ({figure.id})"
    if is_same and result.operation == "flow":
        return (
            f"The difference of the totals is {result.text} for {days}. The claimant's "
            f"own figure for it is {own}."
        )
    number = _added_text(inside, result)
    if is_same:
        return (
            f"The figures add up to {number} for {days}. The claimant's own figure for it is {own}."
        )
    return (
        f"The figures add up to {number} for {days}. That is more than the claimant's own figure "
        f"for {place_name_in_sentence(figure.place_name)}, {period_name(figure.period)}: {own}."
    )


def _added_text(inside: Sequence[_Part], result: ArithmeticResult) -> str:
    """The sum of some parts as text: its exact number, or its lowest and highest number."""
    if result.operation == "flow" or len(inside) == len(result.claims):
        return result.text
    symbol = UNIT_SYMBOLS.get(result.claims[0].unit, "")
    bounds = bounds_of_sum((part.bounds for part in inside), complete=True)
    if bounds is None:
        return "a number that cannot be told"
    if bounds.high == inf:
        return hedged("at-least", bounds.low, None, None, symbol)
    if bounds.low == -inf:
        return hedged("up-to", bounds.high, None, None, symbol)
    return hedged("between", None, bounds.low, bounds.high, symbol)


def _fills(parts: Sequence[_Part], start: date, end: date) -> bool:
    """Whether the parts, in the order of time, cover every day of a period."""
    return (
        parts[0].start == start
        and parts[-1].end == end
        and all(after.start == before.end + ONE_DAY for before, after in pairwise(parts))
    )


def _parts_of(result: ArithmeticResult) -> Iterator[_Part]:
    """The figures of a sum; of a difference of totals the flow of the days between them."""
    if result.operation == "sum":
        for claim in result.claims:
            if claim.period.start:
                yield _Part(
                    claim.id, claim.place, claim.period.start, claim.period.end, claim.claimed_on,
                    bounds_of_claim(claim),
                )  # fmt: skip
    elif result.start:
        stated = max(claim.claimed_on for claim in result.claims)
        yield _Part("", result.places[0], result.start, result.end, stated, result.bounds)


def _timelines(parts: Iterable[_Part]) -> Mapping[str, _Timeline]:
    by_place: dict[str, list[_Part]] = {}
    for part in parts:
        by_place.setdefault(part.place, []).append(part)
    return {place: _timeline(at_place) for place, at_place in by_place.items()}


def _timeline(parts: Sequence[_Part]) -> _Timeline:
    ordered = sorted(parts, key=lambda part: part.start)
    return _Timeline(
        tuple(ordered),
        tuple(part.start for part in ordered),
        tuple(part.end for part in ordered),
    )
