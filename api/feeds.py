"""Feeds with their last update on this server, which its instance folder records."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from api.config import Config
from datasets.claims.freshness import cadence_text
from datasets.claims.periods import day_text
from datasets.feeds.states import (
    IMPORTED,
    STOPPED,
    UNCHANGED,
    FeedState,
    FeedStatesError,
    read_states,
)

UNKNOWN = "Not known here: this server has no record of updates."
UNREADABLE = "Not known here: the record of updates of this server is damaged."
# By the outcome of the last update.
OUTCOME_TEXTS: Mapping[str, str] = MappingProxyType(
    {
        IMPORTED: "Read on {}: new or revised rows were recorded.",
        UNCHANGED: "Read on {}: the file has nothing that is not recorded.",
        STOPPED: "Stopped on {}: {}.",
    }
)
# By the way to retrieve a feed that was never updated.
RETRIEVAL_TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "automatic": "No update was tried on this server.",
        "manual": "Not updated automatically: a person provides the file.",
        "forbidden": "Not read: its terms do not allow publication.",
    }
)


@dataclass(frozen=True, slots=True)
class FeedUpdates:
    """The last update of each feed. ``missing`` says why they are not known, or is empty.

    ``version`` changes with them, so that the ETag of a response that shows them does too.
    """

    states: Mapping[str, FeedState]
    missing: str = ""

    @property
    def version(self) -> str:
        lines = [self.missing, *map(repr, self.states.values())]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def feed_updates(config: Config) -> FeedUpdates:
    """Read the record of updates. A server with a shared database has none: others update it."""
    if config.database_url:
        return FeedUpdates({}, UNKNOWN)
    try:
        states = read_states(config.instance)
    except FeedStatesError:
        return FeedUpdates({}, UNREADABLE)
    return FeedUpdates(states, "" if states else UNKNOWN)


def with_update(feed: Mapping[str, Any], updates: FeedUpdates) -> dict[str, Any]:
    """A row of the table of feeds with its ``update``: outcome, instants, reason, and a text."""
    state = updates.states.get(feed["feed_id"])
    known = asdict(state) if state else {}
    instants = {name: known.get(name) for name in ("tried_at", "confirmed_at", "imported_at")}
    update = {
        "outcome": known.get("outcome"),
        "reason": known.get("reason") or None,
        **instants,
        "text": _text(feed["retrieval"], state, updates.missing),
    }
    return {**feed, "cadence_text": cadence_text(feed["cadence"]), "update": update}


def _text(retrieval: str, state: FeedState | None, missing: str) -> str:
    if state is None:
        return missing if missing and retrieval == "automatic" else RETRIEVAL_TEXTS[retrieval]
    text = OUTCOME_TEXTS[state.outcome].format(
        _instant_text(state.tried_at), state.reason.rstrip(".")
    )
    if state.outcome == STOPPED and state.confirmed_at:
        text += f" Read completely on {_instant_text(state.confirmed_at)}."
    return text


def _instant_text(instant: str) -> str:
    """An instant in words: ``1 December 2026, 04:00 UTC``."""
    moment = datetime.fromisoformat(instant)
    return f"{day_text(moment.date())}, {moment:%H:%M} UTC"
