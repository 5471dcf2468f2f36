"""The page of feeds: how old each is, and what stopped its last update."""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from api.config import Config
from api.feeds import FeedUpdates, feed_updates, with_update
from api.parameters.parser import parse_args
from api.parameters.schemas import NoParametersSchema
from datasets.feeds.states import FeedState
from datasets.model.licences import LICENCE_URLS, licence_text
from datasets.release.queries import catalog
from datasets.release.store.releases import Releases

# The end of the last update in a cell; without one, the way in which the feed is retrieved.
LABELS: Mapping[str, str] = MappingProxyType(
    {
        "imported": "new rows",
        "unchanged": "nothing new",
        "stopped": "stopped",
        "automatic": "not tried",
        "manual": "by a person",
        "forbidden": "not allowed",
    }
)
UNKNOWN_LABEL = "not known here"


def feeds(releases: Releases, config: Config) -> ResponseReturnValue:
    """All feeds, those with the newest claims first, and those without a figure last."""
    parse_args(NoParametersSchema(), releases)
    release, updates = releases.current, feed_updates(config)
    names = release.codes["", "publisher"]
    rows = [
        {
            **with_update(row, updates),
            "publisher_name": names[row["publisher"]],
            "label": _label(row["retrieval"], updates.states.get(row["feed_id"]), updates),
            "licence_text": licence_text(row["licence"]),
            "licence_address": LICENCE_URLS.get(row["licence"]),
        }
        for row in map(json.loads, catalog.all_references(release, "feeds"))
    ]
    rows.sort(key=_newest_claim, reverse=True)
    return render_template("feeds.html", feeds=rows, missing=updates.missing, release=release)


def _label(retrieval: str, state: FeedState | None, updates: FeedUpdates) -> str:
    if updates.missing and retrieval == "automatic":
        return UNKNOWN_LABEL
    return LABELS[state.outcome if state else retrieval]


def _newest_claim(row: dict[str, Any]) -> str:
    return str(row["freshness"]["newest_claim"]) if row["freshness"] else ""
