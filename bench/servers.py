"""The servers that are measured, each started by a command and stopped at the end."""

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
from bench.prepared import Prepared
from tests.servers import free_port

Say = Callable[[str], None]

PEERS = HOME / "bench" / ".venv" / "bin"
HERE = Path(sys.executable).parent
PATIENCE = 180  # seconds for a server to begin; pandas reads a large file first
NOTHING: Mapping[str, str] = MappingProxyType({})

# As `make serve` has it.
GUNICORN = (
    *(str(HERE / "gunicorn"), "--bind", "127.0.0.1:{port}", "--workers", "2"),
    *("--threads", "4", "--limit-request-line", "8190", "--no-control-socket"),
    *("--log-level", "warning"),
)
OURS = (*GUNICORN, "wsgi:app")
GRANIAN = (
    *(str(PEERS / "granian"), "--interface", "wsgi", "--host", "127.0.0.1", "--port", "{port}"),
    *("--workers", "2", "--blocking-threads", "2", "--no-ws", "--log-level", "warning"),
    *("--respawn-failed-workers", "wsgi:app"),
)
# One process: it has no workers.
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
    """A server that answers: its address and the processes whose trees do the work."""

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
    settings: Mapping[str, str] = NOTHING,
    others: tuple[int, ...] = (),
    port: int = 0,
) -> Iterator[Server]:
    """Start a server and wait until it answers ``ready``; ``others`` do a part of its work."""
    port = port or free_port()
    told = [part.replace("{port}", str(port)) for part in command]
    with (
        tempfile.TemporaryFile() as log,
        subprocess.Popen(
            told,
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


def of_release(size: Prepared, **settings: str) -> dict[str, str]:
    """The settings with which our program serves a size; nothing is remembered unless asked."""
    return {
        "FIGURES_DATASETS": str(size.datasets),
        "FIGURES_INSTANCE": str(size.instance),
        "FIGURES_CACHE_BYTES": "0",
        **settings,
    }


def packages() -> dict[str, str]:
    """Lets the peers' servers run our program with the packages that we have."""
    found = next((HERE.parent / "lib").glob("python*/site-packages"))
    return {"PYTHONPATH": f"{HOME}{os.pathsep}{found}"}


def _wait(process: subprocess.Popen[bytes], address: str) -> None:
    """Ask until there is an answer. Raises TimeoutError, or ChildProcessError where it ended."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            with urlopen(address, timeout=30) as answer:
                answer.read()
        except (URLError, ConnectionError, TimeoutError):
            if process.poll() is not None:
                raise ChildProcessError(f"{process.args!r} ended") from None
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(address)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End a server with all its workers, gently at first."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is None:
            os.killpg(process.pid, sign)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                continue
