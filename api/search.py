"""The search that the parameters of a request describe."""

import json
from typing import Any
from urllib.parse import urlencode

from api.context import Args
from api.parameters.schemas import QUESTION_PARAMETERS
from api.questions import question_title
from datasets.release.queries.figures import fetch_rendered
from datasets.release.queries.search import FACETS, SearchResult, search
from datasets.release.release import Release


def find_series(release: Release, args: Args) -> SearchResult:
    """The series that the parameters of a search ask for."""
    filters = {name: args[name] for name in FACETS if name in args}
    return search(release, args.get("q", ""), filters, args["limit"], args["offset"])


def facets_of(release: Release, result: SearchResult) -> dict[str, list[dict[str, Any]]]:
    """The facets of a search with the names of their codes."""
    return {
        facet: [
            {"code": code, "name": release.codes["", facet].get(code), "series": series}
            for code, series in codes
        ]
        for facet, codes in result.facets.items()
    }


def series_rows(release: Release, result: SearchResult) -> list[dict[str, Any]]:
    """The series of a page: each with the row of its ``figure``, its ``title`` and its ``query``.

    ``query`` has the parameters that select the series.
    """
    rendered = fetch_rendered(release, [series.figure for series in result.page])
    rows = [
        {**json.loads(series.json), "figure": json.loads(rendered[series.figure])}
        for series in result.page
    ]
    return [
        {
            **row,
            "title": question_title(release, *(row[name] for name in QUESTION_PARAMETERS)),
            "query": urlencode({name: row[name] for name in (*QUESTION_PARAMETERS, "claimant")}),
        }
        for row in rows
    ]
