"""Within a major version the contract breaks no promise that a release has made."""

import copy
import json

import pytest

from api.config import VERSION
from tests.contract.compatibility import CONTRACT, PROMISES, broken, facts_of


def an_operation():
    return {
        "operationId": "list_losses",
        "parameters": [
            {"in": "query", "name": "limit", "schema": {"type": "integer", "maximum": 10}},
            {
                "in": "query",
                "name": "metric",
                "style": "form",
                "schema": {"type": "array", "items": {"type": "string", "enum": ["a", "b"]}},
            },
        ],
        "responses": {
            "200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/R"}}}}
        },
    }


def a_contract():
    properties = {"value": {"type": "number"}, "day": {"type": "string", "format": "date"}}
    return {
        "paths": {"/v1/losses": {"get": an_operation()}},
        "components": {"schemas": {"R": {"properties": properties, "required": ["value"]}}},
    }


def changed(steps, value):
    """A contract in which the thing at the end of the steps is another; None removes it."""
    contract = copy.deepcopy(a_contract())
    *way, last = steps
    place = contract
    for step in way:
        place = place[step]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return contract


OPERATION = ("paths", "/v1/losses", "get")
LIMIT = (*OPERATION, "parameters", 0)
METRIC = (*OPERATION, "parameters", 1)
ROW = ("components", "schemas", "R")
JSON = (*OPERATION, "responses", "200", "content", "application/json")

BREAKING = [
    (
        OPERATION[:2],
        {"get": {**an_operation(), "operationId": "x"}},
        "operationId list_losses -> x",
    ),
    (LIMIT, None, "/v1/losses?limit: removed"),
    ((*LIMIT, "required"), True, "/v1/losses?limit: became required"),
    ((*LIMIT, "schema", "default"), 5, "/v1/losses?limit: default None -> 5"),
    ((*LIMIT, "schema", "maximum"), 9, "/v1/losses?limit: maximum 10 -> 9"),
    ((*LIMIT, "schema", "minimum"), 1, "/v1/losses?limit: minimum None -> 1"),
    ((*METRIC, "style"), "spaceDelimited", "/v1/losses?metric: style form -> spaceDelimited"),
    ((*METRIC, "schema", "items", "enum"), ["a"], "/v1/losses?metric: code b removed"),
    ((*METRIC, "schema"), {"type": "string", "enum": ["a", "b"]}, "metric: list True -> False"),
    (JSON, None, "/v1/losses 200 application/json: removed"),
    ((*ROW, "properties", "day"), None, "R.day: removed"),
    ((*ROW, "properties", "day", "format"), None, "R.day: format date -> None"),
    ((*ROW, "properties", "value", "type"), ["number", "null"], "R.value: types"),
    ((*ROW, "required"), [], "R.value: no longer always present"),
]


@pytest.mark.parametrize(("steps", "value", "said"), BREAKING, ids=lambda part: str(part)[:40])
def test_a_promise_that_is_broken_is_told(steps, value, said):
    [told] = broken(facts_of(a_contract()), facts_of(changed(steps, value)))
    assert said in told


def test_a_new_parameter_that_is_required_breaks_every_program():
    more = copy.deepcopy(a_contract())
    asked = {"in": "query", "name": "key", "required": True, "schema": {"type": "string"}}
    more["paths"]["/v1/losses"]["get"]["parameters"].append(asked)
    assert broken(facts_of(a_contract()), facts_of(more)) == ["/v1/losses?key: new and required"]


@pytest.mark.parametrize(
    ("steps", "value"),
    [
        ((*METRIC, "schema", "items", "enum"), ["a", "b", "c"]),
        ((*LIMIT, "schema", "maximum"), 100),
        ((*ROW, "properties", "more"), {"type": "string"}),
        ((*ROW, "required"), ["value", "day"]),
        (("paths", "/v1/more"), {"get": {**an_operation(), "operationId": "list_more"}}),
    ],
    ids=["code", "limit", "property", "always-there", "operation"],
)
def test_what_is_added_breaks_nothing(steps, value):
    assert broken(facts_of(a_contract()), facts_of(changed(steps, value))) == []


def test_the_contract_keeps_what_the_last_release_has_promised():
    """Nothing is promised before 1.0.0 is released; ``make promises`` then writes the file."""
    facts = facts_of(json.loads(CONTRACT.read_text(encoding="utf-8")))
    assert len(facts) > 1000
    if PROMISES.exists():
        promised = json.loads(PROMISES.read_text(encoding="utf-8"))
        same_major = VERSION.split(".")[0] == promised["version"].split(".")[0]
        assert not same_major or broken(promised["facts"], facts) == []
