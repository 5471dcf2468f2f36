from datetime import date

import pytest

from datasets.model.period import parse

READ = [
    # text, start, end, precision, approximate, single
    ("2024-08-19", "2024-08-19", "2024-08-19", "day", False, True),
    ("2024-08-19~", "2024-08-19", "2024-08-19", "day", True, True),
    ("2024-08", "2024-08-01", "2024-08-31", "month", False, True),
    ("2024-02", "2024-02-01", "2024-02-29", "month", False, True),
    ("2023-02~", "2023-02-01", "2023-02-28", "month", True, True),
    ("2023", "2023-01-01", "2023-12-31", "year", False, True),
    ("2022-02-24/2024-08-20", "2022-02-24", "2024-08-20", "day", False, False),
    ("2022-02-24/2024-08-20~", "2022-02-24", "2024-08-20", "day", True, False),
    ("2022-02-24~/2024-08-20", "2022-02-24", "2024-08-20", "day", True, False),
    ("2022-02-24/2024-08", "2022-02-24", "2024-08-31", "month", False, False),
    ("2022/2024-08-20", "2022-01-01", "2024-08-20", "year", False, False),
    ("/2024-08-19", None, "2024-08-19", "day", False, False),
    ("/2024-08~", None, "2024-08-31", "month", True, False),
]

NO_END = "is not allowed; a figure always has an end"
FORMS = (
    "is not a period; write 2024-08-19, 2024-08, 2022-02-24/2024-08-19 or /2024-08-19, "
    "with ~ after a date that is approximate"
)
REFUSED = [
    ("2024-08-19/", NO_END),
    ("2024-08-19/..", NO_END),
    ("/", NO_END),
    ("", FORMS),
    ("../2024-08-19", FORMS),
    ("19.08.2024", FORMS),
    ("2024-8-19", FORMS),
    ("2024-08-19?", FORMS),
    ("~2024-08-19", FORMS),
    (" 2024-08-19", FORMS),
    ("2024-08-19/2024-08-20/2024-08-21", FORMS),
    ("2024-08-1٩", FORMS),
    ("2023-02-29", "is not a period; the calendar has no '2023-02-29'"),
    ("2024-13", "is not a period; the calendar has no '2024-13'"),
    ("2024-00", "is not a period; the calendar has no '2024-00'"),
    ("2024-08-00", "is not a period; the calendar has no '2024-08-00'"),
    ("2024-00-19", "is not a period; the calendar has no '2024-00-19'"),
    ("2022-00-24/2022-07-22~", "is not a period; the calendar has no '2022-00-24'"),
    ("0000", "is not a period; the calendar has no '0000'"),
    ("2024-08-19/2024-09-31~", "is not a period; the calendar has no '2024-09-31~'"),
]

OVERLAPS = [
    ("2024-08-19", "2024-08-19", True),
    ("2024-08-19", "2024-08-20", False),
    ("2024-08", "2024-08-31/2024-09-30", True),
    ("2024-08", "2024-09", False),
    ("2022-02-24/2024-09-07", "2022-02-24/2024-09-08", True),
    ("2022-02-24/2024-09-07", "2024-09-08", False),
    ("/2024-08-19", "2024-08-19", True),
    ("/2024-08-19", "2024-08-20", False),
    ("/2024-08-19", "/2020", True),
]

CONTAINS = [
    ("2024-08-19", "2024-08-18", False),
    ("2024-08-19", "2024-08-19", True),
    ("2024-08-19", "2024-08-20", False),
    ("2024-02", "2024-02-29", True),
    ("2024-02", "2024-03-01", False),
    ("/2024-08-19", "1900-01-01", True),
    ("/2024-08-19", "2024-08-20", False),
]


@pytest.mark.parametrize(
    ("text", "start", "end", "precision", "approximate", "single"), READ, ids=str
)
def test_a_period_is_parsed_into_whole_days(text, start, end, precision, approximate, single):
    period = parse(text)
    first = period.start.isoformat() if period.start else None
    values = (first, period.end.isoformat(), period.precision, period.approximate, period.single)
    assert (period.text, *values) == (text, start, end, precision, approximate, single)


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_an_invalid_period_is_rejected_with_a_message_for_curators(text, reason):
    with pytest.raises(ValueError, match=r"^'") as refusal:
        parse(text)
    assert str(refusal.value) == f"'{text}' {reason}"


def date_or_none(text):
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def parse_or_none(text):
    try:
        return parse(text)
    except ValueError:
        return None


@pytest.mark.parametrize("year", ["0000", "1900", "2000", "2023", "2024"])
def test_a_day_is_accepted_if_and_only_if_it_exists_in_the_calendar(year):
    texts = [f"{year}-{month:02}-{day:02}" for month in range(100) for day in range(100)]
    days = {text: (day, day) for text in texts if (day := date_or_none(text))}
    periods = {text: period for text in texts if (period := parse_or_none(text))}
    assert {text: (period.start, period.end) for text, period in periods.items()} == days


@pytest.mark.parametrize(("first", "second", "overlap"), OVERLAPS)
def test_two_periods_overlap_when_they_may_share_a_day(first, second, overlap):
    assert (parse(first).overlaps(parse(second)), parse(second).overlaps(parse(first))) == (
        overlap,
        overlap,
    )


@pytest.mark.parametrize(("text", "day", "inside"), CONTAINS)
def test_a_period_contains_its_first_and_its_last_day(text, day, inside):
    assert parse(text).contains(date.fromisoformat(day)) is inside


@pytest.mark.parametrize(
    ("text", "backwards"),
    [
        ("2024-08-19/2024-08-01", True),
        ("2024-08-19/2024-08-19", False),
        ("2024-08-19/2024-08", False),
        ("/2024-08-19", False),
    ],
)
def test_a_period_is_backwards_when_it_ends_before_it_starts(text, backwards):
    assert parse(text).backwards is backwards


@pytest.mark.parametrize(
    ("text", "day", "end"),
    [
        ("2024-08", "2024-08-26", "2024-08-26"),  # a month that holds the day of the claim
        ("2024-08", "2024-08-31", "2024-08-31"),
        ("2024-08", "2024-09-10", "2024-08-31"),
        ("2022-02-24/2024", "2024-10-10", "2024-10-10"),
        ("2024-08", "2024-07-31", "2024-08-31"),  # a forecast, which V21 refuses
        ("2024-08-26", "2024-08-20", "2024-08-26"),
    ],
)
def test_a_month_or_year_that_holds_the_day_of_the_claim_ends_on_it(text, day, end):
    period = parse(text).known_on(date.fromisoformat(day))
    assert (period.end.isoformat(), period.text) == (end, text)
