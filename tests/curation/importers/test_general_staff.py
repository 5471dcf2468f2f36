"""The General Staff's totals, and the corrections that they contain already."""

from pathlib import Path

import pytest

from datasets.curation.importers import general_staff
from datasets.curation.importers.format import ImportedClaims
from datasets.curation.importers.source_files import UpstreamError
from datasets.curation.ledger_files import DatasetsFolder
from tests.curation.importers.rows import DOCUMENT, brief, cells, json_file


@pytest.fixture
def personnel(tmp_path: Path) -> Path:
    days = [
        {"date": "2022-02-25", "personnel": 2800, "personnel*": "about", "POW": 0},
        {"date": "2025-02-28", "personnel": 874560, "personnel*": "more"},
    ]
    return json_file(tmp_path / "russia_losses_personnel.json", days)


@pytest.fixture
def equipment(tmp_path: Path) -> Path:
    days = [
        {"date": "2022-04-30", "tank": 1008, "military auto": 1752, "fuel tank": 76,
         "mobile SRBM system": 4, "greatest losses direction": "Izium"},
        {"date": "2024-11-30", "tank": 9470, "MRL": 1253, "vehicles and fuel tanks": 30431},
    ]  # fmt: skip
    return json_file(tmp_path / "russia_losses_equipment.json", days)


def corrections(folder: Path, *days: dict[str, str | int]) -> Path:
    return json_file(folder / "russia_losses_equipment_correction.json", list(days))


def test_a_day_becomes_a_total_with_the_hedge_of_its_cell(
    personnel: Path, sample_folder: DatasetsFolder
) -> None:
    reading = general_staff.read([personnel], DOCUMENT, sample_folder)
    assert cells(reading)[0] == {
        "metric": "personnel-losses",
        "subject": "ru-armed-forces",
        "place": "theatre-ru-ua",
        "period": "2022-02-24/2022-02-25",
        "quantifier": "approximately",
        "value": "2800",
        "claimant": "ua-general-staff",
        "claimed_on": "2022-02-25",
        "source": "war-dataset-2022-2026-08-22-personnel",
        "basis": "stated",
        "verification": "unstated",
        "wording": "date 2022-02-25; personnel 2800; personnel* about",
    }
    assert brief(reading, "period", "quantifier", "value")[1:] == [
        "2022-02-24/2025-02-28 more-than 874560"
    ]


def test_prisoners_are_not_the_general_staffs(
    personnel: Path, sample_folder: DatasetsFolder
) -> None:
    reading = general_staff.read([personnel], DOCUMENT, sample_folder)
    assert reading.skipped == {"POW: counted by another site, not by the General Staff": 1}


def test_vehicles_apart_and_vehicles_together_are_different_metrics(
    equipment: Path, sample_folder: DatasetsFolder
) -> None:
    reading = general_staff.read([equipment], DOCUMENT, sample_folder)
    assert brief(reading, "metric", "claimed_on", "value") == [
        "tanks-lost 2022-04-30 1008",
        "tanks-lost 2024-11-30 9470",
        "rocket-launchers-lost 2024-11-30 1253",
        "military-vehicles-lost 2022-04-30 1752",
        "fuel-tanks-lost 2022-04-30 76",
        "vehicles-lost 2024-11-30 30431",
        "ballistic-missile-systems-lost 2022-04-30 4",
    ]
    assert reading.skipped == {}


def test_a_correction_leaves_the_total_as_printed_and_is_noted(
    tmp_path: Path, equipment: Path, sample_folder: DatasetsFolder
) -> None:
    fixed = corrections(tmp_path, {"date": "2024-11-30", "MRL": -4, "tank": 0})
    reading = general_staff.read([equipment, fixed], DOCUMENT, sample_folder)
    noted = reading.claims[reading.claims["note"] != ""]
    assert noted[["metric", "value", "note"]].to_numpy().tolist() == [
        [
            "rocket-launchers-lost",
            "1253",
            "The file of corrections has -4 for this day; the total contains it already.",
        ]
    ]
    assert reading.skipped == {"corrections: parts of the step to a total, noted there": 1}


@pytest.mark.parametrize(
    ("name", "day", "refusal"),
    [
        ("p.json", {"date": "2022-02-25", "personnel": 1, "personnel*": "circa"},
         "p.json:1: 'circa' is not a hedge that is known"),
        ("p.json", {"date": "2022-02-25", "tank": "many"},
         "p.json:1: tank: 'many' is not a number"),
        ("p.json", {"date": "25.02.2022", "tank": 1},
         "p.json:1: date: '25.02.2022' is not a date (iso)"),
        ("correction.json", {"date": "2022-02-25", "tank": "-1.5"},
         "correction.json:1: tank: '-1.5' is not a whole number"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(
    name: str,
    day: dict[str, str | int],
    refusal: str,
    tmp_path: Path,
    equipment: Path,
    sample_folder: DatasetsFolder,
) -> None:
    def reading() -> ImportedClaims:
        files = [equipment, json_file(tmp_path / name, [day])]
        return general_staff.read(files, DOCUMENT, sample_folder)

    with pytest.raises(UpstreamError) as refused:
        reading()
    assert str(refused.value) == refusal


def test_a_file_without_any_known_column_is_refused(
    tmp_path: Path, sample_folder: DatasetsFolder
) -> None:
    file = json_file(tmp_path / "f.json", [{"date": "2022-02-25", "balloon": 1}])
    with pytest.raises(UpstreamError, match=r"^f\.json: none of the columns personnel, aircraft,"):
        general_staff.read([file], DOCUMENT, sample_folder)
