"""Conditional requests (RFC 9110, 13): 412 where a precondition fails, 304 where nothing is new."""

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask
from werkzeug.datastructures import Headers
from werkzeug.http import parse_date, parse_etags, unquote_etag

from api.context import HAS_PRECONDITION
from api.headers import CONTENT_DIGEST, X_ACCEL_REDIRECT
from api.middleware.compression import close, response_of, without_coding
from api.problems.exceptions import ProblemException
from api.problems.responses import render_problem

IF_MATCH = "HTTP_IF_MATCH"
IF_UNMODIFIED_SINCE = "HTTP_IF_UNMODIFIED_SINCE"
IF_NONE_MATCH = "HTTP_IF_NONE_MATCH"
IF_MODIFIED_SINCE = "HTTP_IF_MODIFIED_SINCE"

# Headers of the response with a body. A 304 response repeats the ETag that the client has instead.
BODY_HEADERS = frozenset(
    {"ETag", "Last-Modified", "Link", "Accept-Ranges", X_ACCEL_REDIRECT, CONTENT_DIGEST}
    | {f"Content-{name}" for name in ("Type", "Length", "Encoding", "Disposition")}
)


class ConditionalRequests:
    """WSGI middleware: evaluates conditions in the order of RFC 9110, 13.2.2.

    They are compared with the headers of the response that would be sent, so that the result does
    not depend on whether it comes from the cache, from the disk, or in part. A response without an
    ETag or a date, and an error, is sent as if the request had no condition. ``If-Modified-Since``
    is left to the application.
    """

    def __init__(self, app: WSGIApplication, flask: Flask) -> None:
        self.app = app
        self.flask = flask

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        has_precondition = IF_MATCH in environ or IF_UNMODIFIED_SINCE in environ
        if not (has_precondition or IF_NONE_MATCH in environ or IF_MODIFIED_SINCE in environ):
            return self.app(environ, start_response)
        inner = _without_preconditions(environ) if has_precondition else environ
        status, headers, body = response_of(self.app, inner)
        if status.startswith(("200", "304")):
            etag = next((text for name, text in headers if name == "ETag"), "")
            known = _known_etag(environ.get(IF_NONE_MATCH), etag)
            if known or status.startswith("304"):
                headers = [pair for pair in headers if pair[0] not in BODY_HEADERS]
                headers.append(("ETag", known or etag))
                close(body)
                status, body = "304 NOT MODIFIED", []
        is_judged = has_precondition and status.startswith(("2", "304"))
        if is_judged and (reason := _failed_precondition(environ, Headers(headers))):
            close(body)
            problem = ProblemException("precondition-failed", reason)
            return render_problem(self.flask, problem, environ)(environ, start_response)
        start_response(status, headers)
        return body


def _without_preconditions(environ: WSGIEnvironment) -> WSGIEnvironment:
    """The request without If-Match and If-Unmodified-Since, which Flask would evaluate again."""
    others = {
        name: value
        for name, value in environ.items()
        if name not in (IF_MATCH, IF_UNMODIFIED_SINCE)
    }
    return {**others, HAS_PRECONDITION: True}


def _known_etag(if_none_match: str | None, etag: str) -> str | None:
    """The ETag, of this response in any coding, that the client has."""
    if not if_none_match or not etag:
        return None
    plain = without_coding(etag[1:-1])
    tags = parse_etags(if_none_match)
    if tags.star_tag:
        return f'"{plain}"'
    # werkzeug parses an empty tag, '""', as None.
    named = sorted(filter(None, tags.as_set(include_weak=True)))
    known = (tag for tag in named if without_coding(tag) == plain)
    return next((f'"{tag}"' for tag in known), None)


def _failed_precondition(environ: WSGIEnvironment, headers: Headers) -> str:
    """Why a precondition fails, or an empty string. If-Match takes precedence over the date."""
    if IF_MATCH in environ:
        etag = headers.get("ETag")
        if etag is None or _matches(environ[IF_MATCH], etag):
            return ""
        return "The ETag of the response is not in If-Match."
    modified = parse_date(headers.get("Last-Modified"))
    limit = parse_date(environ[IF_UNMODIFIED_SINCE])
    if modified is None or limit is None or modified <= limit:
        return ""
    return "The response has changed since the date in If-Unmodified-Since."


def _matches(if_match: str, etag: str) -> bool:
    """Strong comparison (RFC 9110, 8.8.3.2): the bytes are the same."""
    tag, is_weak = unquote_etag(etag)
    tags = parse_etags(if_match)
    return tags.star_tag or (not is_weak and tags.is_strong(str(tag)))
