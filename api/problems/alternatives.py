"""Alternatives to arithmetic that was refused: requests that are known to work."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from api.limits import MAX_LIST_VALUES
from datasets.claims.arithmetic import Ancestors, NotAddable, add, difference
from datasets.claims.claim import Claim

MAX_ALTERNATIVES = 5
VINTAGE_PARAMETERS = ("as_of", "known_at")

# How to divide the figures of a refusal into sets, each of which may be summed.
GROUP_BY: dict[str, Callable[[Claim], str]] = {
    "mixed-metrics": lambda claim: claim.metric,
    "mixed-claimants": lambda claim: claim.claimant,
    "mixed-subjects": lambda claim: claim.subject,
    "stock-over-time": lambda claim: claim.period.text,
    "unaligned-periods": lambda claim: claim.period.text,
    "overlapping-periods": lambda claim: str(claim.period.start),
    "different-start": lambda claim: str(claim.period.start),
    "unknown-start": lambda claim: str(claim.period.start is None),
    "opposed-bounds": lambda claim: claim.quantifier,
}

Operation = tuple[str, Sequence[Claim]]  # "sum" or "difference", and its figures


def alternatives(
    error: NotAddable, claims: Sequence[Claim], ancestors: Ancestors, args: Mapping[str, Any]
) -> tuple[str, ...]:
    """URLs of valid sums and differences, of comparisons or series, then of the figures at fault.

    Every URL repeats the vintage parameters of ``args``: in another vintage the figures may differ.
    """
    by_id = {claim.id: claim for claim in claims}
    at_fault = [by_id[figure_id] for figure_id in error.figures if figure_id in by_id]
    operations = [
        *_pairs(at_fault),
        *_groups(error.code, claims),
        *_without_overlap(claims, ancestors),
    ]
    urls = [
        *(_url(operation) for operation in operations if _is_valid(operation, ancestors)),
        *_without_arithmetic(at_fault),
        *(f"/v1/figures/{claim.id}" for claim in at_fault),
    ]
    vintage = "&".join(
        f"{name}={args[name].isoformat()}" for name in VINTAGE_PARAMETERS if args.get(name)
    )
    return tuple(_with_query(url, vintage) for url in dict.fromkeys(urls))[:MAX_ALTERNATIVES]


def _pairs(at_fault: Sequence[Claim]) -> Iterator[Operation]:
    if len(at_fault) >= 2:
        pair = (at_fault[0], at_fault[-1])
        yield "difference", pair
        yield "sum", pair


def _groups(code: str, claims: Sequence[Claim]) -> Iterator[Operation]:
    """The sum of each group of figures, the largest group first."""
    group_of = GROUP_BY.get(code)
    if group_of is None:
        return
    groups: dict[str, list[Claim]] = {}
    for claim in claims:
        groups.setdefault(group_of(claim), []).append(claim)
    for group in sorted(groups.values(), key=len, reverse=True):
        if len(group) <= MAX_LIST_VALUES:
            yield "sum", group


def _without_overlap(claims: Sequence[Claim], ancestors: Ancestors) -> Iterator[Operation]:
    """The sum over places that contain no other place, and over periods that do not overlap."""
    containing = {
        ancestor
        for claim in claims
        for ancestor in ancestors[claim.place]
        if ancestor != claim.place
    }
    smallest_places = [claim for claim in claims if claim.place not in containing]
    for group in (smallest_places, list(_disjoint(claims))):
        if 2 <= len(group) <= MAX_LIST_VALUES and len(group) < len(claims):
            yield "sum", group


def _disjoint(claims: Iterable[Claim]) -> Iterator[Claim]:
    last_end = None
    for claim in sorted(claims, key=lambda claim: (claim.period.end, claim.id)):
        if claim.period.start and (last_end is None or claim.period.start > last_end):
            last_end = claim.period.end
            yield claim


def _without_arithmetic(at_fault: Sequence[Claim]) -> Iterator[str]:
    """The comparison of several claimants, or the series of one, if all answer one question."""
    questions = {(claim.metric, claim.subject, claim.place) for claim in at_fault}
    if len(at_fault) < 2 or len(questions) > 1:
        return
    metric, subject, place = questions.pop()
    filters = f"metric={metric}&subject={subject}&place={place}"
    claimants = {claim.claimant for claim in at_fault}
    if len(claimants) > 1:
        newest = max(claim.period.end for claim in at_fault)
        yield f"/v1/comparisons?{filters}&on={newest.isoformat()}"
    else:
        yield f"/v1/series?{filters}&claimant={claimants.pop()}"


def _is_valid(operation: Operation, ancestors: Ancestors) -> bool:
    name, claims = operation
    try:
        add(claims, ancestors) if name == "sum" else difference(claims)
    except NotAddable:
        return False
    return True


def _url(operation: Operation) -> str:
    name, claims = operation
    return f"/v1/aggregates?op={name}&figure={','.join(claim.id for claim in claims)}"


def _with_query(url: str, query: str) -> str:
    return url + ("&" if "?" in url else "?") + query if query else url
