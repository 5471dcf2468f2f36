"""HDX HAPI: the provider is the claimant, totals only, and nothing of ACLED's."""

from pathlib import Path

import pytest

from datasets.curation.importers import hapi
from datasets.curation.importers.source_files import UpstreamError
from datasets.curation.ledger_files import DatasetsFolder
from tests.curation.importers.rows import DOCUMENT, brief, cells, csv_file, json_file

IDPS = (
    "location_code,admin1_code,admin2_code,admin_level,reporting_round,assessment_type,operation,"
    "population,reference_period_start,reference_period_end"
)
TAGS = "#country+code,#adm1+code,#adm2+code,,,,,#affected+idps,#date+start,#date+end"
REFUGEES = (
    "origin_location_code,asylum_location_code,population_group,gender,age_range,population,"
    "reference_period_start,reference_period_end"
)
YEAR = "2023-01-01T00:00:00,2023-12-31T23:59:59"
DAY = "2024-08-31T00:00:00,2024-08-31T23:59:59"
EVENT = {
    "location_code": "UKR",
    "admin1_code": "UA14",
    "admin2_code": None,
    "event_type": "political_violence",
    "events": 12,
    "fatalities": 31,
    "reference_period_start": "2024-08-01T00:00:00",
    "reference_period_end": "2024-08-31T23:59:59",
}


def test_the_displaced_are_ioms_at_the_deepest_place(
    tmp_path: Path, curated_folder: DatasetsFolder
) -> None:
    lines = (
        f"UKR,,,0,17,BA,war,3669000,{DAY}",
        f"UKR,UA59,,1,17,BA,war,93000,{DAY}",
        f"UKR,UA14,UA1416,2,17,BA,war,0,{DAY}",
        f"UKR,UA99,,1,17,BA,war,5,{DAY}",
    )
    file = csv_file(tmp_path / "idps.csv", IDPS, TAGS, *lines)
    imported = hapi.read([file], DOCUMENT, curated_folder)
    assert cells(imported)[0] == {
        "metric": "displaced",
        "subject": "ua-civilians",
        "place": "ua",
        "period": "2024-08-31",
        "quantifier": "unqualified",
        "value": "3669000",
        "claimant": "iom",
        "claimed_on": "2026-08-22",
        "source": "hdx-hapi-2026-08-22-idps",
        "basis": "stated",
        "verification": "unstated",
        "wording": "UKR; round 17; BA; population 3669000",
    }
    assert brief(imported, "place", "value") == [
        "ua 3669000",
        "ua-sumy 93000",
        "ua-pokrovsk-raion 0",
    ]
    assert imported.skipped == {"places that are not in places.csv": 1}


def test_two_assessments_of_one_place_and_day_are_skipped(
    tmp_path: Path, curated_folder: DatasetsFolder
) -> None:
    lines = (f"SDN,,,0,1,BA,war,10095054,{DAY}", f"SDN,,,0,1,SA,war,900000,{DAY}")
    file = csv_file(tmp_path / "idps.csv", IDPS, *lines)
    imported = hapi.read([file], DOCUMENT, curated_folder)
    assert brief(imported, "value") == []
    assert imported.skipped == {"numbers that share their question with another": 2}


def test_refugees_are_unhcrs_totals_at_the_end_of_the_year(
    tmp_path: Path, curated_folder: DatasetsFolder
) -> None:
    lines = (
        f"UKR,DEU,REF,all,all,1124000,{YEAR}",
        f"UKR,DEU,REF,f,0-4,30000,{YEAR}",
        f"UKR,DEU,OIP,all,all,12,{YEAR}",
        f"UKR,DEU,ASY,all,all,0,{YEAR}",
        f"SDN,TCD,RET,all,all,411,{YEAR}",
        f"SDN,SDN,IDP,all,all,9053000,{YEAR}",
    )
    file = csv_file(tmp_path / "refugees.csv", REFUGEES, *lines)
    imported = hapi.read([file], DOCUMENT, curated_folder)
    assert brief(imported, "metric", "subject", "place", "period", "claimant", "value") == [
        "refugees ua-people de 2023-12-31 unhcr 1124000",
        "returned-refugees sd-people td 2023-01-01/2023-12-31 unhcr 411",
        "displaced sd-civilians sd 2023-12-31 unhcr 9053000",
    ]
    assert imported.claims["wording"].iloc[0] == "2023; UKR in DEU; REF 1124000"
    assert imported.skipped == {
        "parts by sex or age": 1,
        "0, which in this table also stands for unknown": 1,
        "groups that have no metric of ours": 1,
    }


def test_conflict_events_of_acled_are_refused(
    tmp_path: Path, curated_folder: DatasetsFolder
) -> None:
    file = json_file(tmp_path / "events.json", {"data": [EVENT]})
    with pytest.raises(UpstreamError, match="ACLED's terms do not allow reuse"):
        hapi.read([file], DOCUMENT, curated_folder)


def test_a_place_that_hapi_did_not_match_is_not_the_wider_place(
    tmp_path: Path, curated_folder: DatasetsFolder
) -> None:
    """The national number survives beside rows of a level without its code, and of an error."""
    lines = (
        f"UKR,,,0,21,BA,war,3600000,{DAY},",
        f"UKR,,,1,21,BA,war,182000,{DAY},",
        f"UKR,UA14,,2,21,BA,war,9100,{DAY},",
        f"SDN,,,2,21,BA,war,640000,{DAY},Unknown p-code",
    )
    file = csv_file(tmp_path / "idps.csv", f"{IDPS},error", *lines)
    imported = hapi.read([file], DOCUMENT, curated_folder)
    assert brief(imported, "place", "value") == ["ua 3600000"]
    assert imported.skipped == {
        "places that HAPI did not match to a code": 2,
        "rows with an error of HAPI": 1,
    }


def test_json_says_the_same_as_csv(tmp_path: Path, curated_folder: DatasetsFolder) -> None:
    written = csv_file(tmp_path / "idps.csv", IDPS, f"UKR,UA59,,1,17,BA,war,93000,{DAY}")
    begins, ends = DAY.split(",")
    answer = {
        "location_code": "UKR",
        "admin1_code": "UA59",
        "admin2_code": None,
        "admin_level": 1,
        "reporting_round": 17,
        "assessment_type": "BA",
        "population": 93000,
        "reference_period_start": begins,
        "reference_period_end": ends,
    }
    file = json_file(tmp_path / "idps.json", {"data": [answer]})
    from_json = hapi.read([file], DOCUMENT, curated_folder)
    assert cells(from_json) == cells(hapi.read([written], DOCUMENT, curated_folder))
