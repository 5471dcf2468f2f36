"""Cost of process trees: processor time and private memory, read from /proc."""

import os
import re
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
IDLE_SECONDS = 0.1  # without work, after which a tree counts as idle
_MAPPING = re.compile("[0-9a-f]+-[0-9a-f]+ ")


def tree(root: int) -> Iterator[int]:
    """The ids of a process and of all its descendants that still run."""
    yield root
    for children in Path(f"/proc/{root}/task").glob("*/children"):
        try:
            pids = children.read_text().split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        for pid in pids:
            yield from tree(int(pid))


def processor_seconds(roots: Iterable[int]) -> float:
    """User and system time of process trees until now, ended children included."""
    return sum(_process_seconds(pid) for root in roots for pid in tree(root))


def idle_processor_seconds(roots: tuple[int, ...]) -> float:
    """Wait until process trees are idle; their processor time until then."""
    before = -1.0
    while (now := processor_seconds(roots)) > before:
        before = now
        time.sleep(IDLE_SECONDS)
    return now


def private_bytes(pid: int) -> int:
    """Memory that a process shares with no other, without mapped releases.

    Pages of a release that only one worker has read so far are in the page cache, where other
    workers can use them, so they do not count.
    """
    total, counts = 0, True
    for line in Path(f"/proc/{pid}/smaps").read_text().splitlines():
        if _MAPPING.match(line):
            counts = not line.endswith((".sqlite", ".figures"))
        elif counts and line.startswith("Private_"):
            total += int(line.split()[1]) * 1024
    return total


def workers(root: int) -> tuple[int, ...]:
    """The processes below a server, or the server itself if it has none."""
    return tuple(tree(root))[1:] or (root,)


def _process_seconds(pid: int) -> float:
    try:
        numbers = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return sum(map(int, numbers[11:15])) / TICKS_PER_SECOND
