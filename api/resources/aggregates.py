"""Sums and differences of figures where they are legitimate, else a problem with the reason."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from flask import Response

from api.aggregation import (
    TablePart,
    answer_of,
    overlapping_places,
    selected_claims,
    table_of,
)
from api.claims import gap_documents
from api.context import Args, vintage_of
from api.openapi.blueprint import Blueprint
from api.parameters.schemas import aggregate_parameters
from api.problems.alternatives import aggregate_url, alternatives
from api.problems.exceptions import ProblemException
from api.questions import result_statement
from api.responses.downloads import csv_response
from api.responses.envelope import Document, dump, iso, json_response, release_meta
from api.schemas.aggregates import AggregateSchema, AggregateTableSchema
from datasets.claims.answers import Answer
from datasets.claims.arithmetic import NotAddable
from datasets.claims.claim import Claim
from datasets.claims.own_figures import agree
from datasets.claims.periods import period_name
from datasets.model.period import parse
from datasets.release.release import Release

NAMED_CODES = ("metric", "subject", "claimant")
DESCRIPTION = (
    "Select figures by id or by filters. All must have the same claimant, metric and "
    "subject. A flow is added over periods or places that do not overlap, a stock over places "
    "that do not overlap at one moment; a rate is never added. The difference of the figures that "
    "filters select is that of the first and the last of one series. A result that the claimant's "
    "own figure contradicts is refused. An error response names the figures that cause it and, if "
    "possible, valid requests."
)
CSV_COLUMNS = (
    "part", "part_name", "what", "metric", "subject", "claimant", "quantifier", "value",
    "value_lower", "value_upper", "text", "unit", "start", "end", "missing", "no_longer_counted",
    "difference_of_totals", "agrees_with_totals", "refusal", "detail", "statement",
)  # fmt: skip
_ANSWER, _TABLE = AggregateSchema(), AggregateTableSchema()

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
    {"oneOf": [AggregateSchema, AggregateTableSchema]},
    problems=["overlapping-periods", "claimant-says-otherwise"],
    summary="Add or subtract figures",
    description=f"{DESCRIPTION} With `by`, the response is a table: each part has its result, or "
    "the reason why it has none.",
)
def aggregate(release: Release, args: Args) -> Response:
    if "by" in args:
        return json_response(dump(_TABLE, Document(_table(release, args))))
    document = {**_result(_answer(release, args), release), "meta": release_meta(release)}
    return json_response(dump(_ANSWER, Document(document)))


@blueprint.operation(
    "/aggregates.csv",
    "download_aggregates_csv",
    aggregate_parameters(),
    {"type": "string"},
    content_type="text/csv",
    problems=["overlapping-periods", "claimant-says-otherwise"],
    summary="Download sums or differences as CSV",
    description=f"{DESCRIPTION} One row per part of the table, with its number or the reason why "
    "it has none; a single row without `by`.",
)
def download_aggregates_csv(release: Release, args: Args) -> Response:
    if "by" in args:
        rows = list(_csv_rows(_table(release, args)["data"]))
    else:
        result = _result(_answer(release, args), release)
        part = {"part": None, "part_name": None, "result": result, "refusal": None}
        rows = list(_csv_rows([part]))
    return csv_response("aggregates", CSV_COLUMNS, rows)


def _answer(release: Release, args: Args) -> Answer:
    """The answer to a request. Raises ProblemException, with requests that work."""
    claims = selected_claims(release, args)
    try:
        return answer_of(release, args, claims)
    except NotAddable as refusal:
        raise _problem(refusal, _alternatives(release, args, claims, refusal)) from None


def _table(release: Release, args: Args) -> dict[str, Any]:
    """The document of a table. Raises ProblemException if no figure belongs to any part."""
    claims = selected_claims(release, args)
    parts, outside = table_of(release, args, claims)
    if not parts:
        detail = f"None of the {len(claims)} figures that match belongs to one {args['by']}."
        refusal = NotAddable("nothing-to-add", detail, [claim.id for claim in claims[:2]])
        raise _problem(refusal, _alternatives(release, args, claims, refusal))
    return {
        "by": args["by"],
        "op": args["op"],
        "data": [_part(part, args["by"], release, vintage_of(args)) for part in parts],
        "coverage": {"outside": list(outside)},
        "meta": release_meta(release),
    }


def _alternatives(
    release: Release, args: Args, claims: Sequence[Claim], refusal: NotAddable
) -> Sequence[str]:
    return alternatives(
        refusal, claims, overlapping_places(release, claims), args, partial(_works, release)
    )


def _works(release: Release, args: Args) -> bool:
    """Whether a request has an answer, or a table with at least one answer."""
    try:
        claims = selected_claims(release, args)
        if "by" in args:
            return any(part.answer for part in table_of(release, args, claims)[0])
        answer_of(release, args, claims)
    except (NotAddable, ProblemException):
        return False
    return True


def _difference_url(refusal: NotAddable, vintage: Args) -> list[str]:
    """The URL of the difference of totals that a refusal names, if any."""
    if not refusal.totals:
        return []
    return [aggregate_url({"op": "difference", "figure": refusal.totals, **vintage})]


def _part(table_part: TablePart, by: str, release: Release, vintage: Args) -> dict[str, Any]:
    key, refusal = table_part.part.key, table_part.refusal
    return {
        "part": key,
        "part_name": period_name(parse(key))
        if table_part.part.days
        else release.codes["", by][key],
        "result": _result(table_part.answer, release) if table_part.answer else None,
        "refusal": {
            "code": refusal.code,
            "detail": refusal.detail,
            "figures": list(refusal.figures),
            "alternatives": _difference_url(refusal, vintage),
        }
        if refusal
        else None,
    }


def _result(answer: Answer, release: Release) -> dict[str, Any]:
    result = answer.result
    claim = result.claims[0]
    names = {name: release.codes["", name][getattr(claim, name)] for name in NAMED_CODES}
    return {
        "what": result.operation,
        "statement": result_statement(release, result),
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
        "text": result.text,
        "start": result.start,
        "end": result.end,
        "coverage": {
            "missing": gap_documents(result.missing),
            "places": list(result.places),
            "no_longer_counted": [_lost_place(lost, release) for lost in result.no_longer_counted],
        },
        "figures": [claim.id for claim in result.claims],
        "own_figures": [
            {
                "figure": own.id,
                "text": own.text,
                "place": own.place,
                "period": own.period.text,
            }
            for own in answer.own_figures
        ],
        "difference_of_totals": _difference_of_totals(answer),
    }


def _difference_of_totals(answer: Answer) -> dict[str, Any] | None:
    totals = answer.totals
    if totals is None:
        return None
    return {
        "figures": [claim.id for claim in totals.claims],
        "value": totals.value,
        "text": totals.text,
        "agrees": agree(answer.result, totals),
    }


def _lost_place(claim: Claim, release: Release) -> dict[str, Any]:
    return {
        "place": claim.place,
        "place_name": release.codes["", "place"][claim.place],
        "figure": claim.id,
        "value": claim.value,
        "text": claim.text,
        "period": claim.period.text,
    }


def _csv_rows(parts: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """One flat row per part; lists of days and places are joined by semicolons."""
    for part in parts:
        result, refusal = part["result"] or {}, part["refusal"] or {}
        coverage = result.get("coverage", {"missing": [], "no_longer_counted": []})
        totals = result.get("difference_of_totals") or {}
        yield {
            **dict.fromkeys(CSV_COLUMNS),
            **{name: value for name, value in result.items() if name in CSV_COLUMNS},
            "part": part["part"],
            "part_name": part["part_name"],
            "start": iso(result.get("start")),
            "end": iso(result.get("end")),
            "missing": ";".join(f"{gap['from']}/{gap['to']}" for gap in coverage["missing"])
            or None,
            "no_longer_counted": ";".join(
                f"{lost['place']}: {lost['text']} ({lost['period']})"
                for lost in coverage["no_longer_counted"]
            )
            or None,
            "difference_of_totals": totals.get("value"),
            "agrees_with_totals": totals.get("agrees"),
            "refusal": refusal.get("code"),
            "detail": refusal.get("detail"),
        }


def _problem(reason: NotAddable, alternatives: Sequence[str]) -> ProblemException:
    error = {
        "parameter": "figure",
        "code": reason.code,
        "detail": reason.detail,
        "figures": reason.figures,
    }
    return ProblemException(reason.code, reason.detail, [error], alternatives)
