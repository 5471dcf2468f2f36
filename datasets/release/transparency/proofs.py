"""Proofs that a row is in a release, and that a release begins with all rows of an older one."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from datasets.release.release import Release
from datasets.release.transparency.ledger_tree import (
    canonical_json,
    leaf_number,
    ledger_heads,
    ledger_row,
    tree_of,
)
from datasets.release.transparency.log import Entry
from datasets.release.transparency.merkle import audit_path, consistency_path, leaf_of, root_of


class HistoryRewritten(Exception):
    """Rows of an older release are missing in a newer one, or differ there."""


def proof_of(release: Release, row: Mapping[str, Any]) -> dict[str, Any]:
    """An inclusion proof of a published row in a release.

    It has the columns of the ledger, their hash, the number of the row in its ledger from 0, the
    audit path to the root of the ledger, and the heads of all ledgers, from which the root of the
    release follows. Hashes are in hexadecimal.
    """
    heads = ledger_heads(release)
    [head] = [head for head in heads if head.dataset == row["dataset"]]
    number = leaf_number(release, row["id"], row["revision"])
    path = audit_path(tree_of(release, head.dataset), number, head.size)
    columns = ledger_row(row)
    return {
        "row": columns,
        "leaf": leaf_of(canonical_json(columns)).hex(),
        "dataset": head.dataset,
        "number": number,
        "size": head.size,
        "path": [sibling.hex() for sibling in path],
        "ledgers": [asdict(head) for head in heads],
        "root": release.root,
        "release": release.id,
    }


def consistency_of(holder: Release, first: Entry, second: Entry) -> list[dict[str, Any]]:
    """For each ledger of one release, a proof that the ledger of another begins with its rows.

    ``holder`` is a release that includes the second, or is it. Raises HistoryRewritten where the
    rows differ.
    """
    newer_heads = {head["dataset"]: head for head in second["ledgers"]}
    holder_sizes = {head.dataset: head.size for head in ledger_heads(holder)}
    proofs = []
    for head in first["ledgers"]:
        dataset, size = head["dataset"], head["size"]
        newer = newer_heads.get(dataset, {"size": -1, "root": ""})
        if not size <= newer["size"] <= holder_sizes.get(dataset, 0):
            raise HistoryRewritten(f"rows of {dataset} are missing in release {second['release']}")
        tree = tree_of(holder, dataset)
        roots = [(tree(0, end) if end else root_of([])).hex() for end in (size, newer["size"])]
        if roots != [head["root"], newer["root"]]:
            raise HistoryRewritten(f"rows of {dataset} were changed in release {second['release']}")
        path = consistency_path(tree, size, newer["size"])
        proofs.append(
            {
                "dataset": dataset,
                "first_size": size,
                "second_size": newer["size"],
                "path": [node.hex() for node in path],
            }
        )
    return proofs


def is_consistent(holder: Release, entry: Entry) -> bool:
    """Tell whether a release includes every row of a release in the log."""
    own_entry = {"release": holder.id, "ledgers": [asdict(head) for head in ledger_heads(holder)]}
    try:
        consistency_of(holder, entry, own_entry)
    except HistoryRewritten:
        return False
    return True
