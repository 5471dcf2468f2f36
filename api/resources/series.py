"""Time series of the figures on one question: as JSON, as a table, and as a chart."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any

from flask import Response

from api.claims import fetch_series, freshness_by_claimant, gap_documents
from api.context import Args, vintage_of
from api.openapi.blueprint import Blueprint
from api.parameters.parser import question_of
from api.parameters.schemas import QUESTION_PARAMETERS, time_series_parameters
from api.questions import question_title
from api.representations import charts
from api.representations.series_chart import SeriesContext
from api.representations.series_chart import series as series_chart
from api.responses.downloads import csv_response
from api.responses.envelope import Document, dump, iso, json_array, release_meta
from api.responses.hints import question_hints
from api.schemas.series import SeriesAnswerSchema, SeriesPartSchema
from datasets.claims.points import CountCheck, Point
from datasets.claims.series import Series, check_counts
from datasets.release.queries.projection import column_selector
from datasets.release.release import Release
from datasets.release.serialization import json_of

CSV_COLUMNS = (
    "claimant", "nature", "start", "id", "period", "period_start", "period_end", "quantifier",
    "value", "value_lower", "value_upper", "text", "change", "change_quantifier", "reason",
    "claimed_on", "url", "verification", "operation", "figures", "missing", "totals_difference",
    "counted",
)  # fmt: skip
POINT_COLUMNS = (
    "id", "period", "period_start", "period_end", "quantifier", "value", "value_lower",
    "value_upper", "text", "claimed_on", "url",
)  # fmt: skip
_point_columns = column_selector(POINT_COLUMNS)
MEDIA_TYPES: Mapping[str, str] = MappingProxyType(
    {"svg": "image/svg+xml", "png": "image/png", "vl.json": "application/json"}
)
FORMAT_NAMES: Mapping[str, str] = MappingProxyType(
    {"svg": "SVG", "png": "PNG", "vl.json": "Vega-Lite (JSON)"}
)
RENDERERS: Mapping[str, Callable[[Mapping[str, Any]], str | bytes]] = MappingProxyType(
    {"svg": charts.svg, "png": charts.png, "vl.json": charts.vega_lite}
)
_PART = SeriesPartSchema()
PARAMETERS = time_series_parameters()

blueprint = Blueprint(
    "Series",
    __name__,
    url_prefix="/v1",
    description="Figures on one question over time.",
)


@blueprint.operation(
    "/series",
    "get_series",
    PARAMETERS,
    SeriesAnswerSchema,
    summary="Get a time series",
    description="The figures of one metric, subject and place, by claimant. Running totals and "
    "counts of single periods are separate. A figure is in the series if its period ends from "
    "`start_date` to `end_date`. `interval` selects the last total of each interval, and adds its "
    "counts. `change` is null if a difference is not valid; `reason` explains it. `checks` "
    "compares counts with the totals around them. Claimants are never merged, and gaps are listed, "
    "not filled.",
)
def get_series(release: Release, args: Args) -> Document:
    series = fetch_series(release, args)
    freshness = freshness_by_claimant(release, args)
    parts = (_json(part, series.rendered, freshness.get(part.claimant)) for part in series.parts)
    return Document(
        {
            "question": {**question_of(args, release), "interval": args.get("interval")},
            "reason": series.reason,
            "checks": [_check_document(check) for check in check_counts(series.parts)],
            "meta": release_meta(release) | ({} if series.parts else question_hints(release, args)),
        },
        rendered={"data": json_array(parts)},
    )


@blueprint.operation(
    "/series.csv",
    "download_series_csv",
    PARAMETERS,
    {"type": "string"},
    content_type="text/csv",
    summary="Download a time series as CSV",
    description="One row per point: a figure, or the sum of the counts of an interval.",
)
def download_series_csv(release: Release, args: Args) -> Response:
    series = fetch_series(release, args)
    return csv_response("series", CSV_COLUMNS, _point_rows(series.parts, series.rendered))


def draw_series(release: Release, args: Args, extension: str) -> Response:
    series = fetch_series(release, args)
    codes = (args[name] for name in QUESTION_PARAMETERS)
    context = SeriesContext(
        question_title(release, *codes),
        release.id,
        args.get("interval"),
        series.reason,
        vintage_of(args),
    )
    chart = series_chart(series.parts, series.rows(), context)
    return Response(RENDERERS[extension](chart), content_type=MEDIA_TYPES[extension])


for _extension, _media_type in MEDIA_TYPES.items():
    blueprint.operation(
        f"/series.{_extension}",
        f"draw_series_{_extension.replace('.', '_')}",
        PARAMETERS,
        {"type": "object"} if _extension == "vl.json" else {"type": "string"},
        content_type=_media_type,
        summary=f"Draw a time series as {FORMAT_NAMES[_extension]}",
        description="A chart with title, unit, claimants, sources and release. Running totals and "
        "counts are in two panels with one time axis. Marks of hedged numbers are hollow, and "
        "triangles point to the open side of a hedge. Lines are interrupted at gaps, and where two "
        "figures are no steps of one count. A key explains the signs that occur.",
    )(partial(draw_series, extension=_extension))


def _json(part: Series, rows: Mapping[str, str], freshness: Mapping[str, Any] | None) -> str:
    """A part of a series as JSON; the figures among its points are columns of rendered rows."""
    points = json_array([_point(point, rows) for point in part.points])
    values = {**_shared(part), "gaps": gap_documents(part.gaps)}
    rendered = {"points": points, "freshness": json_of(freshness)}
    return dump(_PART, Document(values, rendered))


def _point(point: Point, rows: Mapping[str, str]) -> str:
    if point.operation:
        columns = json_of(point.sum_columns)
    else:
        columns = _point_columns(rows[point.claim.id])
    return f"{columns.removesuffix('}')},{json_of(_conclusions(point)).removeprefix('{')}"


def _shared(part: Series) -> dict[str, Any]:
    return {
        "claimant": part.claimant,
        "claimant_name": part.claimant_name,
        "nature": part.nature,
        "start": part.start,
        "verification": part.verification,
    }


def _conclusions(point: Point) -> dict[str, Any]:
    """The columns of a point that are not those of its figure."""
    check = point.disagreement
    return {
        "change": point.change,
        "change_quantifier": point.change_quantifier,
        "reason": point.reason,
        "operation": point.operation,
        "figures": [figure.id for figure in point.figures],
        "missing": gap_documents(point.missing),
        "totals_difference": check.difference if check else None,
        "counted": check.counted if check else None,
    }


def _check_document(check: CountCheck) -> dict[str, Any]:
    return {
        "totals": [check.before, check.after],
        "count": check.count,
        "figures": list(check.figures),
        "difference": check.difference,
        "counted": check.counted,
        "agrees": check.agrees,
    }


def _point_rows(parts: Sequence[Series], rows: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Yield each point with the values that it shares with the others of its part."""
    for part in parts:
        shared = {**_shared(part), "start": iso(part.start)}
        for point in part.points:
            conclusions = _conclusions(point)
            conclusions["figures"] = ";".join(conclusions["figures"])
            conclusions["missing"] = ";".join(gap.text for gap in point.missing)
            columns = point.sum_columns or json.loads(rows[point.claim.id])
            yield {**columns, **shared, **conclusions}
