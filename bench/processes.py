"""What processes cost: the processor time and the private memory of a whole tree of them."""

import os
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
SETTLED = 0.1  # seconds without work, after which a tree is idle


def tree(root: int) -> Iterator[int]:
    """A process and all below it that are still there."""
    yield root
    for children in Path(f"/proc/{root}/task").glob("*/children"):
        try:
            found = children.read_text().split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        for child in found:
            yield from tree(int(child))


def processor_seconds(roots: Iterable[int]) -> float:
    """User and system time of trees of processes until now, those that have ended included."""
    return sum(_spent(pid) for root in roots for pid in tree(root))


def settled(roots: tuple[int, ...]) -> float:
    """The processor seconds of trees, as soon as they do no more work."""
    before = -1.0
    while (now := processor_seconds(roots)) > before:
        before = now
        time.sleep(SETTLED)
    return now


def private_bytes(pid: int) -> int:
    """Memory that a process shares with no other (USS)."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Private_"))


def workers(root: int) -> tuple[int, ...]:
    """The processes below a server, or itself where it has none."""
    return tuple(tree(root))[1:] or (root,)


def _spent(pid: int) -> float:
    try:
        numbers = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return sum(map(int, numbers[11:13])) / TICK
