"""IOM's oblast tables: n/a is no zero, and Kyiv is found by name."""

from pathlib import Path

import pytest

from datasets.curation.importers import dtm
from datasets.curation.importers.source_files import UpstreamError
from datasets.curation.ledger_files import DatasetsFolder
from tests.curation.importers.rows import DOCUMENT, brief, cells, csv_file

HEADER = (
    "round,reported_date,iso3,oblast,adm1_pcode,idps_present,idps_text,returnees_present,"
    "returnees_text,under_represented"
)


def test_an_oblast_gives_the_displaced_and_the_returned(
    tmp_path: Path, curated_folder: DatasetsFolder
) -> None:
    file = csv_file(tmp_path / "r.csv", HEADER, "17,2024-08-31,UKR,Sumska,UA59,93000,,121000,,")
    reading = dtm.read([file], DOCUMENT, curated_folder)
    assert cells(reading)[0] == {
        "metric": "displaced",
        "subject": "ua-civilians",
        "place": "ua-sumy",
        "period": "2024-08-31",
        "quantifier": "unqualified",
        "value": "93000",
        "claimant": "iom",
        "claimed_on": "2026-08-22",
        "source": "iom-2026-08-22-ukraine-oblasts",
        "basis": "surveyed",
        "verification": "unstated",
        "wording": "round 17; Sumska; idps_present 93000",
    }
    assert brief(reading, "metric", "value") == ["displaced 93000", "returnees 121000"]


@pytest.mark.parametrize(
    ("oblast", "code", "place"),
    [
        ("Kyiv", "UA32", "ua-kyiv-city"),
        ("Kyiv", "Temp03", "ua-kyiv-city"),
        ("Kyivska", "UA80", "ua-kyiv-oblast"),
        ("Kyivska", "UA32", "ua-kyiv-oblast"),
        ("Donetska", "UA14", "ua-donetsk"),
    ],
)
def test_kyiv_is_looked_up_by_name_since_its_codes_are_mixed(
    tmp_path: Path, curated_folder: DatasetsFolder, oblast: str, code: str, place: str
) -> None:
    line = f"17,2024-08-31,UKR,{oblast},{code},1000,,,,"
    file = csv_file(tmp_path / "r.csv", HEADER, line)
    assert brief(dtm.read([file], DOCUMENT, curated_folder), "place", "value") == [f"{place} 1000"]


def test_not_available_is_not_zero(tmp_path: Path, curated_folder: DatasetsFolder) -> None:
    lines = (
        "17,2024-08-31,UKR,Donetska,UA14,,n/a,,n/a,yes",
        "17,2024-08-31,UKR,Luhanska,UA44,n/a,n/a,0,,yes",
        "17,2024-08-31,UKR,Residence location unknown (in Ukraine),,24000,,17000,,yes",
    )
    file = csv_file(tmp_path / "r.csv", HEADER, *lines)
    reading = dtm.read([file], DOCUMENT, curated_folder)
    assert brief(reading, "metric", "place", "value", "note") == [
        "returnees ua-luhansk 0 IOM calls the oblast under-represented in its sample."
    ]
    assert reading.skipped == {
        "n/a": 3,
        "people whose oblast is unknown: a part of Ukraine without a place": 2,
    }


def test_text_in_a_column_of_numbers_is_refused(
    tmp_path: Path, curated_folder: DatasetsFolder
) -> None:
    file = csv_file(tmp_path / "r.csv", HEADER, "17,2024-08-31,UKR,Sumska,UA59,many,,,,")
    with pytest.raises(UpstreamError, match="idps_present: 'many' is not a number"):
        dtm.read([file], DOCUMENT, curated_folder)
