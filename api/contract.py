"""Two small subclasses of flask-smorest, which make it strict and its contract exact."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from threading import Lock
from types import MappingProxyType
from typing import Any

import flask_smorest
import marshmallow as ma
from apispec.ext.marshmallow.openapi import OpenAPIConverter
from flask import Flask, Request
from flask.typing import ResponseReturnValue
from marshmallow import Schema, fields
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import HTTPException

from api.deprecation import Deprecated, View, announced
from api.examples import add_examples
from api.kinds import Several
from api.links import add_links
from api.problems import PROBLEM_JSON, Problem, example_of, problem_of
from api.promised_headers import ALWAYS, HEADERS, headers_of, kept_headers, references
from api.shapes import Told
from api.sharing import shared
from api.troubles import KINDS
from datasets.model.columns import Code

JSON = "application/json"
TOO_MANY = KINDS["too-many-requests"].status
# What any question may be refused for.
MAY_ALWAYS = ("bad-request", "too-long", "invalid-parameter", "too-many-requests")
# And one that caches may keep, or may not.
MAY_KEPT, MAY_NOT = ("precondition-failed", "unavailable"), ("unavailable",)


class Api(flask_smorest.Api):
    """Answers errors as RFC 9457 problems and documents them so.

    The contract is made when somebody asks for it: it takes as long as all else of a start.
    """

    ERROR_SCHEMA = Problem
    DEFAULT_ERROR_RESPONSE_NAME = None  # errors are listed one by one, each with an example

    def init_app(self, app: Flask, **kwargs: Any) -> None:
        self.undescribed: list[Callable[[], None]] = []
        self._describing = Lock()
        super().init_app(app, **kwargs)
        converter = self.ma_plugin.converter
        converter.add_attribute_function(_choices)
        converter.add_parameter_attribute_function(_list_style)
        converter.add_parameter_attribute_function(_example_beside_schema)
        for name, described in HEADERS.items():
            header = {**described, "schema": {"type": "string"}, "required": name in ALWAYS}
            self.spec.components.header(name, header, lazy=True)
        plain = self.spec.to_dict
        self.spec.to_dict = lambda: self._written(plain, app)

    def _written(self, plain: Callable[[], dict[str, Any]], app: Flask) -> dict[str, Any]:
        """The contract as it is published."""
        with self._describing:
            while self.undescribed:
                self.undescribed.pop(0)()
        document = plain()
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

    def register_views_in_doc(self, api: Api, *args: Any, **kwargs: Any) -> None:
        """Leave it to who asks for the contract."""
        api.undescribed.append(partial(super().register_views_in_doc, api, *args, **kwargs))

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
            told = announced(view, deprecated) if deprecated else view
            wrapped = self.response(
                200,
                answer,
                content_type=content_type,
                description="Answer",
                headers=headers_of(operation, answer, content_type, deprecated),
            )(told)
            kept = kept_headers(operation)
            for document in _refusals([*MAY_ALWAYS, *problems, *(MAY_KEPT if kept else MAY_NOT)]):
                wrapped = self.alt_response(**document)(wrapped)
            wrapped = self.alt_response(
                304,
                description="Not modified since the ETag that was sent",
                headers=references(kept),
                success=True,
            )(wrapped)
            # One for all requests: a class would be made into a schema again by each of them.
            wrapped = self.arguments(parameters(), location="query")(wrapped)
            words = {"operationId": operation, "summary": summary, "description": description}
            ended = {"deprecated": True} if deprecated else {}
            wrapped = self.doc(**words, **ended)(wrapped)
            routed: View = self.route(
                rule, methods=["GET"], endpoint=operation, parameters=list(path)
            )(wrapped)
            return routed

        return decorate


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
            "headers": references(
                ("Cache-Control", *(("Retry-After",) if status == TOO_MANY else ()))
            ),
            "examples": Told(
                (code, {"summary": KINDS[code].title, "value": example_of(code)})
                for code in of_status
            ),
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
        **dict.fromkeys(("release", "first", "second"), "0123456789abcdef"),
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
