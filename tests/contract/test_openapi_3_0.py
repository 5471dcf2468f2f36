"""The contract as an OpenAPI 3.0.3 document."""

import json

import pytest
from openapi_spec_validator import OpenAPIV30SpecValidator, validate

from api.config import HOME
from api.openapi.downgrade import downgrade

CONTRACT = json.loads((HOME / "openapi" / "openapi.json").read_text(encoding="utf-8"))


def test_the_document_is_valid_and_has_the_same_operations():
    converted = downgrade(CONTRACT)
    validate(converted, cls=OpenAPIV30SpecValidator)
    assert converted["openapi"] == "3.0.3"
    assert list(converted["paths"]) == list(CONTRACT["paths"])
    assert converted["components"].keys() == CONTRACT["components"].keys()


def test_the_document_is_served(client):
    answer = client.get("/openapi-3.0.json")
    assert answer.json == downgrade(CONTRACT)
    assert answer.mimetype == "application/json"
    assert answer.headers["Cache-Control"] == "public, max-age=86400"


CONVERSIONS = [
    ({"type": ["string", "null"]}, {"type": "string", "nullable": True}),
    ({"type": "integer", "examples": [1, 2]}, {"type": "integer", "example": 1}),
    ({"type": ["string", "integer"]}, {}),
    (
        {"anyOf": [{"$ref": "#/a"}, {"type": "null"}]},
        {"allOf": [{"$ref": "#/a"}], "nullable": True},
    ),
    (
        {"$ref": "#/a", "description": "A"},
        {"allOf": [{"$ref": "#/a"}], "description": "A"},
    ),
    ({"example": {"type": ["a", "null"]}}, {"example": {"type": ["a", "null"]}}),
]


@pytest.mark.parametrize(("original", "converted"), CONVERSIONS, ids=lambda part: str(part)[:30])
def test_a_schema_is_converted(original, converted):
    document = {"info": {"license": {"name": "MIT"}}, "components": {"schemas": {"A": original}}}
    assert downgrade(document)["components"]["schemas"]["A"] == converted
