"""What a process and its children hold: memory, open files, threads (Linux)."""

import os
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")


@dataclass(frozen=True)
class Held:
    """What some processes hold together: memory of their own in bytes, and how many open files.

    The release is mapped, and what was read of it is in the page cache, for all: that is none.
    """

    memory: int
    files: int


def family(root: int) -> list[int]:
    """A process and all that descend from it."""
    found = [root]
    for process in found:
        found += children(process)
    return found


def children(process: int) -> list[int]:
    try:
        listed = (PROC / f"{process}/task/{process}/children").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return []
    return [int(child) for child in listed.split()]


def workers(root: int) -> list[int]:
    """The workers of gunicorn in a family: those whose parent runs gunicorn, too."""
    masters = [process for process in family(root) if b"gunicorn" in command(process)]
    return [
        worker
        for master in masters
        for worker in children(master)
        if b"gunicorn" in command(worker)
    ]


def takes_connections(worker: int) -> bool:
    """Tell whether a worker has loaded the program: only then it waits for what comes (epoll)."""
    try:
        told = [file.read_text() for file in (PROC / str(worker) / "fdinfo").iterdir()]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return any("tfd:" in descriptor for descriptor in told)


def command(process: int) -> bytes:
    """The command line of a process, nothing where it has ended."""
    try:
        return (PROC / str(process) / "cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


def held(root: int) -> Held:
    """What a process and its children hold now."""
    processes = family(root)
    return Held(sum(map(_memory, processes)), sum(map(_files, processes)))


def _memory(process: int) -> int:
    try:
        lines = (PROC / str(process) / "smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss_Anon:"))


def _files(process: int) -> int:
    try:
        return len(os.listdir(PROC / str(process) / "fd"))  # noqa: PTH208
    except (FileNotFoundError, ProcessLookupError):
        return 0
