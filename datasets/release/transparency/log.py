"""The append-only log of releases; an entry stays when the files of its release are removed."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from datasets.release.atomic import open_regular, write_atomic
from datasets.release.exceptions import ReleaseDamaged
from datasets.release.release import Release
from datasets.release.serialization import json_of
from datasets.release.transparency.ledger_tree import ledger_heads

LOG_FILE = "releases.jsonl"

Entry = Mapping[str, Any]


def entry_of(release: Release) -> Entry:
    """The log entry of a release: its size, its root, and the heads of its ledgers."""
    return {
        "release": release.id,
        "built": release.built,
        "newest": release.newest,
        "figures": release.figures,
        "rows": release.rows,
        "root": release.root,
        "ledgers": [asdict(head) for head in ledger_heads(release)],
    }


def log_entries(folder: Path) -> tuple[Entry, ...]:
    """The entries of all releases built in a folder, oldest first. Raises ReleaseUnavailable."""
    try:
        with open_regular(folder / LOG_FILE) as file:
            lines = file.read().decode("utf-8", "replace").splitlines()
    except FileNotFoundError:
        return ()
    try:
        return tuple(json.loads(line) for line in lines)
    except ValueError as error:
        raise ReleaseDamaged(f"{folder.name}/{LOG_FILE} is damaged: {error}") from None


def append_entry(folder: Path, release: Release) -> None:
    """Add a release to the log, once. Raises ReleaseUnavailable for a damaged log."""
    entries = log_entries(folder)
    if release.id not in {entry["release"] for entry in entries}:
        lines = [json_of(entry) for entry in (*entries, entry_of(release))]
        write_atomic(folder / LOG_FILE, "".join(f"{line}\n" for line in lines))
