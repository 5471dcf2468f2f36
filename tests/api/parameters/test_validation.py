"""An invalid parameter is refused with a problem that names it and what is wrong with it."""

import pytest

from tests.api.problems.documents import problem, problem_of

# URL, parameter, detail of the error, URL of the correction
INVALID = [
    ("/v1/losses?metrc=killed", "metrc", "does not exist; did you mean 'metric'?",
     "/v1/losses?metric=killed"),
    ("/v1/losses?limit=0", "limit", "'0' is not a whole number between 1 and 10,000", None),
    ("/v1/losses?start_date=20.08.2024", "start_date",
     "'20.08.2024' is not a date; write 2024-08-20", None),
    ("/v1/losses?metric=", "metric", "is empty; set a value or remove the parameter", None),
    ("/v1/losses?limit=1&limit=2", "limit", "occurs 2 times; use it once", None),
    ("/v1/losses?metric=killed,", "metric",
     "contains an empty value; write a,b without a comma at the start or end", None),
    ("/v1/losses?limit=10001", "limit", "'10001' is not a whole number between 1 and 10,000", None),
    ("/v1/losses?limit=1_0", "limit", "'1_0' is not a whole number between 1 and 10,000", None),
    ("/v1/losses?offset=-1", "offset", "'-1' is not a whole number between 0 and 10,000,000", None),
    ("/v1/losses?as_of=2024-02-30", "as_of",
     "'2024-02-30' is not a date; the calendar has no such day", None),
    ("/v1/losses?on=2024-08", "on",
     "'2024-08' is not a date; write a day, for example the last of the month, 2024-08-31", None),
    ("/v1/losses?value_min=1,000", "value_min", "'1,000' is not a plain number; write 1000", None),
    ("/v1/losses?value_max=-1e309", "value_max",
     "'-inf' is not between 0 and 999999999999999", None),
    ("/v1/losses?history=yes", "history", "'yes' is neither true nor false", None),
    ("/v1/losses?sort=valeu", "sort",
     "'valeu' is not a valid column for this parameter; did you mean 'value'?", None),
    ("/v1/losses?sort=statement", "sort",
     "'statement' is not a valid column for this parameter", None),
    ("/v1/losses?dataset=losses", "dataset", "does not exist", None),
    ("/v1/losses.csv?limit=5", "limit", "does not exist", None),
    ("/v1/losses?start_date=2024-09-01&end_date=2024-08-31", "start_date",
     "must not be greater than 'end_date' (2024-09-01 > 2024-08-31)", None),
    ("/v1/losses?value_min=2&value_max=1", "value_min",
     "must not be greater than 'value_max' (2 > 1)", None),
    ("/v1/figures/losses-0001?on=2024-08-20", "on", "does not exist", None),
    ("/v1/actors?q=", "q", "is empty; set a value or remove the parameter", None),
    ("/v1/datasets?x=1", "x", "does not exist", None),
    ("/health?x=1", "x", "does not exist", None),
    ("/version?x=1", "x", "does not exist", None),
]  # fmt: skip

# URL, parameter, detail of the error, URL of the correction
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
     "'refugees' belongs to displacement, not to losses; use /v1/displacement", None),
]  # fmt: skip


def parameter_problem(code, title, address, parameter, detail, alternative) -> dict:
    ending = "" if detail.endswith("?") else "."
    return {
        **problem(code, title, 422, f"Parameter '{parameter}': {detail}{ending}", address),
        "errors": [{"parameter": parameter, "code": code, "detail": detail}],
        **({"alternatives": [alternative]} if alternative else {}),
    }


@pytest.mark.parametrize(("address", "parameter", "detail", "alternative"), INVALID)
def test_an_invalid_parameter_is_named(client, address, parameter, detail, alternative):
    assert problem_of(client, "GET", address, 422) == parameter_problem(
        "invalid-parameter",
        "Invalid parameter",
        address,
        parameter,
        detail,
        alternative,
    )


@pytest.mark.parametrize(("address", "parameter", "detail", "alternative"), UNKNOWN_CODES)
def test_an_unknown_code_is_named(client, address, parameter, detail, alternative):
    assert problem_of(client, "GET", address, 422) == parameter_problem(
        "unknown-code", "Unknown code", address, parameter, detail, alternative
    )


def test_all_invalid_parameters_are_reported_together(client):
    document = problem_of(client, "GET", "/v1/losses?metric=killd&limit=x&metrc=1", 422)
    assert {(error["parameter"], error["code"]) for error in document["errors"]} == {
        ("metric", "unknown-code"),
        ("limit", "invalid-parameter"),
        ("metrc", "invalid-parameter"),
    }
    assert "alternatives" not in document
