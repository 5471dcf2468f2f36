"""Codes are found by the names that people type, in the curated tables."""

import pytest

# table, words, first ids
FOUND = [
    ("places", "Pokrovsk", ["ua-pokrovsk", "ua-pokrovsk-hromada"]),
    ("places", "Покровськ", ["ua-pokrovsk", "ua-pokrovsk-hromada"]),
    ("places", "pokrov", ["ua-pokrovsk", "ua-pokrovsk-hromada"]),
    ("places", "POKROVSK", ["ua-pokrovsk", "ua-pokrovsk-hromada"]),
    ("places", "Kyiv", ["ua-kyiv-city", "ua-kyiv-oblast"]),
    ("places", "Kiev", ["ua-kyiv-city", "ua-kyiv-oblast"]),
    ("actors", "Kyiv", ["ua-government"]),
    ("actors", "Kiev", ["ua-government"]),
    ("actors", "Pokrovsk", ["ua-pokrovsk-city-administration-head"]),
    ("actors", "Покровськ", ["ua-pokrovsk-city-administration-head"]),
]


def ids(answer):
    return [next(iter(row.values())) for row in answer.json["data"]]


@pytest.mark.parametrize(("table", "words", "first"), FOUND)
def test_a_name_finds_its_code_first(curated_client, table, words, first):
    answer = curated_client.get(f"/v1/{table}", query_string={"q": words})
    assert ids(answer)[: len(first)] == first


@pytest.mark.parametrize(("table", "words"), [found[:2] for found in FOUND])
def test_what_is_found_says_how_many_figures_it_has_and_lists_them(curated_client, table, words):
    rows = curated_client.get(f"/v1/{table}", query_string={"q": words, "limit": 5}).json["data"]
    for row in rows:
        told = {role: curated_client.get(link) for role, link in row["links"].items()}
        assert {role: answer.status_code for role, answer in told.items()} == dict.fromkeys(
            row["roles"], 200
        )
        assert {role: answer.json["meta"]["total"] for role, answer in told.items()} == row["roles"]


@pytest.mark.parametrize("words", ["Pokrovsk", "Kyiv"])
def test_all_spellings_of_a_place_find_the_same(curated_client, words):
    spellings = {"Pokrovsk": ["pokrovsk", "Покровськ"], "Kyiv": ["kyiv", "Kiev", "Київ"]}[words]
    found = [
        ids(curated_client.get("/v1/places", query_string={"q": spelling}))[0]
        for spelling in spellings
    ]
    assert set(found) == {ids(curated_client.get("/v1/places", query_string={"q": words}))[0]}


def test_a_place_with_figures_comes_before_its_namesakes_without(curated_client):
    rows = curated_client.get("/v1/places?q=pokrov").json["data"]
    assert rows[0]["figures"] > 0
    assert [row["figures"] for row in rows] == sorted(
        (row["figures"] for row in rows), reverse=True
    )
