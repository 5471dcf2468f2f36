"""Oryx's totals: one figure for each category, side and day."""

from pathlib import Path

import pytest

from datasets.curation.importers import oryx
from datasets.curation.importers.source_files import UpstreamError
from datasets.curation.ledger_files import DatasetsFolder
from tests.curation.importers.rows import DOCUMENT, brief, cells, csv_file

HEADER = "country,equipment_type,destroyed,abandoned,captured,damaged,type_total,date_recorded"


def test_a_row_becomes_a_documented_total_since_the_invasion(
    tmp_path: Path, sample_folder: DatasetsFolder
) -> None:
    file = csv_file(tmp_path / "f.csv", HEADER, "Ukraine,Tanks,896,96,147,81,1220,2025-07-19")
    reading = oryx.read([file], DOCUMENT, sample_folder)
    assert cells(reading) == [
        {
            "metric": "tanks-lost",
            "subject": "ua-armed-forces",
            "place": "theatre-ru-ua",
            "period": "2022-02-24/2025-07-19",
            "quantifier": "unqualified",
            "value": "1220",
            "claimant": "oryx",
            "claimed_on": "2025-07-19",
            "source": "oryx-data-2026-08-22",
            "basis": "documented",
            "verification": "unstated",
            "wording": "2025-07-19; Ukraine; Tanks; destroyed 896; damaged 81; abandoned 96; "
            "captured 147; type_total 1220",
        }
    ]
    assert reading.skipped == {
        "destroyed, damaged, abandoned, captured: in the wording, no metrics of ours": 4
    }


def test_counts_inside_a_heading_are_no_part_of_its_name(
    tmp_path: Path, sample_folder: DatasetsFolder
) -> None:
    file = csv_file(
        tmp_path / "f.csv",
        HEADER,
        '"Russia","Losses excluding Recon Drones and Trucks - 14057, of which: destroyed: 10158, '
        'damaged: 708, abandoned: 962, captured: 2229",10158,962,2229,708,14057,2024-09-30',
        '"Russia","Losses of Armoured Combat Vehicles [Tanks, AFVs, IFVs, APCs, and MRAPs] - 5, '
        'of which: destroyed: 5, damaged: 0, abandoned: 0, captured: 0",5,0,0,0,5,2024-09-30',
        '"Ukraine","Surface-To-Air Missile Systems\n",1,0,0,0,1,2024-09-30',
        "Russia,All Types,10158,962,2229,708,18904,2024-09-30",
    )
    reading = oryx.read([file], DOCUMENT, sample_folder)
    assert brief(reading, "metric", "value") == [
        "equipment-without-recon-drones-and-trucks-lost 14057",
        "tanks-and-armoured-vehicles-lost 5",
        "surface-to-air-missile-systems-lost 1",
        "equipment-lost 18904",
    ]
    assert reading.claims["wording"].iloc[1] == (
        "2024-09-30; Russia; Losses of Armoured Combat Vehicles [Tanks, AFVs, IFVs, APCs, and "
        "MRAPs]; destroyed 5; damaged 0; "
        "abandoned 0; captured 0; type_total 5"
    )


def test_unknown_categories_and_days_before_the_count_are_skipped(
    tmp_path: Path, sample_folder: DatasetsFolder
) -> None:
    file = csv_file(
        tmp_path / "f.csv",
        HEADER,
        "Russia,Aircraft,0,0,0,0,0,2022-02-23",
        "Russia,Airships,1,0,0,0,1,2022-03-19",
    )
    reading = oryx.read([file], DOCUMENT, sample_folder)
    assert cells(reading) == []
    assert reading.skipped == {
        "category 'Airships' is not known": 1,
        "before the count began": 1,
    }


def test_a_third_country_is_refused(tmp_path: Path, sample_folder: DatasetsFolder) -> None:
    file = csv_file(tmp_path / "f.csv", HEADER, "Belarus,Tanks,1,0,0,0,1,2025-07-19")
    with pytest.raises(UpstreamError) as refusal:
        oryx.read([file], DOCUMENT, sample_folder)
    assert str(refusal.value) == "f.csv:2: country: 'Belarus' is not Russia or Ukraine"


def test_totals_without_a_day_are_refused(tmp_path: Path, sample_folder: DatasetsFolder) -> None:
    file = csv_file(tmp_path / "totals_by_type.csv", HEADER.removesuffix(",date_recorded"))
    with pytest.raises(UpstreamError) as refusal:
        oryx.read([file], DOCUMENT, sample_folder)
    assert str(refusal.value) == "totals_by_type.csv:1: column missing: 'date_recorded'"
