"""One figure, its revisions, and what changed in the ledger."""

import json
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from flask import Response

from api import lookups as responses_lookups
from api.config import Config
from api.openapi.blueprint import Blueprint
from api.parameters.path import FIGURE_ID
from api.parameters.query import query_of
from api.parameters.schemas import (
    ALL_DATASETS,
    FigureParametersSchema,
    NoParametersSchema,
    change_parameters,
)
from api.problems.exceptions import not_found
from api.representations.atom import atom
from api.responses import caching as responses_caching
from api.responses import envelope as responses_envelope
from api.responses import urls as responses_urls
from api.schemas.figures import FigurePage, Revisions
from datasets.model.published_row import PublishedRowSchema
from datasets.release.queries import figures as query
from datasets.release.queries.query import Query
from datasets.release.release import Release
from datasets.release.serialization import json_of
from datasets.release.store.releases import Releases

NEWEST_FIRST = ("-recorded_on", "-id", "-revision")
# What tells revisions apart without saying what the claimant or the curator changed.
BOOKKEEPING = {"revision", "change", "recorded_on", "superseded_on", "note", "statement"}


def blueprint(releases: Releases, config: Config) -> Blueprint:
    """One figure by its id, its history, and the changes of all of them."""
    blueprint = Blueprint(
        "One figure, and what changed",
        __name__,
        url_prefix="/v1",
        description="A figure by its id, with its revisions; what was recorded, revised, "
        "corrected or retracted.",
    )

    @blueprint.operation(
        "/figures/<figure_id>",
        "get_figure",
        FigureParametersSchema,
        PublishedRowSchema,
        path=[FIGURE_ID],
        problems=["not-found"],
        summary="One figure",
        description="The row that counts now, or on the day of `as_of` or `known_at`, or a given "
        "`revision`. A retracted figure is answered too: its `change` says so.",
    )
    def figure(given: dict[str, Any], figure_id: str) -> Response:
        release = releases.current
        row = responses_lookups.requested_figure(release, figure_id, given)
        return responses_caching.cacheable(
            release, given, config, lambda: responses_envelope.json_response(row)
        )

    @blueprint.operation(
        "/figures/<figure_id>/revisions",
        "list_revisions",
        NoParametersSchema,
        Revisions,
        path=[FIGURE_ID],
        problems=["not-found"],
        summary="Every revision of a figure",
        description="Every row of the figure, oldest first, and what changed from one to the next.",
    )
    def revisions(given: dict[str, Any], figure_id: str) -> Response:
        release = releases.current
        rows = query.fetch_revisions(release, figure_id)
        if not rows:
            raise not_found(f"There is no figure '{figure_id}'.")
        return responses_caching.cacheable(release, given, config, lambda: _history(release, rows))

    _add_changes(blueprint, releases, config)
    return blueprint


def _add_changes(blueprint: Blueprint, releases: Releases, config: Config) -> None:
    parameters = change_parameters("changes", ALL_DATASETS, lambda: releases.current)

    @blueprint.operation(
        "/changes",
        "list_changes",
        parameters,
        FigurePage,
        problems=["release-gone"],
        summary="What changed, newest first",
        description="Rows as they were recorded, revised, corrected or retracted. The filters of "
        "the lists hold, so that one claimant or place can be followed.",
    )
    def changes(given: dict[str, Any]) -> Response:
        release = responses_lookups.requested_release(releases, given)
        return responses_envelope.page(release, _changes(given), given, config)

    @blueprint.operation(
        "/changes.atom",
        "follow_changes",
        parameters,
        {"type": "string"},
        content_type="application/atom+xml",
        problems=["release-gone"],
        summary="What changed, as a feed (Atom)",
        description="The same for a feed reader.",
    )
    def feed(given: dict[str, Any]) -> Response:
        release = responses_lookups.requested_release(releases, given)
        return responses_caching.cacheable(
            release, given, config, lambda: _feed(release, given, config), absolute=True
        )


def _changes(given: Mapping[str, Any]) -> Query:
    return query_of({**given, "history": "true", "sort": NEWEST_FIRST})


def _history(release: Release, rows: tuple[str, ...]) -> Response:
    read = [json.loads(row) for row in rows]
    steps = [
        {
            "revision": after["revision"],
            "change": after["change"],
            "recorded_on": after["recorded_on"],
            "note": after["note"],
            "differences": [
                {"column": name, "before": before[name], "after": after[name]}
                for name in after
                if name not in BOOKKEEPING and before[name] != after[name]
            ],
        }
        for before, after in pairwise(read)
    ]
    about = json_of({"total": len(rows), **responses_envelope.release_meta(release)})
    return responses_envelope.json_response(
        f'{{"data":[{",".join(rows)}],"steps":{json_of(steps)},"meta":{about}}}'
    )


def _feed(release: Release, given: Mapping[str, Any], config: Config) -> Response:
    rows = [json.loads(row) for row in query.fetch_page(release, _changes(given)).rows]
    text = atom(rows, release, responses_urls.base_url(config), responses_urls.current_url())
    return Response(text, content_type="application/atom+xml; charset=utf-8")
