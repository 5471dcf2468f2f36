"""Insecurity Insight's overviews: people killed, injured and kidnapped in a country and year."""

from pathlib import Path
from typing import Any

import pytest

from datasets.curation.importers import insecurity_insight
from datasets.curation.importers.format import Document, ImportedClaims
from datasets.curation.importers.source_files import UpstreamError
from datasets.curation.ledger_files import DatasetsFolder
from tests.curation.importers.rows import brief, cells, json_file

DOCUMENT = Document("2024-03-19", "https://example.org/file")
SOUTH_SUDAN: dict[str, Any] = {
    "Country": "South Sudan",
    "Year": "2023",
    "Country ISO": "SSD",
    "Number Of Events": "69",
    "Total Aid Workers Killed": "41",
    "Total Aid Workers Injured": "63",
    "Total Aid Workers Kidnapped": "10",
    "Total Aid Workers Arrested": "9",
}
QUIET = {f"Total Aid Workers {what}": "0" for what in ("Killed", "Injured", "Kidnapped")}
EDUCATION: dict[str, Any] = {
    "Country": "Nigeria",
    "Year": "2021",
    "Country ISO": "NGA",
    "Number Of Events": "81",
    "Educators Killed": "6",
    "Educators Injured": "0",
    "Educators Kidnapped": "55",
    "Attacks on Students and Teachers": True,
    "Students Killed": "22",
    "Students Injured": "329",
    "Students Kidnapped": "776",
}
HEALTH: dict[str, Any] = {
    "Country": "Russia",
    "Year": "2022",
    "Country ISO": "RUS",
    "Health Workers Killed": "2",
    "Health Workers Injured": "0",
    "Health Workers Kidnapped": "0",
}
CAMPS = {
    "Country": "Sudan",
    "Year": "2023",
    "Country ISO": "SDN",
    "Total number of camp residents killed": "195",
}
INCOMPLETE = "Counts the people in the events that Insecurity Insight recorded, not all who were"


def read(tmp_path: Path, folder: DatasetsFolder, *rows: dict[str, Any]) -> ImportedClaims:
    file = json_file(tmp_path / "overview.json", rows)
    return insecurity_insight.read([file], DOCUMENT, folder)


def test_a_row_is_a_documented_count_of_three_harms_over_the_year(
    tmp_path: Path, curated_folder: DatasetsFolder
) -> None:
    imported = read(tmp_path, curated_folder, SOUTH_SUDAN)
    shared = {
        "subject": "aid-workers",
        "place": "ss",
        "period": "2023-01-01/2023-12-31",
        "quantifier": "unqualified",
        "claimant": "insecurity-insight",
        "claimed_on": "2024-03-19",
        "source": "insecurity-insight-2024-03-19-overviews",
        "basis": "documented",
        "verification": "unstated",
    }
    cell = "Country South Sudan; Year 2023; Total Aid Workers"
    assert cells(imported) == [
        {
            "metric": "killed-in-violence",
            "value": "41",
            "wording": f"{cell} Killed 41",
            "note": f"{INCOMPLETE} killed. Includes those killed in captivity, who may be counted "
            "as kidnapped or arrested as well.",
            **shared,
        },
        {
            "metric": "wounded-in-violence",
            "value": "63",
            "wording": f"{cell} Injured 63",
            "note": f"{INCOMPLETE} injured.",
            **shared,
        },
        {
            "metric": "kidnapped",
            "value": "10",
            "wording": f"{cell} Kidnapped 10",
            "note": f"{INCOMPLETE} kidnapped. Includes people who are missing or were taken "
            "hostage.",
            **shared,
        },
    ]


def test_the_year_of_the_file_is_counted_to_its_day(
    tmp_path: Path, curated_folder: DatasetsFolder
) -> None:
    row = SOUTH_SUDAN | QUIET | {"Year": "2024", "Total Aid Workers Killed": "5"}
    imported = read(tmp_path, curated_folder, row)
    assert brief(imported, "period", "value") == ["2024-01-01/2024-03-19 5"]


def test_educators_and_students_are_counted_apart(
    tmp_path: Path, curated_folder: DatasetsFolder
) -> None:
    imported = read(tmp_path, curated_folder, EDUCATION)
    assert brief(imported, "metric", "subject", "place", "value") == [
        "killed-in-violence educators ng 6",
        "kidnapped educators ng 55",
        "killed-in-violence students ng 22",
        "wounded-in-violence students ng 329",
        "kidnapped students ng 776",
    ]


def test_residents_of_camps_are_a_group_of_their_own(
    tmp_path: Path, curated_folder: DatasetsFolder
) -> None:
    imported = read(tmp_path, curated_folder, CAMPS)
    assert brief(imported, "metric", "subject", "place", "value") == [
        "killed-in-violence camp-residents sd 195"
    ]


def test_camps_with_an_accident_in_that_year_are_left_out(
    tmp_path: Path, curated_folder: DatasetsFolder
) -> None:
    malaysia = CAMPS | {"Country": "Malaysia", "Country ISO": "MYS", "Year": "2022"}
    imported = read(tmp_path, curated_folder, CAMPS, malaysia)
    assert brief(imported, "place", "value") == ["sd 195"]
    assert imported.skipped["deaths in camps by accident"] == 1


def test_events_under_chechnya_are_left_out_because_they_were_elsewhere_in_russia(
    tmp_path: Path, curated_folder: DatasetsFolder
) -> None:
    chechnya = HEALTH | {"Country": "Chechnya", "Health Workers Killed": "1"}
    imported = read(tmp_path, curated_folder, HEALTH, chechnya)
    assert brief(imported, "place", "value") == ["ru 2"]
    assert imported.skipped["Country Chechnya: events in other parts of Russia"] == 1


def test_zeros_empty_cells_other_columns_and_unknown_places_are_counted_apart(
    tmp_path: Path, curated_folder: DatasetsFolder
) -> None:
    at_sea = HEALTH | {"Country": "International Waters", "Country ISO": ""}
    unsaid = HEALTH | {"Country ISO": "ZMB", "Country": "Zambia", "Health Workers Killed": None}
    imported = read(tmp_path, curated_folder, at_sea, unsaid | {"Health Workers Arrested": "3"})
    assert cells(imported) == []
    assert imported.skipped == {
        "0: no such person in the recorded events, which is no claim": 4,
        "empty": 1,
        "Country is no place of ours": 1,
        "other columns above zero: no metric of ours": 1,
    }


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"Year": "23"}, "overview.json:1: Year: '23' is not a year"),
        (
            {"Total Aid Workers Killed": "many"},
            "overview.json:1: Total Aid Workers Killed: 'many' is not a number",
        ),
    ],
)
def test_a_file_of_another_form_is_refused(
    tmp_path: Path, curated_folder: DatasetsFolder, change: dict[str, str], reason: str
) -> None:
    with pytest.raises(UpstreamError) as refusal:
        read(tmp_path, curated_folder, SOUTH_SUDAN | change)
    assert str(refusal.value) == reason


def test_a_file_of_events_is_no_overview(tmp_path: Path, curated_folder: DatasetsFolder) -> None:
    with pytest.raises(UpstreamError, match="the columns of no table that is known"):
        read(tmp_path, curated_folder, {"Country": "Mali", "Country ISO": "MLI", "Year": "2023"})
