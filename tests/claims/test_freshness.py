from datetime import date

import pytest

from datasets.claims.freshness import (
    Freshness,
    cadence_text,
    freshness_document,
    freshness_text,
    is_quiet,
    is_silent,
)

RELEASE = date(2026, 11, 30)

TEXTS = [
    (Freshness(date(2025, 8, 23), date(2026, 11, 24), RELEASE),
     "Newest claim 23 August 2025 (464 days before 30 November 2026, the day of the newest row in "
     "this release). Not updated here since 24 November 2026."),
    (Freshness(date(2026, 11, 29), RELEASE, RELEASE),
     "Newest claim 29 November 2026 (1 day before 30 November 2026, the day of the newest row in "
     "this release). Last recorded here on 30 November 2026."),
    (Freshness(RELEASE, RELEASE, RELEASE),
     "Newest claim 30 November 2026 (the day of the newest row in this release). Last recorded "
     "here on 30 November 2026."),
    (Freshness(date(2022, 8, 24), date(2026, 11, 24), RELEASE),
     "Newest claim 24 August 2022 (1,559 days before 30 November 2026, the day of the newest row "
     "in this release). Not updated here since 24 November 2026."),
    (Freshness(date(2025, 10, 6), date(2026, 11, 24), RELEASE, date(2026, 8, 22)),
     "Newest claim 6 October 2025 (420 days before 30 November 2026, the day of the newest row in "
     "this release). Silent since 6 October 2025: the claimant made no newer claim in the "
     "publisher's file of 22 August 2026, which was read later. Not updated here since 24 "
     "November 2026."),
]  # fmt: skip


@pytest.mark.parametrize(("freshness", "text"), TEXTS)
def test_an_age_names_the_day_to_which_it_is_counted(freshness, text):
    assert freshness_text(freshness) == text


def test_an_age_is_served_with_its_days_and_its_sentences():
    freshness, text = TEXTS[0]
    assert freshness_document(freshness) == {
        "newest_claim": "2025-08-23",
        "recorded_on": "2026-11-24",
        "counted_to": "2026-11-30",
        "days_behind": 464,
        "silent_since": None,
        "text": text,
    }
    silent, _ = TEXTS[-1]
    assert freshness_document(silent)["silent_since"] == "2025-10-06"


@pytest.mark.parametrize(
    ("days", "cadence", "quiet", "silent"),
    [
        (3, 1, False, False), (4, 1, True, False), (30, 1, True, False), (31, 1, True, True),
        (4, 0, True, False), (93, 31, False, False), (94, 31, True, True), (1096, 365, True, True),
    ],
)  # fmt: skip
def test_a_claimant_is_silent_after_three_intervals_and_thirty_days(days, cadence, quiet, silent):
    assert (is_quiet(days, cadence), is_silent(days, cadence)) == (quiet, silent)


def test_a_claimant_without_a_usual_interval_is_not_silent():
    assert not is_silent(1000, None)


@pytest.mark.parametrize(
    ("cadence", "text"),
    [
        ("P1D", "every day"), ("P1W", "every week"), ("P3M", "every 3 months"),
        ("P1Y", "every year"), ("P10D", "every 10 days"), ("none", "no longer published"),
    ],
)  # fmt: skip
def test_a_cadence_is_plain_english(cadence, text):
    assert cadence_text(cadence) == text
