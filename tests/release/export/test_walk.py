"""Pages, CSV and NDJSON have the same rows for any query."""

from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.release.export.readers import READERS

NAMES = ("losses", "evacuations", "displacement", "population", "territory", "figures")
CODES = ("metric", "place", "claimant", "quantifier", "stance", "basis", "country", "publisher")
KEYS = ("id", "claimed_on", "value", "period_end", "place", "recorded_on", "derived_from")


@pytest.fixture(scope="session")
def every_row(client):
    return {name: client.get(f"/v1/{name}?history=true").json["data"] for name in NAMES}


@st.composite
def lists_and_queries(draw, every_row):
    """A list and a query string that matches a row of it, or nearly matches it."""
    name = draw(st.sampled_from(NAMES))
    row, other = (draw(st.sampled_from(every_row[name])) for _ in range(2))
    parameters = {
        code: ",".join(sorted({row[code], other[code]}))
        for code in draw(st.lists(st.sampled_from(CODES), max_size=2, unique=True))
        if row[code] and other[code]
    }
    other_parameters = {
        "history": st.just("true"),
        "value_min": st.integers(0, 100_000),
        "value_max": st.integers(0, 10_000_000),
        "as_of": st.sampled_from([row["recorded_on"], other["recorded_on"]]),
        "known_at": st.just(row["claimed_on"]),
        "claimed_from": st.just(min(row["claimed_on"], other["claimed_on"])),
        "on": st.just(row["period_end"]),
        "sort": st.permutations(KEYS).map(lambda keys: f"-{keys[0]},{keys[1]}"),
    }
    for parameter in draw(
        st.lists(st.sampled_from(sorted(other_parameters)), max_size=3, unique=True)
    ):
        parameters[parameter] = draw(other_parameters[parameter])
    if {"value_min", "value_max"} <= parameters.keys():  # in the other order they are refused
        bounds = parameters["value_min"], parameters["value_max"]
        parameters["value_min"], parameters["value_max"] = sorted(bounds)
    return name, urlencode(parameters)


@pytest.mark.slow
@settings(max_examples=120, deadline=None, derandomize=True, database=None)
@given(data=st.data(), limit=st.integers(1, 12))
def test_all_pages_together_are_the_csv_and_the_ndjson(client, every_row, data, limit):
    name, query = data.draw(lists_and_queries(every_row))
    rows = all_pages(client, f"/v1/{name}?{query}&limit={limit}")
    for extension in ("csv", "ndjson"):
        body = client.get(f"/v1/{name}.{extension}?{query}").data
        assert READERS[extension](body) == rows


@pytest.mark.slow
def test_all_pages_of_the_curated_figures_together_are_the_csv(curated_client):
    rows = all_pages(curated_client, "/v1/figures?limit=10000")
    assert READERS["csv"](curated_client.get("/v1/figures.csv").data) == rows


def all_pages(client, address):
    """The rows of every page, from the first to the last."""
    rows = []
    while address:
        response = client.get(address)
        assert response.status_code == 200, response.text
        rows += response.json["data"]
        address = response.json["links"]["next"]
    assert len(rows) == response.json["meta"]["total"]
    return rows
