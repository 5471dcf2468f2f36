"""Gaza, the West Bank and Lebanon: reported numbers, never the project's extrapolations."""

from pathlib import Path
from typing import Any

import pytest

from datasets.curation.importers import palestine
from datasets.curation.importers.format import ImportedClaims
from datasets.curation.importers.source_files import UpstreamError
from datasets.curation.ledger_files import DatasetsFolder
from tests.curation.importers.rows import DOCUMENT, brief, cells, json_file

MINISTRY = {"report_source": "mohtel", "report_period": 24, "ext_killed_cum": 9}


def imported(tmp_path: Path, folder: DatasetsFolder, *days: dict[str, Any]) -> ImportedClaims:
    return palestine.read([json_file(tmp_path / "f.json", list(days))], DOCUMENT, folder)


def skipped(claims: ImportedClaims) -> dict[str, int]:
    return {reason: count for reason, count in (claims.skipped or {}).items() if count}


def test_a_days_total_is_claimed_by_the_source_of_that_day(
    tmp_path: Path, sample_folder: DatasetsFolder
) -> None:
    claims = imported(
        tmp_path,
        sample_folder,
        {**MINISTRY, "report_date": "2024-08-19", "killed_cum": 40139},
        {**MINISTRY, "report_date": "2024-08-20", "report_source": "gmotel", "killed_cum": 40173},
    )
    assert cells(claims)[0] == {
        "metric": "killed",
        "subject": "gaza-population",
        "place": "ps-gaza-strip",
        "period": "2023-10-07/2024-08-19",
        "quantifier": "unqualified",
        "value": "40139",
        "claimant": "gaza-health-ministry",
        "claimed_on": "2024-08-19",
        "source": "tech-for-palestine-2026-08-22-gaza",
        "basis": "stated",
        "verification": "unstated",
        "wording": "report_date 2024-08-19; report_source mohtel; report_period 24; "
        "killed_cum 40139",
    }
    assert brief(claims, "claimant", "value") == [
        "gaza-health-ministry 40139",
        "gaza-media-office 40173",
    ]
    assert skipped(claims) == {"extrapolated by the project": 2}


def test_women_and_children_are_the_media_offices_in_the_months_without_a_count_of_the_ministry(
    tmp_path: Path, sample_folder: DatasetsFolder
) -> None:
    """The media office published 14,500 and 9,560 on 3 April 2024; the ministry had no such count.

    The ministry itself gave 4,506 on 10 November 2023 and 20,179 on 7 October 2025.
    """
    claims = imported(
        tmp_path,
        sample_folder,
        {**MINISTRY, "report_date": "2023-11-10", "killed_children_cum": 4506},
        {
            **MINISTRY,
            "report_date": "2024-04-03",
            "killed_cum": 32975,
            "killed_children_cum": 14500,
            "killed_women_cum": 9560,
        },
        {**MINISTRY, "report_date": "2025-10-07", "killed_children_cum": 20179},
    )
    assert brief(claims, "claimant", "subject", "value") == [
        "gaza-health-ministry gaza-population 32975",
        "gaza-health-ministry gaza-children 4506",
        "gaza-media-office gaza-children 14500",
        "gaza-health-ministry gaza-children 20179",
        "gaza-media-office gaza-women 9560",
    ]
    assert [row.get("note", "")[:44] for row in cells(claims)] == [
        "",
        "",
        "The file names the ministry as the source of",
        "",
        "The file names the ministry as the source of",
    ]


def test_one_report_is_dated_by_the_days_that_it_covers(
    tmp_path: Path, sample_folder: DatasetsFolder
) -> None:
    claims = imported(
        tmp_path,
        sample_folder,
        {**MINISTRY, "report_date": "2023-10-07", "killed_cum": 232, "killed": 232},
        {**MINISTRY, "report_date": "2024-08-12", "report_period": 48, "killed": 142, "injured": 0},
    )
    assert brief(claims, "metric", "period", "value") == [
        "killed 2023-10-07 232",
        "killed 2023-10-07 232",
        "killed 2024-08-11/2024-08-12 142",
        "wounded 2024-08-11/2024-08-12 0",
    ]


def test_the_note_on_a_reports_count_says_that_the_date_is_that_of_the_report(
    tmp_path: Path, sample_folder: DatasetsFolder
) -> None:
    claims = imported(
        tmp_path,
        sample_folder,
        {**MINISTRY, "report_date": "2024-08-12", "report_period": 48, "killed": 142},
        {**MINISTRY, "report_date": "2025-08-23", "killed": 359, "killed_truce_new": 61,
         "killed_committee": 298, "killed_cum": 62622, "injured": 308},
    )  # fmt: skip
    assert brief(claims, "metric", "value", "note") == [
        "killed 62622 With bodies recovered and deaths of earlier days that a committee of the "
        "ministry accepted later; the count of this report is without them.",
        "killed 142 As reported for the 48 hours to 12 August 2024. The dates are those of the "
        "report; the day of death may differ.",
        "killed 61 As reported for the 24 hours to 23 August 2025. The date is that of the "
        "report; the day of death may differ. Without bodies recovered and deaths of earlier days "
        "that a committee of the ministry accepted later; the total has them.",
        "wounded 308 As reported for the 24 hours to 23 August 2025. The date is that of the "
        "report; the day of injury may differ.",
    ]


def test_a_verified_count_of_the_west_bank_is_of_its_day_and_has_no_note(
    tmp_path: Path, sample_folder: DatasetsFolder
) -> None:
    """The file gives no hours for it, and its publisher documents it as of that date."""
    claims = imported(
        tmp_path,
        sample_folder,
        {"report_date": "2023-10-08", "flash_source": "un",
         "verified": {"killed": 8, "injured": 127}},
    )  # fmt: skip
    assert brief(claims, "period", "value", "note") == ["2023-10-08 8 -", "2023-10-08 127 -"]


def test_deaths_of_other_days_are_not_counted_for_the_day(
    tmp_path: Path, sample_folder: DatasetsFolder
) -> None:
    claims = imported(
        tmp_path,
        sample_folder,
        {**MINISTRY, "report_date": "2025-03-18", "killed": 436, "killed_truce_new": 436},
        {**MINISTRY, "report_date": "2025-03-19", "killed": 604, "killed_truce_new": 70,
         "killed_committee": 534},
    )  # fmt: skip
    assert brief(claims, "period", "value") == ["2025-03-18 436", "2025-03-19 70"]
    assert skipped(claims) == {
        "counts deaths of other days too": 1,
        "is the day's whole count already": 1,
        "extrapolated by the project": 2,
        "medics, press, famine, bodies recovered and other counts: no figures of ours": 1,
    }


def test_days_without_a_report_give_nothing(tmp_path: Path, sample_folder: DatasetsFolder) -> None:
    claims = imported(
        tmp_path,
        sample_folder,
        {**MINISTRY, "report_date": "2023-11-24", "report_source": "missing", "killed_cum": 14800},
        {**MINISTRY, "report_date": "2024-08-11", "report_period": 0, "killed": 0},
    )
    assert cells(claims) == []
    assert skipped(claims) == {
        "no source is named for that day": 1,
        "no report on that day: the numbers before are repeated": 1,
        "extrapolated by the project": 2,
    }


def test_children_and_women_are_subjects_and_repeats_are_left_out(
    tmp_path: Path, sample_folder: DatasetsFolder
) -> None:
    claims = imported(
        tmp_path,
        sample_folder,
        {**MINISTRY, "report_date": "2024-07-22", "killed_children_cum": 16251,
         "killed_women_cum": 10859},
        {**MINISTRY, "report_date": "2024-07-23"},
        {**MINISTRY, "report_date": "2024-07-27", "killed_children_cum": 16251,
         "killed_women_cum": 10921},
    )  # fmt: skip
    assert brief(claims, "subject", "claimed_on", "value") == [
        "gaza-children 2024-07-22 16251",
        "gaza-women 2024-07-22 10859",
        "gaza-women 2024-07-27 10921",
    ]
    assert skipped(claims) == {
        "the same as before, as where nothing new was reported": 1,
        "extrapolated by the project": 3,
    }


def test_a_flash_update_is_claimed_on_its_day_and_the_verified_count_replaces_it(
    tmp_path: Path, sample_folder: DatasetsFolder
) -> None:
    """OCHA's flash update of 7 October 2023 gave 3 killed; its verified count of that day is 6."""
    verified = {"killed": 6, "killed_cum": 6, "injured_cum": 197}
    claims = imported(
        tmp_path,
        sample_folder,
        {"report_date": "2023-10-07", "killed_cum": 3, "flash_source": "un",
         "settler_attacks_cum": 3, "verified": verified},
        {"report_date": "2024-08-20", "killed_cum": 607, "flash_source": "fill",
         "verified": {"killed_cum": 622}},
        {"report_date": "2026-08-10", "killed_cum": 1108, "flash_source": "un"},
        {"report_date": "2026-08-11", "killed_cum": 1108, "flash_source": "fill"},
    )  # fmt: skip
    columns = ("metric", "period", "value", "claimed_on", "verification")
    assert brief(claims, *columns) == [
        "killed 2023-10-07 6 2026-08-22 verified",
        "killed 2023-10-07/2024-08-20 622 2026-08-22 verified",
        "killed 2023-10-07/2026-08-10 1108 2026-08-10 unverified",
        "killed 2023-10-07 6 2026-08-22 verified",
        "wounded 2023-10-07 197 2026-08-22 verified",
    ]
    assert claims.preliminary is not None
    assert [tuple(row) for row in claims.preliminary[[*columns, "wording"]].to_numpy()] == [
        (
            *("killed", "2023-10-07", "3", "2023-10-07", "unverified"),
            "report_date 2023-10-07; flash_source un; killed_cum 3",
        )
    ]
    assert claims.claims["wording"].iloc[0] == "report_date 2023-10-07; verified; killed_cum 6"
    assert skipped(claims) == {
        "filled in by the project between flash updates": 2,
        "attacks by settlers and people displaced: no metric of ours": 1,
    }


def test_a_flash_count_without_a_verified_one_stands(
    tmp_path: Path, sample_folder: DatasetsFolder
) -> None:
    """On 11 November 2024 OCHA verified the killed and not the injured of its flash update."""
    claims = imported(
        tmp_path,
        sample_folder,
        {"report_date": "2024-11-11", "killed_cum": 751, "injured_cum": 6598,
         "flash_source": "un", "verified": {"killed_cum": 739}},
    )  # fmt: skip
    columns = ("metric", "period", "value", "claimed_on", "basis", "verification")
    assert brief(claims, *columns) == [
        "killed 2023-10-07/2024-11-11 739 2026-08-22 documented verified",
        "wounded 2023-10-07/2024-11-11 6598 2024-11-11 stated unverified",
    ]
    assert claims.preliminary is not None
    assert claims.preliminary["wording"].tolist() == [
        "report_date 2024-11-11; flash_source un; killed_cum 751"
    ]


def test_a_total_that_its_own_report_did_not_move_is_skipped(
    tmp_path: Path, sample_folder: DatasetsFolder
) -> None:
    """On 27 August 2024 the file repeats 40,435 although 41 people were counted that day."""
    claims = imported(
        tmp_path,
        sample_folder,
        {**MINISTRY, "report_date": "2024-08-26", "killed_cum": 40435, "killed": 30},
        {**MINISTRY, "report_date": "2024-08-27", "killed_cum": 40435, "killed": 41},
        {**MINISTRY, "report_date": "2024-08-28", "killed_cum": 40435, "killed": 0},
    )
    assert brief(claims, "period", "value") == [
        "2023-10-07/2024-08-26 40435",
        "2023-10-07/2024-08-28 40435",
        "2024-08-26 30",
        "2024-08-27 41",
        "2024-08-28 0",
    ]
    assert skipped(claims) == {
        "a total that was not moved by its own report's count": 1,
        "extrapolated by the project": 3,
    }


def test_lebanons_two_counts_start_on_their_own_days(
    tmp_path: Path, sample_folder: DatasetsFolder
) -> None:
    claims = imported(
        tmp_path,
        sample_folder,
        {"report_date": "2024-03-05", "report_source": "ocha", "phase": 1, "killed": 111,
         "killed_cum": 306, "killed_cum_reported": 306},
        {"report_date": "2026-03-05", "report_source": "moph_lb", "phase": 2, "killed": 123,
         "killed_cum": 4170, "killed_cum_reported": 123},
    )  # fmt: skip
    assert brief(claims, "claimant", "via", "place", "period", "value") == [
        "lb-health-ministry un-ocha lb 2023-10-08/2024-03-05 306",
        "lb-health-ministry - lb 2026-03-02/2026-03-05 123",
    ]
    assert skipped(claims) == {
        "continued by the project over the break between two counts": 2,
        "differences between two reports, computed by the project": 2,
    }


@pytest.mark.parametrize(
    ("day", "refusal"),
    [
        ({**MINISTRY, "report_date": "2024-08-19", "report_source": "rumour"},
         "f.json:1: report_source: 'rumour' is not one of mohtel, gmotel, unocha, missing"),
        ({**MINISTRY, "report_date": "2024-08-19", "report_period": 30},
         "f.json:1: report_period: '30' is not a number of whole days in hours"),
        ({"report_date": "2027-01-01", "report_source": "who", "phase": 3,
          "killed_cum_reported": 1},
         "f.json:1: phase: '3' is not one of 1, 2"),
        ({"report_date": "2024-08-19", "killed": 1},
         "f.json: none of the keys ext_killed_cum, flash_source, phase"),
    ],
)  # fmt: skip
def test_a_report_that_cannot_be_read_is_refused(
    day: dict[str, Any], refusal: str, tmp_path: Path, sample_folder: DatasetsFolder
) -> None:
    with pytest.raises(UpstreamError) as error:
        imported(tmp_path, sample_folder, day)
    assert str(error.value) == refusal
