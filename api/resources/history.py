"""One figure, its revisions, and what changed in the ledgers."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from flask import Response

from api.config import Config
from api.context import Args
from api.lookups import requested_figure
from api.openapi.blueprint import Blueprint
from api.parameters.parser import query_of
from api.parameters.path import FIGURE_ID
from api.parameters.schemas import (
    ALL_DATASETS,
    FigureParametersSchema,
    NoParametersSchema,
    change_parameters,
)
from api.problems.exceptions import not_found
from api.representations.atom import atom
from api.responses.envelope import Document, figure_page, json_array, json_response, release_meta
from api.responses.urls import base_url, current_url
from api.schemas.figures import FigurePageSchema, RevisionsSchema
from datasets.model.published_row import PublishedRowSchema
from datasets.release.queries.figures import fetch_page, fetch_revisions
from datasets.release.queries.query import Query
from datasets.release.release import Release

NEWEST_FIRST = ("-recorded_on", "-id", "-revision")
# Columns that always differ between revisions, or follow from columns that do.
BOOKKEEPING = {"revision", "change", "recorded_on", "superseded_on", "note", "statement"}
CHANGE_PARAMETERS = change_parameters("changes", ALL_DATASETS)

blueprint = Blueprint(
    "History",
    __name__,
    url_prefix="/v1",
    description="Single figures, their revisions, and the changes of the ledgers.",
)


@blueprint.operation(
    "/figures/<figure_id>",
    "get_figure",
    FigureParametersSchema,
    PublishedRowSchema,
    path=[FIGURE_ID],
    problems=["not-found"],
    summary="Get a figure",
    description="The current row of the figure, the row on the day `as_of` or `known_at`, or one "
    "`revision`. Retracted figures are returned too, with the `change` `retracted`.",
)
def get_figure(release: Release, args: Args, figure_id: str) -> Response:
    return json_response(requested_figure(release, figure_id, args))


@blueprint.operation(
    "/figures/<figure_id>/revisions",
    "list_revisions",
    NoParametersSchema,
    RevisionsSchema,
    path=[FIGURE_ID],
    problems=["not-found"],
    summary="List the revisions of a figure",
    description="All rows of the figure, oldest first, and the columns that changed between them.",
)
def list_revisions(release: Release, figure_id: str) -> Document:
    rows = fetch_revisions(release, figure_id)
    if not rows:
        raise not_found(f"There is no figure '{figure_id}'.")
    return Document(
        {
            "steps": _steps([json.loads(row) for row in rows]),
            "meta": {"total": len(rows), **release_meta(release)},
        },
        rendered={"data": json_array(rows)},
    )


@blueprint.operation(
    "/changes",
    "list_changes",
    CHANGE_PARAMETERS,
    FigurePageSchema,
    problems=["release-gone"],
    summary="List changes",
    description="All rows, newest first: recorded, revised, corrected and retracted figures. The "
    "filters are those of the lists, for example one claimant or one place.",
)
def list_changes(release: Release, args: Args) -> Response:
    return figure_page(release, _changes_query(args), args)


@blueprint.operation(
    "/changes.atom",
    "follow_changes",
    CHANGE_PARAMETERS,
    {"type": "string"},
    content_type="application/atom+xml",
    problems=["release-gone"],
    absolute=True,
    summary="Get changes as an Atom feed",
    description="The list of changes for feed readers, with the same filters: a feed of one place, "
    "one claimant or one metric. The id of an entry is the same in every feed and on every host.",
)
def follow_changes(release: Release, args: Args, config: Config) -> Response:
    query = _changes_query(args)
    rows = [json.loads(row) for row in fetch_page(release, query).rows]
    vintage = {
        name: (args[name],) for name in ("as_of", "known_at", "updated_after") if name in args
    }
    filters = {**dict(query.conditions), **vintage}
    text = atom(rows, filters, release, base_url(config), current_url())
    return Response(text, content_type="application/atom+xml; charset=utf-8")


def _changes_query(args: Args) -> Query:
    return query_of({**args, "history": "true", "sort": NEWEST_FIRST})


def _steps(revisions: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The differences between consecutive revisions, with the reason for each."""
    return [
        {
            "revision": after["revision"],
            "change": after["change"],
            "recorded_on": date.fromisoformat(after["recorded_on"]),
            "note": after["note"],
            "differences": [
                {"column": name, "before": before[name], "after": after[name]}
                for name in after
                if name not in BOOKKEEPING and before[name] != after[name]
            ],
        }
        for before, after in pairwise(revisions)
    ]
