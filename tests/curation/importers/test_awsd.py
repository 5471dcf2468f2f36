"""The Aid Worker Security Database: incidents become one count for each country and year."""

from datetime import date
from pathlib import Path

import pytest

from datasets.curation.importers import awsd
from datasets.curation.importers.format import Document, ImportedClaims
from datasets.curation.importers.pipeline import plan_of
from datasets.curation.importers.source_files import UpstreamError
from datasets.curation.ledger_files import DatasetsFolder
from tests.curation.importers.rows import brief, cells, csv_file

DOCUMENT = Document("2025-08-26", "https://example.org/file")
EDITION = "Incident ID,Year,Country,Total killed,Total wounded,Total kidnapped"
LATER = f"{EDITION},Total detained,Verified"
TAGS = "#event+id,#date+year,#country+name,#affected,#affected,#affected,#affected,"


def read(
    tmp_path: Path,
    folder: DatasetsFolder,
    header: str,
    *lines: str,
    document: Document = DOCUMENT,
) -> ImportedClaims:
    file = csv_file(tmp_path / "incidents.csv", header, *lines)
    return awsd.read([file], document, folder)


def test_the_incidents_of_a_country_and_year_are_one_documented_count(
    tmp_path: Path, curated_folder: DatasetsFolder
) -> None:
    lines = (
        TAGS,
        "1,2023,South Sudan,2,1,0,0,Yes",
        "2,2023,South Sudan,3,0,0,0,Yes",
        "3,2022,South Sudan,4,0,0,0,Yes",
    )
    imported = read(tmp_path, curated_folder, LATER, *lines)
    shared = {
        "subject": "aid-workers",
        "place": "ss",
        "quantifier": "unqualified",
        "claimant": "humanitarian-outcomes",
        "claimed_on": "2025-08-26",
        "source": "awsd-2025-08-26-incidents",
        "basis": "documented",
        "verification": "verified",
    }
    assert cells(imported) == [
        {
            "metric": "killed-in-violence",
            "period": "2023-01-01/2023-12-31",
            "value": "5",
            "wording": "Country South Sudan; Year 2023; Total killed 5, sum of 2 incidents",
            "note": "Added up from the incidents in the file.",
            **shared,
        },
        {
            "metric": "killed-in-violence",
            "period": "2022-01-01/2022-12-31",
            "value": "4",
            "wording": "Country South Sudan; Year 2022; Total killed 4, sum of 1 incident",
            "note": "The file has one such incident.",
            **shared,
        },
        {
            "metric": "wounded-in-violence",
            "period": "2023-01-01/2023-12-31",
            "value": "1",
            "wording": "Country South Sudan; Year 2023; Total wounded 1, sum of 1 incident",
            "note": "The file has one such incident. The database counts rape and sexual assault "
            "as wounding.",
            **shared,
        },
    ]


def test_the_year_of_the_file_is_counted_to_its_day(
    tmp_path: Path, curated_folder: DatasetsFolder
) -> None:
    lines = ("1,2025,Sudan,2,0,0,0,Pending", "2,2024,Sudan,1,0,0,0,Yes")
    imported = read(tmp_path, curated_folder, LATER, *lines)
    assert brief(imported, "period", "value") == [
        "2025-01-01/2025-08-26 2",
        "2024-01-01/2024-12-31 1",
    ]


def test_a_count_is_verified_if_each_of_its_incidents_is(
    tmp_path: Path, curated_folder: DatasetsFolder
) -> None:
    lines = (
        *("1,2024,Sudan,2,0,0,0,Pending", "2,2024,Sudan,1,1,0,0,Yes"),
        *("3,2024,Sudan,1,0,1,0,Pending", "4,2009,Sudan,1,0,0,0,Archived"),
    )
    imported = read(tmp_path, curated_folder, LATER, *lines)
    assert brief(imported, "metric", "value", "verification") == [
        "killed-in-violence 4 unverified",
        "killed-in-violence 1 unstated",
        "wounded-in-violence 1 verified",
        "kidnapped 1 unverified",
    ]
    assert list(imported.claims["note"]) == [
        "Added up from the incidents in the file. Verification of 2 of them is pending.",
        "The file has one such incident.",
        "The file has one such incident. The database counts rape and sexual assault as wounding.",
        "The file has one such incident. Its verification is pending. People killed after they "
        "were kidnapped are counted as killed.",
    ]


def test_the_first_edition_says_nothing_of_verification(
    tmp_path: Path, curated_folder: DatasetsFolder
) -> None:
    imported = read(tmp_path, curated_folder, EDITION, "1,1997,Rwanda,3,1,0")
    assert brief(imported, "metric", "place", "value", "verification") == [
        "killed-in-violence rw 3 unstated",
        "wounded-in-violence rw 1 unstated",
    ]


def test_the_north_caucasus_and_reclassified_people_are_left_out(
    tmp_path: Path, curated_folder: DatasetsFolder
) -> None:
    lines = ("1,2006,DR Congo,0,0,3", "2,2007,DR Congo,0,0,4", "3,2004,Chechnya,2,0,0")
    imported = read(tmp_path, curated_folder, EDITION, *lines)
    assert brief(imported, "place", "period", "value") == ["cd 2007-01-01/2007-12-31 4"]


def test_only_the_count_with_an_incident_elsewhere_says_where_it_was(
    tmp_path: Path, curated_folder: DatasetsFolder
) -> None:
    imported = read(tmp_path, curated_folder, EDITION, "1,2025,South Sudan,1,5,2")
    assert ["in North Darfur" in note for note in imported.claims["note"]] == [False, True, False]


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("DR Congo", "cd"),
        ("Congo", "cg"),
        ("Occupied Palestinian Territories", "ps"),
        ("Syrian Arab Republic", "sy"),
        ("Cote D'Ivoire", "ci"),
        ("Kosovo", "xk"),
        ("Turkey", "tr"),
    ],
)
def test_a_name_of_the_database_is_a_place(
    tmp_path: Path, curated_folder: DatasetsFolder, name: str, place: str
) -> None:
    imported = read(tmp_path, curated_folder, EDITION, f"1,2003,{name},1,0,0")
    assert brief(imported, "place") == [place]


def test_a_sum_of_zero_and_an_incident_without_a_country_are_no_claims(
    tmp_path: Path, curated_folder: DatasetsFolder
) -> None:
    lines = ("1,2003,,1,0,0,0,Yes", "2,2003,Kashmir,1,0,0,0,Yes", "3,2003,Fiji,0,0,0,2,Yes")
    imported = read(tmp_path, curated_folder, LATER, *lines)
    assert cells(imported) == []
    assert imported.skipped == {
        "incidents whose country is no place of ours, or is not named": 2,
        "sums of 0: only attacks are listed, so it is no claim": 3,
        "incidents with people detained: no metric of ours": 1,
    }


def test_a_later_edition_revises_the_count_of_an_earlier_one(
    tmp_path: Path, curated_folder: DatasetsFolder
) -> None:
    """The one row whose number is another is a revision; the other stays as it is."""
    earlier = read(
        tmp_path,
        curated_folder,
        EDITION,
        "1,2098,Mali,29,20,0",
        document=Document("2099-01-01", "https://example.org/earlier"),
    )
    before = plan_of(curated_folder, earlier, date(2099, 2, 1))
    later = read(
        tmp_path,
        curated_folder,
        LATER,
        "1,2098,Mali,29,20,0,0,Yes",
        "2,2098,Mali,1,0,0,0,Yes",
        document=Document("2100-01-01", "https://example.org/later"),
    )
    after = plan_of(before.folder, later, date(2100, 2, 1))
    assert (before.errors, after.errors) == ((), ())
    assert after.unchanged == 1
    [row] = after.rows.to_dict("records")
    assert (row["value"], row["revision"], row["change"]) == ("30", "2", "revised")
    assert row["note"] == (
        "The publisher's file gave 29 before. Added up from the incidents in the file."
    )


@pytest.mark.parametrize(
    ("header", "line", "reason"),
    [
        (
            EDITION.replace("Year", "year"),
            "1,2003,Fiji,1,0,0",
            "incidents.csv:1: column missing: 'Year'",
        ),
        (EDITION, "1,03,Fiji,1,0,0", "incidents.csv:2: Year: '03' is not a year"),
        (EDITION, "1,2003,Fiji,one,0,0", "incidents.csv:2: Total killed: 'one' is not a number"),
    ],
)
def test_a_file_of_another_form_is_refused(
    tmp_path: Path, curated_folder: DatasetsFolder, header: str, line: str, reason: str
) -> None:
    with pytest.raises(UpstreamError) as refusal:
        read(tmp_path, curated_folder, header, line)
    assert str(refusal.value) == reason
