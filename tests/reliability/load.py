"""Clients that send requests without pause while a test acts on a server."""

import http.client
import itertools
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

TIMEOUT = 30.0  # seconds
# A server may close an idle connection at any time, and clients retry (RFC 9112, 9.3.1). It may not
# close a new connection.
CLOSED = (ConnectionError, http.client.BadStatusLine)


@dataclass(frozen=True)
class Response:
    """A response, or ``status`` 0 and the error if there was none."""

    path: str
    status: int
    body: bytes
    seconds: float
    error: str = ""


@dataclass
class Load:
    """Responses that the clients have received so far."""

    responses: list[Response] = field(default_factory=list)
    _bodies: dict[bytes, bytes] = field(default_factory=dict)

    def add(self, response: Response) -> None:
        """Add a response. Equal bodies are stored once, to save memory."""
        body = self._bodies.setdefault(response.body, response.body)
        self.responses.append(replace(response, body=body))

    @property
    def failed(self) -> list[str]:
        return [
            f"{response.status} {response.error} {response.path}"
            for response in self.responses
            if response.status != 200
        ]

    def slowest(self, share: float) -> float:
        """Quantile of the response times, in seconds."""
        ordered = sorted(response.seconds for response in self.responses)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


@contextmanager
def under_load(
    address: str, paths: Sequence[str], clients: int, pause: float = 0.0
) -> Iterator[Load]:
    """Clients that request some paths in turn, each on its own persistent connection."""
    load, done = Load(), threading.Event()

    def send_requests(number: int) -> None:
        client = Client(address)
        for path in itertools.islice(itertools.cycle(paths), number, None):
            if done.is_set():
                break
            load.add(client.get(path))
            done.wait(pause)
        client.close()

    threads = [threading.Thread(target=send_requests, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    try:
        yield load
    finally:
        done.set()
        for thread in threads:
            thread.join()


class Client:
    """A client with one connection, reopened if it was closed while idle."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.connection: HTTPConnection | None = None

    def get(self, path: str) -> Response:
        started = time.monotonic()
        was_idle = self.connection is not None
        try:
            try:
                status, body = self._send(path)
            except CLOSED:
                self.close()
                if not was_idle:
                    raise
                status, body = self._send(path)
        except (OSError, HTTPException) as error:
            self.close()
            return Response(path, 0, b"", time.monotonic() - started, repr(error))
        problem = "" if status == 200 else body[:200].decode("utf-8", "replace")
        return Response(path, status, body, time.monotonic() - started, problem)

    def close(self) -> None:
        if self.connection:
            self.connection.close()
        self.connection = None

    def _send(self, path: str) -> tuple[int, bytes]:
        if self.connection is None:
            self.connection = HTTPConnection(urlsplit(self.address).netloc, timeout=TIMEOUT)
        self.connection.request("GET", path)
        reply = self.connection.getresponse()
        body = reply.read()
        if reply.will_close:
            self.close()
        return reply.status, body


def get_once(address: str, path: str) -> Response:
    """Response to one request on a connection of its own."""
    client = Client(address)
    response = client.get(path)
    client.close()
    return response
