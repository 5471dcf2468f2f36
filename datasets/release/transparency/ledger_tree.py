"""The Merkle trees of a release: one for each ledger, and one over all ledgers.

A leaf is a row of a ledger, in the order of its file. Rows are only appended, so the tree of an
older release is the beginning of the tree of a newer one. The root of a release is the root of a
tree whose leaves are the heads of its ledgers.
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

TILE_LEVELS = 8  # levels of a tree in a tile, which stores 256 neighbouring hashes
TILE_HASHES = 1 << TILE_LEVELS
HASH_BYTES = 32


@dataclass(frozen=True, slots=True)
class Head:
    """The state of a ledger in a release: its number of rows and the root of its tree (hex)."""

    dataset: str
    size: int
    root: str


def ledger_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of the ledger from a published row, without derived columns."""
    return {
        column: row["id" if column == "figure_id" else column]
        for column in column_names(LedgerRowSchema)
    }


def canonical_json(row: Mapping[str, Any]) -> bytes:
    """The bytes of a row or a head that are hashed: JSON, sorted keys, no blanks, UTF-8."""
    text = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def root_over(heads: Iterable[Head]) -> str:
    """The root of a release, in hexadecimal."""
    in_order = sorted(heads, key=lambda head: head.dataset)
    return root_of([leaf_of(canonical_json(asdict(head))) for head in in_order]).hex()


def tiles_of(leaves: Sequence[bytes]) -> Iterator[tuple[int, int, bytes]]:
    """The hashes of a tree in tiles: (level of the tile, its number on that level, its hashes).

    Level 0 has the leaves. Each higher level has the roots of the full tiles of the level below.
    """
    level, hashes = 0, list(leaves)
    while hashes:
        tiles = [
            hashes[index : index + TILE_HASHES] for index in range(0, len(hashes), TILE_HASHES)
        ]
        yield from ((level, number, b"".join(tile)) for number, tile in enumerate(tiles))
        level, hashes = level + 1, [root_of(tile) for tile in tiles if len(tile) == TILE_HASHES]


def ledger_heads(release: Release) -> tuple[Head, ...]:
    """The heads of the ledgers of a release, by name."""
    with release.connect() as connection:
        trees = connection.execute(select(TREES).order_by(TREES.c.dataset)).all()
    return tuple(Head(tree.dataset, tree.size, tree.root) for tree in trees)


def leaf_number(release: Release, figure_id: str, revision: int) -> int:
    """The number of a row in its ledger, from 0. The row must be in the release."""
    both = FIGURES.join(LEAVES, LEAVES.c.position == FIGURES.c.position)
    statement = (
        select(LEAVES.c.number)
        .select_from(both)
        .where(FIGURES.c.id == figure_id, FIGURES.c.revision == revision)
    )
    with release.connect() as connection:
        number: int = connection.execute(statement).scalar_one()
    return number


def tree_of(release: Release, dataset: str) -> Subtree:
    """The tree of a ledger. Each tile is read once, when it is first needed."""
    tiles: dict[tuple[int, int], bytes] = {}

    def tile(level: int, number: int) -> bytes:
        if (level, number) not in tiles:
            key = (TILES.c.dataset == dataset, TILES.c.level == level, TILES.c.number == number)
            with release.connect() as connection:
                tiles[level, number] = connection.execute(
                    select(TILES.c.hashes).where(*key)
                ).scalar_one()
        return tiles[level, number]

    def subtree(begin: int, end: int) -> bytes:
        size = end - begin
        if size & (size - 1):
            middle = begin + split(size)
            return node_of(subtree(begin, middle), subtree(middle, end))
        level, levels_above = divmod(size.bit_length() - 1, TILE_LEVELS)
        number, first = divmod(begin >> (level * TILE_LEVELS), TILE_HASHES)
        last = first + (1 << levels_above)
        hashes = tile(level, number)[first * HASH_BYTES : last * HASH_BYTES]
        return root_of(
            [hashes[index : index + HASH_BYTES] for index in range(0, len(hashes), HASH_BYTES)]
        )

    return subtree
