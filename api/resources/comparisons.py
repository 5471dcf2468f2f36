"""Comparisons: the latest figure of each claimant on one question, and how each pair relates."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask import Response

from api.comparison import compared_claims
from api.context import Args, vintage_of
from api.openapi.blueprint import Blueprint
from api.parameters.parser import question_of
from api.parameters.schemas import QUESTION_PARAMETERS, comparison_parameters
from api.questions import question_title
from api.representations import charts, comparison_chart
from api.representations.comparison_rows import ChartContext
from api.responses.downloads import csv_response
from api.responses.envelope import Document, json_array, release_meta
from api.responses.hints import question_hints
from api.schemas.comparisons import ComparisonSchema
from datasets.claims.claim import Claim
from datasets.release.queries.catalog import related_metrics
from datasets.release.release import Release
from datasets.release.serialization import json_of

COLUMNS = (
    "id", "claimant", "claimant_name", "text", "quantifier", "value", "value_lower", "value_upper",
    "stance", "basis", "derived_from", "period", "period_end", "age_days", "claimed_on",
    "statement", "url", "verdicts", "comparable_with", "verdict_with_newest", "verdict_reasons",
)  # fmt: skip
PARAMETERS = comparison_parameters()
DEFAULT_SORT = ("claimant",)
CHART_SORT = ("-value",)

blueprint = Blueprint(
    "Comparisons",
    __name__,
    url_prefix="/v1",
    description="Comparisons of what different claimants say on one question.",
)


@blueprint.operation(
    "/comparisons",
    "compare",
    PARAMETERS,
    ComparisonSchema,
    summary="Compare the claimants on one question",
    description="The latest figure of each claimant for one metric, subject and place until the "
    "day `on`, with stance, basis and age. For each pair, whether the claims are compatible, "
    "conflicting, indeterminate, not comparable, not independent or of one claimant. The lowest "
    "and the highest value and their ratio, only among claims that are comparable with the newest "
    "one; `ratio_reason` explains it. A bare documented count is read as a floor. No mean is "
    "computed, and no claim is chosen.",
)
def compare(release: Release, args: Args) -> Document:
    compared = compared_claims(release, args)
    comparison = compared.comparison
    values = {
        "question": {
            **question_of(args, release),
            "on": compared.on.isoformat(),
            "tolerance_days": args["tolerance_days"],
        },
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
        "lowest": _extreme(comparison.lowest, "lowest"),
        "highest": _extreme(comparison.highest, "highest"),
        "ratio": round(comparison.ratio, 4) if comparison.ratio is not None else None,
        "ratio_reason": comparison.ratio_reason,
        "newest": next((claim.id for claim in comparison.current), None),
        "related": list(_related_questions(release, args)),
        "meta": release_meta(release)
        | ({} if comparison.claims else question_hints(release, args)),
    }
    rows = compared.rows_of_claims(args.get("sort", DEFAULT_SORT))
    return Document(values, rendered={"claims": json_array(map(json_of, rows))})


@blueprint.operation(
    "/comparisons.csv",
    "download_comparison_csv",
    PARAMETERS,
    {"type": "string"},
    content_type="text/csv",
    summary="Download a comparison as CSV",
    description="One row per claim. `verdicts` lists the verdicts on the claim and each other "
    "claim, and `verdict_reasons` their reasons.",
)
def download_comparison_csv(release: Release, args: Args) -> Response:
    compared = compared_claims(release, args)
    verdicts: dict[str, list[str]] = {}
    reasons: dict[str, list[str]] = {}
    for verdict in compared.comparison.verdicts:
        for id_, other in ((verdict.first, verdict.second), (verdict.second, verdict.first)):
            text = f"{verdict.verdict} with {compared.rows[other]['claimant']}"
            verdicts.setdefault(id_, []).append(text)
            reasons.setdefault(id_, []).append(f"{text} ({other}): {verdict.reason}")
    rows = [
        {
            **row,
            "verdicts": "; ".join(verdicts.get(row["id"], [])),
            "verdict_reasons": "; ".join(reasons.get(row["id"], [])),
        }
        for row in compared.rows_of_claims(args.get("sort", DEFAULT_SORT))
    ]
    return csv_response("comparison", COLUMNS, rows)


@blueprint.operation(
    "/comparisons.svg",
    "draw_comparison",
    PARAMETERS,
    {"type": "string"},
    content_type="image/svg+xml",
    summary="Draw a comparison as SVG",
    description="A chart with a dated row per claim. Claims that are not comparable in time with "
    "the newest one follow in grey. Ranges are bars. Markers of hedged numbers are hollow; "
    "triangles point to the open side of a hedge. The axis begins at 0, or says that it does not.",
)
def draw_comparison(release: Release, args: Args) -> Response:
    compared = compared_claims(release, args)
    context = ChartContext(
        question=question_title(release, *(args[name] for name in QUESTION_PARAMETERS)),
        on=compared.on,
        tolerance_days=args["tolerance_days"],
        sort=args.get("sort", CHART_SORT),
        vintages=vintage_of(args),
        release=release.id,
    )
    chart = comparison_chart.comparison(compared.comparison, compared.rows, context)
    return Response(charts.svg(chart), content_type="image/svg+xml")


def _extreme(claim: Claim | None, bound: str) -> dict[str, Any] | None:
    if claim is None:
        return None
    return {"figure": claim.id, "claimant": claim.claimant, "value": getattr(claim, bound)}


def _related_questions(release: Release, args: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """Yield the questions on components and composites of the metric: they are never mixed."""
    others = "&".join(f"{name}={args[name]}" for name in QUESTION_PARAMETERS if name != "metric")
    for relation, metric in related_metrics(release, args["metric"]):
        url = f"/v1/comparisons?metric={metric}&{others}"
        yield {"metric": metric, "relation": relation, "address": url}
