"""Every refusal is a problem document that names what is wrong and, where it can, what works."""

import pytest

from api import create_app
from api.config import Config
from api.problems.types import PROBLEM_TYPES

UNREADABLE = "A parameter cannot be read"
UNKNOWN = "A code is not known"

# address, parameter, what is wrong with it, what works
REFUSED = [
    ("/v1/losses?metrc=killed", "metrc", "does not exist here; did you mean 'metric'?",
     "/v1/losses?metric=killed"),
    ("/v1/losses?limit=0", "limit", "'0' is not a whole number between 1 and 10,000", None),
    ("/v1/losses?start_date=20.08.2024", "start_date",
     "'20.08.2024' is not a date; write 2024-08-20", None),
    ("/v1/losses?metric=", "metric", "is empty; give a value or leave the parameter out", None),
    ("/v1/losses?limit=1&limit=2", "limit", "is given 2 times; give it once", None),
    ("/v1/losses?metric=killed,", "metric",
     "has an empty value; write a,b with no comma before or after", None),
    ("/v1/losses?limit=10001", "limit", "'10001' is not a whole number between 1 and 10,000", None),
    ("/v1/losses?limit=1_0", "limit", "'1_0' is not a whole number between 1 and 10,000", None),
    ("/v1/losses?offset=-1", "offset", "'-1' is not a whole number between 0 and 10,000,000", None),
    ("/v1/losses?as_of=2024-02-30", "as_of",
     "'2024-02-30' is not a date; the calendar has no such day", None),
    ("/v1/losses?on=2024-08", "on",
     "'2024-08' is not a date; write it as YYYY-MM-DD, for example 2024-08-20", None),
    ("/v1/losses?value_min=1,000", "value_min", "'1,000' is not a plain number; write 1000", None),
    ("/v1/losses?value_max=-1e309", "value_max", "'-inf' is outside 0 to 999999999999999", None),
    ("/v1/losses?history=yes", "history", "'yes' is neither true nor false", None),
    ("/v1/losses?sort=valeu", "sort",
     "'valeu' is not a column that can be asked for here; did you mean 'value'?", None),
    ("/v1/losses?sort=statement", "sort",
     "'statement' is not a column that can be asked for here", None),
    ("/v1/losses?dataset=losses", "dataset", "does not exist here", None),
    ("/v1/losses.csv?limit=5", "limit", "does not exist here", None),
    ("/v1/losses?start_date=2024-09-01&end_date=2024-08-31", "start_date",
     "is above 'end_date' (2024-09-01 > 2024-08-31), so that no figure can answer", None),
    ("/v1/losses?value_min=2&value_max=1", "value_min",
     "is above 'value_max' (2 > 1), so that no figure can answer", None),
    ("/v1/figures/losses-0001?on=2024-08-20", "on", "does not exist here", None),
    ("/v1/actors?q=", "q", "is empty; give a value or leave the parameter out", None),
    ("/v1/datasets?x=1", "x", "does not exist here", None),
    ("/health?x=1", "x", "does not exist here", None),
    ("/version?x=1", "x", "does not exist here", None),
]  # fmt: skip

# address, parameter, what is wrong with it, what works
UNKNOWN_CODES = [
    ("/v1/losses?metric=killd", "metric",
     "'killd' is not a known metric; did you mean 'killed'?", "/v1/losses?metric=killed"),
    ("/v1/losses?limit=1&metric=wounded,killd&sort=id", "metric",
     "'killd' is not a known metric; did you mean 'killed'?",
     "/v1/losses?limit=1&sort=id&metric=wounded,killed"),
    ("/v1/figures?country=uka", "country",
     "'UKA' is not a known country; did you mean 'UKR'?", "/v1/figures?country=UKR"),
    ("/v1/figures?within=ua-pokrovs", "within",
     "'ua-pokrovs' is not a known within; did you mean 'ua-pokrovsk'?",
     "/v1/figures?within=ua-pokrovsk"),
    ("/v1/figures?claimant=xyzzy", "claimant", "'xyzzy' is not a known claimant", None),
    ("/v1/losses?metric=refugees", "metric",
     "'refugees' belongs to displacement, not to losses; ask /v1/displacement", None),
]  # fmt: skip


@pytest.fixture(scope="module")
def unready(sample, tmp_path_factory):
    """A client of a service that has no release yet."""
    instance = tmp_path_factory.mktemp("unready") / "instance"
    return create_app(Config(datasets=sample, instance=instance)).test_client()


def problem(client, method: str, address: str, status: int) -> dict:
    response = client.open(address, method=method)
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["Cache-Control"] == "no-store"
    return response.json


def document(code: str, title: str, status: int, detail: str, instance: str) -> dict:
    return {
        "type": f"/problems/{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "instance": instance,
    }


def refusal(code, title, address, parameter, detail, alternative) -> dict:
    ending = "" if detail.endswith("?") else "."
    return {
        **document(code, title, 422, f"Parameter '{parameter}': {detail}{ending}", address),
        "errors": [{"parameter": parameter, "code": code, "detail": detail}],
        **({"alternatives": [alternative]} if alternative else {}),
    }


@pytest.mark.parametrize(("address", "parameter", "detail", "alternative"), REFUSED)
def test_a_parameter_that_cannot_be_read_is_named(client, address, parameter, detail, alternative):
    assert problem(client, "GET", address, 422) == refusal(
        "invalid-parameter", UNREADABLE, address, parameter, detail, alternative
    )


@pytest.mark.parametrize(("address", "parameter", "detail", "alternative"), UNKNOWN_CODES)
def test_a_code_that_is_not_known_is_named(client, address, parameter, detail, alternative):
    assert problem(client, "GET", address, 422) == refusal(
        "unknown-code", UNKNOWN, address, parameter, detail, alternative
    )


def test_everything_that_is_wrong_is_told_at_once(client):
    told = problem(client, "GET", "/v1/losses?metric=killd&limit=x&metrc=1", 422)
    assert {(error["parameter"], error["code"]) for error in told["errors"]} == {
        ("metric", "unknown-code"),
        ("limit", "invalid-parameter"),
        ("metrc", "invalid-parameter"),
    }
    assert "alternatives" not in told


@pytest.mark.parametrize(
    ("address", "alternative"),
    [
        ("/v1/losses?metrc=killed&sort=id", "/v1/losses?metric=killed&sort=id"),
        ("/v1/losses?claimnt=ap&metric=killd", "/v1/losses?claimant=ap&metric=killed"),
        ("/v1/losses?metric=killd&metric=wounded", "/v1/losses?metric=killed,wounded"),
        ("/v1/losses.csv?metric=killd", "/v1/losses.csv?metric=killed"),
        ("/v1/losses?metrc=refugees", None),
        ("/v1/losses?limt=1&limit=2", None),
        ("/v1/losses?metric=killd&limit=x", None),
        ("/v1/losses?zzz=1&metric=killd", None),
    ],
)
def test_an_alternative_is_offered_only_where_it_works(client, address, alternative):
    offered = problem(client, "GET", address, 422).get("alternatives", [])
    assert offered == ([alternative] if alternative else [])
    assert [client.get(each).status_code for each in offered] == [200 for _ in offered]


@pytest.mark.parametrize(
    "address", ["/v1/nothing", "/v1", "/v1/losses/losses-0001", "/favicon.png"]
)
def test_an_address_where_nothing_is_says_so(client, address):
    assert problem(client, "GET", address, 404) == document(
        "not-found", "Nothing is at this address", 404, f"Nothing is at {address}.", address
    )


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("address", ["/v1/losses", "/v1/figures/losses-0001", "/docs", "/health"])
def test_nothing_can_be_written(client, method, address):
    response = client.open(address, method=method)
    assert {*response.headers["Allow"].split(", ")} == {"GET", "HEAD", "OPTIONS"}
    assert problem(client, method, address, 405) == document(
        "method-not-allowed",
        "This service is only read",
        405,
        f"{method} is not allowed; use GET.",
        address,
    )


@pytest.mark.parametrize(
    "address",
    ["/v1/losses", "/v1/losses.csv?metric=killed", "/v1/figures/losses-0001", "/v1/datasets",
     "/v1/actors", "/health", "/version"],
)  # fmt: skip
def test_without_a_release_the_service_says_that_it_is_unavailable(unready, address):
    assert problem(unready, "GET", address, 503) == document(
        "unavailable",
        "No figures can be served now",
        503,
        "No release in instance/; run `flask figures build`.",
        address,
    )


def test_without_a_release_a_wrong_parameter_is_still_named(unready):
    told = problem(unready, "GET", "/v1/losses?metrc=killed", 422)
    assert (told["errors"][0]["parameter"], told.get("alternatives")) == ("metrc", None)


def test_an_error_of_ours_says_nothing_else(sample, sample_instance):
    app = create_app(Config(datasets=sample, instance=sample_instance))
    app.add_url_rule("/broken", view_func=lambda: 1 / 0)
    told = problem(app.test_client(), "GET", "/broken", 500)
    assert told == document(
        "internal",
        "Something went wrong here",
        500,
        "The request could not be answered.",
        "/broken",
    )


@pytest.mark.parametrize("code", PROBLEM_TYPES)
def test_every_kind_of_problem_has_a_page(client, code):
    response = client.get(f"/problems/{code}")
    assert response.status_code == 200
    assert PROBLEM_TYPES[code].title in response.text
