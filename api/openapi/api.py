"""The flask-smorest API: RFC 9457 problems for HTTP errors, and the contract."""

from collections.abc import Callable
from threading import Lock
from typing import Any

import flask_smorest
from flask import Flask
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from api.openapi.components import extract_components
from api.openapi.examples import add_examples
from api.openapi.field_attributes import (
    closed_choices,
    list_style,
    parameter_example,
    release_codes,
)
from api.openapi.headers import COMMON_HEADERS, HEADERS
from api.openapi.links import add_links
from api.parameters.fields import ReleasesContext
from api.problems.responses import from_http_exception
from api.schemas.problem import ProblemSchema


class Api(flask_smorest.Api):
    """An API whose contract is made on demand: that takes as long as the rest of the start."""

    ERROR_SCHEMA = ProblemSchema
    DEFAULT_ERROR_RESPONSE_NAME = None  # each operation documents its own problems

    def init_app(self, app: Flask, **kwargs: Any) -> None:
        self.pending_docs: list[Callable[[], None]] = []
        self._lock = Lock()
        super().init_app(app, **kwargs)
        converter = self.ma_plugin.converter
        converter.add_attribute_function(closed_choices)
        converter.add_attribute_function(release_codes)
        converter.add_parameter_attribute_function(list_style)
        converter.add_parameter_attribute_function(parameter_example)
        for name, description in HEADERS.items():
            required = name in COMMON_HEADERS
            header = {**description, "schema": {"type": "string"}, "required": required}
            self.spec.components.header(name, header, lazy=True)
        to_dict = self.spec.to_dict
        self.spec.to_dict = lambda: self._contract(to_dict, app)

    def _contract(self, to_dict: Callable[[], dict[str, Any]], app: Flask) -> dict[str, Any]:
        """Return the contract with links, examples and shared components."""
        with self._lock, ReleasesContext(app.extensions["releases"]):
            while self.pending_docs:
                self.pending_docs.pop(0)()
        document = to_dict()
        add_links(document)
        add_examples(document, app)
        return extract_components(document)

    def handle_http_exception(self, error: HTTPException) -> ResponseReturnValue:
        return from_http_exception(error)

    def _register_responses(self) -> None:
        """Omit the default response of each HTTP status."""

    def _register_etag_headers(self) -> None:
        """Omit headers that are documented in `api.openapi.headers`."""

    def _register_pagination_header(self) -> None:
        """Omit the pagination header, which is not used."""
