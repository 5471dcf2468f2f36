"""An invalid parameter is refused with a problem that names it and what is wrong with it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from api.parameters.parser import latest_day
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
    ("/v1/losses?history=yes", "history",
     "'yes' is neither true nor false; did you mean 'true'?", "/v1/losses?history=true"),
    ("/v1/losses?metric=killed&exclude_belligerents=0", "exclude_belligerents",
     "'0' is neither true nor false; did you mean 'false'?",
     "/v1/losses?metric=killed&exclude_belligerents=false"),
    ("/v1/losses.csv?hxl=1", "hxl",
     "'1' is neither true nor false; did you mean 'true'?", "/v1/losses.csv?hxl=true"),
    ("/v1/losses?sort=valeu", "sort",
     "'valeu' is not a valid column for this parameter; did you mean 'value'?", None),
    ("/v1/losses?sort=statement", "sort",
     "'statement' is not a valid column for this parameter", None),
    ("/v1/losses?dataset=losses", "dataset", "does not exist", None),
    ("/v1/losses.csv?limit=5", "limit", "does not exist", None),
    ("/v1/losses?start_date=2024-09-01&end_date=2024-08-31", "start_date",
     "must not be greater than 'end_date' (2024-09-01 > 2024-08-31)", None),
    ("/v1/losses?ends_from=2024-09-01&ends_to=2024-08-31", "ends_from",
     "must not be greater than 'ends_to' (2024-09-01 > 2024-08-31)", None),
    ("/v1/losses?as_of=2050-01-01", "as_of",
     "2050-01-01 has not begun; an answer for a day to come could not be reproduced",
     "/v1/losses"),
    ("/v1/losses.csv?metric=killed&as_of=2050-01-01&known_at=9999-12-31", "as_of",
     "2050-01-01 has not begun; an answer for a day to come could not be reproduced",
     "/v1/losses.csv?metric=killed"),
    ("/v1/changes?known_at=2050-01-01&as_of=2024-09-06", "known_at",
     "2050-01-01 has not begun; an answer for a day to come could not be reproduced",
     "/v1/changes?as_of=2024-09-06"),
    ("/v1/figures/losses-0001?as_of=2050-01-01", "as_of",
     "2050-01-01 has not begun; an answer for a day to come could not be reproduced",
     "/v1/figures/losses-0001"),
    ("/v1/losses?value_min=2&value_max=1", "value_min",
     "must not be greater than 'value_max' (2 > 1)", None),
    ("/v1/figures/losses-0001?on=2024-08-20", "on", "does not exist", None),
    ("/v1/actors?q=", "q", "is empty; set a value or remove the parameter", None),
    ("/v1/datasets?x=1", "x", "does not exist", None),
    ("/health?x=1", "x", "does not exist", None),
    ("/version?x=1", "x", "does not exist", None),
]  # fmt: skip

# URL, parameter, detail of the error, URLs of the alternatives
UNKNOWN_CODES = [
    ("/v1/losses?metric=killd", "metric",
     "'killd' is not a code of a metric; did you mean 'killed'?", ["/v1/losses?metric=killed"]),
    ("/v1/losses?limit=1&metric=wounded,killd&sort=id", "metric",
     "'killd' is not a code of a metric; did you mean 'killed'?",
     ["/v1/losses?limit=1&sort=id&metric=wounded,killed"]),
    ("/v1/losses?metric=deaths", "metric",
     "'deaths' is not a code of a metric; did you mean 'killed'?", ["/v1/losses?metric=killed"]),
    ("/v1/figures?country=ua", "country",
     "'ua' is not a code of a country; did you mean 'UKR' (Ukraine)?",
     ["/v1/figures?country=UKR"]),
    ("/v1/figures?country=uka", "country", "'uka' is not a code of a country", []),
    ("/v1/figures?within=ua-pokrovs", "within",
     "'ua-pokrovs' is not a code of a place; did you mean 'ua-pokrovsk' (Pokrovsk)?",
     ["/v1/figures?within=ua-pokrovsk"]),
    ("/v1/losses?place=Pokrovsk", "place",
     "'Pokrovsk' is not a code of a place; 'ua-pokrovsk' (Pokrovsk) is one, but no figure of "
     "losses is about it",
     ["/v1/population?place=ua-pokrovsk", "/v1/places?q=Pokrovsk"]),
    ("/v1/losses?metric=tanks-lost&claimant=Kyiv", "claimant",
     "'Kyiv' is not a code of a claimant; 'ua-government' (Government of Ukraine) is one, but no "
     "figure of losses that matches the other parameters was claimed by it",
     ["/v1/losses?claimant=ua-government", "/v1/actors?q=Government+of+Ukraine"]),
    ("/v1/figures?claimant=xyzzy", "claimant", "'xyzzy' is not a code of a claimant", []),
    ("/v1/figures?quantifier=over", "quantifier",
     "'over' is not a code of a quantifier; did you mean 'more-than' (over, more than, exceeds)?",
     ["/v1/figures?quantifier=more-than"]),
    ("/v1/figures?claimant_side=Ukraine", "claimant_side",
     "'Ukraine' is not a code of a side; did you mean 'ua' (Ukraine)?",
     ["/v1/figures?claimant_side=ua"]),
    ("/v1/losses?metric=deaths,tanks", "metric",
     "'deaths' is not a code of a metric; did you mean 'killed'? 'tanks' is not a code of a "
     "metric; did you mean 'tanks-lost'?",
     ["/v1/losses?metric=killed,tanks-lost"]),
    ("/v1/losses?metric=refugees", "metric",
     "'refugees' belongs to displacement, not to losses; use /v1/displacement",
     ["/v1/displacement?metric=refugees", "/v1/metrics?q=refugees"]),
]  # fmt: skip


def parameter_problem(code, title, address, parameter, detail, alternatives) -> dict:
    ending = "" if detail.endswith("?") else "."
    return {
        **problem(code, title, 422, f"Parameter '{parameter}': {detail}{ending}", address),
        "errors": [{"parameter": parameter, "code": code, "detail": detail}],
        **({"alternatives": alternatives} if alternatives else {}),
    }


@pytest.mark.parametrize(("address", "parameter", "detail", "alternative"), INVALID)
def test_an_invalid_parameter_is_named(client, address, parameter, detail, alternative):
    assert problem_of(client, "GET", address, 422) == parameter_problem(
        "invalid-parameter",
        "Invalid parameter",
        address,
        parameter,
        detail,
        [alternative] if alternative else [],
    )


@pytest.mark.parametrize(("address", "parameter", "detail", "alternatives"), UNKNOWN_CODES)
def test_an_unknown_code_is_named(client, address, parameter, detail, alternatives):
    assert problem_of(client, "GET", address, 422) == parameter_problem(
        "unknown-code", "Unknown code", address, parameter, detail, alternatives
    )
    assert [url for url in alternatives if not client.get(url).json["data"]] == []


def test_all_invalid_parameters_are_reported_together(client):
    document = problem_of(client, "GET", "/v1/losses?metric=killd&limit=x&metrc=1", 422)
    assert [(error["parameter"], error["code"]) for error in document["errors"]] == [
        ("metric", "unknown-code"),
        ("limit", "invalid-parameter"),
        ("metrc", "invalid-parameter"),
    ]
    assert "alternatives" not in document


def test_errors_are_in_the_order_of_the_request(client):
    document = problem_of(client, "GET", "/v1/losses?zz=1&limit=x&aa=1&yy=1&bb=1", 422)
    assert [error["parameter"] for error in document["errors"]] == ["zz", "limit", "aa", "yy", "bb"]


def test_missing_parameters_follow_those_of_the_request(client):
    document = problem_of(client, "GET", "/v1/series?zz=1&place=ua&aa=1", 422)
    assert [error["parameter"] for error in document["errors"]] == ["zz", "aa", "metric", "subject"]


@pytest.mark.parametrize("text", ["true", "True", "TRUE", "tRuE"])
def test_a_boolean_is_read_in_any_letter_case(client, text):
    rows = client.get(f"/v1/losses?exclude_belligerents={text}&history={text}").json["data"]
    assert rows == client.get("/v1/losses?exclude_belligerents=true&history=true").json["data"]
    untrue = client.get(f"/v1/losses?exclude_belligerents={'False' if text == 'True' else 'FALSE'}")
    assert untrue.json["data"] == client.get("/v1/losses").json["data"]


@pytest.mark.parametrize(
    ("now", "day"),
    [
        ("2026-11-30T09:59:59+00:00", "2026-11-30"),
        ("2026-11-30T10:00:00+00:00", "2026-12-01"),
        ("2026-11-30T23:59:59+00:00", "2026-12-01"),
        ("2026-11-30T22:00:00-02:00", "2026-12-01"),
        ("2026-12-01T00:00:00+14:00", "2026-12-01"),
    ],
)
def test_a_day_has_begun_when_it_has_begun_anywhere_on_earth(now, day):
    assert latest_day(datetime.fromisoformat(now)) == date.fromisoformat(day)


@pytest.mark.parametrize("clock", ["as_of", "known_at"])
def test_today_is_a_vintage_and_the_day_after_tomorrow_is_none(client, clock):
    today = datetime.now(UTC).date()
    assert client.get(f"/v1/losses?{clock}={today}").status_code == 200
    assert client.get(f"/v1/losses?{clock}={today + timedelta(days=2)}").status_code == 422
