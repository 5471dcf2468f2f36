"""Coverage of each series, so that silence is not read as zero."""

import pytest

from api import create_app
from api.config import Config
from datasets.curation.ledger_files import folder_at
from datasets.release.compiler.build import build
from tests.ledger_edits import LOSSES, append

KEY = ("claimant", "metric", "subject", "place")
COUNTS = ("figures", "first_period", "last_period", "last_claimed", "cadence_days", "stale_days")

# The newest row was recorded on 2024-10-02; too few figures for a cadence.
SERIES = {
    "losses": [
        ("ru-kursk-governor", "wounded", "civilians", "ru-kursk",
         1, "2024-08-06", "2024-08-12", "2024-08-12", None, 51),
        ("ua-general-staff", "personnel-losses", "ru-armed-forces", "theatre-ru-ua",
         3, "2022-02-24", "2024-09-08", "2024-09-08", None, 24),
        ("ua-government", "killed-or-wounded", "ru-armed-forces", "theatre-ru-ua",
         1, "2022-02-24", "2024-08-20", "2024-08-20", None, 43),
        ("ua-president", "tanks-lost", "ru-armed-forces", "ru-kursk",
         1, "2024-08-19", "2024-08-19", "2024-08-19", None, 44),
        ("uk-defence-intelligence", "killed", "ru-armed-forces", "theatre-ru-ua",
         1, "2022-02-24", "2024-09-30", "2024-10-01", None, 1),
    ],
    "evacuations": [
        ("ru-kursk-governor", "evacuated", "civilians", "ru-kursk",
         1, "2024-08-06", "2024-08-12", "2024-08-12", None, 51),
        ("ua-local-authorities", "evacuation-orders", "ua-residents", "ua-pokrovsk",
         1, "2024-08-19", "2024-08-19", "2024-08-19", None, 44),
    ],
    "displacement": [
        ("unhcr", "refugees", "refugees", "na",
         1, "2024-08-01", "2024-08-31", "2024-09-02", None, 30),
        ("unhcr", "refugees", "refugees", "world",
         1, "2023-01-01", "2023-12-31", "2024-06-13", None, 111),
    ],
    "population": [
        ("ap", "remaining-residents", "ua-residents", "ua-pokrovsk",
         1, "2024-08-19", "2024-08-19", "2024-08-20", None, 43),
        ("ua-local-authorities", "children-remaining", "ua-residents", "ua-pokrovsk",
         1, "2024-08-27", "2024-08-27", "2024-08-27", None, 36),
        ("ua-local-authorities", "remaining-residents", "ua-residents", "ua-pokrovsk-hromada",
         1, "2024-08-19", "2024-08-19", "2024-08-19", None, 44),
    ],
    "territory": [
        ("ua-president", "area-controlled", "ua-armed-forces", "ru-kursk",
         1, "2024-08-19", "2024-08-19", "2024-08-19", None, 44),
        ("ua-president", "settlements-controlled", "ua-armed-forces", "ru-kursk",
         1, "2024-08-19", "2024-08-19", "2024-08-19", None, 44),
        ("unnamed-outlet", "front-distance", "ru-armed-forces", "ua-pokrovsk",
         1, "2024-08-12", "2024-08-18", "2024-08-20", None, 43),
    ],
}  # fmt: skip

# Ends of the periods of wounded, all claimed on 2024-09-08, 24 days before the newest row.
CADENCES = [
    # ends, cadence, quiet
    (("09-06", "09-07", "09-08"), None, None),
    (("09-05", "09-06", "09-07", "09-08"), 1, True),
    (("08-18", "08-25", "09-01", "09-08"), 7, True),
    (("08-15", "08-23", "08-31", "09-08"), 8, False),
    (("06-01", "09-06", "09-07", "09-08"), 1, True),
    (("05-31", "06-30", "07-31", "08-31"), 31, False),
]


@pytest.mark.parametrize("dataset", SERIES)
def test_every_series_of_a_dataset_is_listed(client, dataset):
    page = client.get(f"/v1/datasets/{dataset}/series").json
    assert [tuple(row[name] for name in (*KEY, *COUNTS)) for row in page["data"]] == SERIES[dataset]
    assert {row["quiet"] for row in page["data"]} == {None}
    assert page["meta"]["total"] == len(SERIES[dataset])


def test_a_series_has_names_and_the_url_of_its_figures(client):
    [row] = client.get("/v1/datasets/territory/series?metric=front-distance").json["data"]
    assert row == {
        "dataset": "territory",
        "claimant": "unnamed-outlet",
        "metric": "front-distance",
        "subject": "ru-armed-forces",
        "place": "ua-pokrovsk",
        "claimant_name": "unnamed outlet",
        "metric_name": "from the front line",
        "subject_name": "armed forces of Russia",
        "place_name": "Pokrovsk",
        "figures": 1,
        "first_period": "2024-08-12",
        "last_period": "2024-08-18",
        "last_claimed": "2024-08-20",
        "cadence_days": None,
        "stale_days": 43,
        "quiet": None,
        "freshness": {
            "newest_claim": "2024-08-20",
            "recorded_on": "2024-08-21",
            "counted_to": "2024-10-02",
            "days_behind": 43,
            "silent_since": None,
            "text": "Newest claim 20 August 2024 (43 days before 2 October 2024, the day of the "
            "newest row in this release). Not updated here since 21 August 2024.",
        },
        "figures_address": "/v1/territory?claimant=unnamed-outlet&metric=front-distance"
        "&subject=ru-armed-forces&place=ua-pokrovsk",
    }


@pytest.mark.parametrize("dataset", SERIES)
def test_the_url_of_a_series_lists_its_figures(client, dataset):
    for row in client.get(f"/v1/datasets/{dataset}/series").json["data"]:
        assert client.get(row["figures_address"]).json["meta"]["total"] == row["figures"]


def test_the_series_of_a_dataset_are_paginated(client):
    page = client.get("/v1/datasets/losses/series?limit=2&offset=2").json
    assert [row["claimant"] for row in page["data"]] == ["ua-government", "ua-president"]
    assert page["links"] == {
        "self": "/v1/datasets/losses/series?limit=2&offset=2",
        "next": "/v1/datasets/losses/series?limit=2&offset=4",
        "prev": "/v1/datasets/losses/series?limit=2&offset=0",
    }


def test_a_retracted_figure_is_not_part_of_a_series(client):
    page = client.get("/v1/datasets/losses/series?claimant=ua-general-staff&metric=killed").json
    assert (page["data"], page["meta"]["total"]) == ([], 0)


@pytest.mark.parametrize(("ends", "cadence", "quiet"), CADENCES)
def test_a_series_is_quiet_after_three_of_its_usual_intervals(copy, tmp_path, ends, cadence, quiet):
    for number, end in enumerate(ends, start=9):
        figure = {
            "figure_id": f"losses-{number:04}",
            "metric": "wounded",
            "period": f"2022-02-24/2024-{end}",
            "value": "100",
            "wording": "100 wounded",
            "recorded_on": "2024-10-02",
        }
        append(LOSSES, like=6, **figure)(copy)
    build(folder_at(copy), tmp_path)
    client = create_app(Config(datasets=copy, instance=tmp_path)).test_client()
    address = "/v1/datasets/losses/series?claimant=ua-general-staff&metric=wounded"
    [row] = client.get(address).json["data"]
    assert (row["cadence_days"], row["stale_days"], row["quiet"]) == (cadence, 24, quiet)
    assert (row["first_period"], row["last_period"]) == ("2022-02-24", f"2024-{ends[-1]}")


def test_the_series_of_a_dataset_that_does_not_exist_are_not_found(client):
    page = client.get("/v1/datasets/loses/series")
    assert (page.status_code, page.json["detail"]) == (404, "There is no dataset 'loses'.")
