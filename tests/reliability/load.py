"""Clients that ask on and on while something happens to a server."""

import http.client
import itertools
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

PATIENCE = 30.0  # seconds
# A connection that was idle may be closed at any moment, which any client answers by asking again
# (RFC 9112, 9.3.1); one that was just opened may not.
CLOSED = (ConnectionError, http.client.BadStatusLine)


@dataclass(frozen=True)
class Told:
    """An answer to a question; ``status`` 0 and why where there was none."""

    path: str
    status: int
    body: bytes
    seconds: float
    why: str = ""


@dataclass
class Load:
    """What clients were told so far."""

    answers: list[Told] = field(default_factory=list)
    _bodies: dict[bytes, bytes] = field(default_factory=dict)

    def add(self, told: Told) -> None:
        """Take an answer in; the same bytes are held once, or minutes of them would fill memory."""
        body = self._bodies.setdefault(told.body, told.body)
        self.answers.append(replace(told, body=body))

    @property
    def failed(self) -> list[str]:
        return [
            f"{told.status} {told.why} {told.path}" for told in self.answers if told.status != 200
        ]

    def slowest(self, share: float) -> float:
        """The seconds within which a share of the answers came."""
        ordered = sorted(told.seconds for told in self.answers)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


@contextmanager
def under_load(
    address: str, paths: Sequence[str], clients: int, pause: float = 0.0
) -> Iterator[Load]:
    """Clients that ask for some paths in turn, each on a connection that it keeps."""
    load, done = Load(), threading.Event()

    def ask(number: int) -> None:
        client = Client(address)
        for path in itertools.islice(itertools.cycle(paths), number, None):
            if done.is_set():
                break
            load.add(client.ask(path))
            done.wait(pause)
        client.close()

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    try:
        yield load
    finally:
        done.set()
        for thread in threads:
            thread.join()


class Client:
    """One client with one connection, which it opens again where it was closed while idle."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.connection: HTTPConnection | None = None

    def ask(self, path: str) -> Told:
        begun = time.monotonic()
        was_idle = self.connection is not None
        try:
            try:
                status, body = self._asked(path)
            except CLOSED:
                self.close()
                if not was_idle:
                    raise
                status, body = self._asked(path)
        except (OSError, HTTPException) as error:
            self.close()
            return Told(path, 0, b"", time.monotonic() - begun, repr(error))
        why = "" if status == 200 else body[:200].decode("utf-8", "replace")
        return Told(path, status, body, time.monotonic() - begun, why)

    def close(self) -> None:
        if self.connection:
            self.connection.close()
        self.connection = None

    def _asked(self, path: str) -> tuple[int, bytes]:
        if self.connection is None:
            self.connection = HTTPConnection(urlsplit(self.address).netloc, timeout=PATIENCE)
        self.connection.request("GET", path)
        answer = self.connection.getresponse()
        body = answer.read()
        if answer.will_close:
            self.close()
        return answer.status, body


def asked_once(address: str, path: str) -> Told:
    """What one client is told that opens a connection for one question."""
    client = Client(address)
    told = client.ask(path)
    client.close()
    return told
