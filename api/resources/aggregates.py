"""Sums and differences where they are legitimate, and refusals where they are not."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import Response

from api.claims import gap_documents
from api.config import Config
from api.openapi.blueprint import Blueprint
from api.parameters.query import query_of
from api.parameters.schemas import aggregate_parameters
from api.problems.alternatives import alternatives
from api.problems.exceptions import ProblemException, invalid_parameter
from api.responses import caching as responses_caching
from api.responses import envelope as responses_envelope
from api.schemas.aggregates import Aggregate
from datasets.claims import arithmetic
from datasets.claims.arithmetic import ArithmeticResult, NotAddable
from datasets.claims.claim import claim_of_row
from datasets.claims.statement import UNIT_SYMBOLS, hedged, span_text
from datasets.model.claim_columns import ClaimRow
from datasets.release.queries import catalog as catalogue
from datasets.release.queries import figures as query
from datasets.release.release import Release
from datasets.release.serialization import json_of
from datasets.release.store.releases import Releases

MOST_FIGURES = 20_000


def blueprint(releases: Releases, config: Config) -> Blueprint:
    """Arithmetic that says what it is, or why not."""
    blueprint = Blueprint(
        "Arithmetic",
        __name__,
        url_prefix="/v1",
        description="Sums and differences of figures of one claimant, where they are honest.",
    )

    @blueprint.operation(
        "/aggregates",
        "aggregate",
        aggregate_parameters(lambda: releases.current),
        Aggregate,
        problems=["overlapping-periods"],
        summary="Add figures up, or take one from another",
        description="Choose figures by id or by filters. Only figures of one claimant, metric and "
        "subject are added: a flow over disjoint periods or places, a stock over disjoint places "
        "at one moment, a rate never. A refusal names the figures at fault and what to ask "
        "instead.",
    )
    def aggregate(given: dict[str, Any]) -> Response:
        release = releases.current
        return responses_caching.cacheable(release, given, config, lambda: _answer(release, given))

    return blueprint


def _answer(release: Release, given: Mapping[str, Any]) -> Response:
    rows = _rows(release, given)
    claims = [claim_of_row(row) for row in rows]
    places = {claim.place for claim in claims}
    try:
        if given["op"] == "sum":
            around = catalogue.ancestors(release, places) if len(places) > 1 else {}
            outcome = arithmetic.add(claims, around)
        else:
            outcome = arithmetic.difference(claims)
    except NotAddable as refused:
        ancestors = catalogue.ancestors(release, places)
        asked_instead = alternatives(refused, claims, ancestors, given)
        raise _refusal(refused, asked_instead) from None
    body = {**_told(outcome, release), "meta": responses_envelope.release_meta(release)}
    return responses_envelope.json_response(json_of(body))


def _rows(release: Release, given: Mapping[str, Any]) -> Collection[ClaimRow]:
    asked = replace(query_of(given), sort=("period_end", "id"))
    ids = given.get("figure")
    if ids:
        asked = replace(asked, conditions=(*asked.conditions, ("figure_id", ids)))
    elif not asked.conditions:
        raise invalid_parameter(
            "figure", "is missing: choose figures by id, or by filters such as metric"
        )
    rows = query.fetch_claims(release, replace(asked, limit=MOST_FIGURES + 1)).values()
    if len(rows) > MOST_FIGURES:
        total = query.count_rows(release, asked)
        raise invalid_parameter(
            "figure", f"{total:,} figures answer; at most {MOST_FIGURES:,} are added at once"
        )
    known = {row.id for row in rows}
    missing = [id_ for id_ in ids or () if id_ not in known]
    if missing:
        raise invalid_parameter(
            "figure", f"'{missing[0]}' is no figure that answers", "unknown-code"
        )
    return rows


def _told(outcome: ArithmeticResult, release: Release) -> dict[str, Any]:
    claim = outcome.claims[0]
    numbers = (outcome.value, outcome.value_lower, outcome.value_upper)
    text = hedged(outcome.quantifier, *numbers, UNIT_SYMBOLS.get(claim.unit, ""))
    names = {name: release.codes["", name][getattr(claim, name)] for name in NAMED}
    where = names["place"] if len(outcome.places) == 1 else f"{len(outcome.places)} places"
    parts = f"{OPERATIONS[outcome.operation]} {len(outcome.claims)} figures of {names['claimant']}"
    return {
        "what": outcome.operation,
        "statement": f"{parts}: {text} {names['metric']}, {names['subject']}, {where}, "
        f"{span_text(outcome.start, outcome.end)}",
        "metric": claim.metric,
        "metric_name": names["metric"],
        "unit": claim.unit,
        "kind": claim.kind,
        "subject": claim.subject,
        "subject_name": names["subject"],
        "claimant": claim.claimant,
        "claimant_name": names["claimant"],
        "quantifier": outcome.quantifier,
        "value": outcome.value,
        "value_lower": outcome.value_lower,
        "value_upper": outcome.value_upper,
        "text": text,
        "start": responses_envelope.iso(outcome.start),
        "end": outcome.end.isoformat(),
        "coverage": {
            "missing": gap_documents(outcome.missing),
            "places": list(outcome.places),
        },
        "figures": [claim.id for claim in outcome.claims],
    }


NAMED = ("metric", "subject", "place", "claimant")
OPERATIONS = {"sum": "Sum of", "flow": "Difference of", "net-change": "Net change between"}


def _refusal(refused: NotAddable, asked_instead: Sequence[str]) -> ProblemException:
    error = {
        "parameter": "figure",
        "code": refused.code,
        "detail": refused.detail,
        "figures": refused.figures,
    }
    return ProblemException(refused.code, refused.detail, [error], asked_instead)
