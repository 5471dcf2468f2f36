"""What came back for the bytes of a request, and what is wrong with it."""

import json
import socket
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

PROBLEM = "application/problem+json"
PATIENCE = 60.0  # seconds; whoever is not answered by then is counted as lost


@dataclass(frozen=True)
class Answer:
    """Status (0 for none), headers in lower case, body, and how long it took in seconds."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    seconds: float

    def header(self, name: str) -> str:
        return next((value for each, value in self.headers if each == name), "")


def sent(address: str, request: bytes) -> Answer:
    """Send bytes on a connection of their own and read to its end."""
    begun = time.monotonic()
    received = b""
    port = urlsplit(address).port
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), PATIENCE) as client:
        received = _exchanged(client, request)
    return _read(received, time.monotonic() - begun)


def all_sent(address: str, requests: Sequence[bytes], at_once: int = 8) -> list[Answer]:
    with ThreadPoolExecutor(at_once) as pool:
        return list(pool.map(lambda request: sent(address, request), requests))


def fault_of(status: int, content_type: str, body: bytes, method: str = "GET") -> str | None:
    """What is wrong with an answer to a bad request; None if nothing is."""
    if status >= 500:
        return f"{status}"
    if status < 400 or content_type.startswith("text/html; charset=utf-8"):
        return None  # a person who opened a page is told on a page
    if method == "HEAD":
        return None if content_type == PROBLEM else f"{status} as {content_type}"
    try:
        problem: Any = json.loads(body)
    except ValueError:
        return f"{status} with a body that is no JSON: {content_type}"
    said = (content_type, problem.get("status"), str(problem.get("type"))[:10])
    return None if said == (PROBLEM, status, "/problems/") else f"{status} as {said}"


def _exchanged(client: socket.socket, request: bytes) -> bytes:
    received = b""
    with suppress(OSError):  # refused before its end: the answer may be there already
        client.sendall(request)
    with suppress(ConnectionResetError):  # what was received before it counts
        while part := client.recv(65_536):
            received += part
    return received


def _read(received: bytes, seconds: float) -> Answer:
    head, _, body = received.partition(b"\r\n\r\n")
    status, *lines = head.decode("latin-1").split("\r\n")
    parts = status.split()
    if len(parts) < 2 or not parts[1].isdigit():
        return Answer(0, (), received, seconds)
    pairs = (line.partition(":") for line in lines)
    headers = tuple((name.lower(), value.strip()) for name, _, value in pairs)
    return Answer(int(parts[1]), headers, body, seconds)
