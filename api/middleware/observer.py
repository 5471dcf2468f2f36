"""Records of finished requests, for the access log and the metrics."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from time import perf_counter
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from api.context import RequestContext, context_of
from api.middleware.compression import close


@dataclass(frozen=True, slots=True)
class RequestRecord:
    """A finished request: ``seconds`` until the last byte was handed to the server.

    ``status`` is 500 where the application failed before it started a response. ``complete`` means
    that the whole body was sent, ``failed`` that the application raised an exception. If neither is
    set, the client disconnected.
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
    """WSGI middleware: calls the observers when the response to a request has ended."""

    def __init__(self, app: WSGIApplication, observers: Iterable[Observer]) -> None:
        self.app = app
        self.observers = tuple(observers)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_time = perf_counter()
        statuses: list[int] = []

        def start(status: str, headers: list[tuple[str, str]], error: Any = None, /) -> Any:
            statuses.append(int(status[:3]))
            return start_response(status, headers, error)

        def notify(body_bytes: int, complete: bool, failed: bool) -> None:
            status = statuses[-1] if statuses else 500
            seconds = perf_counter() - start_time
            context = context_of(environ)
            record = RequestRecord(environ, context, status, body_bytes, seconds, complete, failed)
            for observer in self.observers:
                observer(record)

        returned = False
        try:
            body = self.app(environ, start)
            returned = True
        finally:
            if not returned:
                notify(0, False, True)
        return ObservedBody(body, notify)


class ObservedBody:
    """A body that reports on closing how many bytes were read and how it ended."""

    def __init__(self, body: Iterable[bytes], notify: Callable[[int, bool, bool], None]) -> None:
        self.body = body
        self.notify = notify
        self.body_bytes = 0
        self.complete = self.waiting_for_chunk = False

    def __iter__(self) -> Iterator[bytes]:
        chunks = iter(self.body)
        self.waiting_for_chunk = True
        for chunk in chunks:
            self.waiting_for_chunk = False
            self.body_bytes += len(chunk)
            yield chunk
            self.waiting_for_chunk = True
        self.complete, self.waiting_for_chunk = True, False

    def close(self) -> None:
        try:
            close(self.body)
        finally:
            # Still waiting for a chunk means that the application raised instead.
            self.notify(self.body_bytes, self.complete, self.waiting_for_chunk)
