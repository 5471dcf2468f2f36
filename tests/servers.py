"""The program served in a process of its own, started by a command as it stands."""

import os
import random
import socket
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from types import MappingProxyType
from typing import IO

import pytest

from api.config import HOME
from tests.external_programs import program

NOTHING: Mapping[str, str] = MappingProxyType({})
# As `make serve` does, on a port that is free.
SERVE = (
    *(sys.executable, "-m", "gunicorn", "--bind", "127.0.0.1:0", "--workers", "2"),
    *("--threads", "4", "--limit-request-line", "8190", "--no-control-socket", "wsgi:app"),
)
# The proxy and the workers, as the files in deploy/ set them up.
START = HOME / "deploy" / "start"
UNUSED_PORTS = range(10_000, 32_000)  # below those that the system gives to whoever asks for any


@dataclass(frozen=True)
class Server:
    """Where a server listens, what it writes on standard error line by line, and its process."""

    address: str
    log: Iterator[str]
    process: int


@contextmanager
def serving(
    instance: Path, command: Sequence[str] = SERVE, settings: Mapping[str, str] = NOTHING
) -> Iterator[Server]:
    """A gunicorn on a folder of releases, which is stopped at the end."""
    with subprocess.Popen(
        command,
        cwd=HOME,
        env={**os.environ, "FIGURES_INSTANCE": str(instance), **settings},
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr
        log = read_on(process.stderr)
        try:
            said = line_with("Listening at: ", log)
            yield Server(said.split("Listening at: ")[1].split()[0], log, process.pid)
        finally:
            process.terminate()
            deque(log, 0)  # to its end: that of the last one who writes it


def read_on(written: IO[str]) -> Iterator[str]:
    """The lines of a log, taken from the pipe as they come: a full one would hold its writer up."""
    lines: SimpleQueue[str] = SimpleQueue()

    def read() -> None:
        for line in written:
            lines.put(line)
        lines.put("")

    threading.Thread(target=read, daemon=True).start()
    return iter(lines.get, "")


WAYS = ("make serve", "deploy")


@contextmanager
def started(
    way: str, instance: Path, folder: Path, settings: Mapping[str, str] = NOTHING
) -> Iterator[Server]:
    """One of the two ways to serve, on a folder of releases."""
    serve = serving(instance, settings=settings)
    with serve if way == "make serve" else deployed(instance, folder, settings) as server:
        yield server


@contextmanager
def deployed(
    instance: Path, folder: Path, settings: Mapping[str, str] = NOTHING
) -> Iterator[Server]:
    """deploy/start on a folder of releases, in a folder of its own."""
    for name in ("nginx", "envsubst"):
        program(name)
    here = {
        "LISTEN": f"127.0.0.1:{free_port()}",
        "GUNICORN": str(Path(sys.executable).with_name("gunicorn")),
    }
    with serving(instance, (str(START), str(folder)), {**here, **settings}) as server:
        yield server


def free_port() -> int:
    """A port that nothing listens on, for a program that cannot choose one."""
    while True:
        port = random.choice(UNUSED_PORTS)  # noqa: S311
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)):
                return port


def line_with(words: str, log: Iterable[str]) -> str:
    """Read a log on to a line with some words. Fails the test if there is none."""
    said = []
    for line in log:
        said.append(line)
        if words in line:
            return line
    return pytest.fail("".join(said))
