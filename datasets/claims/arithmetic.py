"""Sums and differences of figures, refused with a reason where they are not legitimate."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from operator import attrgetter
from types import MappingProxyType

from datasets.claims.claim import LOWER_HEDGES, UPPER_HEDGES, Claim
from datasets.claims.intervals import Gap, missing_days

ONE_DAY = timedelta(days=1)
_QUESTION = attrgetter("metric", "claimant", "subject")

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
    }
)

# A place mapped to itself and every place that contains it or may overlap with it.
Ancestors = Mapping[str, frozenset[str]]


class NotAddable(Exception):
    """Illegitimate arithmetic: a code of `REFUSALS`, the reason, and the ids at fault."""

    def __init__(self, code: str, detail: str, figures: Iterable[str] = ()) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.figures = tuple(figures)


@dataclass(frozen=True, slots=True)
class ArithmeticResult:
    """The result of legitimate arithmetic.

    ``operation`` is ``sum``, ``flow`` (of the days between two totals) or ``net-change``.
    ``value`` is ``None`` if a part has a range and no value. ``value_lower`` and ``value_upper``
    are set if a part has a range and all others are exact; missing days leave ``value_upper``
    unset, because their number is unknown.
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


def add(
    claims: Sequence[Claim], ancestors: Ancestors, days: tuple[date, date] | None = None
) -> ArithmeticResult:
    """Add figures of one claimant, metric and subject. Raises NotAddable.

    ``days`` are the first and last day that a sum over time is about, if it is about more days than
    the figures: those without a figure are missing.
    """
    if len(claims) < 2:
        detail = f"Only {claims[0].id} matches." if claims else "No figure matches."
        raise NotAddable("nothing-to-add", detail, [claim.id for claim in claims])
    _check_same_question(claims)
    if claims[0].kind == "intensive":
        detail = f"'{claims[0].metric}' is an average, a rate or a distance; it cannot be added."
        raise NotAddable("intensive-metric", detail, [claim.id for claim in claims])
    _check_periods(claims)
    _check_places(claims, ancestors)
    _check_hedges(claims)
    missing, has_ranges = missing_days(claims, days), _has_ranges(claims)
    return ArithmeticResult(
        operation="sum",
        quantifier=_with_ranges(_with_gaps(_combined_hedge(claims), missing), claims),
        value=_total([claim.value for claim in claims]),
        value_lower=_total([_low(claim) for claim in claims]) if has_ranges else None,
        value_upper=_total([_high(claim) for claim in claims])
        if has_ranges and not missing
        else None,
        start=min(claim.period.start for claim in claims if claim.period.start),
        end=max(claim.period.end for claim in claims),
        missing=missing,
        places=tuple(sorted({claim.place for claim in claims})),
        claims=tuple(claims),
    )


def difference(claims: Sequence[Claim]) -> ArithmeticResult:
    """Subtract the earlier of two figures of one series from the later. Raises NotAddable."""
    if len(claims) != 2:
        detail = f"{len(claims)} figures were selected; a difference needs two."
        raise NotAddable("not-a-pair", detail, [claim.id for claim in claims])
    _check_same_question(claims)
    before, after = claims
    if (after.period.end, after.id) < (before.period.end, before.id):
        before, after = after, before
    pair = (before.id, after.id)
    if before.place != after.place or before.period.end == after.period.end:
        reason = "differ in place" if before.place != after.place else "end on the same day"
        raise NotAddable("not-a-pair", f"{before.id} and {after.id} {reason}.", pair)
    if before.kind == "flow":
        _check_same_start(before, after)
    _check_hedges(claims)
    return _difference_of(before, after)


def _difference_of(before: Claim, after: Claim) -> ArithmeticResult:
    is_flow = before.kind == "flow"
    value = None
    if before.value is not None and after.value is not None:
        value = round(after.value - before.value, 6)
        if is_flow and value < 0:
            detail = (
                f"The total decreased from {before.text} ({before.id}) to {after.text} "
                f"({after.id}): the claimant revised or restarted the count."
            )
            raise NotAddable("series-break", detail, (before.id, after.id))
    has_range = before.value_lower is not None or after.value_lower is not None
    exact = _combined_hedge((before, after)) == "unqualified" and not has_range
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


def _check_same_question(claims: Sequence[Claim]) -> None:
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
    for place in first_at:
        shared = ancestors[place] & first_at.keys() - {place}
        for container in sorted(shared):
            detail = (
                f"'{place}' is inside '{container}' or overlaps with it: "
                "the common area would be counted twice."
            )
            raise NotAddable("overlapping-places", detail, (first_at[container], first_at[place]))


def _check_hedges(claims: Sequence[Claim]) -> None:
    hedges = {claim.quantifier for claim in claims}
    if hedges.isdisjoint(LOWER_HEDGES) or hedges.isdisjoint(UPPER_HEDGES):
        return
    lower = next(claim for claim in claims if claim.quantifier in LOWER_HEDGES)
    upper = next(claim for claim in claims if claim.quantifier in UPPER_HEDGES)
    detail = (
        f"'{lower.text}' ({lower.id}) is a minimum and '{upper.text}' ({upper.id}) is a maximum."
    )
    raise NotAddable("opposed-bounds", detail, (lower.id, upper.id))


def _combined_hedge(claims: Sequence[Claim]) -> str:
    """The hedge of a sum, never stronger than the hedges of its parts."""
    hedges = {claim.quantifier for claim in claims}
    if hedges & {"approximately", "between"} or any(claim.period.approximate for claim in claims):
        return "approximately"
    for code in ("more-than", "at-least", "less-than", "up-to"):
        if code in hedges:
            return code
    return "unqualified"


def _with_gaps(hedge: str, missing: tuple[Gap, ...]) -> str:
    """Weaken the hedge of a sum with missing days: at best it is a minimum, never a maximum."""
    if not missing or hedge == "approximately":
        return hedge
    return "approximately" if hedge in UPPER_HEDGES else "at-least"


def _with_ranges(hedge: str, claims: Sequence[Claim]) -> str:
    """Weaken a one-sided hedge where a part has a range, which extends to both sides."""
    one_sided = hedge in LOWER_HEDGES | UPPER_HEDGES
    has_range = any(claim.value_lower is not None for claim in claims)
    return "approximately" if one_sided and has_range else hedge


def _first_of_each_period(claims: Sequence[Claim]) -> list[str]:
    """The ids of the first claim of each period."""
    return list({claim.period.text: claim.id for claim in reversed(claims)}.values())[::-1]


def _total(parts: Sequence[int | float | None]) -> int | float | None:
    """The sum, rounded to six decimals against binary noise; ``None`` if a part is missing."""
    numbers = [part for part in parts if part is not None]
    return round(sum(numbers), 6) if len(numbers) == len(parts) else None


def _has_ranges(claims: Sequence[Claim]) -> bool:
    """Whether at least one part has a range, and every other part is an exact number."""
    inexact = [claim for claim in claims if claim.quantifier != "unqualified"]
    return any(claim.value_lower is not None for claim in claims) and all(
        claim.value_lower is not None for claim in inexact
    )


def _low(claim: Claim) -> int | float | None:
    return claim.value if claim.value_lower is None else claim.value_lower


def _high(claim: Claim) -> int | float | None:
    return claim.value if claim.value_upper is None else claim.value_upper
