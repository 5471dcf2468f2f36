"""A walk from page to page, the table and the lines hold the same rows, whatever was asked."""

from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.release.export.readers import READ

NAMES = ("losses", "evacuations", "displacement", "population", "territory", "figures")
CODES = ("metric", "place", "claimant", "quantifier", "stance", "basis", "country", "publisher")
KEYS = ("id", "claimed_on", "value", "period_end", "place", "recorded_on", "derived_from")


@pytest.fixture(scope="session")
def every_row(client):
    return {name: client.get(f"/v1/{name}?history=true").json["data"] for name in NAMES}


@st.composite
def questions(draw, every_row):
    """A list and a question that at least one of its rows answers, or was near to."""
    name = draw(st.sampled_from(NAMES))
    row, other = (draw(st.sampled_from(every_row[name])) for _ in range(2))
    asked = {
        code: ",".join(sorted({row[code], other[code]}))
        for code in draw(st.lists(st.sampled_from(CODES), max_size=2, unique=True))
        if row[code] and other[code]
    }
    kinds = {
        "history": st.just("true"),
        "value_min": st.integers(0, 100_000),
        "value_max": st.integers(0, 10_000_000),
        "as_of": st.sampled_from([row["recorded_on"], other["recorded_on"]]),
        "known_at": st.just(row["claimed_on"]),
        "claimed_from": st.just(min(row["claimed_on"], other["claimed_on"])),
        "on": st.just(row["period_end"]),
        "sort": st.permutations(KEYS).map(lambda keys: f"-{keys[0]},{keys[1]}"),
    }
    for parameter in draw(st.lists(st.sampled_from(sorted(kinds)), max_size=3, unique=True)):
        asked[parameter] = draw(kinds[parameter])
    return name, urlencode(asked)


@pytest.mark.slow
@settings(max_examples=120, deadline=None, derandomize=True, database=None)
@given(data=st.data(), limit=st.integers(1, 12))
def test_a_walk_is_the_table_is_the_lines(client, every_row, data, limit):
    name, question = data.draw(questions(every_row))
    visited = walked(client, f"/v1/{name}?{question}&limit={limit}")
    for ending in ("csv", "ndjson"):
        body = client.get(f"/v1/{name}.{ending}?{question}").data
        assert READ[ending](body) == visited


@pytest.mark.slow
def test_a_walk_over_every_curated_figure_is_the_table(curated_client):
    visited = walked(curated_client, "/v1/figures?limit=10000")
    assert READ["csv"](curated_client.get("/v1/figures.csv").data) == visited


def walked(client, following):
    """The rows of every page, from the first to the last."""
    visited = []
    while following:
        answer = client.get(following)
        assert answer.status_code == 200, answer.text
        visited += answer.json["data"]
        following = answer.json["links"]["next"]
    assert len(visited) == answer.json["meta"]["total"]
    return visited
