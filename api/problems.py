"""Errors and refusals as problem documents (RFC 9457)."""

import difflib
import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from flask import Response, render_template, request
from marshmallow import EXCLUDE, Schema, fields
from werkzeug.exceptions import HTTPException

from api.refused import EXAMPLES, Example
from api.shapes import Shape
from api.troubles import KINDS
from datasets.release.engines import NoRelease

PROBLEM_JSON = "application/problem+json"
MOST_TOLD = 8 * 1024  # bytes of an address
MOST_BEGUN = 100

Pairs = list[tuple[str, str]]

_CODE_BY_STATUS = {kind.status: code for code, kind in reversed(list(KINDS.items()))}


class ProblemError(Shape):
    """One thing that is wrong with a request."""

    class Meta:
        unknown = EXCLUDE

    parameter = fields.String(required=True, metadata={"description": "Parameter to blame"})
    code = fields.String(required=True, metadata={"description": "What is wrong, as a code"})
    detail = fields.String(required=True, metadata={"description": "What is wrong, in words"})
    figures = fields.List(fields.String(), metadata={"description": "Ids of the figures at fault"})


class Problem(Shape):
    """Why a request was refused, and what to ask instead (RFC 9457)."""

    class Meta:
        unknown = EXCLUDE

    type = fields.String(
        required=True,
        metadata={"description": "Page about this kind of problem", "format": "uri-reference"},
    )
    title = fields.String(required=True, metadata={"description": "Kind of problem"})
    status = fields.Integer(required=True, metadata={"description": "HTTP status"})
    detail = fields.String(required=True, metadata={"description": "What happened here"})
    instance = fields.String(
        required=True,
        metadata={"description": "Address that was asked", "format": "uri-reference"},
    )
    errors = fields.List(
        fields.Nested(ProblemError), metadata={"description": "Each thing that is wrong"}
    )
    alternatives = fields.List(
        fields.String(metadata={"format": "uri-reference"}),
        metadata={"description": "Addresses that work"},
    )


class Refusal(Exception):
    """A request that is understood and refused."""

    def __init__(
        self,
        code: str,
        detail: str,
        errors: Iterable[Mapping[str, Any]] = (),
        alternatives: Iterable[str] = (),
        headers: Iterable[tuple[str, str]] = (),
    ) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.errors = tuple(errors)
        self.alternatives = tuple(alternatives)
        self.headers = tuple(headers)


def response_of(refusal: Refusal, headers: Iterable[tuple[str, str]] = ()) -> Response:
    """A refusal as a problem document, or as a page where a person opened a page."""
    kind = KINDS[refusal.code]
    sent = [*refusal.headers, *headers]
    if _is_page():
        page = render_template("problem.html", code=refusal.code, kind=kind, refusal=refusal)
        return _kept_by_nobody(Response(page, kind.status, sent))
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
    return _kept_by_nobody(Response(text, kind.status, sent, content_type=PROBLEM_JSON))


def problem_of(error: HTTPException) -> Response:
    """An HTTP exception of Flask or webargs as a problem document, with the headers it carries."""
    headers = [(name, value) for name, value in error.get_headers() if name != "Content-Type"]
    given = getattr(error, "data", None) or {}
    if messages := given.get("messages", {}).get("query"):
        return response_of(_parameter_refusal(messages, given["schema"]), headers)
    code = _CODE_BY_STATUS.get(error.code or 500, "bad-request")
    details = {
        "not-found": f"Nothing is at {request.path}.",
        "method-not-allowed": f"{request.method} is not allowed; use GET.",
        "internal": "The request could not be answered.",
    }
    return response_of(Refusal(code, details.get(code, KINDS[code].title + ".")), headers)


def example_of(code: str) -> dict[str, Any]:
    """A problem document as it is documented for a kind of problem."""
    kind = KINDS[code]
    example = EXAMPLES.get(code) or Example(code, "/v1/losses", f"{kind.title}.")
    return {
        "type": f"/problems/{code}",
        "title": kind.title,
        "status": kind.status,
        **example.members,
    }


def bad_parameter(parameter: str, detail: str, code: str = "invalid-parameter") -> Refusal:
    """A refusal that blames one parameter."""
    error = {"parameter": parameter, "code": code, "detail": detail}
    return Refusal(code, f"Parameter '{parameter}': {detail}.", [error])


def not_found(what: str, near: Iterable[str] = ()) -> Refusal:
    """A refusal for an id that does not exist."""
    return Refusal("not-found", what, alternatives=near)


def _is_page() -> bool:
    """The address is one of the pages, and a browser asks for it, among other things for HTML."""
    forms = (PROBLEM_JSON, "text/html")
    chosen = request.accept_mimetypes.best_match(forms)
    return not request.path.startswith("/v1") and chosen == "text/html"


def _kept_by_nobody(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


def _parameter_refusal(messages: Mapping[str, Any], schema: Schema) -> Refusal:
    errors: list[dict[str, str]] = []
    corrected = list(request.args.items(multi=True))
    for parameter, said in messages.items():
        if parameter not in schema.fields:
            near = difflib.get_close_matches(parameter, schema.fields, 1, 0.7)
            hint = f"; did you mean '{near[0]}'?" if near else ""
            code, detail = "invalid-parameter", f"does not exist here{hint}"
            corrected = _renamed(corrected, parameter, near)
        else:
            code, detail, instead = _read(said)
            corrected = _replaced(corrected, parameter, instead)
        errors.append({"parameter": parameter, "code": code, "detail": detail})
    codes = {error["code"] for error in errors}
    code = codes.pop() if len(codes) == 1 else "invalid-parameter"
    sentences = (f"Parameter '{error['parameter']}': {error['detail']}" for error in errors)
    detail = " ".join(words if words.endswith("?") else f"{words}." for words in sentences)
    return Refusal(code, detail, errors, [_with(corrected)] if _works(corrected, schema) else [])


def _read(said: list[Any]) -> tuple[str, str, list[str]]:
    """The first message of a parameter: plain words, or a code with what to ask instead."""
    first = said[0]
    if isinstance(first, Mapping):
        return first["code"], first["detail"], list(first.get("instead", ()))
    return "invalid-parameter", first.rstrip("."), []


def _address() -> str:
    """What was asked, byte for byte; only the beginning of what is too long to be repeated."""
    told = request.environ.get("PATH_INFO", "").encode("latin-1", "replace")
    query = request.query_string
    if len(told) + len(query) > MOST_TOLD:
        told, query = told[:MOST_BEGUN], b""
    path = quote(b"/" + told.lstrip(b"/"))
    return path + (f"?{quote(query, safe='=&%+,;:/~-._')}" if query else "")


def _renamed(pairs: Pairs, parameter: str, names: list[str]) -> Pairs:
    return [
        (name, value) for key, value in pairs for name in (names if key == parameter else [key])
    ]


def _replaced(pairs: Pairs, parameter: str, values: list[str]) -> Pairs:
    others = [(key, value) for key, value in pairs if key != parameter]
    return [*others, *((parameter, value) for value in values)]


def _works(pairs: Pairs, schema: Schema) -> bool:
    """Tell whether every parameter that was given is there still and can be read."""
    lists = {name for name, field in schema.fields.items() if isinstance(field, fields.List)}
    given: dict[str, Any] = {}
    for key, value in pairs:
        given.setdefault(key, []).append(value)
    if len(given) < len(request.args) or any(len(given[key]) > 1 for key in given.keys() - lists):
        return False
    read = {key: values if key in lists else values[0] for key, values in given.items()}
    try:
        return not schema.validate(read)
    except NoRelease:
        return False


def _with(pairs: Pairs) -> str:
    return f"{quote(request.path)}?{urlencode(pairs, safe=',:/~')}"
