"""Two small subclasses of flask-smorest, which make it strict and its contract exact."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import flask_smorest
import marshmallow as ma
from apispec.ext.marshmallow.openapi import OpenAPIConverter
from flask import Flask, Request
from flask.typing import ResponseReturnValue
from marshmallow import Schema, fields
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import HTTPException

from api.kinds import Several
from api.problems import KINDS, PROBLEM_JSON, Problem, example_of, problem_of
from datasets.model.columns import Code

JSON = "application/json"

View = Callable[..., Any]


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
        given = req.args
        wrong = {
            name: reason
            for name in given
            if (reason := _refusal(given.getlist(name), schema.fields.get(name)))
        }
        if wrong:
            raise ma.ValidationError(wrong)
        return super().load_querystring(req, schema)


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
    ) -> Callable[[View], View]:
        """Route a view and document it.

        ``path`` documents path parameters; ``problems`` are the codes that it may answer besides
        those that every operation may.
        """

        def decorate(view: View) -> View:
            wrapped = self.response(200, answer, content_type=content_type, description="Answer")(
                view
            )
            for code in ("invalid-parameter", *problems, "unavailable"):
                wrapped = self.alt_response(
                    KINDS[code].status,
                    schema=Problem,
                    content_type=PROBLEM_JSON,
                    description=KINDS[code].title,
                    example=example_of(code),
                )(wrapped)
            wrapped = self.alt_response(
                304,
                description="Not modified since the ETag that was sent",
                success=True,
            )(wrapped)
            wrapped = self.arguments(parameters, location="query")(wrapped)
            wrapped = self.doc(operationId=operation, summary=summary, description=description)(
                wrapped
            )
            routed: View = self.route(
                rule, methods=["GET"], endpoint=operation, parameters=list(path)
            )(wrapped)
            return routed

        return decorate


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
    _converter: OpenAPIConverter, _field: fields.Field[Any], *, ret: dict[str, Any], **_kw: Any
) -> dict[str, Any]:
    """Move the example of a parameter to where Swagger UI takes it from."""
    schema = ret.get("schema", {})
    return {"example": schema.pop("example")} if "example" in schema else {}
