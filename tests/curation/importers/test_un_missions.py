"""The UN's list of deaths in missions: those by malicious acts, counted by mission and year."""

from pathlib import Path

import pytest

from datasets.curation.importers import un_missions
from datasets.curation.importers.format import Document, ImportedClaims
from datasets.curation.importers.source_files import UpstreamError
from datasets.curation.ledger_files import DatasetsFolder
from tests.curation.importers.rows import brief, cells, csv_file

DOCUMENT = Document("2023-11-28", "https://example.org/file")
HEADER = "id,incident_date,mission_acronym,type_of_casualty,type_of_incident,last_update"
MALI = "1,2019-01-20,MINUSMA,Fatality,Malicious Act,2023-11-28"
NOTE = (
    "Added up from a list of deaths, those by malicious acts only. The list names the mission, not "
    "the place of death."
)


def read(tmp_path: Path, folder: DatasetsFolder, *lines: str) -> ImportedClaims:
    file = csv_file(tmp_path / "fatalities.csv", HEADER, *lines)
    return un_missions.read([file], DOCUMENT, folder)


def test_deaths_by_malicious_acts_are_counted_by_mission_and_year(
    tmp_path: Path, curated_folder: DatasetsFolder
) -> None:
    second = MALI.replace("2019-01-20", "2019-12-31")
    imported = read(tmp_path, curated_folder, MALI, second)
    assert cells(imported) == [
        {
            "metric": "killed-in-violence",
            "subject": "minusma",
            "place": "ml",
            "period": "2019-01-01/2019-12-31",
            "quantifier": "unqualified",
            "value": "2",
            "claimant": "un-department-of-peace-operations",
            "claimed_on": "2023-11-28",
            "source": "un-missions-2023-11-28-fatalities",
            "basis": "documented",
            "verification": "unstated",
            "wording": "mission_acronym MINUSMA; incident_date 2019; type_of_incident Malicious "
            "Act; rows: 2",
            "note": NOTE,
        }
    ]
    actors = {row["actor_id"]: (row["name"], row["aka"]) for row in imported.actors}
    assert actors["minusma"] == (
        "UN Multidimensional Integrated Stabilization Mission in Mali",
        "MINUSMA",
    )


def test_other_causes_are_no_losses_of_a_conflict(
    tmp_path: Path, curated_folder: DatasetsFolder
) -> None:
    causes = ("Accident", "Illness", "Self-Inflicted", "To Be Determined", "Unknown", "Illness")
    imported = read(
        tmp_path, curated_folder, *(MALI.replace("Malicious Act", cause) for cause in causes)
    )
    assert cells(imported) == []
    assert imported.skipped == {
        "deaths by Accident": 1,
        "deaths by Illness": 2,
        "deaths by Self-Inflicted": 1,
        "deaths by To Be Determined": 1,
        "deaths by Unknown": 1,
    }


def test_the_year_of_the_file_is_counted_to_its_day(
    tmp_path: Path, curated_folder: DatasetsFolder
) -> None:
    imported = read(tmp_path, curated_folder, MALI.replace("2019-01-20", "2023-01-20"))
    assert brief(imported, "period") == ["2023-01-01/2023-11-28"]


@pytest.mark.parametrize(
    ("mission", "day", "place"),
    [
        ("UNPROFOR", "1993-05-01", "former-yugoslavia"),
        ("UNAMID", "2010-05-01", "sd-darfur"),
        ("UNISFA", "2017-05-01", "abyei"),
        ("UNTSO", "1948-07-06", "middle-east"),
        ("MINURCAT", "2009-05-01", "cf-td"),
        ("UNMIS", "2010-05-01", "sd"),
    ],
)
def test_a_mission_has_the_place_of_its_mandate(
    tmp_path: Path, curated_folder: DatasetsFolder, mission: str, day: str, place: str
) -> None:
    line = f"1,{day},{mission},Fatality,Malicious Act,2023-11-28"
    imported = read(tmp_path, curated_folder, line)
    assert brief(imported, "subject", "place") == [f"{mission.lower()} {place}"]
    note = imported.claims["note"].iloc[0]
    assert ("before 2000 may not be complete" in note) == (day < "2000")
    assert ("South Sudan was a part of Sudan" in note) == (mission == "UNMIS")


def test_every_place_of_a_mission_is_in_the_gazetteer(curated_folder: DatasetsFolder) -> None:
    places = set(curated_folder.references["places"].frame["place_id"])
    assert {mission.place for mission in un_missions.MISSIONS.values()} - places == set()


def test_a_death_at_headquarters_has_no_place(
    tmp_path: Path, curated_folder: DatasetsFolder
) -> None:
    imported = read(tmp_path, curated_folder, MALI.replace("MINUSMA", "UNSecretariat"))
    assert cells(imported) == []
    assert imported.skipped == {"deaths outside a mission with an area": 1}


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("MINUSMA", "MINUSCO", "mission_acronym: 'MINUSCO' is not known"),
        ("Malicious Act", "Hostile Act", "type_of_incident: 'Hostile Act' is not known"),
        ("Fatality", "Injury", "type_of_casualty: 'Injury' is not known"),
        ("2019-01-20", "20/01/2019", "incident_date: '20/01/2019' is not a date (iso)"),
        ("2023-11-28", "2023-12-01", "last_update: '2023-12-01' is not known"),
    ],
)
def test_a_file_of_another_form_is_refused(
    tmp_path: Path, curated_folder: DatasetsFolder, old: str, new: str, reason: str
) -> None:
    with pytest.raises(UpstreamError) as refusal:
        read(tmp_path, curated_folder, MALI.replace(old, new))
    assert str(refusal.value) == f"fatalities.csv:2: {reason}"
