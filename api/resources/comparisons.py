"""One question, every claimant's latest figure, and how each pair of them stands."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Response
from marshmallow import Schema

from api.claims import Rows, rendered_by_id
from api.config import Config
from api.openapi.blueprint import Blueprint
from api.parameters.query import question_of
from api.parameters.schemas import QUESTION_PARAMETERS, comparison_parameters
from api.representations import charts
from api.responses import caching as responses_caching
from api.responses import downloads as responses_downloads
from api.responses import envelope as responses_envelope
from api.schemas.comparisons import Comparison as ComparisonAnswer
from datasets.claims import comparisons
from datasets.claims.claim import Claim, claim_of_row
from datasets.claims.comparisons import Comparison
from datasets.release.queries import catalog as catalogue
from datasets.release.queries.figures import fetch_last_claims
from datasets.release.queries.query import Query
from datasets.release.release import Release
from datasets.release.serialization import json_of
from datasets.release.store.releases import Releases

COLUMNS = (
    "id", "claimant", "claimant_name", "text", "quantifier", "value", "value_lower", "value_upper",
    "stance", "basis", "derived_from", "period", "period_end", "age_days", "claimed_on",
    "statement", "url", "verdicts",
)  # fmt: skip


@dataclass(frozen=True)
class Compared:
    """A comparison with the rows of the claims that were chosen."""

    on: date
    comparison: Comparison
    rows: Rows

    @property
    def chosen(self) -> list[dict[str, Any]]:
        return [
            {**self.rows[claim.id], "age_days": (self.on - claim.period.end).days}
            for claim in self.comparison.claims
        ]


def blueprint(releases: Releases, config: Config) -> Blueprint:
    """Rival claims side by side."""
    blueprint = Blueprint(
        "Comparisons",
        __name__,
        url_prefix="/v1",
        description="Who says what in answer to one question, and whether they can all be right.",
    )
    parameters = comparison_parameters(lambda: releases.current)

    @blueprint.operation(
        "/comparisons",
        "compare",
        parameters,
        ComparisonAnswer,
        summary="What do the claimants say of one question?",
        description="One metric, subject and place: each claimant's latest figure by the day `on`, "
        "with stance, basis and age; for each pair whether the claims are compatible, "
        "conflicting, indeterminate, not comparable or not independent; the lowest and highest "
        "value claimed and their ratio. Never a mean and never a winner.",
    )
    def compare(given: dict[str, Any]) -> Response:
        release = releases.current
        return responses_caching.cacheable(
            release, given, config, lambda: _document(release, given)
        )

    @blueprint.operation(
        "/comparisons.csv",
        "download_comparison_csv",
        parameters,
        {"type": "string"},
        content_type="text/csv",
        summary="The same as a table (CSV)",
        description="One row for each claimant; the last column says how it stands to the others.",
    )
    def table(given: dict[str, Any]) -> Response:
        release = releases.current
        return responses_caching.cacheable(
            release, given, config, lambda: _table(_compared(release, given))
        )

    _add_picture(blueprint, releases, config, parameters)

    return blueprint


def _add_picture(
    blueprint: Blueprint, releases: Releases, config: Config, parameters: type[Schema]
) -> None:
    @blueprint.operation(
        "/comparisons.svg",
        "draw_comparison",
        parameters,
        {"type": "string"},
        content_type="image/svg+xml",
        summary="The same as a picture (SVG)",
        description="Ranges as bars, one-sided hedges as open markers, approximate ones hollow.",
    )
    def picture(given: dict[str, Any]) -> Response:
        release = releases.current
        return responses_caching.cacheable(release, given, config, lambda: _picture(release, given))


def _compared(release: Release, given: Mapping[str, Any]) -> Compared:
    on = given.get("on") or date.fromisoformat(release.newest)
    asked = Query(
        (
            *((name, (given[name],)) for name in QUESTION_PARAMETERS),
            ("ended_by", (on.isoformat(),)),
        ),
        as_of=given.get("as_of"),
        known_at=given.get("known_at"),
        sort=("period_end", "id"),
    )
    found = fetch_last_claims(release, asked, comparisons.MAX_AGE_DAYS)
    claims = [claim_of_row(row) for row in found.values()]
    comparison = comparisons.compare(claims, on, given["tolerance_days"])
    chosen = rendered_by_id(release, found, [claim.id for claim in comparison.claims])
    return Compared(on, comparison, {id_: json.loads(row) for id_, row in chosen.items()})


def _document(release: Release, given: Mapping[str, Any]) -> Response:
    compared = _compared(release, given)
    comparison = compared.comparison
    body = {
        "question": {
            **question_of(given, release),
            "on": compared.on.isoformat(),
            "tolerance_days": given["tolerance_days"],
        },
        "claims": compared.chosen,
        "verdicts": [
            {
                "figures": [verdict.first, verdict.second],
                "claimants": [
                    compared.rows[id_]["claimant"] for id_ in (verdict.first, verdict.second)
                ],
                "verdict": verdict.verdict,
                "reason": verdict.reason,
            }
            for verdict in comparison.verdicts
        ],
        "lowest": _end(comparison.lowest, "lowest"),
        "highest": _end(comparison.highest, "highest"),
        "ratio": round(comparison.ratio, 4) if comparison.ratio is not None else None,
        "related": list(_related(release, given)),
        "meta": responses_envelope.release_meta(release),
    }
    return responses_envelope.json_response(json_of(body))


def _end(claim: Claim | None, which: str) -> dict[str, Any] | None:
    if claim is None:
        return None
    return {"figure": claim.id, "claimant": claim.claimant, "value": getattr(claim, which)}


def _related(release: Release, given: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """Questions about what this metric is made of, or what it is a part of: never mixed with it."""
    rest = "&".join(f"{name}={given[name]}" for name in QUESTION_PARAMETERS if name != "metric")
    for relation, metric in catalogue.related_metrics(release, given["metric"]):
        address = f"/v1/comparisons?metric={metric}&{rest}"
        yield {"metric": metric, "relation": relation, "address": address}


def _table(compared: Compared) -> Response:
    said: dict[str, list[str]] = {}
    for verdict in compared.comparison.verdicts:
        for one, other in ((verdict.first, verdict.second), (verdict.second, verdict.first)):
            rival = compared.rows[other]["claimant"]
            said.setdefault(one, []).append(f"{verdict.verdict} with {rival}")
    rows = [{**row, "verdicts": "; ".join(said.get(row["id"], []))} for row in compared.chosen]
    return responses_downloads.table("comparison", COLUMNS, rows)


def _picture(release: Release, given: Mapping[str, Any]) -> Response:
    spec = charts.comparison(_compared(release, given).chosen, release.id)
    return Response(charts.svg(spec), content_type="image/svg+xml")
