"""What processes cost: the processor time and the private memory of a whole tree of them."""

import os
import re
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
_MAPPING = re.compile("[0-9a-f]+-[0-9a-f]+ ")
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
    """User and system time of trees of processes until now, of children that have ended too."""
    return sum(_spent(pid) for root in roots for pid in tree(root))


def settled(roots: tuple[int, ...]) -> float:
    """The processor seconds of trees, as soon as they do no more work."""
    before = -1.0
    while (now := processor_seconds(roots)) > before:
        before = now
        time.sleep(SETTLED)
    return now


def private_bytes(pid: int) -> int:
    """Memory that a process shares with no other, without mapped releases.

    Pages of a release that only one worker has read so far are no memory of its own: they belong
    to the page cache, where others find them.
    """
    total, counts = 0, True
    for line in Path(f"/proc/{pid}/smaps").read_text().splitlines():
        if _MAPPING.match(line):
            counts = not line.endswith(".sqlite")
        elif counts and line.startswith("Private_"):
            total += int(line.split()[1]) * 1024
    return total


def workers(root: int) -> tuple[int, ...]:
    """The processes below a server, or itself where it has none."""
    return tuple(tree(root))[1:] or (root,)


def _spent(pid: int) -> float:
    try:
        numbers = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return sum(map(int, numbers[11:15])) / TICK
