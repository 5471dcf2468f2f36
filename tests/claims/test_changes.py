"""Changes between the figures of a series, and the reasons why there is none."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets.claims.series import Selection, no_notes, series_of
from tests.claims.claims import claim

WAR = "2022-02-24/"


def total(name: str, end: str, number: str, **options):
    return claim(name, f"{WAR}{end}", number, nature="total", **options)


def outcomes(claims, selection=None, notes=no_notes) -> list[int | float | str | None]:
    """The change of each point, or the reason why there is none."""
    [line] = series_of(claims, selection or Selection(), notes)
    return [point.change if point.reason is None else point.reason for point in line.points]


def daily(*values: int):
    return [
        total(f"T{day}", f"2024-09-{day:02}", f"{value}") for day, value in enumerate(values, 1)
    ]


def dip(before: str, higher: str, day: str) -> str:
    return (
        f"the total before, {before}, is below an earlier one, {higher} until {day}; a step from "
        "it is not a change"
    )


def fall(before: str, after: str) -> str:
    return f"the total fell from {before} to {after}; the source does not say why"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((1924, 1115, 2085, 2111),
         [None, fall("1,924", "1,115"), dip("1,115", "1,924", "1 September 2024"), 26]),
        ((100, 90, 95, 100, 101),
         [None, fall("100", "90"), dip("90", "100", "1 September 2024"),
          dip("95", "100", "1 September 2024"), 1]),
        ((316, 316, 315, 315, 316),
         [None, 0, fall("316", "315"), dip("315", "316", "2 September 2024"),
          dip("315", "316", "2 September 2024")]),
        ((100, 90, 80, 120),
         [None, fall("100", "90"), fall("90", "80"), dip("80", "100", "1 September 2024")]),
        ((5, 5, 6), [None, 0, 1]),
        ((0, 3, 2), [None, 3, fall("3", "2")]),
    ],
)  # fmt: skip
def test_no_step_into_or_out_of_a_dip_is_a_change(values, expected):
    assert outcomes(daily(*values)) == expected


def test_a_dip_before_the_first_day_of_a_series_counts():
    later = Selection(first=date(2024, 9, 2))
    assert outcomes(daily(1924, 1115, 2085, 2111), later) == [
        None, dip("1,115", "1,924", "1 September 2024"), 26,
    ]  # fmt: skip


def test_a_fall_between_the_last_figures_of_two_intervals_is_a_reason():
    claims = [total("A", "2024-08-31", "100"), total("B", "2024-09-10", "200"),
              total("C", "2024-09-30", "150"), total("D", "2024-10-31", "250")]  # fmt: skip
    assert outcomes(claims, Selection("month")) == [
        None,
        "the total fell between the two figures: it was 200 until 10 September 2024",
        dip("150", "200", "10 September 2024"),
    ]


def test_the_note_of_a_figure_may_explain_a_fall():
    notes = {
        "T2": "The file of corrections has -10 for this day.",
        "T3": "So in the publisher's file: total fell from 90 (T2) to 80; a re-based series?",
    }
    assert outcomes(daily(100, 90, 80), notes=notes.get) == [
        None,
        "the total fell from 100 to 90; the note of the figure: "
        '"The file of corrections has -10 for this day."',
        fall("90", "80"),
    ]


def test_a_figure_that_was_claimed_earlier_than_the_one_before_it_has_no_change():
    claims = [
        total("A", "2022-02-28", "374", claimed_on=date(2023, 7, 18)),
        total("B", "2022-03-01", "227", claimed_on=date(2022, 3, 2)),
        total("C", "2022-05-08", "3381", claimed_on=date(2022, 5, 16)),
        total("D", "2022-12-26", "6884", claimed_on=date(2022, 12, 28)),
    ]
    assert outcomes(claims) == [
        None,
        "the figure before was said later, on 18 July 2023; this one was said on 2 March 2022",
        dip("227", "374", "28 February 2022"),
        3503,
    ]


@pytest.mark.parametrize("kind", ["stock", "intensive"])
def test_the_order_of_the_claims_matters_for_other_figures_too(kind):
    claims = [
        claim("A", "2024-08-31", "46000", kind=kind, claimed_on=date(2024, 10, 8)),
        claim("B", "2024-09-04", "26000", kind=kind, claimed_on=date(2024, 9, 4)),
        claim("C", "2024-10-08", "12000", kind=kind, claimed_on=date(2024, 10, 8)),
    ]
    assert outcomes(claims) == [
        None,
        "the figure before was said later, on 8 October 2024; this one was said on 4 September "
        "2024",
        -14000,
    ]


def test_two_numbers_for_one_moment_have_no_change_to_between_or_from_them():
    claims = [
        claim("A", "2024-09-01", "90", kind="stock"),
        claim("B", "2024-09-02", "92", kind="stock"),
        claim("C", "2024-09-02", "93", kind="stock"),
        claim("D", "2024-09-03", "95", kind="stock"),
        claim("E", "2024-09-04", "96", kind="stock"),
    ]
    reason = "the claimant has 2 numbers for 2 September 2024: 92 (B) and 93 (C)"
    assert outcomes(claims) == [None, reason, reason, reason, 1]


def test_figures_of_different_bases_have_no_change():
    claims = [total("A", "2024-09-01", "100", basis="documented"),
              total("B", "2024-09-02", "250", basis="estimated"),
              total("C", "2024-09-03", "260", basis="estimated")]  # fmt: skip
    assert outcomes(claims) == [
        None, "the basis of the figure before is 'documented', of this one 'estimated'", 10,
    ]  # fmt: skip


def test_a_range_below_a_total_is_a_fall():
    claims = [
        total("A", "2024-09-01", "100"),
        total("B", "2024-09-02", "between 80 90"),
        total("C", "2024-09-03", "between 85 110"),
        total("D", "2024-09-04", "120"),
    ]
    assert outcomes(claims) == [
        None,
        fall("100", "between 80 and 90"),
        dip("between 80 and 90", "100", "1 September 2024"),
        "a range has no single value",
    ]


@given(values=st.lists(st.integers(0, 20), min_size=1, max_size=12))
@settings(max_examples=300, deadline=None)
def test_a_change_is_only_between_two_totals_that_are_the_highest_so_far(values):
    highest_so_far = [value == max(values[: index + 1]) for index, value in enumerate(values)]
    [line] = series_of(daily(*values))
    for index, point in enumerate(line.points[1:], 1):
        if highest_so_far[index - 1] and highest_so_far[index]:
            assert (point.change, point.reason) == (values[index] - values[index - 1], None)
        else:
            assert point.change is None
            assert point.reason
