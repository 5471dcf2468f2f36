"""What is seen of each request by those who run the service."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from time import perf_counter
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from api.context import RequestContext, context_of


@dataclass(frozen=True, slots=True)
class RequestRecord:
    """A request that was answered: ``seconds`` until the last byte was handed to the server.

    ``status`` is 500 where the application broke before it answered. An answer is ``whole``, or
    the application was ``broken`` in the middle, or else the client went.
    """

    environ: WSGIEnvironment
    context: RequestContext
    status: int
    body_bytes: int
    seconds: float
    complete: bool
    failed: bool


Observer = Callable[[RequestRecord], None]


class RequestObserver:
    """WSGI: tell some watchers of each request when its answer has ended."""

    def __init__(self, app: WSGIApplication, watchers: Iterable[Observer]) -> None:
        self.app = app
        self.watchers = tuple(watchers)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        began = perf_counter()
        statuses: list[int] = []

        def start(status: str, headers: list[tuple[str, str]], error: Any = None, /) -> Any:
            statuses.append(int(status[:3]))
            return start_response(status, headers, error)

        def tell(sent: int, whole: bool, broken: bool) -> None:
            status = statuses[-1] if statuses else 500
            seconds = perf_counter() - began
            seen = RequestRecord(environ, context_of(environ), status, sent, seconds, whole, broken)
            for watcher in self.watchers:
                watcher(seen)

        answered = False
        try:
            body = self.app(environ, start)
            answered = True
        finally:
            if not answered:
                tell(0, False, True)
        return ObservedBody(body, tell)


class ObservedBody:
    """A body that tells, when it is closed, how many bytes of it were taken and how it ended."""

    def __init__(self, body: Iterable[bytes], tell: Callable[[int, bool, bool], None]) -> None:
        self.body = body
        self.tell = tell
        self.sent = 0
        self.whole = self.making = False

    def __iter__(self) -> Iterator[bytes]:
        pieces = iter(self.body)
        self.making = True
        for piece in pieces:
            self.making = False
            self.sent += len(piece)
            yield piece
            self.making = True
        self.whole, self.making = True, False

    def close(self) -> None:
        try:
            getattr(self.body, "close", lambda: None)()
        finally:
            self.tell(self.sent, self.whole, self.making)
