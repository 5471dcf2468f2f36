"""Responses of a WSGI application as values, for middleware that changes them."""

from collections.abc import Iterable
from typing import Any
from wsgiref.types import WSGIApplication, WSGIEnvironment

HeaderList = list[tuple[str, str]]


def response_of(
    app: WSGIApplication, environ: WSGIEnvironment
) -> tuple[str, HeaderList, Iterable[bytes]]:
    """Call an application, and return the status line, the headers and the body."""
    started: list[Any] = []

    def start_response(status: str, headers: HeaderList, _error: Any = None, /) -> Any:
        started[:] = [status, headers]

    body = app(environ, start_response)
    status, headers = started
    return status, headers, body


def close(body: Iterable[bytes]) -> None:
    """Close a body that is not sent, or that has been read."""
    getattr(body, "close", lambda: None)()
