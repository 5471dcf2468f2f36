"""That a row stands in a release, and that a release keeps every row of an older one."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from datasets.release.release import Release
from datasets.release.transparency.ledger_tree import (
    canonical_json,
    ledger_heads,
    ledger_row,
    number_of,
    tree_of,
)
from datasets.release.transparency.log import Entry
from datasets.release.transparency.merkle import audit_path, consistency_path, leaf_of, root_of


class HistoryRewritten(Exception):
    """Rows of an older release are missing in a newer one, or stand there otherwise."""


def proof_of(release: Release, row: Mapping[str, Any]) -> dict[str, Any]:
    """What shows that a published row of a release stands in its ledger there.

    The columns of the ledger, the hash of them, its number in the ledger from 0, what stands
    beside the way to the root of the ledger, and the heads of all ledgers, which give the root of
    the release. Hashes are in hexadecimal.
    """
    told = ledger_heads(release)
    [head] = [head for head in told if head.dataset == row["dataset"]]
    number = number_of(release, row["id"], row["revision"])
    path = audit_path(tree_of(release, head.dataset), number, head.size)
    written = ledger_row(row)
    return {
        "row": written,
        "leaf": leaf_of(canonical_json(written)).hex(),
        "dataset": head.dataset,
        "number": number,
        "size": head.size,
        "path": [beside.hex() for beside in path],
        "ledgers": [asdict(each) for each in told],
        "root": release.root,
        "release": release.id,
    }


def consistency_of(holder: Release, first: Entry, second: Entry) -> list[dict[str, Any]]:
    """What shows, for each ledger of one release, that another begins with all of its rows.

    ``holder`` is a release that holds the second, or is it. Raises HistoryRewritten where the
    rows differ.
    """
    newer = {head["dataset"]: head for head in second["ledgers"]}
    held = {head.dataset: head.size for head in ledger_heads(holder)}
    shown = []
    for head in first["ledgers"]:
        dataset, size = head["dataset"], head["size"]
        longer = newer.get(dataset, {"size": -1, "root": ""})
        if not size <= longer["size"] <= held.get(dataset, 0):
            raise HistoryRewritten(f"rows of {dataset} are missing in release {second['release']}")
        tree = tree_of(holder, dataset)
        roots = [(tree(0, end) if end else root_of([])).hex() for end in (size, longer["size"])]
        if roots != [head["root"], longer["root"]]:
            raise HistoryRewritten(f"rows of {dataset} were changed in release {second['release']}")
        path = consistency_path(tree, size, longer["size"])
        shown.append(
            {
                "dataset": dataset,
                "first_size": size,
                "second_size": longer["size"],
                "path": [beside.hex() for beside in path],
            }
        )
    return shown


def is_consistent(holder: Release, entry: Entry) -> bool:
    """Tell whether a release holds every row of one in the log."""
    itself = {"release": holder.id, "ledgers": [asdict(head) for head in ledger_heads(holder)]}
    try:
        consistency_of(holder, entry, itself)
    except HistoryRewritten:
        return False
    return True
