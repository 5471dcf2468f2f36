"""Search for series by what people call what the figures are about."""

from typing import Any

from flask import Response

from api.context import Args
from api.openapi.blueprint import Blueprint
from api.parameters.schemas import search_parameters
from api.responses.envelope import list_response, page_links
from api.schemas.search import SearchPageSchema
from api.search import facets_of, find_series
from datasets.release.queries.figures import fetch_rendered
from datasets.release.release import Release
from datasets.search.interpretation import Interpretation

blueprint = Blueprint(
    "Search", __name__, url_prefix="/v1", description="Series by what people call them."
)


@blueprint.operation(
    "/search",
    "search_series",
    search_parameters(),
    SearchPageSchema,
    summary="Search for series",
    description="The series that a text means, the best first, each with its latest figure. Names "
    "are found in all recorded spellings, by synonyms, and with a typing error: `Gaza deaths`, "
    "`Russia's defence ministry`, `IDPs Sudan 2024`. A date means figures whose period ends then, "
    "a number those with this value.",
)
def search_series(release: Release, args: Args) -> Response:
    limit, offset = args["limit"], args["offset"]
    result = find_series(release, args)
    rendered = fetch_rendered(release, [series.figure for series in result.page])
    rows = [f'{series.json[:-1]},"figure":{rendered[series.figure]}}}' for series in result.page]
    meta = {
        "total": result.total,
        "limit": limit,
        "offset": offset,
        "interpretation": _interpretation(result.interpretation),
        "facets": facets_of(release, result),
    }
    return list_response(release, rows, meta, page_links(limit, offset, result.total))


def _interpretation(meant: Interpretation) -> dict[str, Any]:
    window = meant.window
    return {
        "first_day": window.first.isoformat() if window else None,
        "last_day": window.last.isoformat() if window else None,
        "number": meant.number,
        "corrected": dict(meant.corrected),
        "unmatched": list(meant.unmatched),
        "missing": list(meant.missing),
    }
