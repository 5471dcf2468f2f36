"""Totals counted from two lists of names; counts by month and day are not imported."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from datasets.curation.importers import ukrainewarlosses
from datasets.curation.importers.format import ImportedClaims
from datasets.curation.importers.source_files import UpstreamError
from datasets.curation.ledger_files import DatasetsFolder
from tests.curation.importers.rows import DOCUMENT, brief, cells, json_file

MOMENT = "2025-11-08T17:36:20.265Z"
TOTALS: dict[str, Any] = {
    "ukraine": {
        "country": "ukraine",
        "total_losses": 154563,
        "dead": 77321,
        "missing": 77242,
        "prisoners": 0,
        "last_updated": MOMENT,
        "source_url": "https://lostarmour.info/ukr200",
    },
    "russia": {
        "country": "russia",
        "total_losses": 122670,
        "last_updated": MOMENT,
        "source_url": "https://svo.rf.gd",
    },
    "lastUpdated": MOMENT,
}


@pytest.fixture
def read(tmp_path: Path, sample_folder: DatasetsFolder):
    def imported(**contents: Any) -> ImportedClaims:
        files = [json_file(tmp_path / f"{name}.json", it) for name, it in contents.items()]
        return ukrainewarlosses.read(files, DOCUMENT, sample_folder)

    return imported


def test_the_tracker_is_the_claimant_of_what_it_counts_in_the_lists_of_others(read) -> None:
    imported = read(totals=TOTALS)
    shared = {
        "place": "theatre-ru-ua",
        "quantifier": "unqualified",
        "claimant": "ukrainewarlosses",
        "claimed_on": "2025-11-08",
        "source": "ukrainewarlosses-2026-08-22-totals",
        "basis": "documented",
        "verification": "unstated",
    }
    rows = cells(imported)
    notes = [row.pop("note") for row in rows]
    assert rows == [
        {
            "metric": "confirmed-by-name",
            "subject": "ua-armed-forces",
            "period": "2022-02-24/2025-11-08",
            "value": "77321",
            "derived_from": "lostarmour",
            "wording": "ukraine; dead 77321; last_updated 2025-11-08",
            **shared,
        },
        {
            "metric": "missing",
            "subject": "ua-armed-forces",
            "period": "2025-11-08",
            "value": "77242",
            "derived_from": "lostarmour",
            "wording": "ukraine; missing 77242; last_updated 2025-11-08",
            **shared,
        },
        {
            "metric": "confirmed-by-name",
            "subject": "ru-armed-forces",
            "period": "2022-02-24/2025-11-08",
            "value": "122670",
            "derived_from": "svo-rf-gd",
            "wording": "russia; total_losses 122670; last_updated 2025-11-08",
            **shared,
        },
    ]
    assert "LostArmour's list of the dead" in notes[0]
    assert "identified later" in notes[1]
    assert "missing Russians are counted as dead" in notes[2]
    assert imported.skipped == {"the dead and missing together: a sum of the two": 1}
    assert [row["actor_id"] for row in imported.actors] == [
        "ukrainewarlosses",
        "lostarmour",
        "svo-rf-gd",
    ]


def test_counts_by_month_week_and_day_are_left_out(read) -> None:
    imported = read(
        totals=TOTALS,
        months={"2022-03": {"deaths": 3295, "missing": 1065, "total": 4360}},
        weeks={"2022-W09": {"deaths": 299, "total": 299}},
        days={"2022-02-23": {"deaths": 230, "missing": 0, "total": 230}},
    )
    assert len(imported.claims) == 3
    reason = "counts by month, week or day: dates are moved, or not those of the deaths"
    assert imported.skipped == {reason: 4, "the dead and missing together: a sum of the two": 1}


def test_a_file_of_counts_alone_has_no_claim(read) -> None:
    imported = read(months={"2022-03": {"deaths": 3295, "total": 3295}})
    assert brief(imported, "value") == []


@pytest.mark.parametrize(
    ("side", "change", "refusal"),
    [
        ("ukraine", {"source_url": "https://ualosses.org/en/soldiers/"},
         "totals.json: ukraine: 'https://ualosses.org/en/soldiers/' is not a list that the "
         "tracker counts"),
        ("russia", {"total_losses": "many"}, "totals.json:3: total: 'many' is not a number"),
        ("russia", {"last_updated": "8 November"},
         "totals.json:3: last_updated: '8 November' is not a date (iso)"),
    ],
)  # fmt: skip
def test_another_list_or_number_is_refused(
    side: str, change: dict[str, str], refusal: str, read
) -> None:
    totals = deepcopy(TOTALS)
    totals[side] |= change
    with pytest.raises(UpstreamError) as refused:
        read(totals=totals)
    assert str(refused.value) == refusal


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        ([1], "totals.json: not an object of objects"),
        ({"2022-03": 3295}, "totals.json: not an object of objects"),
        ({"germany": {}}, "totals.json: ukraine: key missing: 'dead'"),
    ],
)
def test_a_file_of_another_form_is_refused(content: Any, refusal: str, read) -> None:
    with pytest.raises(UpstreamError) as refused:
        read(totals=content)
    assert str(refused.value) == refusal
