"""Assigns a request id and rejects malformed requests before routing."""

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
from api.middleware.compression import HeaderList
from api.problems.exceptions import ProblemException
from api.problems.responses import render_problem

METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
ALLOWED = ", ".join(sorted(METHODS))
VALID_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
# Fast check: printable ASCII, and no percent-encoding in a query.
PLAIN_PATH = re.compile(r"[ -~]*")
PLAIN_QUERY = re.compile(r"[!-$&-~]*")
PORT = re.compile(r":[0-9]*$")
CONTROL = re.compile(rb"[\x00-\x1f\x7f]")

Check = Callable[[WSGIEnvironment], ProblemException | None]


class RequestChecks:
    """WSGI middleware: answers requests that no operation accepts, without reading their content.

    The application behind it only gets requests without content, with a URL and headers of limited
    length, and with a RequestContext in the environ. Adds the default headers to every response.
    """

    def __init__(self, app: WSGIApplication, flask: Flask, checks: Iterable[Check] = ()) -> None:
        self.app = app
        self.flask = flask
        self.checks = (*CHECKS, *checks)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        context = environ[CONTEXT] = RequestContext(_request_id(environ))
        headers = [*DEFAULT_HEADERS, (REQUEST_ID, context.request_id)]
        if environ["REQUEST_METHOD"] == "OPTIONS":
            headers += PREFLIGHT_HEADERS

        def start(status: str, own_headers: HeaderList, error: Any = None, /) -> Any:
            # Flask lists the methods in another order in every process.
            own_headers = [
                (name, ALLOWED if name == "Allow" else value) for name, value in own_headers
            ]
            return start_response(status, own_headers + headers, error)

        for check in self.checks:
            if problem := check(environ):
                return render_problem(self.flask, problem, environ)(environ, start)
        return self.app(environ, start)


def allowed_hosts(hosts: Container[str]) -> Check:
    """Check that the Host header names one of some hosts, which are in lower case without ports."""

    def check(environ: WSGIEnvironment) -> ProblemException | None:
        if PORT.sub("", environ.get("HTTP_HOST", "").lower()) in hosts:
            return None
        return ProblemException("unknown-host", "The Host header does not name this service.")

    return check


def _request_id(environ: WSGIEnvironment) -> str:
    """The request id that the client sent, if it is valid, or a new one."""
    sent = environ.get("HTTP_X_REQUEST_ID", "")
    return sent if VALID_REQUEST_ID.fullmatch(sent) else os.urandom(16).hex()


def _check_method(environ: WSGIEnvironment) -> ProblemException | None:
    method = environ["REQUEST_METHOD"]
    if method in METHODS:
        return None
    detail = f"{method[:20]} is not allowed; use GET."
    return ProblemException("method-not-allowed", detail, headers=[("Allow", ALLOWED)])


def _check_content(environ: WSGIEnvironment) -> ProblemException | None:
    length = environ.get("CONTENT_LENGTH") or "0"
    if not (length.isascii() and length.isdigit()):
        return ProblemException("bad-request", "Content-Length is not a number.")
    if length.strip("0") or "HTTP_TRANSFER_ENCODING" in environ:
        return ProblemException(
            "content-refused", "The request has a body; no operation accepts one."
        )
    return None


def _check_url_length(environ: WSGIEnvironment) -> ProblemException | None:
    length = len(environ.get("PATH_INFO", "")) + len(environ.get("QUERY_STRING", ""))
    if length <= MAX_URL_BYTES:
        return None
    detail = f"The URL has {length:,} bytes; the maximum is {MAX_URL_BYTES:,}."
    return ProblemException("too-long", detail)


def _check_encoding(environ: WSGIEnvironment) -> ProblemException | None:
    path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
    path_fault = "" if PLAIN_PATH.fullmatch(path) else _fault_of(path.encode("latin-1", "replace"))
    if path_fault:
        return ProblemException("bad-request", f"The path {path_fault}.")
    if PLAIN_QUERY.fullmatch(query):
        return None
    query_fault = _fault_of(unquote_to_bytes(query.encode("latin-1", "replace")))
    return (
        ProblemException("bad-request", f"The query string {query_fault}.") if query_fault else None
    )


def _fault_of(text: bytes) -> str:
    """Why bytes of a URL cannot be decoded, or an empty string."""
    if CONTROL.search(text):
        return "contains a control character"
    try:
        text.decode()
    except UnicodeDecodeError:
        return "is not UTF-8"
    return ""


def _check_headers(environ: WSGIEnvironment) -> ProblemException | None:
    # Fast check: the whole environ is almost always shorter than the limit for the headers.
    values = "".join([value for value in environ.values() if value.__class__ is str])
    if len(environ) <= MAX_HEADERS and len("".join(environ)) + len(values) <= MAX_HEADER_BYTES:
        return None
    headers = [f"{name[5:]}{value}" for name, value in environ.items() if name.startswith("HTTP_")]
    length = sum(map(len, headers))
    if len(headers) <= MAX_HEADERS and length <= MAX_HEADER_BYTES:
        return None
    detail = f"The request has {len(headers):,} headers with {length:,} bytes."
    return ProblemException("headers-too-long", detail)


CHECKS: tuple[Check, ...] = (
    _check_method,
    _check_content,
    _check_url_length,
    _check_encoding,
    _check_headers,
)
