"""Alternatives to arithmetic that was refused: requests that are known to work."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from api.context import Args, vintage_of
from api.limits import MAX_LIST_VALUES
from datasets.claims.arithmetic import Ancestors, NotAddable, is_total
from datasets.claims.claim import Claim

MAX_ALTERNATIVES = 5
MAX_OPERATIONS = 3  # of these: the others are series and figures
MAX_ATTEMPTS = 8
PERIOD_PARAMETERS = ("start_date", "end_date", "on", "ends_from", "ends_to")

# How to divide the figures of a refusal into sets, each of which may be summed.
GROUP_BY: Mapping[str, Callable[[Claim], str]] = MappingProxyType(
    {
        "mixed-metrics": lambda claim: claim.metric,
        "mixed-claimants": lambda claim: claim.claimant,
        "mixed-subjects": lambda claim: claim.subject,
        "stock-over-time": lambda claim: claim.period.text,
        "unaligned-periods": lambda claim: claim.period.text,
        "overlapping-periods": lambda claim: str(is_total(claim)),
        "claimant-says-otherwise": lambda claim: str(is_total(claim)),
        "different-start": lambda claim: str(claim.period.start),
        "unknown-start": lambda claim: str(claim.period.start is None),
        "opposed-bounds": lambda claim: claim.quantifier,
    }
)

# Further filters for the figures that a request selects by filters.
NARROWER: Mapping[str, tuple[Mapping[str, Any], ...]] = MappingProxyType(
    {
        "overlapping-periods": (
            {"op": "difference", "nature": ("total",)},
            {"op": "sum", "nature": ("count",)},
        ),
        "overlapping-places": ({"by": "place"},),
        "mixed-subjects": ({"by": "subject"},),
        "claimant-says-otherwise": (
            {"op": "difference", "nature": ("total",)},
            {"op": "sum", "nature": ("count",)},
        ),
        "unknown-start": ({"nature": ("count",)},),
        "different-start": ({"op": "sum", "nature": ("count",)},),
        "not-a-pair": (
            {"op": "difference", "nature": ("total",)},
            {"op": "sum"},
            {"by": "place"},
        ),
        "stock-over-time": ({"op": "difference"}, {"by": "year"}),
        "intensive-metric": ({"op": "difference"},),
        "nothing-to-add": ({"op": "difference"},),
    }
)
# The parameter that tells apart what a refusal names as mixed.
MIXED = MappingProxyType(
    {
        "mixed-metrics": "metric",
        "mixed-claimants": "claimant",
        "mixed-subjects": "subject",
        "opposed-bounds": "quantifier",
    }
)


def alternatives(
    error: NotAddable,
    claims: Sequence[Claim],
    ancestors: Ancestors,
    args: Args,
    works: Callable[[Args], bool],
) -> tuple[str, ...]:
    """URLs of valid sums and differences, of comparisons or series, then of the figures at fault.

    ``works`` executes a request. Every URL repeats the vintage parameters of ``args``: in another
    vintage the figures may differ. If the claimant has another number, its figure comes first.
    """
    by_id = {claim.id: claim for claim in claims}
    at_fault = [by_id[figure_id] for figure_id in error.figures if figure_id in by_id]
    vintage = vintage_of(args)
    by_filters = [] if "figure" in args else _valid(_narrower(error.code, claims, args), works)
    totals = [{"op": "difference", "figure": error.totals, **vintage}] if error.totals else []
    by_ids = (
        {"op": name, "figure": tuple(claim.id for claim in figures), **vintage}
        for name, figures in _operations(error, at_fault, claims, ancestors)
        if len(figures) <= MAX_LIST_VALUES
    )
    operations = [*_valid(totals, works), *(by_filters or _valid(by_ids, works))]
    figures = [f"/v1/figures/{figure_id}" for figure_id in error.figures]
    own = figures if error.code == "claimant-says-otherwise" else []
    others = [*own, *_without_arithmetic(at_fault or claims, claims), *figures]
    urls = [_with_vintage(url, vintage) for url in others]
    ordered = [*urls[: len(own)], *operations, *urls[len(own) :]]
    return tuple(dict.fromkeys(ordered))[:MAX_ALTERNATIVES]


def _valid(candidates: Iterable[Args], works: Callable[[Args], bool]) -> list[str]:
    """The URLs of the first candidates that work."""
    distinct = {aggregate_url(candidate): candidate for candidate in candidates}
    attempts = islice(distinct.items(), MAX_ATTEMPTS)
    return list(islice((url for url, args in attempts if works(args)), MAX_OPERATIONS))


def aggregate_url(args: Args) -> str:
    """The URL of a sum or difference with these arguments."""
    pairs = (f"{name}={_text(args[name])}" for name in args if args[name] is not None)
    return f"/v1/aggregates?{'&'.join(pairs)}"


def _text(value: Any) -> str:
    if isinstance(value, tuple):
        return ",".join(map(_text, value))
    if isinstance(value, date):
        return value.isoformat()
    return quote(f"{value:.15g}" if isinstance(value, float) else str(value), safe=":~")


def _narrower(code: str, claims: Sequence[Claim], args: Args) -> Iterator[Args]:
    """The same request with further filters."""
    for changes in NARROWER.get(code, ()):
        if all(args.get(name) in (None, value) for name, value in changes.items() if name != "op"):
            yield {**args, **changes}
    if code in MIXED:
        name = MIXED[code]
        counts = Counter(getattr(claim, name) for claim in claims)
        yield from ({**args, name: (value,)} for value, _ in counts.most_common(2))
    if code in ("stock-over-time", "unaligned-periods"):
        others = {name: value for name, value in args.items() if name not in PERIOD_PARAMETERS}
        ends = Counter(claim.period.end for claim in claims)
        latest = max(ends, key=lambda end: (code == "stock-over-time" or ends[end], end))
        yield {**others, "ends_from": latest, "ends_to": latest}


def _operations(
    error: NotAddable, at_fault: Sequence[Claim], claims: Sequence[Claim], ancestors: Ancestors
) -> Iterator[tuple[str, Sequence[Claim]]]:
    """Operations, ``sum`` or ``difference``, on some of the figures."""
    if error.code in ("overlapping-periods", "claimant-says-otherwise", "not-a-pair"):
        yield from _ends_of_totals(claims)
    elif len(at_fault) >= 2:
        pair = (at_fault[0], at_fault[-1])
        yield "difference", pair
        yield "sum", pair
    yield from _groups(error.code, claims)
    yield from _without_overlap(error, claims, ancestors)


def _ends_of_totals(claims: Sequence[Claim]) -> Iterator[tuple[str, Sequence[Claim]]]:
    """The difference of the first and the last figure that have the same start."""
    groups: dict[tuple[str, date | None], list[Claim]] = {}
    for claim in sorted(claims, key=lambda claim: (claim.period.end, claim.id)):
        start = claim.period.start if claim.kind == "flow" else None
        groups.setdefault((claim.place, start), []).append(claim)
    largest = max(groups.values(), key=len, default=[])
    if len(largest) >= 2:
        yield "difference", (largest[0], largest[-1])


def _groups(code: str, claims: Sequence[Claim]) -> Iterator[tuple[str, Sequence[Claim]]]:
    """The sum of each group of figures, the largest group first."""
    group_of = GROUP_BY.get(code)
    if group_of is None:
        return
    groups: dict[str, list[Claim]] = {}
    for claim in claims:
        groups.setdefault(group_of(claim), []).append(claim)
    for group in sorted(groups.values(), key=len, reverse=True):
        if 2 <= len(group) < len(claims):
            yield "sum", group


def _without_overlap(
    error: NotAddable, claims: Sequence[Claim], ancestors: Ancestors
) -> Iterator[tuple[str, Sequence[Claim]]]:
    """Sums over places that contain no other place, or over periods that do not overlap.

    Totals and counts are never mixed: the sum would be about other days than the request. Of two
    numbers for one period each is left out once.
    """
    containing = {
        ancestor
        for claim in claims
        for ancestor in ancestors.get(claim.place, ())
        if ancestor != claim.place
    }
    counts = [claim for claim in claims if not is_total(claim)]
    smallest = [claim for claim in claims if claim.place not in containing]
    groups = [smallest, list(_disjoint(counts))]
    periods = Counter((claim.metric, claim.place, claim.period.text) for claim in counts)
    if max(periods.values(), default=0) > 1:
        groups = [[claim for claim in claims if claim.id != one] for one in error.figures]
    yield from (("sum", group) for group in groups if 2 <= len(group) < len(claims))


def _disjoint(claims: Iterable[Claim]) -> Iterator[Claim]:
    last_end = None
    for claim in sorted(claims, key=lambda claim: (claim.period.end, claim.id)):
        if claim.period.start and (last_end is None or claim.period.start > last_end):
            last_end = claim.period.end
            yield claim


def _without_arithmetic(at_fault: Sequence[Claim], claims: Sequence[Claim]) -> Iterator[str]:
    """The comparison of several claimants, or the series of one, if all answer one question."""
    questions = {(claim.metric, claim.subject, claim.place) for claim in at_fault}
    if len(questions) != 1:
        return
    [question] = questions
    metric, subject, place = question
    filters = f"metric={metric}&subject={subject}&place={place}"
    claimants = {claim.claimant for claim in at_fault}
    ends = [
        claim.period.end
        for claim in claims
        if claim.claimant in claimants and (claim.metric, claim.subject, claim.place) == question
    ]
    if len(ends) < 2:
        return
    if len(claimants) > 1:
        yield f"/v1/comparisons?{filters}&on={max(ends)}"
    else:
        dates = f"start_date={min(ends)}&end_date={max(ends)}"
        yield f"/v1/series?{filters}&claimant={claimants.pop()}&{dates}"


def _with_vintage(url: str, vintage: Args) -> str:
    query = "&".join(f"{name}={_text(value)}" for name, value in vintage.items())
    return url + ("&" if "?" in url else "?") + query if query else url
