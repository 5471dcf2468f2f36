"""IDMC's table: people displaced at the end of a year, and movements over it, both by conflict."""

from datetime import date
from pathlib import Path

import pytest

from datasets.curation.importers import idmc
from datasets.curation.importers.pipeline import plan_of
from datasets.curation.importers.source_files import UpstreamError
from datasets.curation.ledger_files import DatasetsFolder
from tests.curation.importers.rows import DOCUMENT, brief, cells, csv_file

HEADER = (
    "iso3,country_name,year,new_displacement,new_displacement_rounded,total_displacement,"
    "total_displacement_rounded"
)
SUDAN = "SDN,Sudan,2024,3777679,3778000,11559970,11560000"
ABYEI = "AB9,,2022,55750,56000,55705,56000"
KOSOVO = "XKX,,2024,,,15582,16000"


def test_a_row_is_a_stock_of_people_and_a_flow_of_movements(
    tmp_path: Path, curated_folder: DatasetsFolder
) -> None:
    file = csv_file(tmp_path / "idps.csv", HEADER, SUDAN)
    imported = idmc.read([file], DOCUMENT, curated_folder)
    shared = {
        "subject": "sd-civilians",
        "place": "sd",
        "quantifier": "unqualified",
        "claimant": "idmc",
        "claimed_on": "2026-08-22",
        "source": "idmc-gidd-2026-08-22-conflict",
        "basis": "estimated",
        "verification": "unstated",
    }
    assert cells(imported) == [
        {
            "metric": "displaced",
            "period": "2024-12-31",
            "value": "11559970",
            "wording": "iso3 SDN; year 2024; total_displacement 11559970",
            "note": "Displaced by conflict and violence; disasters are not in this number.",
            **shared,
        },
        {
            "metric": "internal-displacements",
            "period": "2024-01-01/2024-12-31",
            "value": "3777679",
            "wording": "iso3 SDN; year 2024; new_displacement 3777679",
            "note": "Caused by conflict and violence; disasters are not in this number.",
            **shared,
        },
    ]
    assert imported.skipped == {}


def test_abyei_and_kosovo_are_places_of_their_own(
    tmp_path: Path, curated_folder: DatasetsFolder
) -> None:
    file = csv_file(tmp_path / "idps.csv", HEADER, ABYEI, KOSOVO)
    imported = idmc.read([file], DOCUMENT, curated_folder)
    assert brief(imported, "metric", "subject", "place", "value") == [
        "displaced abyei-civilians abyei 55705",
        "displaced xk-civilians xk 15582",
        "internal-displacements abyei-civilians abyei 55750",
    ]
    actors = {row["actor_id"]: row["name"] for row in imported.actors}
    assert actors["abyei-civilians"] == "civilians of Abyei"
    assert actors["xk-civilians"] == "civilians of Kosovo"


def test_zeros_empty_cells_and_unknown_places_are_counted_apart(
    tmp_path: Path, curated_folder: DatasetsFolder
) -> None:
    lines = (
        "AGO,Angola,2009,0,,,",
        "TUR,Türkiye,2023,1,1,0,",
        "GEO,Georgia,2016,,,228765,229000",
        "ZZZ,Nowhere,2016,5,5,0,",
    )
    file = csv_file(tmp_path / "idps.csv", HEADER, *lines)
    imported = idmc.read([file], DOCUMENT, curated_folder)
    assert brief(imported, "metric", "place", "value") == [
        "displaced ge 228765",
        "internal-displacements tr 1",
    ]
    assert imported.skipped == {
        "iso3 is no place of ours": 1,
        "total_displacement: 0, which in this table also stands for not monitored": 2,
        "total_displacement: empty": 1,
        "new_displacement: 0, which in this table also stands for not monitored": 1,
        "new_displacement: empty": 1,
    }


def test_sudan_before_2011_has_the_south_in_it(
    tmp_path: Path, curated_folder: DatasetsFolder
) -> None:
    lines = ("SDN,Sudan,2010,0,,4800000,4800000", "SDN,Sudan,2011,0,,2200000,2200000")
    file = csv_file(tmp_path / "idps.csv", HEADER, *lines)
    notes = idmc.read([file], DOCUMENT, curated_folder).claims["note"]
    assert ["South Sudan was a part of Sudan" in note for note in notes] == [True, False]


@pytest.mark.parametrize(
    ("header", "line", "reason"),
    [
        (HEADER.replace("iso3", "iso"), SUDAN, "idps.csv:1: column missing: 'iso3'"),
        (HEADER, SUDAN.replace("2024", "24"), "idps.csv:2: year: '24' is not a year"),
        (
            HEADER,
            SUDAN.replace("11559970", "11.5m"),
            "idps.csv:2: total_displacement: '11.5m' is not a number",
        ),
    ],
)
def test_a_file_of_another_form_is_refused(
    tmp_path: Path, curated_folder: DatasetsFolder, header: str, line: str, reason: str
) -> None:
    file = csv_file(tmp_path / "idps.csv", header, line)
    with pytest.raises(UpstreamError) as refusal:
        idmc.read([file], DOCUMENT, curated_folder)
    assert str(refusal.value) == reason


def test_two_numbers_of_the_relay_and_of_the_claimant_are_one_figure(
    tmp_path: Path, curated_folder: DatasetsFolder
) -> None:
    """UNHCR prints 3,712,000 for the end of 2025; IDMC's own number replaces it."""
    line = "UKR,Ukraine,2025,,,3712345,3712000"
    file = csv_file(tmp_path / "idps.csv", HEADER, line)
    imported = idmc.read([file], DOCUMENT, curated_folder)
    plan = plan_of(curated_folder, imported, date(2100, 1, 1))
    assert plan.errors == ()
    [row] = plan.rows.to_dict("records")
    assert (row["figure_id"], row["revision"], row["change"]) == (
        "displacement-0025",
        "2",
        "corrected",
    )
    assert row["note"] == (
        "Nearer the claimant; unhcr printed 3712000. Displaced by conflict and violence; disasters "
        "are not in this number."
    )
