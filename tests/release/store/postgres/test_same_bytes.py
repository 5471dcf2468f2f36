"""Both engines answer every address in the tests with the same bytes."""

import json
import re
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from api import create_app
from api.config import HOME, Config

TESTS = HOME / "tests"
ADDRESS = re.compile(r'"((?:/v1/|/health|/version|/series|/search|/figures)[^"\s{}<>]*)"')
CONTRACT = json.loads((HOME / "openapi" / "openapi.json").read_text(encoding="utf-8"))

# Sorted, filtered, paged, searched, in every format.
DIFFICULT_ADDRESSES = [
    *(f"/v1/figures?sort={sign}{column}&limit=7" for sign in ("", "-")
      for column in ("id", "value", "claimed_on", "period_start", "place_name", "wording", "lat")),
    *(f"/v1/figures.{ending}{query}" for ending in ("csv", "ndjson", "parquet", "xlsx")
      for query in ("", "?sort=-value", "?fields=id,value", "?place=nowhere", "?as_of=2024-09-01")),
    "/v1/figures?as_of=2024-09-01&known_at=2024-09-01",
    "/v1/figures?value_min=100&value_max=100000&history=true",
    "/v1/figures?value_min=100000000000000000000",
    "/v1/figures?q=%00",
    *(f"/v1/places?q={text}" for text in ("a", "100%25", "_", "%5C", "%27", "Kursk", "%00", "é")),
    *(f"/v1/series?q={text}" for text in ("ukraine", "%25", "loss%20kursk", "%00")),
    "/v1/figures/losses-0001?revision=99999999999",
    "/v1/figures?offset=10000000",
]  # fmt: skip


def addresses() -> list[str]:
    """The addresses in the tests and in the contract, and some difficult ones."""
    in_tests = {
        address
        for file in sorted(TESTS.rglob("test_*.py"))
        for address in ADDRESS.findall(file.read_text(encoding="utf-8"))
    }
    in_contract = {
        address
        for path, operations in CONTRACT["paths"].items()
        for address in (path, example_of(path, operations["get"]))
        if "{" not in path
    }
    return sorted({*in_tests, *in_contract, *DIFFICULT_ADDRESSES})


def example_of(path: str, operation: dict) -> str:
    """An operation with the example of each of its parameters."""
    shared = CONTRACT["components"]["parameters"]
    examples = {
        parameter["name"]: parameter["example"]
        for entry in operation.get("parameters", ())
        for parameter in [shared[entry["$ref"].split("/")[-1]] if "$ref" in entry else entry]
        if "example" in parameter
    }
    several = {key: ",".join(value) for key, value in examples.items() if isinstance(value, list)}
    return f"{path}?{urlencode({**examples, **several})}"


def answer(client: FlaskClient, address: str) -> tuple[str, list[tuple[str, str]], bytes]:
    """The status, the headers except the request id, and the body."""
    with client.get(address) as response:
        headers = sorted(response.headers.items())
        compared = [pair for pair in headers if pair[0] != "X-Request-Id"]
        return response.status, compared, response.data


@pytest.fixture(scope="module")
def file_client(sample, sample_instance) -> FlaskClient:
    return create_app(Config(datasets=sample, instance=sample_instance)).test_client()


@pytest.mark.parametrize("address", addresses())
def test_both_engines_give_the_same_answer(file_client, shared_client, address):
    from_file = answer(file_client, address)
    assert answer(shared_client, address) == from_file
    assert from_file[0] < "500"


def test_many_addresses_are_compared():
    assert len(addresses()) > 250
