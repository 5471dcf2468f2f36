"""The search that the parameters of a request describe."""

from typing import Any

from api.context import Args
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
