"""Sums and differences of the figures that a request selects, checked against the claimant's own.

A request is its validated arguments, and an answer is a value: neither depends on the format.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from api.context import Args
from api.parameters.parser import query_of
from api.problems.exceptions import invalid_parameter
from datasets.claims.answers import Answer, OwnContext, confirmed, own_context_of
from datasets.claims.arithmetic import (
    Ancestors,
    ArithmeticResult,
    NotAddable,
    difference,
    first_and_last,
    is_total,
)
from datasets.claims.claim import Claim, claim_of_row
from datasets.claims.intervals import ONE_DAY
from datasets.claims.parts import Part, parts_of, result_of
from datasets.claims.sums import add
from datasets.model.figure import ClaimRow
from datasets.release.queries.catalog import ancestors, containers
from datasets.release.queries.figures import count_rows, fetch_claims
from datasets.release.queries.query import Query
from datasets.release.release import Release

MAX_FIGURES = 20_000
IN_TIME = ("period_end", "id")
PLACE_FILTERS = ("place", "within", "country")
QUESTION = ("metric", "claimant", "subject")


@dataclass(frozen=True, slots=True)
class TablePart:
    """A part of a table, and its answer or the reason why there is none."""

    part: Part
    answer: Answer | None
    refusal: NotAddable | None


def selected_claims(release: Release, args: Args) -> tuple[Claim, ...]:
    """The figures with the ids in the arguments, or that pass the filters, in the order of time.

    Raises ProblemException if nothing selects them, an id does not match, or there are too many.
    """
    query = replace(query_of(args), sort=IN_TIME)
    ids = args.get("figure")
    if ids:
        query = replace(query, conditions=(*query.conditions, ("figure_id", ids)))
    elif not query.conditions:
        raise invalid_parameter(
            "figure",
            "is required if no filter is set; select figures by id, or by filters such as metric",
        )
    rows = fetch_claims(release, replace(query, limit=MAX_FIGURES + 1)).values()
    if len(rows) > MAX_FIGURES:
        total = count_rows(release, query)
        raise invalid_parameter(
            "figure", f"{total:,} figures match; the maximum is {MAX_FIGURES:,}. Use more filters"
        )
    _check_ids(ids or (), rows)
    return tuple(map(claim_of_row, rows))


def _check_ids(ids: Iterable[str], rows: Collection[ClaimRow]) -> None:
    row_ids = {row.id for row in rows}
    for id_ in ids:
        if id_ not in row_ids:
            detail = f"'{id_}' does not exist or does not match the other parameters"
            raise invalid_parameter("figure", detail, "unknown-code")


def answer_of(release: Release, args: Args, claims: Sequence[Claim]) -> Answer:
    """The sum or difference of the selected figures. Raises NotAddable."""
    if args["op"] == "sum":
        around = overlapping_places(release, claims)
        result = _with_places(release, args, add(claims, around), around)
    else:
        pair = claims if "figure" in args or len(claims) == 2 else first_and_last(claims)
        result = difference(pair)
    if result.operation == "net-change":
        return Answer(result, ())
    # A difference of totals is about the days up to the end of the second.
    parts = result.claims if args["op"] == "sum" else result.claims[1:]
    return confirmed(result, _own_context(release, args, parts, ()))


def table_of(
    release: Release, args: Args, claims: Sequence[Claim]
) -> tuple[tuple[TablePart, ...], tuple[str, ...]]:
    """The parts of a table, and the ids of the selected figures that belong to none."""
    parts = parts_of(args["op"], args["by"], claims)
    around = overlapping_places(release, claims)
    own = _own_context(release, args, claims, claims)

    def table_part(part: Part) -> TablePart:
        try:
            result = result_of(part, args["op"], around)
            if args["by"] != "place":
                result = _with_places(release, args, result, around)
            return TablePart(part, confirmed(result, own, part.days), None)
        except NotAddable as refusal:
            return TablePart(part, None, refusal)

    used = {claim.id for part in parts for claim in part.claims}
    return tuple(map(table_part, parts)), tuple(c.id for c in claims if c.id not in used)


def overlapping_places(release: Release, claims: Sequence[Claim]) -> Ancestors:
    """The places around each place of the claims. A single place needs none."""
    places = {claim.place for claim in claims}
    return ancestors(release, places) if len(places) > 1 else {}


def _with_places(
    release: Release, args: Args, result: ArithmeticResult, around: Ancestors
) -> ArithmeticResult:
    """The same sum of a stock, with the places that the claimant no longer counts."""
    if result.operation != "sum" or result.claims[0].kind != "stock" or "figure" in args:
        return result
    lost = _no_longer_counted(release, args, result)
    if not lost:
        return result
    return add(result.claims, around, minimum=1, no_longer_counted=lost)


def _no_longer_counted(release: Release, args: Args, result: ArithmeticResult) -> tuple[Claim, ...]:
    """The figures of the claimant's previous moment at places that it does not count now.

    Only the places that the request selects count, and no place that contains a place of the sum,
    lies in one, or may overlap with one, as Europe: its people may be counted there. A moment with
    only such places is passed over: it was another count.
    """
    selected = query_of({name: args[name] for name in PLACE_FILTERS if args.get(name)})
    scope = _scope(args, result.claims[:1], *selected.conditions)
    start = result.start or result.end
    earlier = _claims(release, _ending(scope, None, start - ONE_DAY))
    now = _claims(release, _ending(scope, result.end, result.end))
    places = {claim.place for claim in (*result.claims, *now)}
    around = ancestors(release, places | {claim.place for claim in earlier})
    inside = {container for place in places for container in around[place]}
    before = [
        claim
        for claim in earlier
        if claim.place in places
        or (claim.place not in inside and places.isdisjoint(around[claim.place]))
    ]
    last = max((claim.period.end for claim in before), default=None)
    return tuple(
        claim
        for claim in before
        if claim.period.end == last and claim.place not in places and claim.value != 0
    )


def _own_context(
    release: Release, args: Args, claims: Sequence[Claim], otherwise: Sequence[Claim]
) -> OwnContext:
    """The claimant's figures on the questions of the claims, at their places and around them.

    Their periods share a day with those of the claims, or with the day before. Usually there are
    none but the claims themselves, so these are counted before they are read again: ``otherwise``
    replaces them.
    """
    if not claims:
        return own_context_of(())
    places = {claim.place for claim in claims}
    containing = containers(release, places)
    starts = [claim.period.start or claim.period.end for claim in claims if not is_total(claim)]
    ends = [claim.period.end for claim in claims]
    days = (min([*starts, *ends]) - ONE_DAY, max(ends))
    scope = _touching(_scope(args, claims, ("place", sorted(places))), *days)
    own = otherwise if count_rows(release, scope) == len(claims) else _claims(release, scope)
    wider = set().union(*containing.values()) - places
    if wider:
        query = _touching(_scope(args, claims, ("place", sorted(wider))), *days)
        own = (*own, *_claims(release, query))
    return own_context_of(own, containing)


def _scope(args: Args, claims: Sequence[Claim], *conditions: tuple[str, Sequence[Any]]) -> Query:
    """The figures on the questions of the claims, in the vintage of the request."""
    codes = ((name, tuple(sorted({getattr(claim, name) for claim in claims}))) for name in QUESTION)
    more = ((name, tuple(values)) for name, values in conditions)
    return Query(
        (*codes, *more), as_of=args.get("as_of"), known_at=args.get("known_at"), sort=IN_TIME
    )


def _ending(query: Query, first: date | None, last: date) -> Query:
    """The same figures, if their period ends within some days."""
    since = (("ends_from", (first.isoformat(),)),) if first else ()
    until = (("ends_to", (last.isoformat(),)),)
    return replace(query, conditions=(*query.conditions, *since, *until))


def _touching(query: Query, first: date, last: date) -> Query:
    """The same figures, if their period shares a day with some days."""
    window = (("start_date", (first.isoformat(),)), ("end_date", (last.isoformat(),)))
    return replace(query, conditions=(*query.conditions, *window))


def _claims(release: Release, query: Query) -> tuple[Claim, ...]:
    return tuple(map(claim_of_row, fetch_claims(release, query).values()))
