"""Merkle trees with SHA-256 (RFC 6962): roots, audit paths and consistency proofs."""

import hashlib
from collections.abc import Callable, Sequence

Subtree = Callable[[int, int], bytes]
"""The hash of the leaves from one number up to another, which is not included."""

EMPTY = hashlib.sha256().digest()


def leaf_of(entry: bytes) -> bytes:
    """The hash of an entry as a leaf."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_of(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node from the hashes of its children."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The root of a tree with these leaves."""
    if not leaves:
        return EMPTY
    level = list(leaves)
    while len(level) > 1:
        pairs = [node_of(*level[index : index + 2]) for index in range(0, len(level) - 1, 2)]
        level = pairs + level[2 * len(pairs) :]
    return level[0]


def split(size: int) -> int:
    """How many of two or more leaves are in the left subtree: the largest power of two below."""
    return 1 << ((size - 1).bit_length() - 1)


def audit_path(subtree: Subtree, number: int, size: int) -> tuple[bytes, ...]:
    """The sibling hashes on the way from a leaf to the root of a tree with so many leaves."""
    path: list[bytes] = []
    begin, end = 0, size
    while end - begin > 1:
        middle = begin + split(end - begin)
        if number < middle:
            path.append(subtree(middle, end))
            end = middle
        else:
            path.append(subtree(begin, middle))
            begin = middle
    return tuple(reversed(path))


def consistency_path(subtree: Subtree, first: int, second: int) -> tuple[bytes, ...]:
    """Hashes that prove that a tree of ``second`` leaves begins with a tree of ``first`` leaves."""
    if first in (0, second):
        return ()
    path: list[bytes] = []
    begin, end = 0, second
    while end != first:
        middle = begin + split(end - begin)
        if first <= middle:
            path.append(subtree(middle, end))
            end = middle
        else:
            path.append(subtree(begin, middle))
            begin = middle
    if begin:
        path.append(subtree(begin, end))
    return tuple(reversed(path))
