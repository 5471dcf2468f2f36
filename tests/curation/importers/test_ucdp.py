"""UCDP: three kinds of violence and their total, by country and year or by event."""

from pathlib import Path

import pytest

from datasets.curation.importers import ucdp
from datasets.curation.importers.format import Document
from datasets.curation.importers.source_files import UpstreamError
from datasets.curation.ledger_files import DatasetsFolder
from tests.curation.importers.rows import DOCUMENT, brief, cells, csv_file

BOUNDS = ("best", "high", "low")
COUNTRY_YEARS = ",".join(
    [
        *("country_cy", "year_cy"),
        *(f"sb_total_deaths_{bound}_cy" for bound in BOUNDS),
        *(f"ns_total_deaths_{bound}_cy" for bound in BOUNDS),
        *(f"os_total_deaths_{bound}_cy" for bound in BOUNDS),
        *(f"cumulative_total_deaths_in_orgvio_{bound}_cy" for bound in BOUNDS),
        "version",
    ]
)
EVENTS = "id,type_of_violence,adm_1,country,iso3,date_start,date_end,best,high,low"
TAGS = ",,#adm1+name,#country+name,#country+code,#date+start,#date+end,#affected+killed,,"
RWANDA_1994 = "Rwanda,1994,1882,2026,1781,0,0,0,770581,1610637,345833,772463,1612663,347614,25.1"


def test_rwanda_1994_is_three_questions_and_their_total(
    tmp_path: Path, curated_folder: DatasetsFolder
) -> None:
    """The genocide is one-sided violence: 1,882 are the deaths of the civil war alone."""
    file = csv_file(tmp_path / "organizedviolencecy_v25_1.csv", COUNTRY_YEARS, RWANDA_1994)
    document = Document("2025-10-21", "https://example.org/cy.csv")
    imported = ucdp.read([file], document, curated_folder)
    shared = {
        "place": "rw",
        "period": "1994-01-01/1994-12-31",
        "quantifier": "unqualified",
        "claimant": "ucdp",
        "claimed_on": "2025-10-21",
        "source": "ucdp-25-1-organized-violence-country-years",
        "basis": "documented",
        "verification": "unstated",
    }
    everyone = {"subject": "all-parties-and-civilians", **shared}
    assert cells(imported) == [
        {
            "metric": "killed-state-based",
            "value": "1882",
            "value_lower": "1781",
            "value_upper": "2026",
            "wording": "Rwanda; 1994; sb_total_deaths_best_cy 1882; low 1781; high 2026",
            **everyone,
        },
        {
            "metric": "killed-one-sided",
            "value": "770581",
            "value_lower": "345833",
            "value_upper": "1610637",
            "wording": "Rwanda; 1994; os_total_deaths_best_cy 770581; low 345833; high 1610637",
            **shared,
            "subject": "civilians",
        },
        {
            "metric": "killed-organized-violence",
            "value": "772463",
            "value_lower": "347614",
            "value_upper": "1612663",
            "wording": (
                "Rwanda; 1994; cumulative_total_deaths_in_orgvio_best_cy 772463; "
                "low 347614; high 1612663"
            ),
            **everyone,
        },
    ]
    assert imported.skipped == {"numbers of a category without any death in that year": 1}
    assert [row["publisher"] for row in imported.sources] == ["ucdp"]


@pytest.mark.parametrize(
    ("country", "year", "best", "high", "low", "rows"),
    [
        ("Syria", 2014, 0, 3, 0, ["sy 0 0 3"]),
        ("Mali", 2011, 9, 15, 10, ["ml 9 10 15"]),
        ("Serbia (Yugoslavia)", 1999, 1377, 2915, 1322, []),
        ("Serbia (Yugoslavia)", 2006, 3, 3, 3, ["rs 3 3 3"]),
        ("Russia (Soviet Union)", 1991, 307, 706, 307, []),
        ("Russia (Soviet Union)", 1993, 1, 147, 1, ["ru 1 1 147"]),
        ("Yemen (South Yemen)", 1989, 4, 4, 4, []),
        ("Israel", 2024, 21476, 22000, 21000, ["israel-palestine 21476 21000 22000"]),
    ],
)
def test_a_country_year_is_read_if_it_is_a_claim_about_a_place_of_today(
    tmp_path: Path,
    curated_folder: DatasetsFolder,
    country: str,
    year: int,
    best: int,
    high: int,
    low: int,
    rows: list[str],
) -> None:
    quiet = ",0,0,0" * 3
    line = f"{country},{year},{best},{high},{low}{quiet},25.1"
    file = csv_file(tmp_path / "cy.csv", COUNTRY_YEARS, line)
    imported = ucdp.read([file], DOCUMENT, curated_folder)
    assert brief(imported, "place", "value", "value_lower", "value_upper") == rows


@pytest.mark.parametrize(
    ("country", "year", "note"),
    [
        ("Sudan", 2010, "UCDP's territory of that year includes South Sudan."),
        ("Sudan", 2011, ""),
        ("Morocco", 2024, "UCDP's territory of that year includes Western Sahara."),
        ("South Africa", 1989, "UCDP's territory of that year includes Namibia."),
        ("South Africa", 1990, ""),
    ],
)
def test_a_country_that_includes_another_place_of_today_has_a_note(
    tmp_path: Path, curated_folder: DatasetsFolder, country: str, year: int, note: str
) -> None:
    line = f"{country},{year},914,1000,900,0,0,0,0,0,0,914,1000,900,25.1"
    file = csv_file(tmp_path / "cy.csv", COUNTRY_YEARS, line)
    assert list(ucdp.read([file], DOCUMENT, curated_folder).claims["note"]) == [note, note]


def test_a_number_whose_low_is_above_its_high_is_recorded_without_the_range(
    tmp_path: Path, curated_folder: DatasetsFolder
) -> None:
    """As in the file of 2025 for state-based conflict in Russia in 2024."""
    line = "Russia (Soviet Union),2024,7673,5823,6314,0,0,0,146,146,146,0,0,0,25.1"
    file = csv_file(tmp_path / "cy.csv", COUNTRY_YEARS, line)
    imported = ucdp.read([file], DOCUMENT, curated_folder)
    columns = ("metric", "value", "value_lower", "value_upper", "basis", "note")
    assert [tuple(row) for row in imported.claims[[*columns]].to_numpy()] == [
        (
            *("killed-state-based", "7673", "", "", "estimated"),
            "UCDP prints a low of 6314 above a high of 5823, which is no range.",
        ),
        ("killed-one-sided", "146", "146", "146", "documented", ""),
    ]


def test_events_keep_their_category_and_shared_unit_and_day_is_skipped(
    tmp_path: Path, curated_folder: DatasetsFolder
) -> None:
    lines = (
        "1,1,Donetsk oblast,Ukraine,UKR,2014-05-05 00:00:00.000,2014-05-05 00:00:00.000,10,12,8",
        "2,1,Donetsk oblast,Ukraine,UKR,2014-05-09 00:00:00.000,2014-05-09 00:00:00.000,1,1,1",
        "3,1,Donetsk oblast,Ukraine,UKR,2014-05-09 00:00:00.000,2014-05-09 00:00:00.000,2,2,2",
        "4,2,Odessa oblast,Ukraine,UKR,2014-05-02 00:00:00.000,2014-05-04 00:00:00.000,48,48,48",
        "5,3,,Ukraine,UKR,2014-06-01 00:00:00.000,2014-06-30 00:00:00.000,3,3,0",
        "6,1,Somewhere oblast,Ukraine,UKR,2014-06-01 00:00:00.000,2014-06-01 00:00:00.000,1,1,1",
    )
    file = csv_file(tmp_path / "ged.csv", EVENTS, TAGS, *lines)
    imported = ucdp.read([file], DOCUMENT, curated_folder)
    columns = ("metric", "place", "period", "value", "value_lower", "value_upper")
    assert brief(imported, *columns) == [
        "killed-state-based ua-donetsk 2014-05-05 10 8 12",
        "killed-non-state ua-odesa 2014-05-02/2014-05-04 48 48 48",
        "killed-one-sided ua 2014-06-01/2014-06-30 3 0 3",
    ]
    assert imported.skipped == {
        "events at a place that is not in places.csv": 1,
        "events that share category, unit and days with another": 2,
    }
    assert [row["publisher"] for row in imported.sources] == ["ucdp"]


def test_a_file_of_neither_form_is_refused(tmp_path: Path, curated_folder: DatasetsFolder) -> None:
    file = csv_file(tmp_path / "other.csv", "a,b", "1,2")
    with pytest.raises(UpstreamError, match="the columns of no table that is known"):
        ucdp.read([file], DOCUMENT, curated_folder)
