"""Errors and refusals as problem documents (RFC 9457)."""

import difflib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from urllib.parse import quote, urlencode

from flask import Response, render_template, request
from marshmallow import EXCLUDE, Schema, fields
from werkzeug.exceptions import HTTPException

from api.refused import EXAMPLES, Example
from datasets.claims.arithmetic import REFUSALS
from datasets.release.engines import NoRelease

PROBLEM_JSON = "application/problem+json"

Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: its status, its title, and what to do about it."""

    status: int
    title: str
    advice: str


# What to ask instead of arithmetic that would not be honest.
ADVICE: Mapping[str, str] = MappingProxyType(
    {
        "mixed-metrics": "Killed and wounded, people and cases, refugees and crossings are counted "
        "by different rules. Add the figures of one metric.",
        "mixed-claimants": "A sum of two claimants' numbers is a number that nobody claims. Add "
        "the figures of one claimant, or put the claimants side by side with /v1/comparisons.",
        "mixed-subjects": "Add the figures of one subject.",
        "stock-over-time": "A stock is counted at a moment: the same people are there again at the "
        "next one. Add it over places at one moment, or take the difference of two moments.",
        "intensive-metric": "Distances, averages and rates never add up. Read them one by one, or "
        "take the difference of two.",
        "overlapping-periods": "The same days would be counted twice. Where one total contains the "
        "other, take their difference.",
        "overlapping-places": "The same people would be counted twice. Add the smaller places, or "
        "take the larger one alone.",
        "unaligned-periods": "A sum over places needs figures for the same periods at each.",
        "unknown-start": "A count that does not say when it began may overlap any other.",
        "different-start": "Two totals that begin on different days have no difference. Choose two "
        "totals with the same start.",
        "series-break": "A total that falls was re-based: people were taken out of it, or it was "
        "begun anew. The difference would not be what happened in between.",
        "opposed-bounds": "One part is a minimum and another a maximum, so that the result "
        "would be bounded by neither.",
        "not-a-pair": "A difference is of two figures of one claimant, metric, subject, place.",
        "nothing-to-add": "Widen the filters, or read the figure itself.",
    }
)

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "invalid-parameter": Kind(
            422,
            "A parameter cannot be read",
            "The address holds a parameter that does not exist here, is empty, is given twice, or "
            "has a value that cannot be read. The answer would have been to another question, so "
            "it is refused. Correct the parameter that `errors` names.",
        ),
        "unknown-code": Kind(
            422,
            "A code is not known",
            "Actors, metrics, places and sources are asked for by code. Look for the code at "
            "/v1/actors, /v1/metrics, /v1/places or /v1/sources with ?q= and a part of the name.",
        ),
        "too-many-rows": Kind(
            422,
            "The answer is too long for this form",
            "A workbook holds at most 100,000 rows. Take the CSV, which has no limit, or ask for "
            "less.",
        ),
        **{code: Kind(422, title, ADVICE[code]) for code, title in REFUSALS.items()},
        "bad-request": Kind(
            400, "The request cannot be read", "The request is not well-formed HTTP."
        ),
        "not-found": Kind(
            404,
            "Nothing is at this address",
            "The path or the id does not exist. /docs lists every address.",
        ),
        "method-not-allowed": Kind(
            405,
            "This service is only read",
            "Every address answers GET, HEAD and OPTIONS, which the header Allow repeats. "
            "Contributions are changes to the ledgers.",
        ),
        "rewritten": Kind(
            409,
            "The newer release does not keep the older one",
            "A ledger only grows: rows are appended, never changed or taken away. Between these "
            "two releases a row was, or they were asked for in the wrong order. What was told of "
            "both when they were built stands at /v1/releases.",
        ),
        "release-gone": Kind(
            410,
            "The release is not kept any more",
            "A walk from page to page stays with the release it began with, so that no figure is "
            "met twice or missed. Newer figures have been published since, and that release was "
            "taken away. Begin again at the address that `alternatives` names.",
        ),
        "too-long": Kind(
            414,
            "The address is too long",
            "An address may hold 8 KiB and a list 50 values. Ask in parts.",
        ),
        "too-many-requests": Kind(
            429, "Too many requests", "Wait as long as the header Retry-After says, and ask again."
        ),
        "internal": Kind(
            500,
            "Something went wrong here",
            "This is our fault. Please report the value of the header X-Request-Id.",
        ),
        "unavailable": Kind(
            503,
            "No figures can be served now",
            "The service runs but has no release to serve. /health says why.",
        ),
    }
)

_CODE_BY_STATUS = {kind.status: code for code, kind in reversed(list(KINDS.items()))}


class ProblemError(Schema):
    """One thing that is wrong with a request."""

    class Meta:
        unknown = EXCLUDE

    parameter = fields.String(required=True, metadata={"description": "Parameter to blame"})
    code = fields.String(required=True, metadata={"description": "What is wrong, as a code"})
    detail = fields.String(required=True, metadata={"description": "What is wrong, in words"})
    figures = fields.List(fields.String(), metadata={"description": "Ids of the figures at fault"})


class Problem(Schema):
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
    ) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.errors = tuple(errors)
        self.alternatives = tuple(alternatives)


def response_of(refusal: Refusal, headers: Iterable[tuple[str, str]] = ()) -> Response:
    """A refusal as a problem document, or as a page where a person opened a page."""
    kind = KINDS[refusal.code]
    if _is_page():
        page = render_template("problem.html", code=refusal.code, kind=kind, refusal=refusal)
        return _kept_by_nobody(Response(page, kind.status, list(headers)))
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
    return _kept_by_nobody(Response(text, kind.status, list(headers), content_type=PROBLEM_JSON))


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
    query = request.query_string.decode("ascii", "replace")
    return quote(request.path) + (f"?{quote(query, safe='=&%+,;:/~-._')}" if query else "")


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
