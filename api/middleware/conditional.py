"""Conditions of a request: an answer only while it is still the one that the client means."""

import re
from collections.abc import Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask
from werkzeug.datastructures import Headers
from werkzeug.http import parse_date, parse_etags, unquote_etag

from api.context import HAS_PRECONDITION
from api.headers import X_ACCEL_REDIRECT
from api.middleware.compression import CODINGS
from api.problems.exceptions import ProblemException
from api.problems.responses import render_problem

# What an answer without a body does not say, and the ETag, which is the one that the client has.
BODY_HEADERS = frozenset(
    {"ETag", "Last-Modified", "Link", "Accept-Ranges", X_ACCEL_REDIRECT}
    | {f"Content-{what}" for what in ("Type", "Length", "Encoding", "Disposition", "Digest")}
)
CODED_TAG = re.compile(f"-({'|'.join(CODINGS)})$")
CODED_TAGS = re.compile(f'-({"|".join(CODINGS)})(?=")')


def _plain(environ: WSGIEnvironment) -> WSGIEnvironment:
    """The request as the application sees it: it knows no HEAD and no codings."""
    inside = {**environ, "REQUEST_METHOD": "GET"}
    if tags := environ.get("HTTP_IF_NONE_MATCH"):
        inside["HTTP_IF_NONE_MATCH"] = CODED_TAGS.sub("", tags)
    return inside


def _known(environ: WSGIEnvironment, etag: str | None) -> str | None:
    """The ETag, of this answer in any coding, that the client says it has."""
    asked = environ.get("HTTP_IF_NONE_MATCH")
    if not asked or not etag:
        return None
    tags = parse_etags(asked)
    if tags.star_tag:
        return etag
    same = (tag for tag in sorted(tags.as_set(include_weak=True)) if _plain_tag(tag) == etag)
    return next((f'"{tag}"' for tag in same), None)


def _plain_tag(tag: str) -> str:
    return f'"{CODED_TAG.sub("", tag)}"'


IF_MATCH = "HTTP_IF_MATCH"
IF_UNMODIFIED_SINCE = "HTTP_IF_UNMODIFIED_SINCE"


class ConditionalRequests:
    """WSGI: answer 412 where ``If-Match`` or ``If-Unmodified-Since`` fails (RFC 9110, 13.2.2).

    They are judged by the headers of the answer that would be sent, the same from memory, from the
    disk, fresh or in part; so who goes on reading a file is told that it is another one by now.
    What has no ETag or date, and what is refused anyway, is answered as if they were not there.
    """

    def __init__(self, app: WSGIApplication, flask: Flask) -> None:
        self.app = app
        self.flask = flask

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if IF_MATCH not in environ and IF_UNMODIFIED_SINCE not in environ:
            return self.app(environ, start_response)
        told: list[Any] = []

        def start(status: str, headers: list[tuple[str, str]], _error: Any = None, /) -> Any:
            told[:] = [status, headers]

        body = self.app(_inside(environ), start)
        status, headers = told
        if status.startswith(("2", "304")) and (reason := _failure(environ, Headers(headers))):
            getattr(body, "close", lambda: None)()
            refusal = ProblemException("precondition-failed", reason)
            return render_problem(self.flask, refusal, environ)(environ, start_response)
        start_response(status, headers)
        return body


def _inside(environ: WSGIEnvironment) -> WSGIEnvironment:
    """The request without its conditions: nobody is to judge them once more, in other words."""
    judged_here = (IF_MATCH, IF_UNMODIFIED_SINCE)
    others = {name: value for name, value in environ.items() if name not in judged_here}
    return {**others, HAS_PRECONDITION: True}


def _failure(environ: WSGIEnvironment, headers: Headers) -> str:
    """Why an answer is not the one that is meant; empty if it is. A date counts without tags."""
    if IF_MATCH in environ:
        etag = headers.get("ETag")
        if etag is None or _matches(environ[IF_MATCH], etag):
            return ""
        return "The answer has another ETag than the request names in If-Match."
    changed = parse_date(headers.get("Last-Modified"))
    known = parse_date(environ[IF_UNMODIFIED_SINCE])
    if changed is None or known is None or changed <= known:
        return ""
    return "The answer has changed since the date that the request names in If-Unmodified-Since."


def _matches(asked: str, etag: str) -> bool:
    """Compare strongly: the bytes are to be the same."""
    tag, is_weak = unquote_etag(etag)
    tags = parse_etags(asked)
    return tags.star_tag or (not is_weak and tags.is_strong(str(tag)))
