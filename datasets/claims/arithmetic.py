"""Differences of two figures, the results of arithmetic, and the reasons to refuse it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from operator import attrgetter
from types import MappingProxyType

from datasets.claims.claim import LOWER_HEDGES, UPPER_HEDGES, Bounds, Claim, printed_bounds
from datasets.claims.hedges import DECIMALS, combined_hedge
from datasets.claims.intervals import ONE_DAY, Gap
from datasets.claims.periods import day_text
from datasets.claims.statement import UNIT_SYMBOLS, hedged

_QUESTION = attrgetter("metric", "claimant", "subject")

CLAIMANT_SAYS_OTHERWISE = "claimant-says-otherwise"

REFUSALS: Mapping[str, str] = MappingProxyType(
    {
        "mixed-metrics": "Different metrics",
        "mixed-claimants": "Different claimants",
        "mixed-subjects": "Different subjects",
        "stock-over-time": "A stock cannot be added over time",
        "intensive-metric": "This metric cannot be added",
        "overlapping-periods": "Overlapping periods",
        "overlapping-places": "Overlapping places",
        "unaligned-periods": "Different periods at different places",
        "unknown-start": "Unknown start of a count",
        "different-start": "Different start dates",
        "series-break": "Break in the series",
        "opposed-bounds": "A minimum and a maximum together",
        "not-a-pair": "A difference needs two figures of one series",
        "nothing-to-add": "A sum needs at least two figures",
        CLAIMANT_SAYS_OTHERWISE: "The claimant has another number for this",
    }
)

# A place mapped to itself and every place that contains it or may overlap with it.
Ancestors = Mapping[str, frozenset[str]]


class NotAddable(Exception):
    """Illegitimate arithmetic: a code of `REFUSALS`, the reason, and the ids at fault.

    ``totals`` are the ids of two running totals whose difference is legitimate for the same days.
    """

    def __init__(
        self, code: str, detail: str, figures: Iterable[str] = (), totals: Iterable[str] = ()
    ) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.figures = tuple(figures)
        self.totals = tuple(totals)


@dataclass(frozen=True, slots=True)
class ArithmeticResult:
    """The result of legitimate arithmetic.

    ``operation`` is ``sum``, ``flow`` (of the days between two totals) or ``net-change``.
    ``value`` is ``None`` if a part has a range and no value. ``value_lower`` and ``value_upper``
    are set if a part has a range and all others are exact; missing days or places leave
    ``value_upper`` unset, because their number is unknown. ``no_longer_counted`` are the figures
    of places that the claimant counted at its previous moment, and not at the moment of a sum.
    """

    operation: str
    quantifier: str
    value: int | float | None
    value_lower: int | float | None
    value_upper: int | float | None
    start: date | None
    end: date
    missing: tuple[Gap, ...]
    places: tuple[str, ...]
    claims: tuple[Claim, ...]
    no_longer_counted: tuple[Claim, ...] = ()

    @property
    def text(self) -> str:
        """The hedged number as text, with the symbol of its unit."""
        symbol = UNIT_SYMBOLS.get(self.claims[0].unit, "")
        return hedged(self.quantifier, self.value, self.value_lower, self.value_upper, symbol)

    @property
    def bounds(self) -> Bounds | None:
        """The numbers that the result allows; ``None`` for "about 10"."""
        return printed_bounds(self.quantifier, self.value, self.value_lower, self.value_upper)


def difference(claims: Sequence[Claim]) -> ArithmeticResult:
    """Subtract the earlier of two figures of one series from the later. Raises NotAddable."""
    if len(claims) != 2:
        detail = f"{len(claims)} figures were selected; a difference needs two."
        raise NotAddable("not-a-pair", detail, [claim.id for claim in claims])
    check_same_question(claims)
    before, after = claims
    if (after.period.end, after.id) < (before.period.end, before.id):
        before, after = after, before
    pair = (before.id, after.id)
    if before.place != after.place or before.period.end == after.period.end:
        reason = "differ in place" if before.place != after.place else "end on the same day"
        raise NotAddable("not-a-pair", f"{before.id} and {after.id} {reason}.", pair)
    if before.kind == "flow":
        _check_same_start(before, after)
        check_order(before, after)
    check_hedges(claims)
    return _difference_of(before, after)


def first_and_last(claims: Sequence[Claim]) -> tuple[Claim, Claim]:
    """The first and the last figure of one series: of a flow, of its running totals.

    Raises NotAddable if the figures belong to several series, if their order in time is not clear,
    or if the totals between the two fall or were not stated in their order.
    """
    check_same_question(claims)
    series = series_members(claims) or _totals(claims)
    if len(series) < 2:
        detail = (
            "A difference needs two running totals with the same start, or figures at two moments; "
            f"{len(claims)} figures were selected, {len(series) or 'none'} of which is such a one."
        )
        ids = dict.fromkeys(claim.id for claim in (*series, *claims))
        raise NotAddable("not-a-pair", detail, list(ids)[:2])
    places = {claim.place: claim.id for claim in reversed(claims)}
    if len(places) > 1:
        names = dict.fromkeys(claim.place_name for claim in reversed(claims))
        detail = f"The figures are about different places: {', '.join(list(names)[:5])}. "
        raise NotAddable(
            "not-a-pair", f"{detail}Select one place, or use by=place.", list(places.values())[:2]
        )
    for before, after in (series[:2], series[-2:]):
        if before.period.end == after.period.end:
            detail = (
                f"{before.id} ({before.text}) and {after.id} ({after.text}) end on the same day "
                f"({day_text(after.period.end)}). Select one of them by its id."
            )
            raise NotAddable("not-a-pair", detail, (before.id, after.id))
    if series[0].kind == "flow":
        for before, after in pairwise(series):
            _check_same_start(before, after)
            check_order(before, after)
    return series[0], series[-1]


def series_members(claims: Sequence[Claim]) -> list[Claim]:
    """The figures that a difference may be made of, in the order of time.

    Of a flow these are the running totals whose start another one has: a total that has its start
    alone is no series.
    """
    ordered = _totals(claims)
    if not ordered or ordered[0].kind != "flow":
        return ordered
    starts = Counter((claim.place, claim.period.start) for claim in ordered)
    return [claim for claim in ordered if starts[claim.place, claim.period.start] > 1]


def _totals(claims: Sequence[Claim]) -> list[Claim]:
    """The figures that are no counts, in the order of time."""
    ordered = sorted(claims, key=lambda claim: (claim.period.end, claim.id))
    return [claim for claim in ordered if not is_count(claim)]


def is_total(claim: Claim) -> bool:
    """Whether a figure is a running total of a flow."""
    return claim.nature == "total"


def is_count(claim: Claim) -> bool:
    """Whether a figure is a count of a flow in its own period."""
    return claim.nature == "count"


def check_order(before: Claim, after: Claim) -> None:
    """Require that two totals are statements of one running count, made in their order.

    Raises NotAddable if the later total is lower, or was published before the earlier one.
    """
    pair = (before.id, after.id)
    if after.claimed_on < before.claimed_on:
        detail = (
            f"The total until {day_text(before.period.end)} ({before.text}, {before.id}) was "
            f"stated on {day_text(before.claimed_on)}, after the total until "
            f"{day_text(after.period.end)} ({after.text}, {after.id}), which was stated on "
            f"{day_text(after.claimed_on)}: they are not two steps of one running count."
        )
        raise NotAddable("series-break", detail, pair)
    if before.value is not None and after.value is not None and after.value < before.value:
        detail = (
            f"The total fell from {before.text} ({before.id}) to {after.text} ({after.id}): "
            "the difference is not the number for the days between them."
        )
        raise NotAddable("series-break", detail, pair)


def _difference_of(before: Claim, after: Claim) -> ArithmeticResult:
    is_flow = before.kind == "flow"
    value = None
    if before.value is not None and after.value is not None:
        value = round(after.value - before.value, DECIMALS)
    has_range = before.value_lower is not None or after.value_lower is not None
    exact = combined_hedge((before, after)) == "unqualified" and not has_range
    return ArithmeticResult(
        operation="flow" if is_flow else "net-change",
        quantifier="unqualified" if exact else "approximately",
        value=value,
        value_lower=None,
        value_upper=None,
        start=before.period.end + ONE_DAY if is_flow else before.period.end,
        end=after.period.end,
        missing=(),
        places=(before.place,),
        claims=(before, after),
    )


def check_same_question(claims: Sequence[Claim]) -> None:
    """Require one metric, claimant and subject. Raises NotAddable."""
    if len({_QUESTION(claim) for claim in claims}) == 1:
        return
    for attribute in ("metric", "claimant", "subject"):
        first_ids: dict[str, str] = {}
        for claim in claims:
            first_ids.setdefault(getattr(claim, attribute), claim.id)
        if len(first_ids) > 1:
            detail = f"The figures have different {attribute}s: {', '.join(list(first_ids)[:5])}."
            raise NotAddable(f"mixed-{attribute}s", detail, first_ids.values())


def _check_same_start(before: Claim, after: Claim) -> None:
    pair = (before.id, after.id)
    if before.period.start is None or after.period.start is None:
        detail = f"The start of {before.id} or {after.id} is unknown."
        raise NotAddable("unknown-start", detail, pair)
    if before.period.start != after.period.start:
        detail = f"{before.id} starts on {before.period.start}, {after.id} on {after.period.start}."
        raise NotAddable("different-start", detail, pair)


def check_hedges(claims: Sequence[Claim]) -> None:
    """Refuse a minimum and a maximum together. Raises NotAddable."""
    hedges = {claim.quantifier for claim in claims}
    if hedges.isdisjoint(LOWER_HEDGES) or hedges.isdisjoint(UPPER_HEDGES):
        return
    lower = next(claim for claim in claims if claim.quantifier in LOWER_HEDGES)
    upper = next(claim for claim in claims if claim.quantifier in UPPER_HEDGES)
    detail = (
        f"'{lower.text}' ({lower.id}) is a minimum and '{upper.text}' ({upper.id}) is a maximum."
    )
    raise NotAddable("opposed-bounds", detail, (lower.id, upper.id))
