"""UCDP: a best estimate with its range, by country and year or by event."""

from pathlib import Path

import pytest

from datasets.curation.importers import ucdp
from datasets.curation.importers.source_files import UpstreamError
from datasets.curation.ledger_files import DatasetsFolder
from tests.curation.importers.rows import DOCUMENT, brief, cells, csv_file

YEARS = "gwcode,country_name,status,year,low,best,high,source"
EVENTS = "id,adm_1,country,iso3,date_start,date_end,best,high,low"
TAGS = ",#adm1+name,#country+name,#country+code,#date+start,#date+end,#affected+killed,,"


def test_a_country_year_keeps_best_low_and_high(
    tmp_path: Path, curated_folder: DatasetsFolder
) -> None:
    line = "369,Ukraine,independent,2022,57695,81497,160762,UCDP GED 23.1"
    file = csv_file(tmp_path / "ucdpbrds.csv", YEARS, line)
    reading = ucdp.read([file], DOCUMENT, curated_folder)
    assert cells(reading) == [
        {
            "metric": "killed",
            "subject": "all-parties-and-civilians",
            "place": "ua",
            "period": "2022-01-01/2022-12-31",
            "quantifier": "unqualified",
            "value": "81497",
            "value_lower": "57695",
            "value_upper": "160762",
            "claimant": "ucdp",
            "claimed_on": "2026-08-22",
            "source": "poldat-2026-08-22-ucdp",
            "basis": "documented",
            "verification": "unstated",
            "wording": "Ukraine; 2022; low 57695; best 81497; high 160762",
        }
    ]


@pytest.mark.parametrize(
    ("line", "rows"),
    [
        ("652,Syria,independent,2014,0,0,3,UCDP GED 23.1", ["sy 0 0 3"]),
        ("432,Mali,independent,2011,10,9,15,UCDP GED 23.1", ["ml 9 10 15"]),
        ("645,Iraq,independent,2009,2,1,1,UCDP GED 23.1", []),
        ("652,Syria,independent,2014,0,0,0,UCDP GED 23.1", []),
        ("652,Syria,independent,1988,5,5,5,PRIO Battle-deaths 3.1", []),
        ("345,Yugoslavia,independent,1999,1322,1377,2915,UCDP GED 23.1", []),
        ("365,Russia (Soviet Union),independent,1991,307,307,706,UCDP GED 23.1", []),
        ("365,Russia (Soviet Union),independent,1993,1,1,147,UCDP GED 23.1", ["ru 1 1 147"]),
    ],
)  # fmt: skip
def test_a_country_year_is_read_if_it_is_a_figure(
    tmp_path: Path, curated_folder: DatasetsFolder, line: str, rows: list[str]
) -> None:
    file = csv_file(tmp_path / "ucdpbrds.csv", YEARS, line)
    reading = ucdp.read([file], DOCUMENT, curated_folder)
    assert brief(reading, "place", "value", "value_lower", "value_upper") == rows
    assert sum((reading.left_out or {}).values()) == 1 - len(rows)


@pytest.mark.parametrize(
    ("year", "note"), [(2010, "The territory of that year, South Sudan included."), (2011, "")]
)
def test_a_country_that_was_larger_says_so(
    tmp_path: Path, curated_folder: DatasetsFolder, year: int, note: str
) -> None:
    line = f"625,Sudan,independent,{year},900,914,1000,UCDP GED 23.1"
    file = csv_file(tmp_path / "ucdpbrds.csv", YEARS, line)
    assert list(ucdp.read([file], DOCUMENT, curated_folder).claims["note"]) == [note]


def test_events_of_one_unit_and_day_are_left_out_together(
    tmp_path: Path, curated_folder: DatasetsFolder
) -> None:
    lines = (
        "1,Donetsk oblast,Ukraine,UKR,2014-05-05 00:00:00.000,2014-05-05 00:00:00.000,10,12,8",
        "2,Donetsk oblast,Ukraine,UKR,2014-05-09 00:00:00.000,2014-05-09 00:00:00.000,1,1,1",
        "3,Donetsk oblast,Ukraine,UKR,2014-05-09 00:00:00.000,2014-05-09 00:00:00.000,2,2,2",
        "4,Odessa oblast,Ukraine,UKR,2014-05-02 00:00:00.000,2014-05-04 00:00:00.000,48,48,48",
        "5,,Ukraine,UKR,2014-06-01 00:00:00.000,2014-06-30 00:00:00.000,3,3,0",
        "6,Somewhere oblast,Ukraine,UKR,2014-06-01 00:00:00.000,2014-06-01 00:00:00.000,1,1,1",
    )
    file = csv_file(tmp_path / "ged.csv", EVENTS, TAGS, *lines)
    reading = ucdp.read([file], DOCUMENT, curated_folder)
    assert brief(reading, "place", "period", "value", "value_lower", "value_upper") == [
        "ua-donetsk 2014-05-05 10 8 12",
        "ua-odesa 2014-05-02/2014-05-04 48 48 48",
        "ua 2014-06-01/2014-06-30 3 0 3",
    ]
    assert reading.left_out == {
        "events at a place that is not in places.csv": 1,
        "events that share unit and days with another": 2,
    }
    assert [row["publisher"] for row in reading.sources] == ["ucdp"]


def test_a_file_of_neither_form_is_refused(tmp_path: Path, curated_folder: DatasetsFolder) -> None:
    file = csv_file(tmp_path / "other.csv", "a,b", "1,2")
    with pytest.raises(UpstreamError, match="the columns of no table that is known"):
        ucdp.read([file], DOCUMENT, curated_folder)
