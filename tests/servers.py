"""Servers for tests: the program in a process of its own, started by its real command."""

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

NO_SETTINGS: Mapping[str, str] = MappingProxyType({})
# The command of `make serve`, on a free port.
SERVE = (
    *(sys.executable, "-m", "gunicorn", "--bind", "127.0.0.1:0", "--workers", "2"),
    *("--threads", "4", "--limit-request-line", "8190", "--no-control-socket", "wsgi:app"),
)
# Starts the proxy and the workers with the files in deploy/.
START = HOME / "deploy" / "start"
UNUSED_PORTS = range(10_000, 32_000)  # below the ephemeral ports of the system


@dataclass(frozen=True)
class Server:
    """Address of a server, lines of its standard error, and its process id."""

    address: str
    log: Iterator[str]
    process: int


@contextmanager
def serving(
    instance: Path, command: Sequence[str] = SERVE, settings: Mapping[str, str] = NO_SETTINGS
) -> Iterator[Server]:
    """Run gunicorn on a folder of releases, and stop it at the end."""
    with subprocess.Popen(
        command,
        cwd=HOME,
        env={**os.environ, "FIGURES_INSTANCE": str(instance), **settings},
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr
        log = lines_of(process.stderr)
        try:
            line = line_with("Listening at: ", log)
            yield Server(line.split("Listening at: ")[1].split()[0], log, process.pid)
        finally:
            process.terminate()
            deque(log, 0)  # read until the last process that writes to it has ended


def lines_of(stream: IO[str]) -> Iterator[str]:
    """Lines of a stream, read at once: a full pipe would block the process that writes to it."""
    lines: SimpleQueue[str] = SimpleQueue()

    def read() -> None:
        for line in stream:
            lines.put(line)
        lines.put("")

    threading.Thread(target=read, daemon=True).start()
    return iter(lines.get, "")


WAYS = ("make serve", "deploy")


@contextmanager
def started(
    way: str, instance: Path, folder: Path, settings: Mapping[str, str] = NO_SETTINGS
) -> Iterator[Server]:
    """Serve a folder of releases in one of `WAYS`."""
    serve = serving(instance, settings=settings)
    with serve if way == "make serve" else deployed(instance, folder, settings) as server:
        yield server


@contextmanager
def deployed(
    instance: Path, folder: Path, settings: Mapping[str, str] = NO_SETTINGS
) -> Iterator[Server]:
    """Run deploy/start on a folder of releases, in a folder of its own."""
    for name in ("nginx", "envsubst"):
        program(name)
    defaults = {
        "LISTEN": f"127.0.0.1:{free_port()}",
        "GUNICORN": str(Path(sys.executable).with_name("gunicorn")),
    }
    with serving(instance, (str(START), str(folder)), {**defaults, **settings}) as server:
        yield server


def free_port() -> int:
    """A port on which nothing listens, for programs that cannot choose one."""
    while True:
        port = random.choice(UNUSED_PORTS)  # noqa: S311
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port


def line_with(text: str, log: Iterable[str]) -> str:
    """Read a log up to a line that contains a text. Fails the test if there is none."""
    lines = []
    for line in log:
        lines.append(line)
        if text in line:
            return line
    return pytest.fail("".join(lines))
