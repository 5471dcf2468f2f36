"""The Economist's files: listed claims with their hedges, the British months, model and area."""

from pathlib import Path

import pytest

from datasets.curation.importers import economist
from datasets.curation.importers.format import Document
from datasets.curation.importers.source_files import UpstreamError
from datasets.curation.ledger_files import DatasetsFolder, folder_at
from tests.curation.importers.rows import DOCUMENT, brief, cells, csv_file
from tests.ledger_edits import TERRITORY, append

LISTED = "date,estimate_low,estimate_high,estimate,type,source,source_url,country"
MONTHS = (
    "month,year,casualties (average daily losses),days in month,casualties in month,"
    "cumulative casualties,date (at beginning of next month),source"
)
MODEL = "date,days_since_invasion,estimate,ci_lower,ci_upper,pi_low,pi_high,type,country"
AREA = "date,area_assessed_as_russia_controlled"
THINNED = "days that are neither Sundays, nor the newest, nor in the ledger already"


def test_a_listed_claim_keeps_its_voice_and_the_outlet_it_came_through(
    tmp_path: Path, sample_folder: DatasetsFolder
) -> None:
    file = csv_file(
        tmp_path / "f.csv",
        LISTED,
        "10/10/2024,57500,,,deaths,US officials (via NYT),https://example.org/a#:~:text=b,ukraine",
    )
    assert cells(economist.read([file], DOCUMENT, sample_folder)) == [
        {
            "metric": "killed",
            "subject": "ua-armed-forces",
            "place": "theatre-ru-ua",
            "period": "2022-02-24/2024-10-10",
            "quantifier": "at-least",
            "value": "57500",
            "claimant": "us-officials-unnamed",
            "claimed_on": "2024-10-10",
            "via": "new-york-times",
            "source": "the-economist-2026-08-22-claims",
            "basis": "stated",
            "verification": "unstated",
            "wording": "date 10/10/2024; estimate_low 57500; deaths; ukraine; "
            "US officials (via NYT)",
            "note": "The list fills only the low end: read as a bound. "
            "The list gives the address https://example.org/a.",
        }
    ]


@pytest.mark.parametrize(
    ("numbers", "stated"),
    [
        (",,300000", "unqualified 300000 - -"),
        ("290000,300000,", "between - 290000 300000"),
        ('106000,"140,000",120000', "unqualified 120000 106000 140000"),
        ('"700,000",,', "at-least 700000 - -"),
        (",200000,", "up-to 200000 - -"),
    ],
)
def test_the_cells_that_are_filled_make_the_hedge(
    numbers: str, stated: str, tmp_path: Path, sample_folder: DatasetsFolder
) -> None:
    file = csv_file(tmp_path / "f.csv", LISTED, f"17/9/2024,{numbers},casualties,CIA,,russia")
    reading = economist.read([file], DOCUMENT, sample_folder)
    columns = ("claimed_on", "quantifier", "value", "value_lower", "value_upper")
    assert brief(reading, *columns) == [f"2024-09-17 {stated}"]


def test_two_spellings_are_one_ministry_whose_casualties_echo_kyivs(
    tmp_path: Path, sample_folder: DatasetsFolder
) -> None:
    file = csv_file(
        tmp_path / "f.csv",
        LISTED,
        "31/05/2024,,,500000,casualties,UK Ministry of Defence,,russia",
        "12/06/2025,,,1000000,casualties,UK MoD,,russia",
        "12/06/2025,,,250000,deaths,UK MoD,,russia",
    )
    reading = economist.read([file], DOCUMENT, sample_folder)
    assert brief(reading, "claimant", "metric", "derived_from") == [
        "uk-ministry-of-defence killed-or-wounded ua-general-staff",
        "uk-ministry-of-defence killed-or-wounded ua-general-staff",
        "uk-ministry-of-defence killed -",
    ]


def test_listed_rows_that_are_no_figures_of_ours_are_told(
    tmp_path: Path, sample_folder: DatasetsFolder
) -> None:
    monthly = "https://x.com/DefenceHQ/status/1876584633103507960/photo/2"
    earlier = "https://www.washingtonpost.com/world/2022/03/24/losses/"
    file = csv_file(
        tmp_path / "f.csv",
        LISTED,
        "16/01/2024,,,390580,casualties,Armed Forces of Ukraine,,russia",
        "04/12/2024,70000,,,deaths,Yurii Butosov,,ukraine",
        f"01/04/2022,,,11966,casualties,UK MoD,{monthly},russia",
        f"23/04/2022,7000,15000,,deaths,NATO officials (via WP),{earlier},russia",
        "01/01/2025,,,5,deaths,A new voice,,russia",
    )
    reading = economist.read([file], DOCUMENT, sample_folder)
    assert cells(reading) == []
    assert reading.skipped == {
        "the General Staff's totals, which do not tell killed from wounded: see its own series": 1,
        "said by a private person; claimants are offices and organisations": 1,
        "the British series by month: in a file of its own": 1,
        "dated after the page at its own address": 1,
        "source 'A new voice' is not known": 1,
    }


@pytest.mark.parametrize(
    ("row", "refusal"),
    [
        ("2017-02-31,,,5,deaths,CIA,,russia",
         "f.csv:2: date: '2017-02-31' is not a date (day-first)"),
        ('17/9/2024,,,"1,20",deaths,CIA,,russia', "f.csv:2: estimate: '1,20' is not a number"),
        ("17/9/2024,,,,deaths,CIA,,russia",
         "f.csv:2: an estimate cannot be read from empty cells"),
        ("17/9/2024,4,,5,deaths,CIA,,russia",
         "f.csv:2: an estimate cannot be read from estimate_low, estimate"),
        ("17/9/2024,,,5,missing,CIA,,russia",
         "f.csv:2: type: 'missing' is not one of casualties, deaths"),
        ("17/9/2024,,,5,deaths,CIA,,france",
         "f.csv:2: country: 'france' is not one of russia, ukraine"),
    ],
)  # fmt: skip
def test_a_listed_row_that_cannot_be_read_is_refused(
    row: str, refusal: str, tmp_path: Path, sample_folder: DatasetsFolder
) -> None:
    file = csv_file(tmp_path / "f.csv", LISTED, row)
    with pytest.raises(UpstreamError) as refused:
        economist.read([file], DOCUMENT, sample_folder)
    assert str(refused.value) == refusal


def test_a_british_month_is_an_average_and_a_running_total(
    tmp_path: Path, sample_folder: DatasetsFolder
) -> None:
    file = csv_file(
        tmp_path / "f.csv", MONTHS, "february,2024,983,29,28507,407345,01/03/2024,UK MoD"
    )
    reading = economist.read([file], DOCUMENT, sample_folder)
    columns = ("metric", "period", "value", "claimed_on", "derived_from")
    assert brief(reading, *columns) == [
        "killed-or-wounded-per-day 2024-02-01/2024-02-29 983 2024-03-01 ua-general-staff",
        "killed-or-wounded 2022-03-01/2024-02-29 407345 2024-03-01 ua-general-staff",
    ]
    assert list(reading.claims["wording"]) == [
        "february 2024; casualties (average daily losses) 983",
        "february 2024; cumulative casualties 407345",
    ]
    assert reading.skipped == {
        "the month's total, which the list computes from the daily average": 1
    }


def test_the_model_gives_whole_persons_with_the_prediction_interval(
    tmp_path: Path, sample_folder: DatasetsFolder
) -> None:
    file = csv_file(
        tmp_path / "f.csv",
        MODEL,
        "2024-08-19,907,NA,NA,NA,NA,NA,deaths,russia",
        "2024-08-18,906,142389.96,135757.7,149346.2,104965.97,193156.5,deaths,russia",
    )
    assert cells(economist.read([file], DOCUMENT, sample_folder)) == [
        {
            "metric": "killed",
            "subject": "ru-armed-forces",
            "place": "theatre-ru-ua",
            "period": "2022-02-24/2024-08-18",
            "quantifier": "unqualified",
            "value": "142390",
            "value_lower": "104966",
            "value_upper": "193156",
            "claimant": "the-economist",
            "claimed_on": "2026-08-22",
            "source": "the-economist-2026-08-22-deaths",
            "basis": "modelled",
            "verification": "unstated",
            "wording": "date 2024-08-18; estimate 142390 (142389.96); pi_low 104966 (104965.97); "
            "pi_high 193156 (193156.5)",
            "note": "The outlet's own model, rounded to whole persons; the range is its "
            "prediction interval.",
        }
    ]


def test_area_is_read_for_sundays_the_newest_day_and_days_in_the_ledger(
    tmp_path: Path, copy: Path
) -> None:
    append(TERRITORY, 2, figure_id="territory-0099", claimant="the-economist", period="2024-08-20")(
        copy
    )
    file = csv_file(
        tmp_path / "f.csv",
        AREA,
        "2024-08-18,113000000000.0",
        "2024-08-19,113010000000.0",
        "2024-08-20,113028738020.24063",
        "2024-08-21,113030000000.0",
        "2024-08-22,113040000000.0",
    )
    reading = economist.read([file], Document("2024-08-22", ""), folder_at(copy))
    assert brief(reading, "period", "value") == [
        "2024-08-18 113000",
        "2024-08-20 113028.7",
        "2024-08-22 113040",
    ]
    assert reading.claims["wording"].iloc[1] == (
        "date 2024-08-20; area_assessed_as_russia_controlled 113028738020.24063 m2 = 113028.7 km2"
    )
    assert reading.skipped == {THINNED: 2}


def test_a_file_of_another_kind_is_refused(tmp_path: Path, sample_folder: DatasetsFolder) -> None:
    file = csv_file(tmp_path / "f.csv", "date,weather", "2024-08-20,fair")
    with pytest.raises(UpstreamError) as refused:
        economist.read([file], DOCUMENT, sample_folder)
    assert str(refused.value) == (
        "f.csv:1: none of the columns estimate_low, cumulative casualties, pi_low, "
        "area_assessed_as_russia_controlled"
    )
