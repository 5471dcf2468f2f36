"""HTTP responses for exceptions: problem documents (RFC 9457), or HTML pages for browsers."""

import json
from collections.abc import Iterable
from urllib.parse import quote
from wsgiref.types import WSGIEnvironment

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException

from api.limits import MAX_URL_BYTES
from api.problems.document import Problem, problem_document
from api.problems.exceptions import ProblemException
from api.problems.types import PROBLEM_TYPES

PROBLEM_JSON = "application/problem+json"
MAX_ECHOED_BYTES = 100  # of a path that is too long to repeat

# Of several codes with one status the first counts.
_CODE_BY_STATUS = {type_.status: code for code, type_ in reversed(list(PROBLEM_TYPES.items()))}


def render_problem(flask: Flask, exception: ProblemException, environ: WSGIEnvironment) -> Response:
    """The response for an exception raised in middleware, outside the application."""
    with flask.request_context(environ):
        return problem_response(exception)


def problem_response(
    exception: ProblemException, headers: Iterable[tuple[str, str]] = ()
) -> Response:
    """The response for an exception. ``headers`` are sent after those of the exception."""
    problem = Problem(
        exception.code, exception.detail, _instance(), exception.errors, exception.alternatives
    )
    all_headers = [*exception.headers, *headers]
    if _is_page():
        type_ = PROBLEM_TYPES[problem.code]
        page = render_template("problem.html", code=problem.code, kind=type_, refusal=problem)
        return _no_store(Response(page, problem.status, all_headers))
    text = json.dumps(problem_document(problem), ensure_ascii=False) + "\n"
    return _no_store(Response(text, problem.status, all_headers, content_type=PROBLEM_JSON))


def from_http_exception(error: HTTPException) -> Response:
    """The response for an HTTP exception of Flask, with the headers it carries."""
    headers = [(name, value) for name, value in error.get_headers() if name != "Content-Type"]
    code = _CODE_BY_STATUS.get(error.code or 500, "bad-request")
    details = {
        "not-found": f"The path {request.path} does not exist.",
        "method-not-allowed": f"{request.method} is not allowed; use GET.",
        "internal": "The service failed to answer the request.",
    }
    detail = details.get(code, f"{PROBLEM_TYPES[code].title}.")
    return problem_response(ProblemException(code, detail), headers)


def _is_page() -> bool:
    """Whether the request is for a page of the site, and the client prefers HTML."""
    accepted = request.accept_mimetypes.best_match((PROBLEM_JSON, "text/html"))
    return not request.path.startswith("/v1") and accepted == "text/html"


def _no_store(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


def _instance() -> str:
    """The URL as it was requested, byte for byte; if it is too long, the start of its path."""
    path = request.environ.get("PATH_INFO", "").encode("latin-1", "replace")
    query = request.query_string
    if len(path) + len(query) > MAX_URL_BYTES:
        path, query = path[:MAX_ECHOED_BYTES], b""
    quoted = quote(b"/" + path.lstrip(b"/"))
    return quoted + (f"?{quote(query, safe='=&%+,;:/~-._')}" if query else "")
