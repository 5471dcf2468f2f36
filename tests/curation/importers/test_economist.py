"""The Economist's files: listed claims, the British months, the model and the area."""

from pathlib import Path

import pytest

from datasets.curation.importers import economist
from datasets.curation.importers.format import Document
from datasets.curation.importers.source_files import UpstreamError
from datasets.curation.ledger_files import DatasetsFolder, folder_at
from tests.curation.importers.rows import DOCUMENT, brief, cells, csv_file
from tests.ledger_edits import LOSSES, TERRITORY, append

LISTED = "date,estimate_low,estimate_high,estimate,type,source,source_url,country"
MONTHS = (
    "month,year,casualties (average daily losses),days in month,casualties in month,"
    "cumulative casualties,date (at beginning of next month),source,source_url"
)
MODEL = "date,days_since_invasion,estimate,ci_lower,ci_upper,pi_low,pi_high,type,country"
AREA = "date,area_assessed_as_russia_controlled"
SOURCE = "the-economist-2026-08-22-claims"
THINNED = "days that are neither Sundays, nor the newest, nor in the ledger already"


def test_a_listed_claim_has_its_claimant_and_the_outlet_that_relayed_it(
    tmp_path: Path, sample_folder: DatasetsFolder
) -> None:
    file = csv_file(
        tmp_path / "f.csv",
        LISTED,
        "18/08/2023,,,70000,deaths,US officials (via NYT),https://example.org/a#:~:text=b,ukraine",
    )
    assert cells(economist.read([file], DOCUMENT, sample_folder)) == [
        {
            "metric": "killed",
            "subject": "ua-armed-forces",
            "place": "theatre-ru-ua",
            "period": "2022-02-24/2023-08-18",
            "quantifier": "unqualified",
            "value": "70000",
            "claimant": "us-officials-unnamed",
            "claimed_on": "2023-08-18",
            "via": "new-york-times",
            "source": "the-economist-2026-08-22-claims",
            "basis": "stated",
            "verification": "unstated",
            "wording": "date 18/08/2023; estimate 70000; deaths; ukraine; US officials (via NYT)",
            "note": "The list gives the address https://example.org/a.",
        }
    ]


@pytest.mark.parametrize(
    ("label", "address", "via"),
    [
        ("CIA", "https://www.reuters.com/world/cia-2022-07-20/#:~:text=a", "reuters"),
        ("Pentagon leak", "https://www.nytimes.com/2023/04/08/us/leak.html", "new-york-times"),
        ("Russian Ministry of Defense", "https://tass.com/defense/1723781", "tass"),
        ("CSIS", "https://www.csis.org/analysis/ukrainian-innovation", "-"),
        ("UK MoD", "https://x.com/DefenceHQ/status/1796467954907037817", "-"),
    ],
)
def test_an_outlet_whose_article_the_address_is_relayed_the_claim(
    tmp_path: Path, sample_folder: DatasetsFolder, label: str, address: str, via: str
) -> None:
    file = csv_file(tmp_path / "f.csv", LISTED, f"20/07/2022,,,70,deaths,{label},{address},russia")
    assert brief(economist.read([file], DOCUMENT, sample_folder), "via") == [via]


def test_a_speech_of_gchq_is_a_claim_of_gchq(tmp_path: Path, sample_folder: DatasetsFolder) -> None:
    """The list names the ministry. The director of GCHQ said "almost half a million"."""
    address = "https://www.gchq.gov.uk/speech/gchq-annual-lecture-2026-as-delivered"
    row = f"27/05/2026,,,500000,deaths,UK MoD,{address},russia"
    file = csv_file(tmp_path / "f.csv", LISTED, row)
    claims = economist.read([file], DOCUMENT, sample_folder)
    assert brief(claims, "claimant", "quantifier", "value") == ["uk-gchq approximately 500000"]


@pytest.mark.parametrize(
    ("list_date", "address", "claim_date"),
    [
        ("20/07/2022", "https://r.example/some-15000-killed-2022-07-20/#:~:text=a", "2022-07-20"),
        ("15/02/2023", "https://www.nytimes.com/2023/04/08/us/leak.html", "2023-04-08"),
        ("02/05/2024", "https://f.example/en/20240503-france", "2024-05-03"),
        ("30/11/2023", "https://twitter.com/DefenceHQ/status/1731611263799537767", "2023-12-04"),
        ("26/01/2026", "https://x.com/DefenceHQ/status/2015730587479278032/photo/1", "2026-01-26"),
        ("01/01/2025", "https://www.iiss.org/military-balance/2025/02/losses/", "2025-02-28"),
        ("1/12/2025", "https://www.csis.org/analysis/russias-grinding-war-ukraine", "2026-01-27"),
        ("01/01/2024", "(new to this piece, via email from an editor)", "2025-07-03"),
        ("06/02/2024", "https://ualosses.org/soldiers/", "2024-02-06"),
        ("19/12/2023", "https://tass.com/defense/1723781", "2023-12-19"),
    ],
)
def test_a_listed_claim_is_dated_by_its_document_and_its_period_ends_on_the_day_of_the_list(
    list_date: str, address: str, claim_date: str, tmp_path: Path, sample_folder: DatasetsFolder
) -> None:
    file = csv_file(tmp_path / "f.csv", LISTED, f'{list_date},,,500,deaths,CIA,"{address}",russia')
    day, month, year = list_date.split("/")
    reading = economist.read([file], DOCUMENT, sample_folder)
    assert brief(reading, "period", "claimed_on") == [
        f"2022-02-24/{year}-{month}-{day.zfill(2)} {claim_date}"
    ]


@pytest.mark.parametrize(
    ("list_date", "address", "dates", "note"),
    [
        ("23/04/2022", "https://www.washingtonpost.com/world/2022/03/24/losses/",
         "2022-02-24/2022-03-23 2022-03-24",
         "The list dates it 23/04/2022, after its document: read as 2022-03-23. "
         "Dated by the address. The list gives the address "
         "https://www.washingtonpost.com/world/2022/03/24/losses/."),
        ("19/11/2024", "https://www.wsj.com/world/one-million-are-now-dead-or-injured-in-the-war",
         "2022-02-24/2024-09-17 2024-09-17",
         "The list dates it 19/11/2024, after its document: read as 2024-09-17. "
         "The document is of 17 September 2024, as other outlets reported it. "
         "The list gives the address "
         "https://www.wsj.com/world/one-million-are-now-dead-or-injured-in-the-war."),
    ],
)  # fmt: skip
def test_a_listed_claim_dated_after_its_document_ends_no_later_than_it(
    list_date: str,
    address: str,
    dates: str,
    note: str,
    tmp_path: Path,
    sample_folder: DatasetsFolder,
) -> None:
    row = f"{list_date},7000,15000,,deaths,NATO officials (via WP),{address},russia"
    reading = economist.read([csv_file(tmp_path / "f.csv", LISTED, row)], DOCUMENT, sample_folder)
    assert brief(reading, "period", "claimed_on") == [dates]
    assert list(reading.claims["note"]) == [note]


@pytest.mark.parametrize(
    ("numbers", "address", "expected", "phrase"),
    [
        (",,300000", "", "unqualified 300000 - - stated", ""),
        ("290000,300000,", "", "between - 290000 300000 stated", ""),
        ('106000,"140,000",120000', "", "unqualified 120000 106000 140000 stated", ""),
        ("15000,,", "https://r.example/cia-director-says-some-15000-russians-killed",
         "approximately 15000 - - stated", "some-15000"),
        (",,30000", "https://e.example/grim-toll-over-30000-defenders-killed",
         "more-than 30000 - - stated", "over-30000"),
        (",,465000", "https://g.example/over-465000-russian-personnel#:~:text=Over%20465%2C000",
         "more-than 465000 - - stated", "over-465000"),
        ('"700,000",,', "https://m.example/200-billion-suffered-700-000-casualties",
         "unqualified 700000 - - stated", "700-000"),
        (",13000,", "https://u.example/army-lost-up-to-13000-soldiers",
         "up-to 13000 - - stated", "up-to-13000"),
        (",,150000", "https://f.example/france-estimates-that-150-000-russian-soldiers",
         "unqualified 150000 - - estimated", "estimates-that-150-000"),
        (",,60000", "https://r.example/cia-director-says-some-15000-russians-killed",
         "unqualified 60000 - - stated", ""),
        ("10000,13000,", "https://u.example/army-lost-up-to-13000-soldiers",
         "between - 10000 13000 stated", ""),
    ],
)  # fmt: skip
def test_the_hedge_is_the_one_printed_in_the_address(
    numbers: str,
    address: str,
    expected: str,
    phrase: str,
    tmp_path: Path,
    sample_folder: DatasetsFolder,
) -> None:
    row = f"17/9/2024,{numbers},casualties,CIA,{address},russia"
    reading = economist.read([csv_file(tmp_path / "f.csv", LISTED, row)], DOCUMENT, sample_folder)
    columns = ("quantifier", "value", "value_lower", "value_upper", "basis")
    assert brief(reading, *columns) == [expected]
    last_phrase = reading.claims["wording"].iloc[0].split("; ")[-1]
    assert last_phrase == (phrase or "CIA")


@pytest.mark.parametrize("numbers", ['"700,000",,', ",200000,"])
def test_one_end_without_a_hedge_is_not_recorded(
    numbers: str, tmp_path: Path, sample_folder: DatasetsFolder
) -> None:
    row = f"17/9/2024,{numbers},casualties,CIA,https://example.org/losses,russia"
    reading = economist.read([csv_file(tmp_path / "f.csv", LISTED, row)], DOCUMENT, sample_folder)
    assert cells(reading) == []
    assert reading.skipped == {
        "a low or a high end alone, whose hedge neither the list nor the address prints": 1
    }


def test_two_spellings_are_one_ministry_whose_counts_of_casualties_rest_on_kyivs(
    tmp_path: Path, sample_folder: DatasetsFolder
) -> None:
    file = csv_file(
        tmp_path / "f.csv",
        LISTED,
        "31/05/2024,,,500000,casualties,UK Ministry of Defence,,russia",
        "12/06/2025,,,1000000,casualties,UK MoD,,russia",
        "12/06/2025,,,250000,deaths,UK MoD,,russia",
        "30/11/2023,290000,350000,320000,casualties,UK MoD,,russia",
    )
    reading = economist.read([file], DOCUMENT, sample_folder)
    assert brief(reading, "claimant", "metric", "derived_from") == [
        "uk-ministry-of-defence killed-or-wounded ua-general-staff",
        "uk-ministry-of-defence killed-or-wounded ua-general-staff",
        "uk-ministry-of-defence killed -",
        "uk-ministry-of-defence killed-or-wounded -",
    ]


def test_a_range_that_the_list_computes_is_claimed_by_the_outlet(
    tmp_path: Path, sample_folder: DatasetsFolder
) -> None:
    explained = "https://ualosses.org/en/soldiers/ (note, dead for low end and dead + missing)"
    file = csv_file(
        tmp_path / "f.csv",
        LISTED,
        "06/02/2024,,,42152,deaths,UAlosses,https://ualosses.org/soldiers/,ukraine",
        f'30/05/2025,70935,135930,,deaths,UAlosses,"{explained}",ukraine',
    )
    reading = economist.read([file], DOCUMENT, sample_folder)
    assert brief(reading, "claimant", "derived_from", "claimed_on", "period") == [
        "ualosses - 2024-02-06 2022-02-24/2024-02-06",
        "the-economist ualosses 2025-07-03 2022-02-24/2025-05-30",
    ]


def test_a_claim_of_the_ledger_from_another_document_of_its_day_is_not_repeated(
    tmp_path: Path, copy: Path
) -> None:
    csis = {"claimant": "csis", "subject": "ru-armed-forces", "metric": "killed"}
    append(LOSSES, 2, **csis, claimed_on="2025-06-03", period="2022-02-24/2025-06-03")(copy)
    address = "https://www.csis.org/analysis/russias-battlefield-woes-ukraine"
    file = csv_file(
        tmp_path / "f.csv",
        LISTED,
        f"01/05/2025,200000,250000,,deaths,CSIS,{address},russia",
        f"01/05/2025,,,950000,casualties,CSIS,{address},russia",
        f"01/05/2025,60000,100000,,deaths,CSIS,{address},ukraine",
    )
    reading = economist.read([file], DOCUMENT, folder_at(copy))
    assert brief(reading, "metric", "subject", "claimed_on") == [
        "killed-or-wounded ru-armed-forces 2025-06-03",
        "killed ua-armed-forces 2025-06-03",
    ]
    assert reading.skipped == {
        "claims that the ledger has from another document of the same day": 1
    }


def test_listed_rows_that_are_no_claims_are_counted_by_reason(
    tmp_path: Path, sample_folder: DatasetsFolder
) -> None:
    monthly = "https://x.com/DefenceHQ/status/1876584633103507960/photo/2"
    file = csv_file(
        tmp_path / "f.csv",
        LISTED,
        "16/01/2024,,,390580,casualties,Armed Forces of Ukraine,,russia",
        "04/12/2024,70000,,,deaths,Yurii Butosov,,ukraine",
        f"01/04/2022,,,11966,casualties,UK MoD,{monthly},russia",
        "01/01/2025,,,5,deaths,A new voice,,russia",
    )
    reading = economist.read([file], DOCUMENT, sample_folder)
    assert cells(reading) == []
    assert reading.skipped == {
        "totals of the General Staff, which do not separate killed and wounded: its own series": 1,
        "a claim by a private person; claimants are offices and organizations": 1,
        "the British series by month: in a file of its own": 1,
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


def test_a_british_month_is_a_daily_average_dated_by_its_post(
    tmp_path: Path, sample_folder: DatasetsFolder
) -> None:
    file = csv_file(
        tmp_path / "f.csv",
        MONTHS,
        "february,2024,983,29,28507,407345,01/03/2024,UK MoD,"
        "https://x.com/DefenceHQ/status/1876584633103507960/photo/2",
        "may,2025,1113,31,34503,978455,01/06/2025,UK MoD,"
        "https://x.com/DefenceHQ/status/1952652176704111038/photo/1",
        "june,2025,1081,30,32430,1010885,01/07/2025,UK MoD,https://example.org/2025/08/06/a",
        "july,2025,1072,31,33232,1044117,01/08/2025,UK MoD,",
    )
    reading = economist.read([file], DOCUMENT, sample_folder)
    columns = ("claimant", "metric", "period", "value", "claimed_on", "derived_from")
    average = "uk-ministry-of-defence killed-or-wounded-per-day"
    assert brief(reading, *columns) == [
        f"{average} 2024-02-01/2024-02-29 983 2025-01-07 ua-general-staff",
        f"{average} 2025-05-01/2025-05-31 1113 2025-08-05 ua-general-staff",
        f"{average} 2025-06-01/2025-06-30 1081 2025-08-06 ua-general-staff",
        f"{average} 2025-07-01/2025-07-31 1072 2026-08-22 ua-general-staff",
    ]
    assert (
        reading.claims["wording"].iloc[0] == "february 2024; casualties (average daily losses) 983"
    )
    assert list(reading.claims["note"]) == [
        "Dated by the number of the post. The list gives the address "
        "https://x.com/DefenceHQ/status/1876584633103507960/photo/2.",
        "Dated by the number of the post. The list gives the address "
        "https://x.com/DefenceHQ/status/1952652176704111038/photo/1.",
        "Dated by the address. The list gives the address https://example.org/2025/08/06/a.",
        "The day of the document is not known: dated by the edition of the list.",
    ]
    assert reading.skipped == {
        "sums by month and since March 2022, which the list computes from the daily averages": 4
    }


def test_a_british_month_that_ends_after_its_post_is_refused(
    tmp_path: Path, sample_folder: DatasetsFolder
) -> None:
    file = csv_file(
        tmp_path / "f.csv",
        MONTHS,
        "january,2025,1556,31,48236,831374,01/02/2025,UK MoD,"
        "https://x.com/DefenceHQ/status/1876584633103507960/photo/2",
    )
    with pytest.raises(UpstreamError) as refused:
        economist.read([file], DOCUMENT, sample_folder)
    assert str(refused.value) == (
        "f.csv:2: source_url: the document of 2025-01-07 is before the end of the month"
    )


def test_the_model_is_recorded_in_whole_persons_with_the_prediction_interval(
    tmp_path: Path, sample_folder: DatasetsFolder
) -> None:
    file = csv_file(
        tmp_path / "f.csv",
        MODEL,
        "2024-08-19,907,NA,NA,NA,NA,NA,deaths,russia",
        "2024-08-18,906,142389.96,135757.7,149346.2,104965.97,193156.5,deaths,russia",
    )
    reading = economist.read([file], DOCUMENT, sample_folder)
    assert reading.skipped == {"days without a number": 1}
    assert cells(reading) == [
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
            "wording": "date 2024-08-18; estimate 142389.96; pi_low 104965.97; pi_high 193156.5",
            "note": "The outlet's own model, rounded to whole persons; the range is its "
            "prediction interval.",
        }
    ]


def test_area_is_read_for_sundays_the_newest_day_and_days_in_the_ledger(
    tmp_path: Path, copy: Path
) -> None:
    own = {"claimant": "the-economist", "figure_id": "territory-0099", "period": "2024-08-20"}
    append(TERRITORY, 2, **own, subject="ru-armed-forces")(copy)
    append(TERRITORY, 2, **own | {"period": "2024-08-19"})(copy)
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
        "date 2024-08-20; area_assessed_as_russia_controlled 113028738020.24063"
    )
    assert reading.skipped == {THINNED: 2}


def test_the_source_is_the_file_at_its_commit(
    tmp_path: Path, sample_folder: DatasetsFolder
) -> None:
    file = csv_file(tmp_path / "f.csv", LISTED, "12/06/2025,,,250000,deaths,CIA,,russia")
    reading = economist.read([file], DOCUMENT, sample_folder)
    [source] = [row for row in reading.sources if row["source_id"] == SOURCE]
    assert (source["url"], source["archive_url"], source["licence"]) == (
        DOCUMENT.url,
        DOCUMENT.url,
        "CC BY 4.0",
    )
    assert set(reading.claims["source"]) == {SOURCE}


def test_a_second_file_is_refused_since_the_address_names_one(
    tmp_path: Path, sample_folder: DatasetsFolder
) -> None:
    file = csv_file(tmp_path / "f.csv", LISTED, "12/06/2025,,,250000,deaths,CIA,,russia")
    with pytest.raises(UpstreamError) as refused:
        economist.read([file, file], DOCUMENT, sample_folder)
    assert str(refused.value) == "f.csv: one file at a time: --url names one file"


def test_a_file_of_another_kind_is_refused(tmp_path: Path, sample_folder: DatasetsFolder) -> None:
    file = csv_file(tmp_path / "f.csv", "date,weather", "2024-08-20,fair")
    with pytest.raises(UpstreamError) as refused:
        economist.read([file], DOCUMENT, sample_folder)
    assert str(refused.value) == (
        "f.csv:1: none of the columns estimate_low, cumulative casualties, pi_low, "
        "area_assessed_as_russia_controlled"
    )
