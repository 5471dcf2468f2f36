"""Answers that are known already, against nginx with the same bytes; and other servers of ours."""

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
from bench.findings import Found, Row, faster
from bench.prepared import Prepared
from bench.processes import workers
from bench.question import choices
from bench.questions import QUESTIONS
from bench.rounds import Asked, Plan, in_turn
from bench.servers import Say, Server, of_release, packages, serving
from tests.servers import START, free_port

GOALS = {"as it is": 0.45, "gzip": 0.45, "304": 0.50}
REMEMBER = {"FIGURES_CACHE_BYTES": str(64 * 2**20)}
SLOW = 100  # clients that never end their request
ORDINARY = 20  # requests beside them
PATIENCE = 2  # seconds that these wait

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
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def remembered(size: Prepared, plan: Plan, say: Say) -> Found:
    """A page asked again and again: from our memory, and from a file by nginx."""
    say("answers from memory")
    page = QUESTIONS[0]
    [path] = page.asked("ours", choices(page, size, 0, 1))
    with ExitStack() as stack:
        start = stack.enter_context
        ours = {
            name: start(serving(name, command, "/health", of_release(size, **REMEMBER, **more)))
            for name, (command, more) in _SERVERS.items()
        }
        ours["deploy/"] = start(_deployed(of_release(size, **REMEMBER)))
        nginx = start(_nginx(_body(ours["gunicorn"], path, "gzip")[0]))
        findings, rows = [], []
        for way, goal in GOALS.items():
            asked = {name: _asked(server, path, way) for name, server in ours.items()}
            loads = in_turn({**asked, "nginx": _asked(nginx, "/page.json", way)}, plan)
            findings += [
                faster(f"from memory: {way}, {told}", "nginx", loads[name], loads["nginx"], goal)
                for name, told in {"gunicorn": "make serve", "deploy/": "deploy/"}.items()
            ]
            rows += [Row(f"from memory: {way}", name, load) for name, load in loads.items()]
    return Found(tuple(findings), tuple(rows))


def servers_compared(size: Prepared, plan: Plan, say: Say) -> Found:
    """The same program under other servers: its speed without memory, and with slow clients."""
    say("other servers")
    rows, notes = [], []
    with ExitStack() as stack:
        ours = {
            name: stack.enter_context(serving(name, command, "/health", of_release(size, **more)))
            for name, (command, more) in _SERVERS.items()
        }
        for question in QUESTIONS[:2]:
            asked = {
                name: Asked(server, partial(_fresh, question.name, size))
                for name, server in ours.items()
            }
            loads = in_turn(asked, plan)
            rows += [Row(f"{question.name}: servers", name, told) for name, told in loads.items()]
        for name, server in ours.items():
            notes += [f"{name}: {_beside_slow(server)}", f"{name}: {_after_a_death(server)}"]
    return Found(rows=tuple(rows), notes=tuple(notes))


_SERVERS: Mapping[str, tuple[Sequence[str], Mapping[str, str]]] = {
    "gunicorn": (servers.OURS, {}),
    "granian": (servers.GRANIAN, packages()),
    "waitress": (servers.WAITRESS, packages()),
}


def _asked(server: Server, path: str, way: str) -> Asked:
    coding = "gzip" if way == "gzip" else "identity"
    headers = {"Accept-Encoding": coding}
    if way == "304":
        headers["If-None-Match"] = _body(server, path, coding)[1]
    return Asked(server, lambda _: [path], headers)


def _body(server: Server, path: str, coding: str) -> tuple[bytes, str]:
    """The bytes of an answer and its ETag."""
    request = Request(server.address + path, headers={"Accept-Encoding": coding})
    with urlopen(request) as answer:
        return answer.read(), answer.headers["ETag"]


@contextmanager
def _deployed(settings: Mapping[str, str]) -> Iterator[Server]:
    """The proxy with its own memory, and two workers, as deploy/start starts them."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        here = {"LISTEN": f"127.0.0.1:{port}", "GUNICORN": servers.GUNICORN[0]}
        two = {**settings, **here, "WEB_CONCURRENCY": "2"}
        with serving("deploy/", (str(START), folder), "/health", two, port=port) as server:
            yield server


@contextmanager
def _nginx(packed: bytes) -> Iterator[Server]:
    """Serve a packed body, and what it holds, from files."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "page.json.gz").write_bytes(packed)
        (folder / "page.json").write_bytes(gzip.decompress(packed))
        paths = "".join(f"  {name}_temp_path {folder}/{name};\n" for name in TEMPORARY)
        user = "user root root;\n" if os.getuid() == 0 else ""
        port = free_port()
        written = NGINX.format(folder=folder, paths=paths, user=user, port=port)
        (folder / "nginx.conf").write_text(written)
        command = ("nginx", "-c", f"{folder}/nginx.conf", "-e", f"{folder}/errors")
        with serving("nginx", command, "/page.json", port=port) as server:
            yield server


def _fresh(name: str, size: Prepared, turn: int) -> list[str]:
    question = next(question for question in QUESTIONS if question.name == name)
    return question.asked("ours", choices(question, size, turn))


def _beside_slow(server: Server) -> str:
    """What ordinary requests meet while others hold their connections half asked."""
    where = urlsplit(server.address)
    with ExitStack() as stack:
        for _ in range(SLOW):
            slow = stack.enter_context(socket.create_connection((where.hostname, where.port)))
            slow.sendall(b"GET /health HTTP/1.1\r\nHost: slow\r\n")
        answered = [_milliseconds(server) for _ in range(ORDINARY)]
    found = sorted(took for took in answered if took is not None)
    longest = f"the slowest after {found[-1]:,.0f} ms" if found else "none of them"
    return f"{len(found)} of {ORDINARY} answered beside {SLOW} slow clients, {longest}"


def _after_a_death(server: Server) -> str:
    """What four clients meet when a process that serves is killed under their load."""
    failed: list[int] = []
    ended = threading.Event()

    def ask() -> None:
        while not ended.is_set():
            failed.extend([1] if _milliseconds(server) is None else [])

    clients = [threading.Thread(target=ask) for _ in range(4)]
    for client in clients:
        client.start()
    victims = workers(server.process)
    os.kill(victims[-1], 9)
    time.sleep(3)
    ended.set()
    for client in clients:
        client.join()
    answers = "answers again" if _milliseconds(server) is not None else "answers no more"
    return f"{len(failed)} requests failed when a process was killed, and it {answers}"


def _milliseconds(server: Server) -> float | None:
    """How long an ordinary request took; None where it failed."""
    began = time.monotonic()
    try:
        with urlopen(f"{server.address}/health", timeout=PATIENCE) as answer:
            answer.read()
    except (HTTPError, URLError, ConnectionError, TimeoutError):
        return None
    return 1_000 * (time.monotonic() - began)
