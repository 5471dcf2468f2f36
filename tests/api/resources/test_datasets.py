"""Datasets: their content, coverage and links."""

import pytest

LOSSES = {
    "dataset": "losses",
    "title": "Losses",
    "description": "People and equipment lost, as claimed.",
    "license": "CC-BY-4.0",
    "figures": 7,
    "metrics": [
        {"metric": "personnel-losses", "name": "lost", "figures": 3},
        {"metric": "killed", "name": "killed", "figures": 1},
        {"metric": "killed-or-wounded", "name": "killed or wounded", "figures": 1},
        {"metric": "tanks-lost", "name": "tanks lost", "figures": 1},
        {"metric": "wounded", "name": "wounded", "figures": 1},
    ],
    "coverage": {
        "period_start": "2022-02-24",
        "period_end": "2024-09-30",
        "claimed_from": "2024-08-12",
        "claimed_to": "2024-10-01",
        "countries": 1,
        "places": 2,
        "claimants": 5,
        "sources": 6,
    },
}


def test_a_dataset_describes_its_content_and_coverage(client):
    document = client.get("/v1/datasets/losses").json
    assert {name: document[name] for name in LOSSES} == LOSSES


def test_all_datasets_are_in_the_order_of_the_data_package(client, sample_release):
    page = client.get("/v1/datasets").json
    assert [(row["dataset"], row["figures"]) for row in page["data"]] == [
        ("losses", 7),
        ("evacuations", 2),
        ("displacement", 2),
        ("population", 3),
        ("territory", 3),
    ]
    assert (page["meta"]["total"], page["meta"]["release"]) == (5, sample_release.id)
    assert page["data"][0] == client.get("/v1/datasets/losses").json


@pytest.mark.parametrize("index", range(5))
def test_every_link_of_a_dataset_works(client, index):
    links = client.get("/v1/datasets").json["data"][index]["links"]
    assert {name: client.get(link).status_code for name, link in links.items()} == dict.fromkeys(
        links, 200
    )


def test_a_dataset_that_does_not_exist_is_not_found(client):
    response = client.get("/v1/datasets/loses")
    assert response.status_code == 404
    assert response.json["detail"] == "There is no dataset 'loses'."
    assert response.json["alternatives"] == ["/v1/datasets"]
