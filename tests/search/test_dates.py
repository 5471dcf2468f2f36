"""Days, months and years are read from a text."""

from datetime import date

import pytest

from datasets.search.dates import split_dates


@pytest.mark.parametrize(
    ("text", "rest", "first", "last"),
    [
        ("Gaza deaths July 2025", "Gaza deaths", date(2025, 7, 1), date(2025, 7, 31)),
        ("killed in 2024", "killed in", date(2024, 1, 1), date(2024, 12, 31)),
        ("31 Jan 2024 losses", "losses", date(2024, 1, 31), date(2024, 1, 31)),
        ("the 1st of March, 2022", "the", date(2022, 3, 1), date(2022, 3, 1)),
        ("Sept 3, 2024", "", date(2024, 9, 3), date(2024, 9, 3)),
        ("2024-02", "", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-08-20", "", date(2024, 8, 20), date(2024, 8, 20)),
        ("from May 2022 to 3 June 2023", "from to", date(2022, 5, 1), date(2023, 6, 3)),
        ("2023 2021", "", date(2021, 1, 1), date(2023, 12, 31)),
    ],
)
def test_dates_are_the_days_from_the_first_to_the_last(text, rest, first, last):
    undated, window = split_dates(text)
    assert (" ".join(undated.split()), window.first, window.last) == (rest, first, last)


@pytest.mark.parametrize(
    "text", ["M23", "600,000 killed", "12024", "may they", "2024-13-40x", "march on Kyiv", "1850"]
)
def test_what_is_no_date_stays(text):
    assert split_dates(text) == (text, None)


def test_a_day_that_is_in_no_calendar_is_no_day():
    undated, window = split_dates("31 February 2024")
    assert (window.first, window.last) == (date(2024, 2, 1), date(2024, 2, 29))
    assert undated.split() == ["31"]
