"""What may be asked instead of arithmetic that was refused: every address offered is answered."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from api.limits import MAX_LIST_VALUES
from datasets.claims.arithmetic import Ancestors, NotAddable, add, difference
from datasets.claims.claim import Claim

MOST = 5

# What parts the figures of a refusal into sets that may be added, each by itself.
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


CLOCKS = ("as_of", "known_at")


def alternatives(
    refused: NotAddable, claims: Sequence[Claim], ancestors: Ancestors, given: Mapping[str, Any]
) -> tuple[str, ...]:
    """Addresses of legitimate sums and differences, then of the figures at fault.

    These are read side by side, in time, and one by one. All addresses keep the clocks that were
    given: at another time the figures may say something else.
    """
    by_id = {claim.id: claim for claim in claims}
    fault = [by_id[id_] for id_ in refused.figures if id_ in by_id]
    candidates = [*_pairs(fault), *_parts(refused, claims), *_without_overlap(claims, ancestors)]
    works = [address for address, test in candidates if _holds(test, ancestors)]
    works += _readings(fault)
    figures = [f"/v1/figures/{claim.id}" for claim in fault]
    clocks = "&".join(f"{name}={given[name].isoformat()}" for name in CLOCKS if given.get(name))
    return tuple(_at(clocks, address) for address in dict.fromkeys([*works, *figures]))[:MOST]


Candidate = tuple[str, tuple[str, Sequence[Claim]]]


def _pairs(fault: Sequence[Claim]) -> Iterator[Candidate]:
    if len(fault) >= 2:
        pair = (fault[0], fault[-1])
        for op in ("difference", "sum"):
            yield _address(op, pair), (op, pair)


def _readings(fault: Sequence[Claim]) -> Iterator[str]:
    """Figures of one question without arithmetic: rival claims side by side, one's in time."""
    questions = {(claim.metric, claim.subject, claim.place) for claim in fault}
    if len(fault) < 2 or len(questions) > 1:
        return
    metric, subject, place = questions.pop()
    asked = f"metric={metric}&subject={subject}&place={place}"
    claimants = {claim.claimant for claim in fault}
    if len(claimants) > 1:
        newest = max(claim.period.end for claim in fault)
        yield f"/v1/comparisons?{asked}&on={newest.isoformat()}"
    else:
        yield f"/v1/series?{asked}&claimant={claimants.pop()}"


def _parts(refused: NotAddable, claims: Sequence[Claim]) -> Iterator[Candidate]:
    part_of = GROUP_BY.get(refused.code)
    if part_of is None:
        return
    parts: dict[str, list[Claim]] = {}
    for claim in claims:
        parts.setdefault(part_of(claim), []).append(claim)
    for part in sorted(parts.values(), key=len, reverse=True):
        if len(part) <= MAX_LIST_VALUES:
            yield _address("sum", part), ("sum", part)


def _without_overlap(claims: Sequence[Claim], ancestors: Ancestors) -> Iterator[Candidate]:
    """The figures of places that contain no other, or of days that no other figure holds."""
    containing = {
        above for claim in claims for above in ancestors[claim.place] if above != claim.place
    }
    for part in (
        [claim for claim in claims if claim.place not in containing],
        list(_disjoint(claims)),
    ):
        if 2 <= len(part) <= MAX_LIST_VALUES and len(part) < len(claims):
            yield _address("sum", part), ("sum", part)


def _disjoint(claims: Iterable[Claim]) -> Iterator[Claim]:
    last = None
    for claim in sorted(claims, key=lambda claim: (claim.period.end, claim.id)):
        if claim.period.start and (last is None or claim.period.start > last):
            last = claim.period.end
            yield claim


def _address(op: str, claims: Sequence[Claim]) -> str:
    return f"/v1/aggregates?op={op}&figure={','.join(claim.id for claim in claims)}"


def _at(clocks: str, address: str) -> str:
    return address + ("&" if "?" in address else "?") + clocks if clocks else address


def _holds(test: tuple[str, Sequence[Claim]], ancestors: Ancestors) -> bool:
    op, claims = test
    try:
        add(claims, ancestors) if op == "sum" else difference(claims)
    except NotAddable:
        return False
    return True
