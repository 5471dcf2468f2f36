"""The Merkle trees of a release: one of each ledger, and the root over all of them.

A leaf is a row of a ledger, in the order of its file, which only grows: so the tree of an older
release is where that of a newer one begins, whatever was appended to which ledger on which day.
The root of the release is that of a tree whose leaves are the heads of its ledgers.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select

from datasets.model.fields import column_names
from datasets.model.figure import LedgerRowSchema
from datasets.release.release import Release
from datasets.release.tables import FIGURES, LEAVES, TILES, TREES
from datasets.release.transparency.merkle import Subtree, leaf_of, node_of, root_of, split

LEVELS = 8  # of a tree, in a tile: it holds 256 hashes that stand side by side
TILE = 1 << LEVELS
SIZE = 32  # bytes of a hash


@dataclass(frozen=True, slots=True)
class Head:
    """A ledger as it stood in a release: how many rows, and the root of their tree (hex)."""

    dataset: str
    size: int
    root: str


def ledger_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of its ledger, out of a published row. What was derived is left out."""
    return {
        column: row["id" if column == "figure_id" else column]
        for column in column_names(LedgerRowSchema)
    }


def canonical_json(row: Mapping[str, Any]) -> bytes:
    """What is hashed of a row or a head: JSON with sorted keys, without blanks, in UTF-8."""
    text = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def root_over(heads: Iterable[Head]) -> str:
    """The root of a release, in hexadecimal."""
    in_order = sorted(heads, key=lambda head: head.dataset)
    return root_of([leaf_of(canonical_json(asdict(head))) for head in in_order]).hex()


def tiles_of(leaves: Sequence[bytes]) -> Iterator[tuple[int, int, bytes]]:
    """The hashes of a tree in tiles: the level of a tile, its number there, and its hashes.

    On level 0 stand the leaves, on each further one what stands above 256 of the one before.
    """
    level, hashes = 0, list(leaves)
    while hashes:
        tiles = [hashes[place : place + TILE] for place in range(0, len(hashes), TILE)]
        yield from ((level, number, b"".join(tile)) for number, tile in enumerate(tiles))
        level, hashes = level + 1, [root_of(tile) for tile in tiles if len(tile) == TILE]


def ledger_heads(release: Release) -> tuple[Head, ...]:
    """The heads of the ledgers of a release, by name."""
    with release.reading() as connection:
        found = connection.execute(select(TREES).order_by(TREES.c.dataset)).all()
    return tuple(Head(head.dataset, head.size, head.root) for head in found)


def number_of(release: Release, figure_id: str, revision: int) -> int:
    """The place of a row in its ledger, from 0. The row must be in the release."""
    found = FIGURES.join(LEAVES, LEAVES.c.position == FIGURES.c.position)
    asked = select(LEAVES.c.number).select_from(found)
    row = asked.where(FIGURES.c.id == figure_id, FIGURES.c.revision == revision)
    with release.reading() as connection:
        number: int = connection.execute(row).scalar_one()
    return number


def tree_of(release: Release, dataset: str) -> Subtree:
    """The tree of a ledger, of which each tile is read once, when it is first needed."""
    known: dict[tuple[int, int], bytes] = {}

    def tile(level: int, number: int) -> bytes:
        if (level, number) not in known:
            key = (TILES.c.dataset == dataset, TILES.c.level == level, TILES.c.number == number)
            with release.reading() as connection:
                known[level, number] = connection.execute(
                    select(TILES.c.hashes).where(*key)
                ).scalar_one()
        return known[level, number]

    def subtree(begin: int, end: int) -> bytes:
        size = end - begin
        if size & (size - 1):
            middle = begin + split(size)
            return node_of(subtree(begin, middle), subtree(middle, end))
        level, spare = divmod(size.bit_length() - 1, LEVELS)
        number, place = divmod(begin >> (level * LEVELS), TILE)
        hashes = tile(level, number)[place * SIZE : (place + (1 << spare)) * SIZE]
        return root_of([hashes[at : at + SIZE] for at in range(0, len(hashes), SIZE)])

    return subtree
