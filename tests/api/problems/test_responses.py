"""Errors are answered with problem documents."""

import pytest

from api import create_app
from api.config import Config
from api.problems.types import PROBLEM_TYPES
from tests.api.problems.documents import problem, problem_of


@pytest.fixture(scope="module")
def client_without_release(sample, tmp_path_factory):
    """A client of a service without a release."""
    instance = tmp_path_factory.mktemp("without-release") / "instance"
    return create_app(Config(datasets=sample, instance=instance)).test_client()


@pytest.mark.parametrize(
    "address", ["/v1/nothing", "/v1", "/v1/losses/losses-0001", "/favicon.png"]
)
def test_an_unknown_url_is_not_found(client, address):
    assert problem_of(client, "GET", address, 404) == problem(
        "not-found", "Not found", 404, f"The path {address} does not exist.", address
    )


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("address", ["/v1/losses", "/v1/figures/losses-0001", "/docs", "/health"])
def test_other_methods_are_not_allowed(client, method, address):
    response = client.open(address, method=method)
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert problem_of(client, method, address, 405) == problem(
        "method-not-allowed",
        "Read-only API",
        405,
        f"{method} is not allowed; use GET.",
        address,
    )


@pytest.mark.parametrize(
    "address",
    ["/v1/losses", "/v1/losses.csv?metric=killed", "/v1/figures/losses-0001", "/v1/datasets",
     "/v1/actors", "/health", "/version"],
)  # fmt: skip
def test_the_service_is_unavailable_without_a_release(client_without_release, address):
    assert problem_of(client_without_release, "GET", address, 503) == problem(
        "unavailable",
        "Service unavailable",
        503,
        "No release in instance/; run `flask figures build`.",
        address,
    )


def test_an_invalid_parameter_is_named_without_a_release(client_without_release):
    document = problem_of(client_without_release, "GET", "/v1/losses?metrc=killed", 422)
    assert (document["errors"][0]["parameter"], document.get("alternatives")) == ("metrc", None)


def test_an_internal_error_shows_no_details(sample, sample_instance):
    app = create_app(Config(datasets=sample, instance=sample_instance))
    app.add_url_rule("/broken", view_func=lambda: 1 / 0)
    document = problem_of(app.test_client(), "GET", "/broken", 500)
    assert document == problem(
        "internal",
        "Internal server error",
        500,
        "The service failed to answer the request.",
        "/broken",
    )


@pytest.mark.parametrize("code", PROBLEM_TYPES)
def test_every_problem_type_has_a_page(client, code):
    response = client.get(f"/problems/{code}")
    assert response.status_code == 200
    assert PROBLEM_TYPES[code].title in response.text
