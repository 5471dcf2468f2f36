"""The contract is valid, committed and served, and describes the responses."""

import json
from collections import Counter
from functools import partial
from urllib.parse import urlencode

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator, validate

from api.config import HOME
from api.openapi.components import resolve_ref
from api.problems.responses import PROBLEM_JSON
from datasets.model.datapackage import datasets_of, descriptor_at

COMMITTED = HOME / "openapi" / "openapi.json"
CONTRACT = json.loads(COMMITTED.read_text(encoding="utf-8"))

resolved = partial(resolve_ref, CONTRACT)
OPERATIONS = {
    operation["operationId"]: (
        path,
        [resolved(node) for node in item.get("parameters", []) + operation["parameters"]],
    )
    for path, item in CONTRACT["paths"].items()
    for operation in [item["get"]]
}
RESPONSES = {
    (item["get"]["operationId"], status): resolved(response)
    for item in CONTRACT["paths"].values()
    for status, response in item["get"]["responses"].items()
}
BINARY_TYPES = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.apache.parquet",
    "application/zip",
    "image/png",
}
DATASETS = [dataset.name for dataset in datasets_of(descriptor_at(HOME / "datasets"))]

every_operation = pytest.mark.parametrize("operation", OPERATIONS)


def test_the_contract_is_valid_openapi_3_1():
    validate(CONTRACT, cls=OpenAPIV31SpecValidator)


def test_the_committed_contract_is_up_to_date(curated_client, tmp_path):
    path = tmp_path / "openapi.json"
    curated_client.application.test_cli_runner().invoke(args=["openapi", "write", str(path)])
    assert without_response_examples(
        json.loads(path.read_text(encoding="utf-8"))
    ) == without_response_examples(CONTRACT), "run `make openapi`"


def test_the_contract_is_served_byte_for_byte(curated_client):
    with curated_client.get("/openapi.json") as response:
        assert response.data == COMMITTED.read_bytes()


def test_every_path_has_only_get():
    assert {method for item in CONTRACT["paths"].values() for method in item} <= {
        "get",
        "parameters",
    }


def test_operation_ids_are_unique():
    names = Counter(item["get"]["operationId"] for item in CONTRACT["paths"].values())
    assert [name for name, times in names.items() if times > 1] == []


@pytest.mark.parametrize("path", CONTRACT["paths"])
def test_an_operation_has_a_summary_a_description_and_a_tag(path):
    operation = CONTRACT["paths"][path]["get"]
    known_tags = [tag["name"] for tag in CONTRACT["tags"] if tag["description"]]
    assert operation["summary"]
    assert operation["description"]
    assert len(operation["tags"]) == 1
    assert operation["tags"][0] in known_tags


@every_operation
def test_every_parameter_is_described(operation):
    _, parameters = OPERATIONS[operation]
    assert [node["name"] for node in parameters if not node.get("description")] == []


@every_operation
def test_the_request_of_the_documented_examples_has_results(curated_client, operation):
    response = curated_client.get(url_of(operation))
    assert response.status_code == 200
    assert response.mimetype in RESPONSES[operation, "200"]["content"]
    if response.is_json:
        assert response.json.get("data") != []
    if response.mimetype == "text/csv":
        assert len(response.text.splitlines()) > 1


@pytest.mark.parametrize(
    ("operation", "status"), [key for key in RESPONSES if key[1] >= "400"], ids="-".join
)
def test_every_error_response_is_a_problem_with_examples(operation, status):
    [(content_type, content)] = RESPONSES[operation, status]["content"].items()
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
                for key in RESPONSES
                if key[1] in ("404", "422")
                for example in RESPONSES[key]["content"][PROBLEM_JSON]["examples"].values()
            }
        )
    ],
    ids=lambda example: example["type"],
)
def test_a_documented_problem_is_the_response_of_its_url(curated_client, example):
    response = curated_client.get(example["instance"]).json
    offered = response.get("alternatives", [])
    assert {**response, "alternatives": example.get("alternatives", offered)} == {
        "alternatives": [],
        **example,
    }
    assert set(example.get("alternatives", [])) <= set(offered)
    assert curated_client.get(example["type"]).status_code == 200
    for alternative in example.get("alternatives", []):
        assert curated_client.get(alternative).status_code == 200


@every_operation
def test_a_response_has_an_example_that_conforms_to_its_schema(operation):
    [(content_type, content)] = RESPONSES[operation, "200"]["content"].items()
    if content_type in BINARY_TYPES:
        assert "example" not in content
        return
    schema = {**content["schema"], "components": CONTRACT["components"]}
    assert list(Draft202012Validator(schema).iter_errors(content["example"])) == []


@every_operation
def test_every_parameter_has_an_example_that_conforms_to_its_schema(operation):
    _, parameters = OPERATIONS[operation]
    for parameter in parameters:
        schema = parameter["schema"]
        [example] = schema.get("examples", []) or [parameter.get("example")]
        assert list(Draft202012Validator(schema).iter_errors(example)) == []


@every_operation
def test_the_headers_of_a_response_are_those_in_the_contract(curated_client, operation):
    response = curated_client.get(url_of(operation))
    documented = {
        name: resolved(header) for name, header in RESPONSES[operation, "200"]["headers"].items()
    }
    sent = {name for name in CONTRACT["components"]["headers"] if name in response.headers}
    assert sent <= set(documented)
    # An answer about feeds also changes with the record of updates, which has no such date.
    undated = {"Last-Modified"} if operation in ("list_feeds", "get_feed") else set()
    assert set(documented) - sent <= {"Link", "Content-Digest"} | undated
    response.close()


def test_repeated_parameters_are_shared_components():
    texts = Counter(
        json.dumps(parameter)
        for item in CONTRACT["paths"].values()
        for parameter in item["get"]["parameters"]
        if "$ref" not in parameter
    )
    assert [text for text, times in texts.items() if times > 1] == []
    assert len(COMMITTED.read_bytes()) < 800_000  # twice as many without shared components


@pytest.mark.parametrize("dataset", DATASETS)
def test_the_codes_of_a_dataset_occur_in_it(curated_client, dataset):
    _, parameters = OPERATIONS[f"list_{dataset}"]
    listed = [
        (parameter["name"], code)
        for parameter in parameters
        if parameter["name"] not in ("sort", "fields")
        for code in parameter["schema"].get("items", {}).get("enum", [])
    ]
    unused = [
        (name, code)
        for name, code in listed
        if not curated_client.get(
            f"/v1/{dataset}?{urlencode({name: code, 'history': 'true', 'limit': 1})}"
        ).json["data"]
    ]
    assert listed != []
    assert unused == []


def without_response_examples(contract):
    """The contract without the examples of responses, which change with the ledgers."""
    copy = json.loads(json.dumps(contract))
    for item in copy["paths"].values():
        [content] = item["get"]["responses"]["200"]["content"].values()
        content.pop("example", None)
    return copy


def url_of(operation):
    """The URL that Swagger UI requests when a user only presses Execute."""
    path, parameters = OPERATIONS[operation]
    examples = {node["name"]: node["example"] for node in parameters if "example" in node}
    defaults = {
        node["name"]: node["schema"]["default"]
        for node in parameters
        if "default" in node["schema"]
    }
    in_path = {node["name"] for node in parameters if node["in"] == "path"}
    query = {
        name: ",".join(value) if isinstance(value, list) else value
        for name, value in {**defaults, **examples}.items()
        if name not in in_path
    }
    return f"{path.format(**examples)}?{urlencode(query)}"
