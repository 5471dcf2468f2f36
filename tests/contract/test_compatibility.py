"""Within a major version the contract breaks no promise of a release."""

import copy
import json

import pytest

from api.config import VERSION
from tests.contract.compatibility import CONTRACT, PROMISES, broken, facts_of


def sample_operation():
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


def sample_contract():
    properties = {"value": {"type": "number"}, "day": {"type": "string", "format": "date"}}
    return {
        "paths": {"/v1/losses": {"get": sample_operation()}},
        "components": {"schemas": {"R": {"properties": properties, "required": ["value"]}}},
    }


def changed(keys, value):
    """The sample contract with another value at a path of keys; None removes the key."""
    contract = copy.deepcopy(sample_contract())
    *parents, last = keys
    node = contract
    for key in parents:
        node = node[key]
    if value is None:
        del node[last]
    else:
        node[last] = value
    return contract


OPERATION = ("paths", "/v1/losses", "get")
LIMIT = (*OPERATION, "parameters", 0)
METRIC = (*OPERATION, "parameters", 1)
ROW = ("components", "schemas", "R")
JSON = (*OPERATION, "responses", "200", "content", "application/json")

BREAKING = [
    (
        OPERATION[:2],
        {"get": {**sample_operation(), "operationId": "x"}},
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


@pytest.mark.parametrize(("keys", "value", "message"), BREAKING, ids=lambda part: str(part)[:40])
def test_a_broken_promise_is_reported(keys, value, message):
    [report] = broken(facts_of(sample_contract()), facts_of(changed(keys, value)))
    assert message in report


def test_a_new_required_parameter_breaks_a_promise():
    contract = copy.deepcopy(sample_contract())
    parameter = {"in": "query", "name": "key", "required": True, "schema": {"type": "string"}}
    contract["paths"]["/v1/losses"]["get"]["parameters"].append(parameter)
    assert broken(facts_of(sample_contract()), facts_of(contract)) == [
        "/v1/losses?key: new and required"
    ]


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        ((*METRIC, "schema", "items", "enum"), ["a", "b", "c"]),
        ((*LIMIT, "schema", "maximum"), 100),
        ((*ROW, "properties", "more"), {"type": "string"}),
        ((*ROW, "required"), ["value", "day"]),
        (("paths", "/v1/more"), {"get": {**sample_operation(), "operationId": "list_more"}}),
    ],
    ids=["code", "limit", "property", "always-there", "operation"],
)
def test_an_addition_breaks_no_promise(keys, value):
    assert broken(facts_of(sample_contract()), facts_of(changed(keys, value))) == []


def test_the_contract_breaks_no_promise_of_the_last_release():
    """Nothing is promised before 1.0.0 is released; ``make promises`` then writes the file."""
    facts = facts_of(json.loads(CONTRACT.read_text(encoding="utf-8")))
    assert len(facts) > 1000
    if PROMISES.exists():
        promised = json.loads(PROMISES.read_text(encoding="utf-8"))
        same_major = VERSION.split(".")[0] == promised["version"].split(".")[0]
        assert not same_major or broken(promised["facts"], facts) == []
