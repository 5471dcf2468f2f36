"""Sums and differences of figures where they are legitimate, and the reason where they are not."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from operator import attrgetter
from types import MappingProxyType

from datasets.claims.claim import LOWER_HEDGES, UPPER_HEDGES, Claim

ONE_DAY = timedelta(days=1)
_QUESTION = attrgetter("metric", "claimant", "subject")

REFUSALS: Mapping[str, str] = MappingProxyType(
    {
        "mixed-metrics": "Different things are counted",
        "mixed-claimants": "Different claimants speak",
        "mixed-subjects": "Different subjects are counted",
        "stock-over-time": "A stock is never added over time",
        "intensive-metric": "This metric is never added",
        "overlapping-periods": "Periods overlap",
        "overlapping-places": "One place lies within another",
        "unaligned-periods": "Periods differ from place to place",
        "unknown-start": "Nobody says when a count began",
        "different-start": "The counts begin on different days",
        "series-break": "The series was re-based",
        "opposed-bounds": "One hedge is a minimum, another a maximum",
        "not-a-pair": "A difference is of two figures of one series",
        "nothing-to-add": "There are not two figures to add",
    }
)

# For each of several places, itself and every place that contains it or may share ground with it.
Ancestors = Mapping[str, frozenset[str]]


class NotAddable(Exception):
    """Arithmetic that would not be honest: the code, why, and the figures at fault."""

    def __init__(self, code: str, detail: str, figures: Iterable[str] = ()) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.figures = tuple(figures)


@dataclass(frozen=True, slots=True)
class Gap:
    """Days, both ends included, of which no figure speaks."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class ArithmeticResult:
    """The result of legitimate arithmetic.

    ``what`` says what it is: ``sum``, ``flow`` (of the days between two totals) or ``net-change``.
    ``value`` is ``None`` where a bare range was among the parts; ``value_lower`` and
    ``value_upper`` are given where every part has a range or is exact. Days that are missing may
    hold any number more, so that they leave no ``value_upper``.
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


def add(claims: Sequence[Claim], ancestors: Ancestors) -> ArithmeticResult:
    """Add figures of one claimant, metric and subject. Raises NotAddable."""
    if len(claims) < 2:
        raise NotAddable("nothing-to-add", _few(claims), [claim.id for claim in claims])
    _check_same_question(claims)
    if claims[0].kind == "intensive":
        detail = f"'{claims[0].metric}' is an average, a rate or a distance; it never adds up."
        raise NotAddable("intensive-metric", detail, [claim.id for claim in claims])
    _check_periods(claims)
    _check_places(claims, ancestors)
    _check_hedges(claims)
    missing = _missing_days(claims)
    return ArithmeticResult(
        operation="sum",
        quantifier=_with_ranges(_with_gaps(_combined_hedge(claims), missing), claims),
        value=_total([claim.value for claim in claims]),
        value_lower=_total([_low(claim) for claim in claims]) if _ranged(claims) else None,
        value_upper=_total([_high(claim) for claim in claims])
        if _ranged(claims) and not missing
        else None,
        start=min(claim.period.start for claim in claims if claim.period.start),
        end=max(claim.period.end for claim in claims),
        missing=missing,
        places=tuple(sorted({claim.place for claim in claims})),
        claims=tuple(claims),
    )


def difference(claims: Sequence[Claim]) -> ArithmeticResult:
    """Take the earlier of two figures of one series from the later. Raises NotAddable."""
    if len(claims) != 2:
        detail = f"{len(claims)} figures were asked for; a difference is of two."
        raise NotAddable("not-a-pair", detail, [claim.id for claim in claims])
    _check_same_question(claims)
    before, after = claims
    if (after.period.end, after.id) < (before.period.end, before.id):
        before, after = after, before
    pair = (before.id, after.id)
    if before.place != after.place or before.period.end == after.period.end:
        how = "differ in place" if before.place != after.place else "end on the same day"
        raise NotAddable("not-a-pair", f"{before.id} and {after.id} {how}.", pair)
    if before.kind == "flow":
        _check_same_start(before, after)
    _check_hedges(claims)
    return _difference_of(before, after)


def _difference_of(before: Claim, after: Claim) -> ArithmeticResult:
    whole = before.kind == "flow"
    value = None
    if before.value is not None and after.value is not None:
        value = round(after.value - before.value, 6)
        if whole and value < 0:
            detail = (
                f"The total fell from {before.text} ({before.id}) to {after.text} ({after.id}): "
                "it was re-based between them."
            )
            raise NotAddable("series-break", detail, (before.id, after.id))
    ranged = before.value_lower is not None or after.value_lower is not None
    plain = _combined_hedge((before, after)) == "unqualified" and not ranged
    return ArithmeticResult(
        operation="flow" if whole else "net-change",
        quantifier="unqualified" if plain else "approximately",
        value=value,
        value_lower=None,
        value_upper=None,
        start=before.period.end + ONE_DAY if whole else before.period.end,
        end=after.period.end,
        missing=(),
        places=(before.place,),
        claims=(before, after),
    )


def _check_same_question(claims: Sequence[Claim]) -> None:
    if len({_QUESTION(claim) for claim in claims}) == 1:
        return
    for attribute, noun in (
        ("metric", "metrics"),
        ("claimant", "claimants"),
        ("subject", "subjects"),
    ):
        values = dict.fromkeys(getattr(claim, attribute) for claim in claims)
        if len(values) > 1:
            one_each = [
                next(claim.id for claim in claims if getattr(claim, attribute) == value)
                for value in values
            ]
            named = ", ".join(list(values)[:5])
            raise NotAddable(
                f"mixed-{noun}", f"The figures have different {noun}: {named}.", one_each
            )


def _check_same_start(before: Claim, after: Claim) -> None:
    pair = (before.id, after.id)
    if before.period.start is None or after.period.start is None:
        detail = f"{before.id} or {after.id} does not say when the count began."
        raise NotAddable("unknown-start", detail, pair)
    if before.period.start != after.period.start:
        detail = (
            f"{before.id} counts from {before.period.start}, {after.id} from {after.period.start}."
        )
        raise NotAddable("different-start", detail, pair)


def _check_periods(claims: Sequence[Claim]) -> None:
    """Over time at one place: only flows, with disjoint periods. Over places: the same periods."""
    periods = {claim.period.text for claim in claims}
    if claims[0].kind == "stock" and len(periods) > 1:
        ids = [claim.id for claim in _one_of_each_period(claims)]
        named = ", ".join(sorted(periods)[:5])
        detail = (
            f"'{claims[0].metric}' is a stock, counted at a moment; the moments differ: {named}."
        )
        raise NotAddable("stock-over-time", detail, ids)
    unknown = [claim.id for claim in claims if claim.period.start is None]
    if unknown:
        detail = f"{unknown[0]} does not say when its count began, so it may overlap the others."
        raise NotAddable("unknown-start", detail, unknown)
    by_place: dict[str, list[Claim]] = {}
    for claim in claims:
        by_place.setdefault(claim.place, []).append(claim)
    for here in by_place.values():
        _check_overlap(here)
    asked = {frozenset(claim.period.text for claim in here) for here in by_place.values()}
    if len(asked) > 1:
        ids = [claim.id for claim in _one_of_each_period(claims)]
        detail = "The places have figures for different periods; a sum over places needs the same."
        raise NotAddable("unaligned-periods", detail, ids)


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
                f"'{place}' lies within '{container}' or shares ground with it: "
                "what is there would be counted twice."
            )
            raise NotAddable("overlapping-places", detail, (first_at[container], first_at[place]))


def _check_hedges(claims: Sequence[Claim]) -> None:
    hedges = {claim.quantifier for claim in claims}
    if hedges.isdisjoint(LOWER_HEDGES) or hedges.isdisjoint(UPPER_HEDGES):
        return
    least = next(claim for claim in claims if claim.quantifier in LOWER_HEDGES)
    most = next(claim for claim in claims if claim.quantifier in UPPER_HEDGES)
    detail = f"'{least.text}' ({least.id}) is a minimum and '{most.text}' ({most.id}) a maximum."
    raise NotAddable("opposed-bounds", detail, (least.id, most.id))


def _combined_hedge(claims: Sequence[Claim]) -> str:
    """The hedge of a sum is never stronger than those of its parts."""
    hedges = {claim.quantifier for claim in claims}
    if hedges & {"approximately", "between"} or any(claim.period.approximate for claim in claims):
        return "approximately"
    for code in ("more-than", "at-least", "less-than", "up-to"):
        if code in hedges:
            return code
    return "unqualified"


def _with_gaps(hedge: str, missing: tuple[Gap, ...]) -> str:
    """With days missing a sum is at best a minimum, and no maximum at all."""
    if not missing or hedge == "approximately":
        return hedge
    return "approximately" if hedge in UPPER_HEDGES else "at-least"


def _with_ranges(hedge: str, claims: Sequence[Claim]) -> str:
    """A part with a range may be below its value, so that a sum with it is no minimum."""
    one_sided = hedge in LOWER_HEDGES | UPPER_HEDGES
    ranged = any(claim.value_lower is not None for claim in claims)
    return "approximately" if one_sided and ranged else hedge


def _missing_days(claims: Sequence[Claim]) -> tuple[Gap, ...]:
    """The days within the span of a flow that no period holds."""
    if claims[0].kind != "flow":
        return ()
    spans = sorted({(claim.period.start or date.min, claim.period.end) for claim in claims})
    return tuple(
        Gap(before[1] + ONE_DAY, after[0] - ONE_DAY)
        for before, after in pairwise(spans)
        if after[0] > before[1] + ONE_DAY
    )


def _one_of_each_period(claims: Sequence[Claim]) -> list[Claim]:
    return list({claim.period.text: claim for claim in reversed(claims)}.values())[::-1]


def _total(parts: Sequence[int | float | None]) -> int | float | None:
    """The sum, rounded to what a double holds; ``None`` if a part is missing."""
    known = [part for part in parts if part is not None]
    return round(sum(known), 6) if len(known) == len(parts) else None


def _ranged(claims: Sequence[Claim]) -> bool:
    """At least one part has a range, and every other is an exact number."""
    ranged = [claim.value_lower is not None for claim in claims]
    exact = [claim.quantifier == "unqualified" for claim in claims]
    return any(ranged) and all(r or e for r, e in zip(ranged, exact, strict=True))


def _low(claim: Claim) -> int | float | None:
    return claim.value if claim.value_lower is None else claim.value_lower


def _high(claim: Claim) -> int | float | None:
    return claim.value if claim.value_upper is None else claim.value_upper


def _few(claims: Sequence[Claim]) -> str:
    return f"Only {claims[0].id} answers." if claims else "No figure answers."
