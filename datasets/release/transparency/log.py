"""The log of releases: each is told in it once, and stays when its files are taken away."""

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

LOG = "releases.jsonl"

Entry = Mapping[str, Any]


def entry_about(release: Release) -> Entry:
    """What is told of a release: how much it holds, its root, and the heads of its ledgers."""
    return {
        "release": release.id,
        "built": release.built,
        "newest": release.newest,
        "figures": release.figures,
        "rows": release.rows,
        "root": release.root,
        "ledgers": [asdict(head) for head in ledger_heads(release)],
    }


def logged(folder: Path) -> tuple[Entry, ...]:
    """The releases ever made current in a folder, oldest first. Raises ReleaseUnavailable."""
    try:
        with open_regular(folder / LOG) as file:
            lines = file.read().decode("utf-8", "replace").splitlines()
    except FileNotFoundError:
        return ()
    try:
        return tuple(json.loads(line) for line in lines)
    except ValueError as error:
        raise ReleaseDamaged(f"{folder.name}/{LOG} is damaged: {error}") from None


def log(folder: Path, release: Release) -> None:
    """Add a release to the log. Raises ReleaseUnavailable for a damaged one."""
    before = logged(folder)
    if release.id not in {entry["release"] for entry in before}:
        lines = [json_of(entry) for entry in (*before, entry_about(release))]
        write_atomic(folder / LOG, "".join(f"{line}\n" for line in lines))
