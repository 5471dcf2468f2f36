"""Roots, audit paths and consistency proofs, verified with the algorithms of RFC 9162."""

import hashlib
from itertools import pairwise

import pytest

from datasets.release.transparency.merkle import (
    audit_path,
    consistency_path,
    leaf_of,
    node_of,
    root_of,
)

# Test vectors shared by implementations of Certificate Transparency: leaves, and the root of the
# first n of them.
ENTRIES = [
    bytes.fromhex(text)
    for text in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
MAX_LEAVES = 40
LEAVES = [leaf_of(str(number).encode()) for number in range(MAX_LEAVES)]


def subtree(begin: int, end: int) -> bytes:
    return root_of(LEAVES[begin:end])


def root_from(leaf: bytes, number: int, size: int, path: tuple[bytes, ...]) -> bytes | None:
    """RFC 9162, 2.1.3.2: the root that follows from an audit path."""
    if number >= size:
        return None
    here, last, root = number, size - 1, leaf
    for sibling in path:
        if last == 0:
            return None
        if here & 1 or here == last:
            root = node_of(sibling, root)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            root = node_of(root, sibling)
        here, last = here >> 1, last >> 1
    return root if last == 0 else None


def roots_from(
    first: int, second: int, first_root: bytes, path: tuple[bytes, ...]
) -> tuple[bytes, bytes] | None:
    """RFC 9162, 2.1.4.2: the two roots that follow from a consistency proof."""
    steps = list(path)
    if first & (first - 1) == 0:
        steps.insert(0, first_root)
    here, last = first - 1, second - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    older = newer = steps[0]
    for sibling in steps[1:]:
        if last == 0:
            return None
        if here & 1 or here == last:
            older, newer = node_of(sibling, older), node_of(sibling, newer)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            newer = node_of(newer, sibling)
        here, last = here >> 1, last >> 1
    return (older, newer) if last == 0 else None


@pytest.mark.parametrize("size", range(9))
def test_roots_match_the_shared_test_vectors(size):
    assert root_of([leaf_of(entry) for entry in ENTRIES[:size]]).hex() == ROOTS[size]


def test_leaves_and_nodes_are_hashed_differently():
    assert leaf_of(b"a" * 64) != node_of(b"a" * 32, b"a" * 32)
    assert leaf_of(b"") == hashlib.sha256(b"\x00").digest()


def test_audit_paths_lead_from_every_leaf_to_the_root():
    for size in range(1, MAX_LEAVES + 1):
        root = subtree(0, size)
        for number in range(size):
            path = audit_path(subtree, number, size)
            assert root_from(LEAVES[number], number, size, path) == root
            assert len(path) <= (size - 1).bit_length()


def test_a_wrong_audit_path_never_gives_the_root():
    size = 13
    root = subtree(0, size)
    for number in range(size):
        path = audit_path(subtree, number, size)
        wrong = [
            root_from(LEAVES[(number + 1) % size], number, size, path),
            root_from(LEAVES[number], (number + 1) % size, size, path),
            root_from(LEAVES[number], number, size, path[:-1]),
            root_from(LEAVES[number], number, size, (*path, root)),
            *(
                root_from(LEAVES[number], number, size, (*path[:step], root, *path[step + 1 :]))
                for step in range(len(path))
            ),
        ]
        assert root not in wrong


def test_a_consistency_proof_gives_the_roots_of_both_trees_for_all_sizes():
    for second in range(1, MAX_LEAVES + 1):
        for first in range(1, second):
            older, newer = subtree(0, first), subtree(0, second)
            path = consistency_path(subtree, first, second)
            assert roots_from(first, second, older, path) == (older, newer)
            assert len(path) <= (second - 1).bit_length() + 1
        assert consistency_path(subtree, second, second) == ()
        assert consistency_path(subtree, 0, second) == ()


def test_a_wrong_consistency_proof_never_gives_both_roots():
    for first, second in ((3, 7), (4, 7), (6, 8), (7, 40), (32, 33)):
        older, newer = subtree(0, first), subtree(0, second)
        path = consistency_path(subtree, first, second)
        for step in range(len(path)):
            changed = (*path[:step], leaf_of(b"other"), *path[step + 1 :])
            assert roots_from(first, second, older, changed) != (older, newer)
        assert roots_from(first, second, leaf_of(b"other"), path) != (leaf_of(b"other"), newer)


def test_paths_match_the_example_of_rfc_6962():
    """RFC 6962, 2.1.3: the tree of seven leaves."""
    a, b, c, d, e, f, j = LEAVES[:7]
    g, h, i = (node_of(*pair) for pair in ((a, b), (c, d), (e, f)))
    k, small = node_of(g, h), node_of(i, j)

    def seven(begin: int, end: int) -> bytes:
        return root_of(LEAVES[:7][begin:end])

    assert [audit_path(seven, number, 7) for number in (0, 3, 4, 6)] == [
        (b, h, small),
        (c, g, small),
        (f, j, k),
        (i, k),
    ]
    assert [consistency_path(seven, first, 7) for first in (3, 4, 6)] == [
        (c, d, g, small),
        (small,),
        (i, j, k),
    ]


def test_a_tree_stays_consistent_when_a_leaf_is_appended():
    roots = [subtree(0, size) for size in range(1, MAX_LEAVES + 1)]
    assert len(set(roots)) == MAX_LEAVES
    for size, (older, newer) in enumerate(pairwise(roots), start=1):
        path = consistency_path(subtree, size, size + 1)
        assert roots_from(size, size + 1, older, path) == (older, newer)
