"""The contract in the words of OpenAPI 3.0.3, for tools that do not read 3.1."""

import json

import pytest
from openapi_spec_validator import OpenAPIV30SpecValidator, validate

from api.config import HOME
from api.openapi.downgrade import downgrade

CONTRACT = json.loads((HOME / "openapi" / "openapi.json").read_text(encoding="utf-8"))


def test_it_is_valid_and_has_the_same_operations():
    older = downgrade(CONTRACT)
    validate(older, cls=OpenAPIV30SpecValidator)
    assert older["openapi"] == "3.0.3"
    assert list(older["paths"]) == list(CONTRACT["paths"])
    assert older["components"].keys() == CONTRACT["components"].keys()


def test_it_is_served(client):
    answer = client.get("/openapi-3.0.json")
    assert answer.json == downgrade(CONTRACT)
    assert answer.mimetype == "application/json"
    assert answer.headers["Cache-Control"] == "public, max-age=86400"


REWORDED = [
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


@pytest.mark.parametrize(("newer", "older"), REWORDED, ids=lambda part: str(part)[:30])
def test_what_3_0_cannot_say_is_reworded(newer, older):
    document = {"info": {"license": {"name": "MIT"}}, "components": {"schemas": {"A": newer}}}
    assert downgrade(document)["components"]["schemas"]["A"] == older
