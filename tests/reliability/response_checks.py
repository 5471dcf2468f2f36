"""Raw HTTP exchanges, and checks of the responses to bad requests."""

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
TIMEOUT = 60.0  # seconds


@dataclass(frozen=True)
class RawResponse:
    """Status (0 for no response), headers in lower case, body, and duration in seconds."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    seconds: float

    def header(self, name: str) -> str:
        return next((value for header, value in self.headers if header == name), "")


def exchange(address: str, request: bytes) -> RawResponse:
    """Send bytes on a new connection and read until it is closed."""
    started = time.monotonic()
    received = b""
    port = urlsplit(address).port
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), TIMEOUT) as client:
        received = _received(client, request)
    return _read(received, time.monotonic() - started)


def exchange_all(address: str, requests: Sequence[bytes], at_once: int = 8) -> list[RawResponse]:
    with ThreadPoolExecutor(at_once) as pool:
        return list(pool.map(lambda request: exchange(address, request), requests))


def fault_of(status: int, content_type: str, body: bytes, method: str = "GET") -> str | None:
    """Why a response to a bad request is wrong, or None."""
    if status >= 500:
        return f"{status}"
    if status < 400 or content_type.startswith("text/html; charset=utf-8"):
        return None  # browsers get problems as HTML
    if method == "HEAD":
        return None if content_type == PROBLEM else f"{status} as {content_type}"
    try:
        problem: Any = json.loads(body)
    except ValueError:
        return f"{status} with a body that is no JSON: {content_type}"
    members = (content_type, problem.get("status"), str(problem.get("type"))[:10])
    return None if members == (PROBLEM, status, "/problems/") else f"{status} as {members}"


def _received(client: socket.socket, request: bytes) -> bytes:
    received = b""
    with suppress(OSError):  # rejected before its end: the response may have arrived
        client.sendall(request)
    with suppress(ConnectionResetError):  # bytes received before it count
        while part := client.recv(65_536):
            received += part
    return received


def _read(received: bytes, seconds: float) -> RawResponse:
    head, _, body = received.partition(b"\r\n\r\n")
    status, *lines = head.decode("latin-1").split("\r\n")
    parts = status.split()
    if len(parts) < 2 or not parts[1].isdigit():
        return RawResponse(0, (), received, seconds)
    pairs = (line.partition(":") for line in lines)
    headers = tuple((name.lower(), value.strip()) for name, _, value in pairs)
    return RawResponse(int(parts[1]), headers, body, seconds)
