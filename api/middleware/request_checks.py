"""What stands in front of everything: it names each request, and refuses what is none."""

import os
import re
from collections.abc import Callable, Container, Iterable
from typing import Any
from urllib.parse import unquote_to_bytes
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask

from api.context import CONTEXT, RequestContext
from api.headers import DEFAULT_HEADERS, PREFLIGHT_HEADERS, REQUEST_ID
from api.limits import MAX_HEADER_BYTES, MAX_HEADERS, MAX_URL_BYTES
from api.problems.exceptions import ProblemException
from api.problems.responses import render_problem

METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
VALID_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
# What needs no second look: printable, and for a query nothing escaped.
PLAIN_PATH = re.compile(r"[ -~]*")
PLAIN_QUERY = re.compile(r"[!-$&-~]*")
PORT = re.compile(r":[0-9]*$")
CONTROL = re.compile(rb"[\x00-\x1f\x7f]")

Check = Callable[[WSGIEnvironment], ProblemException | None]


class RequestChecks:
    """WSGI: refuse at once, unread, what no address of the service answers; pass on the rest.

    Whatever comes after it may rely on a request without content, on an address and headers of a
    bounded length, and on ``Asked`` in the environment. Every answer gets the headers that all
    have.
    """

    def __init__(self, app: WSGIApplication, flask: Flask, further: Iterable[Check] = ()) -> None:
        self.app = app
        self.flask = flask
        self.checks = (*CHECKS, *further)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        asked = environ[CONTEXT] = RequestContext(_name(environ))
        headers = [*DEFAULT_HEADERS, (REQUEST_ID, asked.request_id)]
        if environ["REQUEST_METHOD"] == "OPTIONS":
            headers += PREFLIGHT_HEADERS

        def start(status: str, told: list[tuple[str, str]], error: Any = None, /) -> Any:
            return start_response(status, told + headers, error)

        for check in self.checks:
            if refusal := check(environ):
                return render_problem(self.flask, refusal, environ)(environ, start)
        return self.app(environ, start)


def allowed_hosts(hosts: Container[str]) -> Check:
    """A check that refuses every host but some, which are in small letters and without ports."""

    def check(environ: WSGIEnvironment) -> ProblemException | None:
        if PORT.sub("", environ.get("HTTP_HOST", "").lower()) in hosts:
            return None
        return ProblemException(
            "unknown-host", "The host that the request names is none of this service."
        )

    return check


def _name(environ: WSGIEnvironment) -> str:
    """What a request is called in reports of trouble: as its sender does, or a new name."""
    given = environ.get("HTTP_X_REQUEST_ID")
    return given if given and VALID_REQUEST_ID.fullmatch(given) else os.urandom(16).hex()


def _other_method(environ: WSGIEnvironment) -> ProblemException | None:
    method = environ["REQUEST_METHOD"]
    if method in METHODS:
        return None
    detail = f"{method[:20]} is not allowed; use GET."
    return ProblemException("method-not-allowed", detail, headers=[("Allow", "GET, HEAD, OPTIONS")])


def _content(environ: WSGIEnvironment) -> ProblemException | None:
    length = environ.get("CONTENT_LENGTH") or "0"
    if not (length.isascii() and length.isdigit()):
        return ProblemException("bad-request", "Content-Length is not a number.")
    if length.strip("0") or "HTTP_TRANSFER_ENCODING" in environ:
        return ProblemException(
            "content-refused", "The request has content, which nothing here reads."
        )
    return None


def _long_address(environ: WSGIEnvironment) -> ProblemException | None:
    length = len(environ.get("PATH_INFO", "")) + len(environ.get("QUERY_STRING", ""))
    if length <= MAX_URL_BYTES:
        return None
    detail = f"The address has {length:,} bytes; it may have {MAX_URL_BYTES:,}."
    return ProblemException("too-long", detail)


def _unreadable(environ: WSGIEnvironment) -> ProblemException | None:
    path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
    if not PLAIN_PATH.fullmatch(path):
        fault = _fault_of(path.encode("latin-1", "replace"))
        if fault:
            return ProblemException("bad-request", f"The path {fault}.")
    if not PLAIN_QUERY.fullmatch(query):
        fault = _fault_of(unquote_to_bytes(query.encode("latin-1", "replace")))
        if fault:
            return ProblemException("bad-request", f"The query {fault}.")
    return None


def _fault_of(text: bytes) -> str:
    """What keeps bytes of an address from being read; empty if nothing does."""
    if CONTROL.search(text):
        return "holds a control character"
    try:
        text.decode()
    except UnicodeDecodeError:
        return "is not UTF-8"
    return ""


def _long_headers(environ: WSGIEnvironment) -> ProblemException | None:
    # Nearly always all there is in the environment is less than the headers alone may be.
    texts = "".join([text for text in environ.values() if text.__class__ is str])
    if len(environ) <= MAX_HEADERS and len("".join(environ)) + len(texts) <= MAX_HEADER_BYTES:
        return None
    headers = [f"{name[5:]}{text}" for name, text in environ.items() if name.startswith("HTTP_")]
    length = sum(map(len, headers))
    if len(headers) <= MAX_HEADERS and length <= MAX_HEADER_BYTES:
        return None
    detail = f"The request has {len(headers):,} headers of {length:,} bytes."
    return ProblemException("headers-too-long", detail)


CHECKS: tuple[Check, ...] = (_other_method, _content, _long_address, _unreadable, _long_headers)
