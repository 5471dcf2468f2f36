"""Memory, open files and children of a process, from /proc (Linux)."""

import os
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")


@dataclass(frozen=True)
class ResourceUsage:
    """Private memory in bytes and number of open files, summed over some processes.

    The mapped release is not counted: it is in the page cache, which all processes share.
    """

    memory: int
    files: int


def family(root: int) -> list[int]:
    """A process and all its descendants."""
    processes = [root]
    for process in processes:
        processes += children(process)
    return processes


def children(process: int) -> list[int]:
    try:
        text = (PROC / f"{process}/task/{process}/children").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return []
    return [int(child) for child in text.split()]


def workers(root: int) -> list[int]:
    """Workers of gunicorn: processes that run gunicorn and whose parent does too."""
    masters = [process for process in family(root) if b"gunicorn" in command(process)]
    return [
        worker
        for master in masters
        for worker in children(master)
        if b"gunicorn" in command(worker)
    ]


def takes_connections(worker: int) -> bool:
    """Whether a worker has loaded the program: only then it waits for connections (epoll)."""
    try:
        descriptors = [file.read_text() for file in (PROC / str(worker) / "fdinfo").iterdir()]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return any("tfd:" in descriptor for descriptor in descriptors)


def command(process: int) -> bytes:
    """Command line of a process, empty if it has ended."""
    try:
        return (PROC / str(process) / "cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


def resource_usage(root: int) -> ResourceUsage:
    """Current resource usage of a process and its descendants."""
    processes = family(root)
    return ResourceUsage(sum(map(_memory, processes)), sum(map(_files, processes)))


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
