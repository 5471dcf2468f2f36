"""Two small subclasses of flask-smorest, which make it strict and its contract exact."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import wraps
from types import MappingProxyType
from typing import Any

import flask_smorest
import marshmallow as ma
from apispec.ext.marshmallow.openapi import OpenAPIConverter
from flask import Flask, Request, Response
from flask.typing import ResponseReturnValue
from marshmallow import Schema, fields
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import HTTPException
from werkzeug.http import http_date

from api.examples import add_examples
from api.formats import FORMATS
from api.kinds import Several
from api.links import add_links
from api.problems import KINDS, PROBLEM_JSON, Problem, example_of, problem_of
from api.sharing import shared
from datasets.model.columns import Code

JSON = "application/json"

View = Callable[..., Any]

HEADERS: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "ETag": {"description": "Strong name of this answer; send it back as If-None-Match"},
        "Cache-Control": {"description": "How long a cache may keep the answer"},
        "Last-Modified": {"description": "When the release was built that this comes from"},
        "Link": {"description": 'Address of the next page, `rel="next"`, while there is one'},
        "Content-Disposition": {"description": "Name of the file"},
        "X-Request-Id": {"description": "Name of this request, for questions about it"},
        "Deprecation": {"description": "Since when this is deprecated (RFC 9745)"},
        "Sunset": {"description": "From when on this may no longer be answered (RFC 8594)"},
    }
)
ALWAYS = frozenset({"X-Request-Id", "Content-Disposition", "Deprecation", "Sunset"})
KEPT = ("ETag", "Cache-Control", "Last-Modified")
FILES = frozenset(
    {format_.content_type.partition(";")[0] for format_ in FORMATS.values()} | {"application/zip"}
)
PAGE_OF_FIGURES = "FigurePage"
# Answers of a moment, for operators, that no cache keeps.
UNKEPT = frozenset({"get_health", "get_version"})


@dataclass(frozen=True, slots=True)
class Deprecated:
    """Since when an operation is deprecated, when it ends, and which page says what to ask now."""

    since: date
    until: date
    page: str

    def headers(self) -> dict[str, str]:
        """The headers of RFC 9745 and RFC 8594."""
        since = int(datetime.combine(self.since, time(), UTC).timestamp())
        return {
            "Deprecation": f"@{since}",
            "Sunset": http_date(datetime.combine(self.until, time(), UTC)),
            "Link": f'<{self.page}>; rel="deprecation"; type="text/html"',
        }


class Api(flask_smorest.Api):
    """Answers errors as RFC 9457 problems and documents them so."""

    ERROR_SCHEMA = Problem
    DEFAULT_ERROR_RESPONSE_NAME = None  # errors are listed one by one, each with an example

    def init_app(self, app: Flask, **kwargs: Any) -> None:
        super().init_app(app, **kwargs)
        converter = self.ma_plugin.converter
        converter.add_attribute_function(_choices)
        converter.add_parameter_attribute_function(_list_style)
        converter.add_parameter_attribute_function(_example_beside_schema)
        for name, described in HEADERS.items():
            header = {**described, "schema": {"type": "string"}, "required": name in ALWAYS}
            self.spec.components.header(name, header, lazy=True)
        plain = self.spec.to_dict
        self.spec.to_dict = lambda: self._written(plain(), app)

    @staticmethod
    def _written(document: dict[str, Any], app: Flask) -> dict[str, Any]:
        """The contract as it is published."""
        add_links(document)
        add_examples(document, app)
        return shared(document)

    def handle_http_exception(self, error: HTTPException) -> ResponseReturnValue:
        return problem_of(error)

    def _register_responses(self) -> None:
        """Leave out the answers that flask-smorest would name after each HTTP status."""

    def _register_etag_headers(self) -> None:
        """Leave out parameters that no operation has."""

    def _register_pagination_header(self) -> None:
        """Leave out a header that no answer has."""


class StrictParser(FlaskParser):
    """Refuses what it does not understand: unknown, repeated and empty parameters."""

    DEFAULT_UNKNOWN_BY_LOCATION = {  # noqa: RUF012 (webargs declares it so)
        **FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION,
        "query": ma.RAISE,
    }

    def load_querystring(self, req: Request, schema: Schema) -> Any:
        given = dict(req.args.lists())
        wrong = {
            name: reason
            for name, values in given.items()
            if (reason := _refusal(values, schema.fields.get(name)))
        }
        if wrong:
            raise ma.ValidationError(wrong)
        lists = {name for name in given if isinstance(schema.fields.get(name), fields.List)}
        return {name: text if name in lists else text[0] for name, text in given.items()}


class Blueprint(flask_smorest.Blueprint):
    """A blueprint of questions: GET only, read strictly, documented whole."""

    ARGUMENTS_PARSER = StrictParser()

    def question(
        self,
        rule: str,
        operation: str,
        parameters: type[Schema],
        answer: type[Schema] | Mapping[str, Any],
        *,
        summary: str,
        description: str,
        content_type: str = JSON,
        path: Iterable[Mapping[str, Any]] = (),
        problems: Iterable[str] = (),
        deprecated: Deprecated | None = None,
    ) -> Callable[[View], View]:
        """Route a view and document it.

        ``path`` documents path parameters; ``problems`` are the codes that it may answer besides
        those that every operation may; ``deprecated`` announces its end, in the contract and in
        the headers of every answer.
        """

        def decorate(view: View) -> View:
            told = _announced(view, deprecated) if deprecated else view
            wrapped = self.response(
                200,
                answer,
                content_type=content_type,
                description="Answer",
                headers=_headers(operation, answer, content_type, deprecated),
            )(told)
            for document in _refusals(["invalid-parameter", *problems, "unavailable"]):
                wrapped = self.alt_response(**document)(wrapped)
            wrapped = self.alt_response(
                304,
                description="Not modified since the ETag that was sent",
                headers=_references(_kept(operation)),
                success=True,
            )(wrapped)
            wrapped = self.arguments(parameters(), location="query")(wrapped)
            words = {"operationId": operation, "summary": summary, "description": description}
            ended = {"deprecated": True} if deprecated else {}
            wrapped = self.doc(**words, **ended)(wrapped)
            routed: View = self.route(
                rule, methods=["GET"], endpoint=operation, parameters=list(path)
            )(wrapped)
            return routed

        return decorate


def _announced(view: View, deprecated: Deprecated) -> View:
    @wraps(view)
    def announced(*args: Any, **kwargs: Any) -> Response:
        response: Response = view(*args, **kwargs)
        for name, value in deprecated.headers().items():
            response.headers.add(name, value)
        return response

    return announced


def _headers(
    operation: str,
    answer: type[Schema] | Mapping[str, Any],
    content_type: str,
    deprecated: Deprecated | None,
) -> dict[str, Any]:
    names = list(_kept(operation))
    if content_type in FILES:
        names.append("Content-Disposition")
    if deprecated:
        names += ["Deprecation", "Sunset"]
    if deprecated or _name(answer) == PAGE_OF_FIGURES:
        names.append("Link")
    return _references(names)


def _kept(operation: str) -> tuple[str, ...]:
    return () if operation in UNKEPT else KEPT


def _references(names: Iterable[str]) -> dict[str, Any]:
    return {name: name for name in (*names, "X-Request-Id")}


def _name(answer: type[Schema] | Mapping[str, Any]) -> str:
    return answer.__name__ if isinstance(answer, type) else ""


def _refusals(codes: Iterable[str]) -> list[dict[str, Any]]:
    """One documented answer for each status, with an example of each kind of problem."""
    by_status: dict[int, list[str]] = {}
    for code in codes:
        by_status.setdefault(KINDS[code].status, []).append(code)
    return [
        {
            "status_code": status,
            "schema": Problem,
            "content_type": PROBLEM_JSON,
            "description": " / ".join(KINDS[code].title for code in of_status),
            "headers": _references(("Cache-Control",)),
            "examples": {
                code: {"summary": KINDS[code].title, "value": example_of(code)}
                for code in of_status
            },
        }
        for status, of_status in by_status.items()
    ]


def _refusal(values: list[str], field: fields.Field[Any] | None) -> list[str] | None:
    if field is None:
        return None
    if "" in values:
        return ["is empty; give a value or leave the parameter out"]
    if len(values) > 1 and not isinstance(field, fields.List):
        return [f"is given {len(values)} times; give it once"]
    return None


def _choices(
    _converter: OpenAPIConverter, field: fields.Field[Any], **_kwargs: Any
) -> dict[str, Any]:
    """Document a closed list, with null where it may be missing."""
    if not isinstance(field, Code):
        return {}
    return {"enum": [*field.codes, *([None] if field.allow_none else [])]}


def _list_style(
    _converter: OpenAPIConverter, field: fields.Field[Any], **_kwargs: Any
) -> dict[str, Any]:
    """Document lists as ``a,b``, the shorter of the two spellings that are read."""
    return {"style": "form", "explode": False} if isinstance(field, Several) else {}


def _example_beside_schema(
    _converter: OpenAPIConverter, field: fields.Field[Any], *, ret: dict[str, Any], **_kw: Any
) -> dict[str, Any]:
    """Move the example of a parameter to where Swagger UI takes it from.

    Another example, which Execute is not to send unasked, stays in the schema.
    """
    schema = ret.get("schema", {})
    if "example" in schema:
        return {"example": schema.pop("example")}
    listed = schema.get("enum") or schema.get("items", {}).get("enum")
    other = listed[0] if listed else OTHER_EXAMPLES.get(field.name or "")
    if other is not None:
        schema["examples"] = [[other] if isinstance(field, Several) else other]
    return {}


OTHER_EXAMPLES: Mapping[str, Any] = MappingProxyType(
    {
        **dict.fromkeys(("start_date", "claimed_from"), "2024-01-01"),
        **dict.fromkeys(("end_date", "claimed_to"), "2024-12-31"),
        **dict.fromkeys(("as_of", "known_at", "updated_after"), "2026-08-08"),
        "on": "2024-08-20",
        "value_min": 1000,
        "value_max": 600000,
        "revision": 1,
        "limit": 100,
        "offset": 0,
        "after": 100,
        "release": "0123456789abcdef",
        "tolerance_days": 7,
        "country": "UKR",
        "claimant_side": "ua",
        "claimant": "ua-government",
        "subject": "ru-armed-forces",
        "place": "ua-pokrovsk",
        "within": "ua",
        "source": "unnamed-outlet-2024-08-20",
        "publisher": "unnamed-outlet",
        "metric": "killed-or-wounded",
    }
)
