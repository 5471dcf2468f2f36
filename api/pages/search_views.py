"""The page of a search: the series that a text means, and what it was taken for."""

from collections.abc import Mapping
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from api.config import Config
from api.pages.conflict_views import conflicts_named
from api.parameters.parser import parse_args
from api.parameters.schemas import search_parameters
from api.responses import envelope, urls
from api.search import facets_of, find_series, series_rows
from datasets.release.queries.search import FACETS
from datasets.release.release import Release
from datasets.release.store.releases import Releases

SEARCH_PARAMETERS = search_parameters()


def search(releases: Releases, _config: Config) -> ResponseReturnValue:
    """The series that a text means, the best first, each with its latest figure."""
    args = parse_args(SEARCH_PARAMETERS(), releases)
    text, limit, offset = args.get("q", ""), args["limit"], args["offset"]
    release = releases.current
    result = find_series(release, args)
    return render_template(
        "search.html",
        terms=text,
        conflicts=conflicts_named(release, text) if text and not offset else [],
        results=series_rows(release, result),
        result=result,
        facets=_facet_links(facets_of(release, result)),
        filters=_chosen_filters(release),
        links=envelope.page_links(limit, offset, result.total),
        answer=urls.relative_url("/v1/search", {}),
    )


def _facet_links(facets: Mapping[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """The codes of each facet that divide the results, each with the address of its part."""
    return {
        facet: [
            {**entry, "address": urls.relative_url("/search", {"offset": None, facet: code})}
            for entry in entries
            for code in [entry["code"]]
        ]
        for facet, entries in facets.items()
        if len(entries) > 1 and facet not in request.args
    }


def _chosen_filters(release: Release) -> list[dict[str, Any]]:
    """The facets that the search is narrowed to, each with the address of the search without it."""
    return [
        {
            "facet": facet,
            "name": release.codes["", facet].get(request.args[facet]) or request.args[facet],
            "address": urls.relative_url("/search", {"offset": None, facet: None}),
        }
        for facet in FACETS
        if facet in request.args
    ]
