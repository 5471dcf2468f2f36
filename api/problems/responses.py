"""Errors and refusals as problem documents (RFC 9457)."""

import json
from collections.abc import Iterable
from urllib.parse import quote
from wsgiref.types import WSGIEnvironment

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException

from api.limits import MAX_URL_BYTES
from api.problems.corrections import _parameter_refusal
from api.problems.exceptions import ProblemException
from api.problems.types import PROBLEM_TYPES


def render_problem(flask: Flask, refusal: ProblemException, environ: WSGIEnvironment) -> Response:
    """A refusal as the application would answer it, which is not asked."""
    with flask.request_context(environ):
        return problem_response(refusal)


PROBLEM_JSON = "application/problem+json"
MAX_ECHOED_BYTES = 100  # of a path that is too long to repeat


_CODE_BY_STATUS = {kind.status: code for code, kind in reversed(list(PROBLEM_TYPES.items()))}


def problem_response(
    refusal: ProblemException, headers: Iterable[tuple[str, str]] = ()
) -> Response:
    """A refusal as a problem document, or as a page where a person opened a page."""
    kind = PROBLEM_TYPES[refusal.code]
    sent = [*refusal.headers, *headers]
    if _is_page():
        page = render_template("problem.html", code=refusal.code, kind=kind, refusal=refusal)
        return _no_store(Response(page, kind.status, sent))
    body = {
        "type": f"/problems/{refusal.code}",
        "title": kind.title,
        "status": kind.status,
        "detail": refusal.detail,
        "instance": _address(),
    }
    if refusal.errors:
        body["errors"] = refusal.errors
    if refusal.alternatives:
        body["alternatives"] = refusal.alternatives
    text = json.dumps(body, ensure_ascii=False) + "\n"
    return _no_store(Response(text, kind.status, sent, content_type=PROBLEM_JSON))


def from_http_exception(error: HTTPException) -> Response:
    """An HTTP exception of Flask or webargs as a problem document, with the headers it carries."""
    headers = [(name, value) for name, value in error.get_headers() if name != "Content-Type"]
    given = getattr(error, "data", None) or {}
    if messages := given.get("messages", {}).get("query"):
        return problem_response(_parameter_refusal(messages, given["schema"]), headers)
    code = _CODE_BY_STATUS.get(error.code or 500, "bad-request")
    details = {
        "not-found": f"Nothing is at {request.path}.",
        "method-not-allowed": f"{request.method} is not allowed; use GET.",
        "internal": "The request could not be answered.",
    }
    return problem_response(
        ProblemException(code, details.get(code, PROBLEM_TYPES[code].title + ".")), headers
    )


def _is_page() -> bool:
    """The address is one of the pages, and a browser asks for it, among other things for HTML."""
    forms = (PROBLEM_JSON, "text/html")
    chosen = request.accept_mimetypes.best_match(forms)
    return not request.path.startswith("/v1") and chosen == "text/html"


def _no_store(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


def _address() -> str:
    """What was asked, byte for byte; only the beginning of what is too long to be repeated."""
    told = request.environ.get("PATH_INFO", "").encode("latin-1", "replace")
    query = request.query_string
    if len(told) + len(query) > MAX_URL_BYTES:
        told, query = told[:MAX_ECHOED_BYTES], b""
    path = quote(b"/" + told.lstrip(b"/"))
    return path + (f"?{quote(query, safe='=&%+,;:/~-._')}" if query else "")
