"""An operation that will end says so in the contract and in the headers of its answers."""

from datetime import date

import pytest
from flask import Flask, Response
from openapi_spec_validator import OpenAPIV31SpecValidator, validate

from api.openapi.api import Api
from api.openapi.blueprint import Blueprint
from api.openapi.deprecation import Deprecated
from api.parameters.schemas import NoParametersSchema

ENDING = Deprecated(date(2026, 1, 1), date(2027, 1, 1), "/docs/versioning")


@pytest.fixture
def ending():
    """The contract of one operation that will end, and a client of the application."""
    app = Flask("sample")
    app.config.from_mapping(API_TITLE="Sample", API_VERSION="v1", OPENAPI_VERSION="3.1.1")
    api = Api(app)
    blueprint = Blueprint("Old", "old")
    blueprint.operation(
        "/old",
        "ask_old",
        NoParametersSchema,
        {"type": "string"},
        content_type="text/plain",
        summary="What was asked once",
        description="It will end.",
        deprecated=ENDING,
    )(lambda _given: Response("old", headers={"Link": '</old?offset=1>; rel="next"'}))
    api.register_blueprint(blueprint)
    return api, app.test_client()


def test_the_headers_say_since_when_until_when_and_where_to_read_more(ending):
    _, client = ending
    answer = client.get("/old")
    assert answer.headers["Deprecation"] == "@1767225600"
    assert answer.headers["Sunset"] == "Fri, 01 Jan 2027 00:00:00 GMT"
    assert answer.headers.getlist("Link") == [
        '</old?offset=1>; rel="next"',
        '</docs/versioning>; rel="deprecation"; type="text/html"',
    ]


def test_the_contract_says_so_too(ending):
    document = ending[0].spec.to_dict()
    operation = document["paths"]["/old"]["get"]
    assert operation["deprecated"] is True
    assert {"Deprecation", "Sunset", "Link"} < set(operation["responses"]["200"]["headers"])
    assert {"Deprecation", "Sunset"} < set(document["components"]["headers"])
    validate(document, cls=OpenAPIV31SpecValidator)
