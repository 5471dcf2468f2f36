"""The state of each feed after its last update, in ``feeds.json`` of the instance folder.

It needs no pandas, so that a server can read it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import fields as attributes
from pathlib import Path
from types import MappingProxyType
from typing import Any

from datasets.release.atomic import write_atomic

FILE = "feeds.json"
IMPORTED = "imported"
UNCHANGED = "unchanged"
STOPPED = "stopped"
OUTCOMES: Mapping[str, str] = MappingProxyType(
    {
        IMPORTED: "new or revised rows were appended to the ledgers",
        UNCHANGED: "the file says nothing that is not recorded",
        STOPPED: "nothing was appended, for the reason",
    }
)


class FeedStatesError(Exception):
    """A ``feeds.json`` that cannot be read."""


@dataclass(frozen=True, slots=True)
class FeedState:
    """The last update of a feed. Instants are UTC, ``2026-12-01T04:00:00Z``.

    ``confirmed_at`` is when the file was last compared with the ledgers to the end, with or
    without new rows, and ``imported_at`` when rows were last appended. ``digest`` (SHA-256,
    hexadecimal), ``bytes``, ``etag``, ``last_modified`` and ``columns`` are those of the file that
    was last confirmed; the validators are as the server wrote them.
    """

    feed_id: str
    tried_at: str
    outcome: str
    reason: str = ""
    confirmed_at: str | None = None
    imported_at: str | None = None
    digest: str | None = None
    bytes: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    columns: tuple[str, ...] = ()


def read_states(folder: Path) -> Mapping[str, FeedState]:
    """The states by feed; none if no update was ever run. Raises FeedStatesError."""
    path = folder / FILE
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        return {row["feed_id"]: _state(row) for row in document["feeds"]}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FeedStatesError(f"{path} cannot be read: {error!r}") from None


def write_states(folder: Path, states: Mapping[str, FeedState]) -> None:
    """Write the states of all feeds, sorted by feed. Readers see the old file or the new."""
    rows = [_row(states[feed_id]) for feed_id in sorted(states)]
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"feeds": rows}, ensure_ascii=False, indent=1)
    write_atomic(folder / FILE, f"{text}\n")


def _row(state: FeedState) -> dict[str, Any]:
    return {attribute.name: getattr(state, attribute.name) for attribute in attributes(state)}


def _state(row: Mapping[str, Any]) -> FeedState:
    """Parse a state. Raises TypeError for an unknown member, ValueError for an unknown outcome."""
    if row["outcome"] not in OUTCOMES:
        raise ValueError(f"outcome '{row['outcome']}' is not one of {', '.join(OUTCOMES)}")
    return FeedState(**{**row, "columns": tuple(row["columns"])})
