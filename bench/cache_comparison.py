"""Cached answers compared with nginx on the same bytes; our program under other servers."""

import gzip
import os
import socket
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from bench import servers
from bench.fixtures import Fixture
from bench.interleave import Plan, Workload, interleave
from bench.processes import workers
from bench.question import Question, choices
from bench.questions import QUESTIONS
from bench.ratios import LoadRow, Measurements, faster
from bench.servers import Log, Server, own_packages, serving, settings_for
from tests.servers import START, free_port

GOALS = {"as it is": 0.45, "gzip": 0.45, "304": 0.50}
CACHE_ON = {"FIGURES_CACHE_BYTES": str(64 * 2**20)}
SLOW_CLIENTS = 100  # that never complete their request
ORDINARY_REQUESTS = 20  # at the same time
TIMEOUT = 2  # seconds for an ordinary request
OUTAGE = 3  # seconds of load after a process is killed

NGINX = """
{user}pid {folder}/pid;
error_log {folder}/errors;
worker_processes 2;
daemon off;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  sendfile on;
  keepalive_requests 1000000;
  types {{ application/json json; }}
{paths}
  server {{
    listen 127.0.0.1:{port};
    root {folder};
    gzip_static on;
  }}
}}
"""
NGINX_TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")

# The servers of our program: their command, and the settings they need.
_SERVERS: Mapping[str, tuple[Sequence[str], Mapping[str, str]]] = {
    "gunicorn": (servers.OURS, {}),
    "granian": (servers.GRANIAN, own_packages()),
    "waitress": (servers.WAITRESS, own_packages()),
}


def compare_cached(fixture: Fixture, plan: Plan, log: Log) -> Measurements:
    """One page requested repeatedly: from our cache, and from a file by nginx."""
    log("answers from memory")
    page = QUESTIONS[0]
    [path] = page.paths_for("ours", choices(page, fixture, 0, 1))
    with ExitStack() as stack:
        start = stack.enter_context
        ours = {
            name: start(
                serving(name, command, "/health", settings_for(fixture, **CACHE_ON, **settings))
            )
            for name, (command, settings) in _SERVERS.items()
        }
        ours["deploy/"] = start(_deployed(settings_for(fixture, **CACHE_ON)))
        nginx = start(_nginx(_body_and_etag(ours["gunicorn"], path, "gzip")[0]))
        ratios, rows = [], []
        for mode, goal in GOALS.items():
            workloads = {name: _workload(server, path, mode) for name, server in ours.items()}
            workloads["nginx"] = _workload(nginx, "/page.json", mode)
            loads = interleave(workloads, plan)
            ratios += [
                faster(f"from memory: {mode}, {title}", "nginx", loads[name], loads["nginx"], goal)
                for name, title in {"gunicorn": "make serve", "deploy/": "deploy/"}.items()
            ]
            rows += [LoadRow(f"from memory: {mode}", name, load) for name, load in loads.items()]
    return Measurements(tuple(ratios), tuple(rows))


def compare_servers(fixture: Fixture, plan: Plan, log: Log) -> Measurements:
    """Our program under other servers: speed without the cache, and behaviour under faults."""
    log("other servers")
    rows, notes = [], []
    with ExitStack() as stack:
        ours = {
            name: stack.enter_context(
                serving(name, command, "/health", settings_for(fixture, **settings))
            )
            for name, (command, settings) in _SERVERS.items()
        }
        for question in QUESTIONS[:2]:
            workloads = {
                name: Workload(server, partial(_paths, question, fixture))
                for name, server in ours.items()
            }
            loads = interleave(workloads, plan)
            rows += [
                LoadRow(f"{question.name}: servers", name, load) for name, load in loads.items()
            ]
        for name, server in ours.items():
            notes += [f"{name}: {_slow_clients_note(server)}", f"{name}: {_kill_note(server)}"]
    return Measurements(rows=tuple(rows), notes=tuple(notes))


def _workload(server: Server, path: str, mode: str) -> Workload:
    coding = "gzip" if mode == "gzip" else "identity"
    headers = {"Accept-Encoding": coding}
    if mode == "304":
        headers["If-None-Match"] = _body_and_etag(server, path, coding)[1]
    return Workload(server, lambda _: [path], headers)


def _body_and_etag(server: Server, path: str, coding: str) -> tuple[bytes, str]:
    request = Request(server.address + path, headers={"Accept-Encoding": coding})
    with urlopen(request) as response:
        return response.read(), response.headers["ETag"]


@contextmanager
def _deployed(settings: Mapping[str, str]) -> Iterator[Server]:
    """The proxy with its own cache, and two workers, as deploy/start starts them."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        deployment = {
            "LISTEN": f"127.0.0.1:{port}",
            "GUNICORN": servers.GUNICORN[0],
            "WEB_CONCURRENCY": "2",
        }
        command = (str(START), folder)
        with serving(
            "deploy/", command, "/health", {**settings, **deployment}, port=port
        ) as server:
            yield server


@contextmanager
def _nginx(compressed: bytes) -> Iterator[Server]:
    """Serve a body from two files, compressed with gzip and plain."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "page.json.gz").write_bytes(compressed)
        (folder / "page.json").write_bytes(gzip.decompress(compressed))
        paths = "".join(f"  {name}_temp_path {folder}/{name};\n" for name in NGINX_TEMPORARY)
        user = "user root root;\n" if os.getuid() == 0 else ""
        port = free_port()
        config = NGINX.format(folder=folder, paths=paths, user=user, port=port)
        (folder / "nginx.conf").write_text(config)
        command = ("nginx", "-c", f"{folder}/nginx.conf", "-e", f"{folder}/errors")
        with serving("nginx", command, "/page.json", port=port) as server:
            yield server


def _paths(question: Question, fixture: Fixture, turn: int) -> list[str]:
    return question.paths_for("ours", choices(question, fixture, turn))


def _slow_clients_note(server: Server) -> str:
    """Ordinary requests while other clients hold connections with an incomplete request."""
    url = urlsplit(server.address)
    with ExitStack() as stack:
        for _ in range(SLOW_CLIENTS):
            client = stack.enter_context(socket.create_connection((url.hostname, url.port)))
            client.sendall(b"GET /health HTTP/1.1\r\nHost: slow\r\n")
        results = [_milliseconds(server) for _ in range(ORDINARY_REQUESTS)]
    times = sorted(milliseconds for milliseconds in results if milliseconds is not None)
    slowest = f"the slowest after {times[-1]:,.0f} ms" if times else "none of them"
    return (
        f"{len(times)} of {ORDINARY_REQUESTS} answered beside {SLOW_CLIENTS} slow clients, "
        f"{slowest}"
    )


def _kill_note(server: Server) -> str:
    """Requests of four clients while a process of the server is killed."""
    failures: list[int] = []
    ended = threading.Event()

    def send_requests() -> None:
        while not ended.is_set():
            failures.extend([1] if _milliseconds(server) is None else [])

    clients = [threading.Thread(target=send_requests) for _ in range(4)]
    for client in clients:
        client.start()
    os.kill(workers(server.process)[-1], 9)
    time.sleep(OUTAGE)
    ended.set()
    for client in clients:
        client.join()
    answers = "answers again" if _milliseconds(server) is not None else "answers no more"
    return f"{len(failures)} requests failed when a process was killed, and it {answers}"


def _milliseconds(server: Server) -> float | None:
    """The duration of an ordinary request, or ``None`` if it failed."""
    began = time.monotonic()
    try:
        with urlopen(f"{server.address}/health", timeout=TIMEOUT) as response:
            response.read()
    except (HTTPError, URLError, ConnectionError, TimeoutError):
        return None
    return 1_000 * (time.monotonic() - began)
