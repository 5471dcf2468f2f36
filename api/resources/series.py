"""Figures of one question as a series in time, as a table and as a picture."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from flask import Response

from api.claims import gap_documents, series_with_rendered_rows, series_with_rows
from api.config import Config
from api.openapi.blueprint import Blueprint
from api.parameters.query import question_of
from api.parameters.schemas import time_series_parameters
from api.representations import charts
from api.responses import caching as responses_caching
from api.responses import downloads as responses_downloads
from api.responses import envelope as responses_envelope
from api.schemas.series import SeriesAnswer
from datasets.claims.series import Point, Series, check_counts
from datasets.release.queries.projection import column_selector
from datasets.release.release import Release
from datasets.release.serialization import json_of
from datasets.release.store.releases import Releases

COLUMNS = (
    "claimant", "nature", "start", "id", "period", "period_start", "period_end", "quantifier",
    "value", "value_lower", "value_upper", "text", "change", "change_quantifier", "reason",
    "claimed_on", "url",
)  # fmt: skip
SHOWN = (
    "id", "period", "period_start", "period_end", "quantifier", "value", "value_lower",
    "value_upper", "text", "claimed_on", "url",
)  # fmt: skip
_shown = column_selector(SHOWN)
MEDIA = {"svg": "image/svg+xml", "png": "image/png", "vl.json": "application/json"}
DRAWN: Mapping[str, Callable[[Mapping[str, Any]], str | bytes]] = MappingProxyType(
    {"svg": charts.svg, "png": charts.png, "vl.json": charts.vega_lite}
)


def blueprint(releases: Releases, config: Config) -> Blueprint:
    """A series, as data and as a picture."""
    blueprint = Blueprint(
        "Series",
        __name__,
        url_prefix="/v1",
        description="One question in time; gaps are told, never filled.",
    )
    parameters = time_series_parameters(lambda: releases.current)

    @blueprint.operation(
        "/series",
        "get_series",
        parameters,
        SeriesAnswer,
        summary="One question in time",
        description="The figures of one metric, subject and place, by claimant; totals since a day "
        "and counts of single days are told apart and held against each other. `change` is given "
        "only where it is legitimate, else the reason why not. Several claimants are never merged.",
    )
    def series(given: dict[str, Any]) -> Response:
        release = releases.current
        return responses_caching.cacheable(
            release, given, config, lambda: _document(release, given)
        )

    @blueprint.operation(
        "/series.csv",
        "download_series_csv",
        parameters,
        {"type": "string"},
        content_type="text/csv",
        summary="The same as a table (CSV)",
        description="One row for each figure.",
    )
    def table(given: dict[str, Any]) -> Response:
        release = releases.current
        return responses_caching.cacheable(release, given, config, lambda: _table(release, given))

    for ending, media_type in MEDIA.items():
        _add_picture(blueprint, ending, media_type, releases, config)
    return blueprint


def _add_picture(
    blueprint: Blueprint, ending: str, media_type: str, releases: Releases, config: Config
) -> None:
    @blueprint.operation(
        f"/series.{ending}",
        f"draw_series_{ending.replace('.', '_')}",
        time_series_parameters(lambda: releases.current),
        {"type": "object"} if ending == "vl.json" else {"type": "string"},
        content_type=media_type,
        summary=f"The same as a picture ({ending})",
        description="Ranges as bands, one-sided hedges as open markers, approximate ones hollow, "
        "breaks as gaps; title, unit, claimants, source and release stand in the picture.",
    )
    def picture(given: dict[str, Any]) -> Response:
        release = releases.current
        return responses_caching.cacheable(
            release, given, config, lambda: _picture(release, given, ending)
        )


def _document(release: Release, given: Mapping[str, Any]) -> Response:
    rows, series = series_with_rendered_rows(release, given)
    question = {**question_of(given, release), "interval": given.get("interval")}
    held = [
        {
            "totals": [check.before, check.after],
            "count": check.count,
            "difference": check.difference,
            "counted": check.counted,
            "agrees": check.agrees,
        }
        for check in check_counts(series)
    ]
    return responses_envelope.json_response(
        f'{{"question":{json_of(question)},"data":[{",".join(_told(one, rows) for one in series)}],'
        f'"checks":{json_of(held)},"meta":{json_of(responses_envelope.release_meta(release))}}}'
    )


def _told(series: Series, rows: Mapping[str, str]) -> str:
    """A series as a JSON object: its points are cut out of rendered rows."""
    points = ",".join([_point(point, rows[point.claim.id]) for point in series.points])
    shared = json_of(_shared(series)).removesuffix("}")
    return f'{shared},"points":[{points}],"gaps":{json_of(gap_documents(series.gaps))}}}'


def _point(point: Point, row: str) -> str:
    return f"{_shown(row).removesuffix('}')},{json_of(_changed(point)).removeprefix('{')}"


def _shared(series: Series) -> dict[str, Any]:
    return {
        "claimant": series.claimant,
        "claimant_name": series.claimant_name,
        "nature": series.nature,
        "start": responses_envelope.iso(series.start),
    }


def _changed(point: Point) -> dict[str, Any]:
    return {
        "change": point.change,
        "change_quantifier": point.change_quantifier,
        "reason": point.reason,
    }


def _table(release: Release, given: Mapping[str, Any]) -> Response:
    rows, series = series_with_rendered_rows(release, given)
    return responses_downloads.table("series", COLUMNS, _flat(series, rows))


def _flat(series: Sequence[Series], rows: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Each point with what it shares with the others of its series."""
    for one in series:
        shared = _shared(one)
        for point in one.points:
            row = json.loads(rows[point.claim.id])
            yield {**row, **shared, **_changed(point)}


def _picture(release: Release, given: Mapping[str, Any], ending: str) -> Response:
    rows, series = series_with_rows(release, given)
    spec = charts.series(series, rows, release.id)
    return Response(DRAWN[ending](spec), content_type=MEDIA[ending])
