"""Sums and differences of figures where they are legitimate, else a problem with the reason."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from api.claims import gap_documents
from api.context import Args
from api.openapi.blueprint import Blueprint
from api.parameters.parser import query_of
from api.parameters.schemas import aggregate_parameters
from api.problems.alternatives import alternatives
from api.problems.exceptions import ProblemException, invalid_parameter
from api.questions import result_statement
from api.responses.envelope import Document, release_meta
from api.schemas.aggregates import AggregateSchema
from datasets.claims.arithmetic import ArithmeticResult, NotAddable, add, difference
from datasets.claims.claim import claim_of_row
from datasets.claims.statement import UNIT_SYMBOLS, hedged
from datasets.model.figure import ClaimRow
from datasets.release.queries.catalog import ancestors
from datasets.release.queries.figures import count_rows, fetch_claims
from datasets.release.release import Release

MAX_FIGURES = 20_000
NAMED_CODES = ("metric", "subject", "claimant")

blueprint = Blueprint(
    "Arithmetic",
    __name__,
    url_prefix="/v1",
    description="Sums and differences of figures of one claimant.",
)


@blueprint.operation(
    "/aggregates",
    "aggregate",
    aggregate_parameters(),
    AggregateSchema,
    problems=["overlapping-periods"],
    summary="Add or subtract figures",
    description="Select figures by id or by filters. All must have the same claimant, metric and "
    "subject. A flow is added over periods or places that do not overlap, a stock over places "
    "that do not overlap at one moment; a rate is never added. An error response names the "
    "figures that cause it and, if possible, valid requests.",
)
def aggregate(release: Release, args: Args) -> Document:
    claims = [claim_of_row(row) for row in _rows(release, args)]
    places = {claim.place for claim in claims}
    try:
        if args["op"] == "sum":
            result = add(claims, ancestors(release, places) if len(places) > 1 else {})
        else:
            result = difference(claims)
    except NotAddable as reason:
        urls = alternatives(reason, claims, ancestors(release, places), args)
        raise _problem(reason, urls) from None
    return Document(_document(result, release))


def _rows(release: Release, args: Args) -> Collection[ClaimRow]:
    """The figures with the ids in the arguments, or that pass the filters."""
    query = replace(query_of(args), sort=("period_end", "id"))
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
            "figure", f"{total:,} figures match; the maximum is {MAX_FIGURES:,}"
        )
    row_ids = {row.id for row in rows}
    missing = [id_ for id_ in ids or () if id_ not in row_ids]
    if missing:
        raise invalid_parameter(
            "figure",
            f"'{missing[0]}' does not exist or does not match the other parameters",
            "unknown-code",
        )
    return rows


def _document(result: ArithmeticResult, release: Release) -> dict[str, Any]:
    claim = result.claims[0]
    numbers = (result.value, result.value_lower, result.value_upper)
    text = hedged(result.quantifier, *numbers, UNIT_SYMBOLS.get(claim.unit, ""))
    names = {name: release.codes["", name][getattr(claim, name)] for name in NAMED_CODES}
    return {
        "what": result.operation,
        "statement": result_statement(release, result, text),
        "metric": claim.metric,
        "metric_name": names["metric"],
        "unit": claim.unit,
        "kind": claim.kind,
        "subject": claim.subject,
        "subject_name": names["subject"],
        "claimant": claim.claimant,
        "claimant_name": names["claimant"],
        "quantifier": result.quantifier,
        "value": result.value,
        "value_lower": result.value_lower,
        "value_upper": result.value_upper,
        "text": text,
        "start": result.start,
        "end": result.end,
        "coverage": {
            "missing": gap_documents(result.missing),
            "places": list(result.places),
        },
        "figures": [claim.id for claim in result.claims],
        "meta": release_meta(release),
    }


def _problem(reason: NotAddable, alternatives: Sequence[str]) -> ProblemException:
    error = {
        "parameter": "figure",
        "code": reason.code,
        "detail": reason.detail,
        "figures": reason.figures,
    }
    return ProblemException(reason.code, reason.detail, [error], alternatives)
