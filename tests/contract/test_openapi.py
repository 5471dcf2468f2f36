"""The contract: valid, committed, served, and every word of it works."""

import json
from collections import Counter
from functools import partial
from urllib.parse import urlencode

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator, validate

from api.config import HOME
from api.openapi import components as sharing
from api.problems.responses import PROBLEM_JSON
from datasets.model.datapackage import datasets_of, descriptor_at

COMMITTED = HOME / "openapi" / "openapi.json"
CONTRACT = json.loads(COMMITTED.read_text(encoding="utf-8"))


found = partial(sharing.resolve_ref, CONTRACT)
OPERATIONS = {
    operation["operationId"]: (
        path,
        [found(given) for given in item.get("parameters", []) + operation["parameters"]],
    )
    for path, item in CONTRACT["paths"].items()
    for operation in [item["get"]]
}
ANSWERS = {
    (item["get"]["operationId"], status): found(answer)
    for item in CONTRACT["paths"].values()
    for status, answer in item["get"]["responses"].items()
}
NO_TEXT = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.apache.parquet",
    "application/zip",
    "image/png",
}
DATASETS = [dataset.name for dataset in datasets_of(descriptor_at(HOME / "datasets"))]

each_operation = pytest.mark.parametrize("operation", OPERATIONS)


def test_the_contract_is_valid_openapi_3_1():
    validate(CONTRACT, cls=OpenAPIV31SpecValidator)


def test_the_committed_contract_is_what_the_ledgers_give(curated_client, tmp_path):
    written = tmp_path / "openapi.json"
    curated_client.application.test_cli_runner().invoke(args=["openapi", "write", str(written)])
    assert promised(json.loads(written.read_text(encoding="utf-8"))) == promised(CONTRACT), (
        "run `make openapi`"
    )


def test_the_contract_is_served_byte_for_byte(curated_client):
    with curated_client.get("/openapi.json") as answer:
        assert answer.data == COMMITTED.read_bytes()


def test_every_path_is_only_read():
    assert {method for item in CONTRACT["paths"].values() for method in item} <= {
        "get",
        "parameters",
    }


def test_every_operation_has_a_name_of_its_own():
    names = Counter(item["get"]["operationId"] for item in CONTRACT["paths"].values())
    assert [name for name, times in names.items() if times > 1] == []


@pytest.mark.parametrize("path", CONTRACT["paths"])
def test_an_operation_says_in_words_what_it_does(path):
    operation = CONTRACT["paths"][path]["get"]
    known_tags = [tag["name"] for tag in CONTRACT["tags"] if tag["description"]]
    assert operation["summary"]
    assert operation["description"]
    assert len(operation["tags"]) == 1
    assert operation["tags"][0] in known_tags


@each_operation
def test_every_parameter_is_described(operation):
    _, parameters = OPERATIONS[operation]
    assert [given["name"] for given in parameters if not given.get("description")] == []


@each_operation
def test_the_documented_examples_agree_and_are_answered(curated_client, operation):
    answer = curated_client.get(address_of(operation))
    assert answer.status_code == 200
    assert answer.mimetype in ANSWERS[operation, "200"]["content"]
    if answer.is_json:
        assert answer.json.get("data") != []
    if answer.mimetype == "text/csv":
        assert len(answer.text.splitlines()) > 1


@pytest.mark.parametrize(
    ("operation", "status"), [key for key in ANSWERS if key[1] >= "400"], ids="-".join
)
def test_every_refusal_is_a_problem_with_examples(operation, status):
    [(content_type, content)] = ANSWERS[operation, status]["content"].items()
    assert content_type == PROBLEM_JSON
    assert content["schema"] == {"$ref": "#/components/schemas/Problem"}
    assert content["examples"] != {}
    for code, example in content["examples"].items():
        assert example["value"]["status"] == int(status)
        assert example["value"]["type"] == f"/problems/{code}"
        assert set(example["value"]) >= {"type", "title", "status", "detail", "instance"}


@pytest.mark.parametrize(
    "example",
    [
        json.loads(text)
        for text in sorted(
            {
                json.dumps(example["value"])
                for key in ANSWERS
                if key[1] in ("404", "422")
                for example in ANSWERS[key]["content"][PROBLEM_JSON]["examples"].values()
            }
        )
    ],
    ids=lambda example: example["type"],
)
def test_a_documented_refusal_is_what_its_address_answers(curated_client, example):
    answer = curated_client.get(example["instance"]).json
    offered = answer.get("alternatives", [])
    assert {**answer, "alternatives": example.get("alternatives", offered)} == {
        "alternatives": [],
        **example,
    }
    assert set(example.get("alternatives", [])) <= set(offered)
    assert curated_client.get(example["type"]).status_code == 200
    for alternative in example.get("alternatives", []):
        assert curated_client.get(alternative).status_code == 200


@each_operation
def test_an_answer_has_an_example_that_keeps_its_schema(operation):
    [(content_type, content)] = ANSWERS[operation, "200"]["content"].items()
    if content_type in NO_TEXT:
        assert "example" not in content
        return
    schema = {**content["schema"], "components": CONTRACT["components"]}
    assert list(Draft202012Validator(schema).iter_errors(content["example"])) == []


@each_operation
def test_every_parameter_has_an_example_that_keeps_its_schema(operation):
    _, parameters = OPERATIONS[operation]
    for given in parameters:
        [example] = given["schema"].get("examples", []) or [given.get("example")]
        assert list(Draft202012Validator(given["schema"]).iter_errors(example)) == []


@each_operation
def test_the_headers_that_are_sent_are_those_that_are_documented(curated_client, operation):
    answer = curated_client.get(address_of(operation))
    documented = {
        name: found(header) for name, header in ANSWERS[operation, "200"]["headers"].items()
    }
    sent = {name for name in CONTRACT["components"]["headers"] if name in answer.headers}
    assert sent <= set(documented)
    assert set(documented) - sent <= {"Link", "Content-Digest"}
    answer.close()


def test_parameters_and_refusals_that_repeat_are_said_once():
    texts = Counter(
        json.dumps(given)
        for item in CONTRACT["paths"].values()
        for given in item["get"]["parameters"]
        if "$ref" not in given
    )
    assert [text for text, times in texts.items() if times > 1] == []
    assert len(COMMITTED.read_bytes()) < 700_000  # 1.6 million without


@pytest.mark.parametrize("dataset", DATASETS)
def test_a_dataset_offers_only_codes_that_occur_in_it(curated_client, dataset):
    _, parameters = OPERATIONS[f"list_{dataset}"]
    offered = [
        (parameter["name"], code)
        for parameter in parameters
        if parameter["name"] not in ("sort", "fields")
        for code in parameter["schema"].get("items", {}).get("enum", [])
    ]
    idle = [
        (name, code)
        for name, code in offered
        if not curated_client.get(
            f"/v1/{dataset}?{urlencode({name: code, 'history': 'true', 'limit': 1})}"
        ).json["data"]
    ]
    assert offered != []
    assert idle == []


def promised(contract):
    """The contract without the examples of answers, which follow every change of the ledgers."""
    copied = json.loads(json.dumps(contract))
    for item in copied["paths"].values():
        [content] = item["get"]["responses"]["200"]["content"].values()
        content.pop("example", None)
    return copied


def address_of(operation):
    """The address that Swagger UI asks when nothing but Execute is pressed."""
    path, parameters = OPERATIONS[operation]
    examples = {given["name"]: given["example"] for given in parameters if "example" in given}
    defaults = {
        given["name"]: given["schema"]["default"]
        for given in parameters
        if "default" in given["schema"]
    }
    in_path = {given["name"] for given in parameters if given["in"] == "path"}
    query = {
        name: ",".join(value) if isinstance(value, list) else value
        for name, value in {**defaults, **examples}.items()
        if name not in in_path
    }
    return f"{path.format(**examples)}?{urlencode(query)}"
