"""UNHCR's table: stocks on the last day of a year, returns over it, and zeros that say nothing."""

import gzip
from datetime import date
from pathlib import Path

import pytest

from datasets.curation.importers import unhcr
from datasets.curation.importers.pipeline import plan_of
from datasets.curation.importers.source_files import UpstreamError
from datasets.curation.ledger_files import DatasetsFolder
from tests.curation.importers.rows import DOCUMENT, brief, cells, csv_file

HEADER = (
    "year,coo_name,coo,coo_iso,coa_name,coa,coa_iso,refugees,asylum_seekers,returned_refugees,"
    "idps,returned_idps,stateless,ooc,oip,hst"
)
SYRIANS_IN_GERMANY = "2023,Syrian Arab Rep.,SYR,SYR,Germany,GFR,DEU,705759,116400,0,0,0,0,0,,0"
SUDAN_IN_SUDAN = "2023,Sudan,SUD,SDN,Sudan,SUD,SDN,0,0,0,9053000,25000,0,14,,0"
BACK_FROM_CHAD = "2023,Sudan,SUD,SDN,Chad,CHD,TCD,0,0,411,0,0,0,0,,0"
STATELESS = "2023,Stateless,STA,XXA,Estonia,EST,EST,0,0,0,0,0,66592,0,,0"
UNKNOWN = "2023,Unknown,UKN,UNK,Germany,GFR,DEU,5811,0,0,0,0,0,0,,0"
TIBETAN = "2023,Tibetan,TIB,TIB,India,IND,IND,73404,0,0,0,0,0,0,,0"


def test_a_cell_becomes_a_stock_on_the_last_day_of_the_year(
    tmp_path: Path, curated_folder: DatasetsFolder
) -> None:
    file = csv_file(tmp_path / "population.csv", HEADER, SYRIANS_IN_GERMANY)
    imported = unhcr.read([file], DOCUMENT, curated_folder)
    assert cells(imported)[0] == {
        "metric": "refugees",
        "subject": "sy-people",
        "place": "de",
        "period": "2023-12-31",
        "quantifier": "unqualified",
        "value": "705759",
        "claimant": "unhcr",
        "claimed_on": "2026-08-22",
        "source": "unhcr-data-finder-2026-08-22-population",
        "basis": "stated",
        "verification": "unstated",
        "wording": "year 2023; coo SYR; coa GFR; refugees 705759",
    }
    assert brief(imported, "metric", "value") == ["refugees 705759", "asylum-seekers 116400"]


def test_the_displaced_are_at_home_and_returns_take_the_year(
    tmp_path: Path, curated_folder: DatasetsFolder
) -> None:
    file = csv_file(tmp_path / "population.csv", HEADER, SUDAN_IN_SUDAN, BACK_FROM_CHAD)
    imported = unhcr.read([file], DOCUMENT, curated_folder)
    assert brief(imported, "metric", "subject", "place", "period", "value") == [
        "returned-refugees sd-people td 2023-01-01/2023-12-31 411",
        "displaced-protected-or-assisted sd-civilians sd 2023-12-31 9053000",
        "returned-displaced sd-civilians sd 2023-01-01/2023-12-31 25000",
    ]


def test_serbia_and_kosovo_are_one_place(tmp_path: Path, curated_folder: DatasetsFolder) -> None:
    serbia = "Serbia and Kosovo: S/RES/1244 (1999),SRB,SRB"
    lines = (
        f"2023,Syrian Arab Rep.,SYR,SYR,{serbia},25,0,0,0,0,0,0,,0",
        f"2023,{serbia},Germany,GFR,DEU,4000,0,0,0,0,0,0,,0",
        f"2023,{serbia},{serbia},0,0,0,196066,0,0,0,,0",
    )
    file = csv_file(tmp_path / "population.csv", HEADER, *lines)
    imported = unhcr.read([file], DOCUMENT, curated_folder)
    assert brief(imported, "subject", "place") == [
        "sy-people serbia-kosovo",
        "serbia-kosovo-people de",
        "serbia-kosovo-civilians serbia-kosovo",
    ]
    names = {row["actor_id"]: row["name"] for row in imported.actors}
    assert names["serbia-kosovo-civilians"] == "civilians of Serbia and Kosovo"


def test_a_note_says_what_a_number_leaves_out(
    tmp_path: Path, curated_folder: DatasetsFolder
) -> None:
    lines = (
        "2023,Palestinian,GAZ,PSE,Egypt,ARE,EGY,6841,0,0,0,0,0,0,,0",
        "2023,Palestinian,GAZ,PSE,Albania,ALB,ALB,5,0,0,0,0,0,0,,0",
        "2023,Haiti,HAI,HTI,Uruguay,URU,URY,5,6,0,0,0,0,0,,0",
        SUDAN_IN_SUDAN,
    )
    file = csv_file(tmp_path / "population.csv", HEADER, *lines)
    imported = unhcr.read([file], DOCUMENT, curated_folder)
    unrwa = "UNHCR does not count the Palestine refugees under the mandate of UNRWA."
    rounded = "UNHCR rounds numbers below 5 to 0 or 5: the number may be smaller."
    assisted = "UNHCR counts only the displaced people whom it protects or assists."
    assert [tuple(row) for row in imported.claims[["value", "note"]].to_numpy()] == [
        ("6841", unrwa),
        ("5", f"{unrwa} {rounded}"),
        ("5", rounded),
        ("6", ""),
        ("9053000", assisted),
        ("25000", assisted),
    ]


def test_people_without_a_state_are_their_own_subject(
    tmp_path: Path, curated_folder: DatasetsFolder
) -> None:
    file = csv_file(tmp_path / "population.csv", HEADER, STATELESS)
    imported = unhcr.read([file], DOCUMENT, curated_folder)
    assert brief(imported, "metric", "subject", "place", "value") == [
        "stateless stateless-people ee 66592"
    ]


def test_what_is_no_figure_is_counted(tmp_path: Path, curated_folder: DatasetsFolder) -> None:
    file = csv_file(tmp_path / "population.csv", HEADER, SUDAN_IN_SUDAN, UNKNOWN, TIBETAN)
    imported = unhcr.read([file], DOCUMENT, curated_folder)
    assert brief(imported, "metric") == ["displaced-protected-or-assisted", "returned-displaced"]
    assert imported.skipped == {
        "ooc, oip, hst: no metric of ours": 1,
        "0, which in this table also stands for unknown": 14,
        "origin or asylum is no country of ISO 3166": 2,
    }


def test_an_empty_cell_is_nothing_so_that_a_cut_can_be_read(
    tmp_path: Path, curated_folder: DatasetsFolder
) -> None:
    line = "2023,Sudan,SUD,SDN,Chad,CHD,TCD,694000,,,,,,,,"
    file = csv_file(tmp_path / "population.csv", HEADER, line)
    imported = unhcr.read([file], DOCUMENT, curated_folder)
    assert brief(imported, "metric", "value") == ["refugees 694000"]
    assert imported.skipped == {}


def test_a_gzipped_file_is_read(tmp_path: Path, curated_folder: DatasetsFolder) -> None:
    file = tmp_path / "population.csv.gz"
    file.write_bytes(gzip.compress(f"{HEADER}\n{BACK_FROM_CHAD}\n".encode()))
    assert len(unhcr.read([file], DOCUMENT, curated_folder).claims) == 1


def test_a_file_without_the_columns_is_refused(
    tmp_path: Path, curated_folder: DatasetsFolder
) -> None:
    file = csv_file(tmp_path / "population.csv", HEADER.replace("idps", "idp"), STATELESS)
    with pytest.raises(UpstreamError, match="column missing: 'idps', 'returned_idps'"):
        unhcr.read([file], DOCUMENT, curated_folder)


def test_the_peoples_that_are_needed_come_as_actors(
    tmp_path: Path, curated_folder: DatasetsFolder
) -> None:
    lines = ("2023,Bahamas,BHS,BHS,Germany,GFR,DEU,5,0,0,0,0,0,0,,0", STATELESS)
    file = csv_file(tmp_path / "population.csv", HEADER, *lines)
    imported = unhcr.read([file], DOCUMENT, curated_folder)
    actors = {row["actor_id"]: row for row in imported.actors}
    assert actors["bs-people"]["name"] == "people from the Bahamas"
    assert actors["sd-civilians"]["name"] == "civilians of Sudan"
    assert {row["side"] for id_, row in actors.items() if id_.startswith("ua-")} == {"ua"}
    assert actors["stateless-people"]["name"] == "stateless people"


def test_an_import_is_without_errors(tmp_path: Path, curated_folder: DatasetsFolder) -> None:
    file = csv_file(tmp_path / "population.csv", HEADER, TIBETAN, STATELESS)
    imported = unhcr.read([file], DOCUMENT, curated_folder)
    assert plan_of(curated_folder, imported, date(2100, 1, 1)).errors == ()
