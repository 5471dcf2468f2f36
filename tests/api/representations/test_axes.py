"""Axes of charts: the label of a month or a year is in its middle, and there is always one."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.representations.axes import noon, time_axis

WIDTH = 430  # pixels


def labels_of(axis, row: int) -> list[str]:
    return [label.text for label in axis.labels if label.row == row]


@pytest.mark.parametrize(
    ("first", "last", "inner", "outer"),
    [
        (date(2009, 12, 31), date(2024, 12, 31),
         ["2010", "2012", "2014", "2016", "2018", "2020", "2022", "2024"], []),
        (date(2021, 12, 31), date(2025, 12, 31), ["2021", "2022", "2023", "2024", "2025"], []),
        (date(2016, 12, 31), date(2025, 12, 31), [f"{year}" for year in range(2016, 2026)], []),
        (date(2023, 10, 7), date(2026, 8, 22), ["2023", "2024", "2025", "2026"], []),
        (date(2024, 8, 19), date(2025, 10, 29), ["Oct", "Jan", "Apr", "Jul"], ["2024", "2025"]),
        (date(2025, 6, 1), date(2025, 10, 25), ["Jun", "Jul", "Aug", "Sep", "Oct"], ["2025"]),
        (date(2022, 3, 26), date(2022, 3, 30), ["26", "27", "28", "29", "30"], ["March 2022"]),
        (date(2022, 10, 1), date(2023, 1, 31), ["Oct", "Nov", "Dec", "Jan"], ["2022", "2023"]),
        (date(2024, 12, 31), date(2024, 12, 31), ["31"], ["December 2024"]),
    ],
)  # fmt: skip
def test_days_months_and_years_are_labelled(first, last, inner, outer):
    axis = time_axis(first, last, WIDTH)
    assert (labels_of(axis, 0), labels_of(axis, 1)) == (inner, outer)


def test_an_axis_has_no_year_without_a_figure():
    axis = time_axis(date(2016, 12, 31), date(2025, 12, 31), WIDTH)
    first, last = (datetime.fromtimestamp(end / 1000, UTC).date() for end in axis.ends)
    assert (first.year, last) == (2016, date(2026, 1, 1))


def test_the_last_day_of_a_year_is_drawn_within_that_year():
    axis = time_axis(date(2021, 12, 31), date(2023, 12, 31), WIDTH)
    borders = [datetime.fromtimestamp(border / 1000, UTC).date() for border in axis.borders]
    assert date(2023, 1, 1) in borders
    assert noon(date(2022, 12, 31)) < axis.borders[borders.index(date(2023, 1, 1))]


days = st.dates(date(1989, 1, 1), date(2026, 12, 31))


@given(days, days)
@settings(derandomize=True, max_examples=300, deadline=None, database=None)
def test_every_axis_holds_its_days_and_has_a_label(one, other):
    first, last = sorted((one, other))
    axis = time_axis(first, last, WIDTH)
    assert axis.ends[0] <= noon(first) <= noon(last) <= axis.ends[1]
    assert labels_of(axis, 0)
    assert all(axis.ends[0] <= label.time <= axis.ends[1] for label in axis.labels)
