"""The pages of a claimant, a place and a metric: what it is, and its series with latest figures."""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple
from urllib.parse import urlencode

from flask import render_template
from flask.typing import ResponseReturnValue

from api.config import Config
from api.parameters.parser import parse_args
from api.parameters.schemas import code_page_parameters
from api.problems.exceptions import not_found
from api.responses import envelope
from api.search import series_rows
from datasets.release.queries import catalog
from datasets.release.queries.search import search
from datasets.release.release import Release
from datasets.release.store.releases import Releases

PARAMETERS = code_page_parameters()


class CodeKind(NamedTuple):
    """A kind of code: its reference table, the filter of its figures, and its noun."""

    table: str
    filter: str
    noun: str


KINDS: Mapping[str, CodeKind] = MappingProxyType(
    {
        "claimants": CodeKind("actors", "claimant", "claimant"),
        "metrics": CodeKind("metrics", "metric", "metric"),
        "places": CodeKind("places", "place", "place"),
    }
)


def claimant(releases: Releases, _config: Config, code: str) -> ResponseReturnValue:
    """A claimant: all that it claims, each question with its latest figure."""
    return _page(releases, "claimants", code)


def metric(releases: Releases, _config: Config, code: str) -> ResponseReturnValue:
    """A metric: its definition, and who claims it about whom."""
    return _page(releases, "metrics", code)


def place(releases: Releases, _config: Config, code: str) -> ResponseReturnValue:
    """A place: what is claimed of it, and the places within it."""
    return _page(releases, "places", code)


def _page(releases: Releases, kind: str, code: str) -> ResponseReturnValue:
    release = releases.current
    args = parse_args(PARAMETERS(), releases)
    table, filter_, noun = KINDS[kind]
    text = catalog.reference(release, table, code)
    if text is None:
        raise not_found(f"There is no {noun} '{code}'.", [f"/v1/{table}"])
    row = json.loads(text)
    result = search(release, "", {filter_: (code,)}, args["limit"], args["offset"])
    return render_template(
        "code.html",
        kind=kind,
        noun=noun,
        row=row,
        filter=urlencode({filter_: code}),
        inside=_places_inside(release, code) if kind == "places" else [],
        series=series_rows(release, result),
        total=result.total,
        links=envelope.page_links(args["limit"], args["offset"], result.total),
        release=release,
    )


def _places_inside(release: Release, code: str) -> list[dict[str, Any]]:
    """The places directly within a place that have figures, those with most figures first."""
    places = map(json.loads, catalog.all_references(release, "places"))
    inside = [row for row in places if row["parent"] == code and row["figures"]]
    return sorted(inside, key=lambda row: (-row["figures"], row["name"]))
