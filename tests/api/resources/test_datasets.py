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


def test_a_dataset_says_what_it_holds_and_covers(client):
    told = client.get("/v1/datasets/losses").json
    assert {name: told[name] for name in LOSSES} == LOSSES


def test_all_datasets_stand_in_the_order_of_the_descriptor(client, sample_release):
    answer = client.get("/v1/datasets").json
    assert [(each["dataset"], each["figures"]) for each in answer["data"]] == [
        ("losses", 7),
        ("evacuations", 2),
        ("displacement", 2),
        ("population", 3),
        ("territory", 3),
    ]
    assert (answer["meta"]["total"], answer["meta"]["release"]) == (5, sample_release.id)
    assert answer["data"][0] == client.get("/v1/datasets/losses").json


@pytest.mark.parametrize("position", range(5))
def test_every_link_of_a_dataset_works(client, position):
    links = client.get("/v1/datasets").json["data"][position]["links"]
    assert {name: client.get(link).status_code for name, link in links.items()} == dict.fromkeys(
        links, 200
    )


def test_a_dataset_that_does_not_exist_is_not_found(client):
    response = client.get("/v1/datasets/loses")
    assert response.status_code == 404
    assert response.json["detail"] == "There is no dataset 'loses'."
    assert response.json["alternatives"] == ["/v1/datasets"]
