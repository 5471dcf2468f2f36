"""ReliefWeb's crisis figures: the source claims, ReliefWeb relays, the note has the report."""

from datetime import date
from pathlib import Path

import pytest

from datasets.curation.importers import reliefweb
from datasets.curation.importers.format import Document
from datasets.curation.importers.pipeline import plan_of
from datasets.curation.importers.source_files import UpstreamError
from datasets.curation.ledger_files import DatasetsFolder
from tests.curation.importers.rows import brief, cells, csv_file

HEADER = "crisis_name,crisis_iso3,figure_name,figure_source,figure_value,figure_date,figure_url"
OLDER = "edition,iso3,figure_name,value,date,source_of_latest,url,language,date_iso"
EDITION = Document("2031-07-29", "https://example.org/latest_figures.csv")
URL = "https://reliefweb.int/node/1"
QUESTION = ("claimant", "metric", "subject", "place", "period", "value")


def test_a_row_is_a_claim_of_its_source_with_the_address_of_its_report(
    tmp_path: Path, curated_folder: DatasetsFolder
) -> None:
    row = f"Sudan,SDN,Sudanese Refugees in Egypt,UNHCR,64395,2031-05-31,{URL}"
    assert cells(read(tmp_path, curated_folder, row)) == [
        {
            "metric": "refugees-perhaps-with-asylum-seekers",
            "subject": "sd-people",
            "place": "eg",
            "period": "2031-05-31",
            "quantifier": "unqualified",
            "value": "64395",
            "claimant": "unhcr",
            "claimed_on": "2031-07-29",
            "source": "reliefweb-crisis-figures-2031-07-29",
            "basis": "stated",
            "verification": "unstated",
            "wording": "SDN; Sudanese Refugees in Egypt; UNHCR; 64395; 2031-05-31",
            "note": f"The file gives the report's address, {URL}, and not its day; the claim has "
            "the file's day.",
        }
    ]


def test_a_number_per_year_or_month_or_since_a_day_counts_from_its_first_day(
    tmp_path: Path, curated_folder: DatasetsFolder
) -> None:
    imported = read(
        tmp_path,
        curated_folder,
        f"Palestine,PSE,Conflict-Related Palestinian Deaths (per year),OCHA,147,2031-05-15,{URL}",
        f"Ukraine,UKR,Conflict-related Civilian Deaths (per month),OHCHR,172,2031-06-30,{URL}",
        f"Ukraine,UKR,Civilians Killed since 24 Feb 2022,OHCHR,9287,2031-07-16,{URL}",
        f"Ukraine,UKR,Conflict-related Deaths (Cumulative),OHCHR,10334,2031-05-15,{URL}",
    )
    assert brief(imported, *QUESTION) == [
        "un-ocha killed ps-palestinians ps 2031-01-01/2031-05-15 147",
        "un-ohchr killed ua-civilians ua 2031-06-01/2031-06-30 172",
        "un-ohchr killed ua-civilians ua 2022-02-24/2031-07-16 9287",
        "un-ohchr killed ua-population ua /2031-05-15 10334",
    ]


def test_one_name_means_the_people_and_the_place_of_its_crisis(
    tmp_path: Path, curated_folder: DatasetsFolder
) -> None:
    imported = read(
        tmp_path,
        curated_folder,
        f"Mali,MLI,IDPs,IOM,375539,2031-04-30,{URL}",
        f"Sudan,SDN,IDPs,UNHCR,3780000,2031-05-31,{URL}",
        f"Burundi,BDI,IDPs,IOM,73586,2031-03-31,{URL}",
    )
    assert brief(imported, *QUESTION) == [
        "iom displaced ml-civilians ml 2031-04-30 375539",
        "unhcr displaced sd-civilians sd 2031-05-31 3780000",
    ]
    assert imported.skipped == {"displaced mostly by disasters, as IOM counts in Burundi": 1}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Mali,MLI,People in Need,OCHA,7,2031-01-31," + URL,
         "people in need, targeted or reached: a plan of aid, no metric"),
        ("Mali,MLI,Goats,OCHA,7,2031-01-31," + URL, "a name that the table of names does not have"),
        ("Mali,MLI,IDPs,Various,7,2031-01-31," + URL, "a source that is not known"),
        ("Mali,MLI,IDPs,IOM,7,2031-01-31,", "no address of a report"),
        ("Mali,MLI,IDPs,IOM,7,2109-08-31," + URL, "a date after the day of the file"),
        ("Mali,MLI,IDPs,IOM,7,2031-02-31," + URL, "a date that is missing or that no calendar has"),
        ("Mali,MLI,IDPs,IOM,0,2031-01-31," + URL,
         "0 or no number, which in these files may also stand for not counted"),
        ("Nowhere,ZZZ,IDPs,IOM,7,2031-01-31," + URL, "crisis is no place of ours"),
        ("Afghanistan,AFG,Estimated IDPs by Conflict,UNHCR,23250000,2023-06-01," + URL,
         "a number far out of line with its neighbours: a slip"),
    ],
)  # fmt: skip
def test_a_row_that_is_left_out_is_counted_by_its_reason(
    row: str, reason: str, tmp_path: Path, curated_folder: DatasetsFolder
) -> None:
    imported = read(tmp_path, curated_folder, row)
    assert (len(imported.claims), imported.skipped) == (0, {reason: 1})


def test_the_pages_of_two_crises_with_one_number_are_one_claim(
    tmp_path: Path, curated_folder: DatasetsFolder
) -> None:
    same = f"Syrian Refugees in Iraq,UNHCR,265080,2031-06-30,{URL}"
    imported = read(tmp_path, curated_folder, f"Iraq,IRQ,{same}", f"Syria,SYR,{same}")
    assert brief(imported, "wording") == ["IRQ; Syrian Refugees in Iraq; UNHCR; 265080; 2031-06-30"]
    assert imported.skipped == {"the same number on the page of another crisis": 1}


def test_a_question_that_a_nearer_document_answers_is_left_out(
    tmp_path: Path, curated_folder: DatasetsFolder
) -> None:
    row = f"Syria,SYR,New IDPs by Conflict (per year),IDMC,1847000,2019-12-31,{URL}"
    imported = read(tmp_path, curated_folder, row)
    assert imported.skipped == {
        "questions that the ledger has from a document nearer the claimant": 1
    }


def test_the_older_file_names_the_source_of_the_newest_number_of_a_series_only(
    tmp_path: Path, curated_folder: DatasetsFolder
) -> None:
    name = "Civilian Casualties: Deaths (per month)"
    lines = (
        f"tablet,LBY,{name},47,2031-05-31T12:00:00Z,UNSMIL,{URL},en,2031-05-31",
        f"tablet,LBY,{name},30,2031-04-30T12:00:00Z,UNSMIL,{URL},en,2031-04-30",
        f"redhum,HTI,Déplacés,5,2031-04-30T12:00:00Z,OCHA,{URL},fr,2031-04-30",
    )
    file = csv_file(tmp_path / "older.csv", OLDER, *lines)
    imported = reliefweb.read([file], EDITION, curated_folder)
    assert brief(imported, *QUESTION) == ["unsmil killed ly-civilians ly 2031-05-01/2031-05-31 47"]
    assert imported.skipped == {
        "older numbers of a series, whose source the file does not name": 1,
        "editions for the Americas, in other languages": 1,
    }


def test_another_number_of_a_later_file_is_a_revision_of_the_day_of_that_file(
    tmp_path: Path, curated_folder: DatasetsFolder
) -> None:
    name = "DRC Refugees Repatriated from Angola (cumulative)"
    row = f"DR Congo,COD,{name},UNHCR,2914,2031-02-17,{URL}"
    first = plan_of(curated_folder, read(tmp_path, curated_folder, row), today=date(2031, 8, 1))
    later = Document("2032-01-31", "https://example.org/later.csv")
    file = csv_file(tmp_path / "later.csv", HEADER, row.replace("2914", "2915"))
    plan = plan_of(
        first.folder, reliefweb.read([file], later, first.folder), today=date(2032, 2, 1)
    )
    assert brief_plan(plan.rows) == ["2 revised 2915 2032-01-31"]
    assert plan.errors == ()


def test_several_files_at_once_are_refused(tmp_path: Path, curated_folder: DatasetsFolder) -> None:
    with pytest.raises(UpstreamError, match="one file at a time: --published dates one file"):
        reliefweb.read([tmp_path / "a.csv", tmp_path / "b.csv"], EDITION, curated_folder)


def read(folder: Path, datasets: DatasetsFolder, *rows: str):
    return reliefweb.read([csv_file(folder / "figures.csv", HEADER, *rows)], EDITION, datasets)


def brief_plan(rows) -> list[str]:
    columns = rows[["revision", "change", "value", "claimed_on"]]
    return [" ".join(cells) for cells in columns.itertuples(index=False, name=None)]
