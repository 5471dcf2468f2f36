"""OCHA's table of spring 2022: OHCHR's totals by report, and OCHA's numbers of those who fled."""

from pathlib import Path

import pytest

from datasets.curation.importers import ohchr_2022
from datasets.curation.importers.format import ImportedClaims
from datasets.curation.importers.source_files import UpstreamError
from datasets.curation.ledger_files import DatasetsFolder
from tests.curation.importers.rows import DOCUMENT, brief, cells, csv_file

GROUPS = "Update,,,,,,"
HEADER = (
    "Refugees(UNHCR),IDPs,Civilian casualities(OHCHR) - Killed,"
    "Civilian casualities(OHCHR) - Injured,Attacks on Health Care,Date,Source URL"
)
OHCHR = "https://www.ohchr.org/en/news/2022/04/ukraine-civilian-casualty-update"
OCHA = "https://reliefweb.int/report/ukraine/situation-report"


@pytest.fixture
def table(tmp_path: Path, sample_folder: DatasetsFolder):
    def read(*lines: str) -> ImportedClaims:
        file = csv_file(tmp_path / "figures.csv", GROUPS, HEADER, *lines)
        return ohchr_2022.read([file], DOCUMENT, sample_folder)

    return read


def test_a_total_of_ohchr_ends_on_the_day_before_its_report(table) -> None:
    imported = table(f",,1325,2017,,2022-04-02,{OHCHR}-2-april-2022")
    shared = {
        "subject": "ua-civilians",
        "place": "ua",
        "period": "2022-02-24/2022-04-01",
        "quantifier": "unqualified",
        "claimant": "un-ohchr",
        "claimed_on": "2022-04-02",
        "source": "ocha-ukraine-2026-08-22-key-figures",
        "basis": "documented",
        "verification": "unstated",
        "note": "Counted to the end of the day before the report. OHCHR says that the increase "
        "since the report before it includes cases of earlier days. The table gives the address "
        f"{OHCHR}-2-april-2022",
    }
    assert cells(imported) == [
        {
            "metric": "killed",
            "value": "1325",
            "wording": "Date 2022-04-02; Civilian casualities(OHCHR) - Killed 1325",
            **shared,
        },
        {
            "metric": "wounded",
            "value": "2017",
            "wording": "Date 2022-04-02; Civilian casualities(OHCHR) - Injured 2017",
            **shared,
        },
    ]
    assert imported.skipped == {}


def test_the_report_of_the_address_counts_and_not_the_day_of_the_row(table) -> None:
    imported = table(
        ",,1081,,,2022-03-25,",
        f",,1081,,,2022-03-26,https://who.int/a; {OHCHR}-25-march-2022",
        f",,1119,,,2022-03-27,{OHCHR}-27-march-2022 and https://reliefweb.int/b",
        f",,1766,,,2022-04-09,{OHCHR}-9-avril-2022",
        f",,1766,,,2022-04-10,{OHCHR}-9-avril-2022",
    )
    assert brief(imported, "period", "claimed_on", "value") == [
        "2022-02-24/2022-03-24 2022-03-25 1081",
        "2022-02-24/2022-03-26 2022-03-27 1119",
        "2022-02-24/2022-04-08 2022-04-09 1766",
    ]
    assert imported.skipped == {"no report is named": 1, "the same report on a later day": 1}


def test_an_address_without_a_day_is_a_report_of_the_day_of_the_row(table) -> None:
    imported = table(
        f",,249,553,,2022-03-03,{OCHA}",
        ",,902,,,2022-03-20,https://ukraine.un.org/as%20of%2024.00%2019%20March%202022.pdf",
    )
    assert brief(imported, "metric", "period", "claimed_on", "value") == [
        "killed 2022-02-24/2022-03-02 2022-03-03 249",
        "killed 2022-02-24/2022-03-19 2022-03-20 902",
        "wounded 2022-02-24/2022-03-02 2022-03-03 553",
    ]


def test_a_report_with_two_numbers_and_a_count_later_than_its_report_are_left_out(table) -> None:
    """OHCHR printed 2,651 on 15 April; the report of 16 March prints 726 killed, not 780."""
    imported = table(
        f"3100000,,780,1252,,2022-03-16,{OCHA}",
        f",,1982,2615,,2022-04-15,{OHCHR}-15-april-2022",
        f",,1982,2651,,2022-04-16,{OHCHR}-15-april-2022",
    )
    assert brief(imported, "metric", "period", "value") == ["killed 2022-02-24/2022-04-14 1982"]
    assert imported.skipped == {
        "a number that is later than the report of the row": 3,
        "two numbers of one report": 2,
        "the same report on a later day": 1,
    }


def test_refugees_are_ochas_number_made_of_unhcrs_and_are_recorded_when_they_change(table) -> None:
    imported = table(
        f"3600000,N/A,,,,2022-03-23,{OCHA}",
        f"3600000,N/A,,,,2022-03-24,{OCHA}",
        f"3700000,N/A,,,,2022-03-25,{OCHA}",
    )
    first, second = cells(imported)
    note = first.pop("note")
    assert first == {
        "metric": "fled-abroad",
        "subject": "ua-people",
        "place": "ua-neighbours",
        "period": "2022-02-24/2022-03-23~",
        "quantifier": "unqualified",
        "value": "3600000",
        "claimant": "un-ocha",
        "claimed_on": "2022-03-23",
        "source": "ocha-ukraine-2026-08-22-key-figures",
        "basis": "stated",
        "verification": "unstated",
        "derived_from": "unhcr",
        "wording": "Date 2022-03-23; Refugees(UNHCR) 3600000",
    }
    assert "rounded or cut off by OCHA" in note
    assert (second["period"], second["value"]) == ("2022-02-24/2022-03-25~", "3700000")
    assert imported.skipped == {"the number of the day before": 1}


def test_displaced_people_are_ochas_number_and_ioms_own_are_not_recorded_again(table) -> None:
    imported = table(
        f",1900000,,,,2022-03-14,{OCHA}",
        f",6500000,,,,2022-03-20,{OCHA}",
        f",7138715,,,,2022-04-01,{OCHA}",
        f",7707000,,,,2022-04-17,{OCHA}",
    )
    columns = ("metric", "subject", "place", "period", "value", "claimant", "derived_from")
    assert brief(imported, *columns) == [
        "displaced ua-civilians ua 2022-03-14~ 1900000 un-ocha -",
        "displaced ua-civilians ua 2022-03-20~ 6500000 un-ocha iom",
    ]
    assert imported.skipped == {"IOM's numbers, which are recorded from its announcements": 2}


def test_attacks_are_counted_as_left_out(table) -> None:
    imported = table(f",,,,N/A,2022-03-22,{OCHA}", f",,,,64,2022-03-23,{OCHA}")
    assert cells(imported) == []
    assert imported.skipped == {"attacks, organizations, people reached: no metric of ours": 1}


@pytest.mark.parametrize(
    ("line", "refusal"),
    [
        (f",,many,,,2022-04-02,{OCHA}",
         "figures.csv:3: Civilian casualities(OHCHR) - Killed: 'many' is not a number"),
        (f",,1,,,2 April,{OCHA}", "figures.csv:3: Date: '2 April' is not a date (iso)"),
        (f",,1,,,2022-04-02,{OHCHR}-2-aprill-2022",
         "figures.csv:3: Source URL: 'casualty-update-2-aprill-2022' has no date"),
        (f",,1,,,2022-04-02,{OHCHR}-31-april-2022",
         "figures.csv:3: Source URL: 'casualty-update-31-april-2022' has no date"),
        (",,1,,,2022-04-02", "figures.csv:3: row has 6 cells, the header 7: cut off?"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(line: str, refusal: str, table) -> None:
    with pytest.raises(UpstreamError) as refused:
        table(line)
    assert str(refused.value) == refusal


def test_a_table_without_its_columns_is_refused(
    tmp_path: Path, sample_folder: DatasetsFolder
) -> None:
    file = csv_file(tmp_path / "figures.csv", GROUPS, HEADER.replace("Source URL", "Source"))
    with pytest.raises(UpstreamError, match=r"figures\.csv:1: column missing: 'Source URL'"):
        ohchr_2022.read([file], DOCUMENT, sample_folder)
