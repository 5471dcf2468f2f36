"""Servers under test: their commands, and how each is started and stopped."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from urllib.error import URLError
from urllib.request import urlopen

from api.config import HOME
from bench.fixtures import Fixture
from tests.servers import free_port

Log = Callable[[str], None]

PEERS = HOME / "bench" / ".venv" / "bin"
OWN = Path(sys.executable).parent
START_TIMEOUT = 180  # seconds; pandas reads a large file first
STOP_TIMEOUT = 10  # seconds
NO_SETTINGS: Mapping[str, str] = MappingProxyType({})

# As in `make serve`.
GUNICORN = (
    *(str(OWN / "gunicorn"), "--bind", "127.0.0.1:{port}", "--workers", "2"),
    *("--threads", "4", "--limit-request-line", "8190", "--no-control-socket"),
    *("--log-level", "warning"),
)
OURS = (*GUNICORN, "wsgi:app")
FLOOR = (*GUNICORN, "bench.floor:app")
GRANIAN = (
    *(str(PEERS / "granian"), "--interface", "wsgi", "--host", "127.0.0.1", "--port", "{port}"),
    *("--workers", "2", "--blocking-threads", "2", "--no-ws", "--log-level", "warning"),
    *("--respawn-failed-workers", "wsgi:app"),
)
# It has one process and no workers.
WAITRESS = (str(PEERS / "waitress-serve"), "--listen=127.0.0.1:{port}", "--threads=4", "wsgi:app")
DATASETTE = (
    *(str(PEERS / "datasette"), "serve", "-i", "{table}", "-p", "{port}"),
    *("--setting", "sql_time_limit_ms", "60000", "--setting", "max_returned_rows", "1000"),
)
TUNED = (*DATASETTE, "--setting", "suggest_facets", "off", "--setting", "num_sql_threads", "4")
HAPI = (
    *(str(PEERS / "uvicorn"), "bench.peers.hapi:app", "--port", "{port}", "--workers", "2"),
    *("--no-access-log", "--log-level", "warning"),
)
OBVIOUS = (
    *(str(PEERS / "gunicorn"), "--bind", "127.0.0.1:{port}", "--workers", "2"),
    *("--threads", "4", "--no-control-socket", "--log-level", "warning", "bench.peers.obvious:app"),
)


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its address and the roots of the process trees that do the work."""

    name: str
    address: str
    roots: tuple[int, ...]

    @property
    def process(self) -> int:
        return self.roots[0]


@contextmanager
def serving(
    name: str,
    command: Sequence[str],
    ready: str,
    settings: Mapping[str, str] = NO_SETTINGS,
    others: tuple[int, ...] = (),
    port: int = 0,
) -> Iterator[Server]:
    """Start a server and wait until it answers the path ``ready``.

    ``others`` are processes that do a part of its work, such as a database.
    """
    port = port or free_port()
    arguments = [part.replace("{port}", str(port)) for part in command]
    with (
        tempfile.TemporaryFile() as log,
        subprocess.Popen(
            arguments,
            cwd=HOME,
            env={**os.environ, "PYTHONPATH": str(HOME), **settings},
            stdout=log,
            stderr=log,
            start_new_session=True,
        ) as process,
    ):
        server = Server(name, f"http://127.0.0.1:{port}", (process.pid, *others))
        try:
            _wait(process, server.address + ready)
            yield server
        finally:
            _stop(process)


def settings_for(fixture: Fixture, **settings: str) -> dict[str, str]:
    """The settings to serve a fixture with our program. The response cache is off by default."""
    return {
        "FIGURES_DATASETS": str(fixture.datasets),
        "FIGURES_INSTANCE": str(fixture.instance),
        "FIGURES_CACHE_BYTES": "0",
        **settings,
    }


def own_packages() -> dict[str, str]:
    """Settings to run our program, with its packages, under a server of the peers' environment."""
    packages = next((OWN.parent / "lib").glob("python*/site-packages"))
    return {"PYTHONPATH": f"{HOME}{os.pathsep}{packages}"}


def _wait(process: subprocess.Popen[bytes], address: str) -> None:
    """Request an address until it answers.

    Raises TimeoutError, or ChildProcessError if the process has ended.
    """
    deadline = time.monotonic() + START_TIMEOUT
    while time.monotonic() < deadline:
        try:
            with urlopen(address, timeout=30) as response:
                response.read()
        except (URLError, ConnectionError, TimeoutError):
            if process.poll() is not None:
                raise ChildProcessError(f"{process.args!r} ended") from None
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(address)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Stop a server with all its workers, by SIGTERM and then by SIGKILL."""
    for signal_ in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is None:
            os.killpg(process.pid, signal_)
            try:
                process.wait(STOP_TIMEOUT)
            except subprocess.TimeoutExpired:
                continue
