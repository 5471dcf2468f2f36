"""Reference tables: search, rows and their use."""

import pytest

from datasets.model.fields import column_names
from datasets.model.references import REFERENCE_SCHEMAS

# table, query, ids
SEARCHES = [
    ("actors", "укрін", "ukrinform"),
    ("actors", "УКРІН", "ukrinform"),
    ("actors", "kiev", "ua-government"),
    ("actors", "Ukraine", "ua-general-staff ua-president ua-armed-forces ua-government"),
    ("actors", "ua-pres", "ua-president"),
    ("actors", "nobody", ""),
    ("places", "pokrovsk", "ua-pokrovsk ua-pokrovsk-hromada"),
    ("places", "Krasnoarm", "ua-pokrovsk"),
    ("places", "КУРСК", "ru-kursk"),
    ("places", "%", ""),
    ("places", "_", ""),
    ("metrics", "killed", "killed killed-or-wounded"),
    ("metrics", "TANK", "tanks-lost"),
    ("sources", "bulletin of 8", "general-staff-2024-09-08"),
    ("sources", "unhcr", "unhcr-2024-06-13 unhcr-2024-09-02"),
]

ROWS = [
    ("/v1/actors/unnamed-outlet", {
        "actor_id": "unnamed-outlet", "name": "unnamed outlet", "aka": None, "kind": "anonymous",
        "side": None, "wikidata": None, "figures": 5, "roles": {"claimant": 1, "publisher": 5},
        "links": {"claimant": "/v1/figures?claimant=unnamed-outlet",
                  "publisher": "/v1/figures?publisher=unnamed-outlet"}}),
    ("/v1/places/na", {
        "place_id": "na", "name": "Namibia", "aka": None, "level": "adm0", "parent": "world",
        "iso3": "NAM", "pcode": "NA", "iso3166_2": None, "lat": -22.5, "lon": 17.0,
        "point_source": "natural-earth:1159321085", "figures": 1,
        "roles": {"place": 1}, "links": {"place": "/v1/figures?place=na"}}),
    ("/v1/actors/ap", {
        "actor_id": "ap", "name": "Associated Press", "aka": "AP", "kind": "media", "side": None,
        "wikidata": "Q40469", "figures": 1, "roles": {"claimant": 1},
        "links": {"claimant": "/v1/figures?claimant=ap"}}),
    ("/v1/metrics/killed-or-wounded", {
        "metric_id": "killed-or-wounded", "dataset": "losses", "name": "killed or wounded",
        "singular": None, "definition": "Killed and wounded in one number.", "unit": "person",
        "kind": "flow", "components": "killed;wounded", "hxl": None,
        "phrase": "{number} {people} had been killed or wounded in {place} {period}", "aka": None,
        "figures": 1,
        "roles": {"metric": 1}, "links": {"metric": "/v1/figures?metric=killed-or-wounded"}}),
    ("/v1/sources/unnamed-outlet-2024-08-20", {
        "source_id": "unnamed-outlet-2024-08-20", "publisher": "unnamed-outlet",
        "title": "Kursk and Pokrovsk", "published": "2024-08-20",
        "url": "https://example.org/unnamed-outlet-2024-08-20", "archive_url": None,
        "language": "en", "licence": "fact", "note": "No archived copy is known.", "figures": 5,
        "roles": {"source": 5},
        "links": {"source": "/v1/figures?source=unnamed-outlet-2024-08-20"}}),
]  # fmt: skip


def ids(page: dict) -> str:
    return " ".join(next(iter(row.values())) for row in page["data"])


@pytest.mark.parametrize(("table", "query", "codes"), SEARCHES)
def test_search_finds_any_part_of_any_name(client, table, query, codes):
    assert ids(client.get(f"/v1/{table}", query_string={"q": query}).json) == codes


@pytest.mark.parametrize(("address", "row"), ROWS)
def test_a_row_includes_its_use(client, address, row):
    response = client.get(address)
    assert (response.status_code, response.json) == (200, row)


@pytest.mark.parametrize("table", REFERENCE_SCHEMAS)
def test_a_table_has_every_row_of_its_file(client, sample_folder, table):
    page = client.get(f"/v1/{table}").json
    frame = sample_folder.references[table].frame
    assert ids(page) == " ".join(frame.iloc[:, 0])
    assert page["meta"]["total"] == len(frame)
    columns = {*column_names(REFERENCE_SCHEMAS[table]), "figures", "roles", "links"}
    columns |= {"freshness", "cadence_text", "update"} if table == "feeds" else set()
    assert all(set(row) == columns for row in page["data"])


def test_a_table_is_paginated(client):
    page = client.get("/v1/metrics?limit=2&offset=1").json
    assert ids(page) == "border-crossings children-remaining"
    assert page["meta"]["total"] == 14
    assert page["links"] == {
        "self": "/v1/metrics?limit=2&offset=1",
        "next": "/v1/metrics?limit=2&offset=3",
        "prev": "/v1/metrics?limit=2&offset=0",
    }


@pytest.mark.parametrize(
    ("table", "column", "count"),
    [("actors", "claimant", 9), ("places", "place", 6), ("metrics", "metric", 13)],
)
def test_every_code_of_a_figure_exists(client, table, column, count):
    codes = {row[column] for row in client.get("/v1/figures?history=true").json["data"]}
    assert {client.get(f"/v1/{table}/{code}").status_code for code in codes} == {200}
    assert len(codes) == count


@pytest.mark.parametrize(
    ("address", "detail", "alternative"),
    [
        ("/v1/actors/nobody", "There is no actor 'nobody'.", "/v1/actors"),
        ("/v1/places/UA", "There is no place 'UA'.", "/v1/places"),
        ("/v1/metrics/death", "There is no metric 'death'.", "/v1/metrics"),
        ("/v1/sources/x", "There is no source 'x'.", "/v1/sources"),
    ],
)
def test_a_code_that_does_not_exist_is_not_found(client, address, detail, alternative):
    response = client.get(address)
    assert (response.status_code, response.json["detail"]) == (404, detail)
    assert response.json["alternatives"] == [alternative]


@pytest.mark.parametrize("table", REFERENCE_SCHEMAS)
def test_the_counts_of_a_row_are_the_totals_of_its_links(client, table):
    for row in client.get(f"/v1/{table}").json["data"]:
        totals = {
            role: client.get(row["links"][role]).json["meta"]["total"] for role in row["roles"]
        }
        assert totals == row["roles"]


def test_a_conflict_links_to_its_newest_figure(client):
    [conflict] = client.get("/v1/conflicts").json["data"]
    assert conflict["links"] == {
        "conflict": "/v1/figures?conflict=russia-ukraine",
        "latest": "/v1/figures/losses-0008",
    }
    assert client.get(conflict["links"]["latest"]).json["claimed_on"] == "2024-10-01"


def test_a_search_for_a_conflict_that_is_unknown_is_empty(client):
    response = client.get("/v1/conflicts?q=operation")
    assert (response.status_code, response.json["data"]) == (200, [])


def test_a_conflict_is_meant_by_its_name(client):
    response = client.get("/v1/losses?conflict=war%20in%20Ukraine")
    assert response.json["alternatives"] == ["/v1/losses?conflict=russia-ukraine"]
