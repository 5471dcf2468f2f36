"""Search in the curated reference tables by the names that people type."""

import pytest

# table, query, first ids
SEARCHES = [
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


def ids(response):
    return [next(iter(row.values())) for row in response.json["data"]]


@pytest.mark.parametrize(("table", "query", "first"), SEARCHES)
def test_the_code_of_a_name_comes_first(curated_client, table, query, first):
    response = curated_client.get(f"/v1/{table}", query_string={"q": query})
    assert ids(response)[: len(first)] == first


@pytest.mark.parametrize(("table", "query"), [case[:2] for case in SEARCHES])
def test_the_counts_of_a_result_are_the_totals_of_its_links(curated_client, table, query):
    rows = curated_client.get(f"/v1/{table}", query_string={"q": query, "limit": 5}).json["data"]
    for row in rows:
        responses = {role: curated_client.get(link) for role, link in row["links"].items()}
        assert {
            role: response.status_code for role, response in responses.items()
        } == dict.fromkeys(row["roles"], 200)
        assert {
            role: response.json["meta"]["total"] for role, response in responses.items()
        } == row["roles"]


@pytest.mark.parametrize("query", ["Pokrovsk", "Kyiv"])
def test_all_spellings_of_a_place_have_the_same_first_result(curated_client, query):
    spellings = {"Pokrovsk": ["pokrovsk", "Покровськ"], "Kyiv": ["kyiv", "Kiev", "Київ"]}[query]
    first_ids = [
        ids(curated_client.get("/v1/places", query_string={"q": spelling}))[0]
        for spelling in spellings
    ]
    assert set(first_ids) == {ids(curated_client.get("/v1/places", query_string={"q": query}))[0]}


def test_a_place_with_figures_comes_before_its_namesakes_without(curated_client):
    rows = curated_client.get("/v1/places?q=pokrov").json["data"]
    assert rows[0]["figures"] > 0
    assert [row["figures"] for row in rows] == sorted(
        (row["figures"] for row in rows), reverse=True
    )
