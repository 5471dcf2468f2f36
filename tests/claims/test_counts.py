"""Counts of a series by interval: added up where that is legitimate, never left out."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets.claims.answers import confirmed, own_context_of
from datasets.claims.arithmetic import NotAddable
from datasets.claims.intervals import INTERVALS, last_day
from datasets.claims.parts import parts_of, result_of
from datasets.claims.series import Selection, series_of
from tests.claims.claims import claim

JANUARY = [claim("A", "2024-01-29", "5"), claim("B", "2024-01-30", "5"),
           claim("C", "2024-01-31", "5"), claim("D", "2024-02-01", "7")]  # fmt: skip
MONTH = Selection("month")
PLAIN = "a count is not cumulative"


def points(claims, selection) -> list[str]:
    """Each point as ``figures period: number; without missing days``."""
    return [
        f"{'+'.join(figure.id for figure in point.figures)} {point.claim.period.text}: "
        f"{point.claim.text}"
        + (f"; without {' '.join(gap.text for gap in point.missing)}" if point.missing else "")
        for line in series_of(claims, selection)
        for point in line.points
    ]


def test_a_month_is_the_sum_of_its_counts():
    assert points(JANUARY, MONTH) == [
        "A+B+C 2024-01-29/2024-01-31: at least 15; without 2024-01-01/2024-01-28",
        "D 2024-02-01: at least 7; without 2024-02-02/2024-02-29",
    ]


def test_a_sum_has_no_id_and_says_what_it_is():
    [january, february] = series_of(JANUARY, MONTH)[0].points
    assert (january.claim.id, january.operation, january.change) == ("", "sum", None)
    assert january.reason == f"{PLAIN}; the sum of 3 counts"
    assert january.sum_columns == {
        "id": None, "period": "2024-01-29/2024-01-31", "period_start": "2024-01-29",
        "period_end": "2024-01-31", "quantifier": "at-least", "value": 15, "value_lower": None,
        "value_upper": None, "text": "at least 15", "claimed_on": "2024-10-01", "url": None,
    }  # fmt: skip
    assert (february.claim.id, february.operation, february.claim.text) == ("", "sum", "at least 7")
    assert [figure.id for figure in february.figures] == ["D"]
    assert february.reason == f"{PLAIN}; the only count of a part of the interval"


def test_a_count_of_a_whole_interval_is_the_figure_itself():
    [point] = series_of([claim("A", "2024-02", "7")], MONTH)[0].points
    assert (point.claim.id, point.operation, point.sum_columns) == ("A", None, {})


def contradicted(before: str, after: str):
    """Counts of 11 to 15 January, the claimant's lower figure from the 12th, and two totals."""
    counts = [claim(f"C{day}", f"2024-01-{day}", "25") for day in range(11, 16)]
    totals = [claim("T", f"2022-02-24/{before}", "1000"), claim("U", f"2022-02-24/{after}", "1400")]
    return [*counts, *totals, claim("W", "2024-01-12/2024-01-25", "93", nature="total")]


def test_a_sum_that_an_own_figure_contradicts_has_no_number_but_the_reason():
    """The claimant counted 93 until 25 January; its reports of the first days add up to 100."""
    [sums, *_] = series_of(contradicted("2024-01-10", "2024-01-15"), MONTH)
    [point] = sums.points
    assert [figure.id for figure in point.figures] == ["C11", "C12", "C13", "C14", "C15"]
    assert point.reason == (
        f"{PLAIN}; not added: The figures add up to 100 for 12 to 15 January 2024. That is more "
        "than the claimant's own figure for Ua, 12 to 25 January 2024: 93 (W). The claimant's "
        "totals for 11 to 15 January 2024 differ by 400 (T and U)"
    )
    assert point.sum_columns == {
        "id": None, "period": "2024-01-11/2024-01-15", "period_start": "2024-01-11",
        "period_end": "2024-01-15", "quantifier": None, "value": None, "value_lower": None,
        "value_upper": None, "text": "no number", "claimed_on": "2024-10-01", "url": None,
    }  # fmt: skip
    assert [(check.difference, check.counted) for check in point.checks] == [(400, 125)]


def test_the_totals_that_a_refusal_names_are_those_of_the_whole_month_if_there_are():
    [sums, *_] = series_of(contradicted("2023-12-31", "2024-01-31"), MONTH)
    assert sums.points[0].reason.endswith(
        ": 93 (W). The claimant's totals for January 2024 differ by 400 (T and U)"
    )


def test_a_refusal_names_no_totals_that_the_claimant_contradicts():
    """Totals of 12 to 15 January that differ by 400 cannot be right beside 93 until the 25th."""
    [sums, *_] = series_of(contradicted("2024-01-11", "2024-01-15"), MONTH)
    assert sums.points[0].reason.endswith(": 93 (W)")


def test_a_figure_of_a_wider_place_contradicts_a_sum_too():
    counts = [claim(f"C{day}", f"2024-01-{day}", "25", place="sumy") for day in (11, 12)]
    wider = claim("W", "2024-01", "40", place="ua")
    own = own_context_of([*counts, wider], {"sumy": frozenset({"sumy", "ua"})})
    [sums] = series_of(counts, MONTH, own=own)
    assert sums.points[0].reason == (
        f"{PLAIN}; not added: The figures add up to at least 50 for 11 to 12 January 2024. That is "
        "more than the claimant's own figure for Ua, January 2024: 40 (W)"
    )


def test_only_days_of_the_series_are_missing():
    selection = Selection("month", date(2024, 1, 29), date(2024, 2, 1))
    assert points(JANUARY, selection) == ["A+B+C 2024-01-29/2024-01-31: 15", "D 2024-02-01: 7"]


@pytest.mark.parametrize(
    ("interval", "expected"),
    [
        ("day", ["A 2024-01-29: 5", "B 2024-01-30: 5", "C 2024-01-31: 5", "D 2024-02-01: 7"]),
        ("week", ["A+B+C+D 2024-01-29/2024-02-01: at least 22; without 2024-02-02/2024-02-04"]),
        ("year", ["A+B+C+D 2024-01-29/2024-02-01: at least 22; without 2024-01-01/2024-01-28 "
                  "2024-02-02/2024-12-31"]),
    ],
)  # fmt: skip
def test_the_interval_decides_which_counts_are_added(interval, expected):
    assert points(JANUARY, Selection(interval)) == expected


def test_months_are_added_up_to_a_year():
    months = [claim(f"M{month:02}", f"2022-{month:02}", f"{month}") for month in range(1, 13)]
    [year] = series_of(months, Selection("year"))[0].points
    assert (year.claim.text, year.claim.period.text, year.missing) == (
        "78", "2022-01-01/2022-12-31", (),
    )  # fmt: skip


@pytest.mark.parametrize("interval", ["day", "month"])
def test_a_count_that_is_longer_than_an_interval_remains(interval):
    year = claim("Y", "2023", "700")
    [point] = series_of([year], Selection(interval))[0].points
    assert (point.claim, point.operation, point.missing) == (year, None, ())
    assert point.reason == f"{PLAIN}; its period is not within one {interval}"


def test_a_week_in_two_months_is_not_divided():
    counts = [claim("W", "2024-01-29/2024-02-04", "9"), claim("D", "2024-02-05", "1"),
              claim("E", "2024-02-06", "2"), claim("T", "2022-02-24/2024-02-05"),
              claim("U", "2022-02-24/2024-02-06")]  # fmt: skip
    assert points(counts, Selection("month", natures=("count",))) == [
        "W 2024-01-29/2024-02-04: 9",
        "D+E 2024-02-05/2024-02-06: at least 3; without 2024-02-01/2024-02-04 "
        "2024-02-07/2024-02-29",
    ]


def test_counts_that_may_not_be_added_remain_with_the_reason():
    counts = [
        claim("A", "2024-01-30", "5"),
        claim("B", "2024-01-30", "6"),
        claim("C", "2024-02-01", "at-least 7"),
        claim("D", "2024-02-02", "up-to 8"),
    ]
    assert points(counts, MONTH) == [
        "A 2024-01-30: 5", "B 2024-01-30: 6", "C 2024-02-01: at least 7", "D 2024-02-02: up to 8",
    ]  # fmt: skip
    overlap = (f"{PLAIN}; not added: A (5) and B (6) are two numbers of the claimant for "
               "one place and period (2024-01-30)")  # fmt: skip
    bounds = f"{PLAIN}; not added: 'at least 7' (C) is a minimum and 'up to 8' (D) is a maximum"
    assert [point.reason for point in series_of(counts, MONTH)[0].points] == [
        overlap, overlap, bounds, bounds,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("numbers", "text"),
    [
        (("5", "approximately 5"), "about 10"),
        (("5", "more-than 5"), "more than 10"),
        (("more-than 5", "at-least 5"), "more than 10"),
        (("5", "up-to 5"), "up to 10"),
        (("between 5 7", "5"), "about 10 to 12"),
    ],
)
def test_the_hedges_of_counts_are_combined(numbers, text):
    counts = [claim("A", "2024-01-01/2024-01-15", numbers[0]),
              claim("B", "2024-01-16/2024-01-31", numbers[1]),
              claim("T", "2022-02-24/2024-02-05"), claim("U", "2022-02-24/2024-02-06")]  # fmt: skip
    [point] = series_of(counts, Selection("month", natures=("count",)))[0].points
    assert point.claim.text == text


def test_two_counts_of_one_period_both_say_so():
    counts = [claim("A", "2024-01", "5"), claim("B", "2024-01", "6"), claim("C", "2024-02", "7")]
    both = "the claimant has 2 numbers for January 2024: 5 (A) and 6 (B)"
    assert [point.reason for point in series_of(counts)[0].points] == [
        both, f"{PLAIN}; {both}", PLAIN,
    ]  # fmt: skip


def test_a_sum_that_the_totals_contradict_says_so():
    counts = [claim(f"C{day:02}", f"2024-09-{day:02}", "10") for day in range(1, 31)]
    totals = [claim("A", "2022-02-24/2024-08-31", "1000"),
              claim("B", "2022-02-24/2024-09-30", "1380")]  # fmt: skip
    [sums, running] = series_of([*counts, *totals], MONTH)
    assert sums.points[0].claim.text == "300"
    assert sums.points[0].reason == (
        f"{PLAIN}; the sum of 30 counts; the totals before and after these days differ by 380"
    )
    assert running.points[1].reason == "the claimant's counts for these days add up to 300"
    assert running.points[1].change == 380
    check = sums.points[0].disagreement
    assert (check.count, len(check.figures), check.difference, check.counted) == (
        None, 30, 380, 300,
    )  # fmt: skip


def test_days_outside_a_sum_do_not_hide_that_the_totals_contradict_it():
    counts = [claim(f"C{day:02}", f"2024-09-{day:02}", "10") for day in (1, 2, 3)]
    totals = [claim("A", "2022-02-24/2024-08-31", "1000"),
              claim("B", "2022-02-24/2024-09-03", "1380")]  # fmt: skip
    [sums, running] = series_of([*counts, *totals], MONTH)
    assert sums.points[0].claim.text == "at least 30"
    assert sums.points[0].reason == (
        f"{PLAIN}; the sum of 3 counts; the totals before and after these days differ by 380"
    )
    assert running.points[1].reason == "the claimant's counts for these days add up to 30"


def test_a_sum_with_missing_days_within_is_a_minimum_that_totals_may_exceed():
    counts = [claim("C1", "2024-09-01", "10"), claim("C3", "2024-09-03", "10")]
    totals = [claim("A", "2022-02-24/2024-08-31", "1000"),
              claim("B", "2022-02-24/2024-09-03", "1380")]  # fmt: skip
    [sums, running] = series_of([*counts, *totals], MONTH)
    assert sums.points[0].disagreement is None
    assert running.points[1].reason is None


@pytest.mark.parametrize(
    ("interval", "day", "first", "last"),
    [
        ("day", (2024, 2, 29), (2024, 2, 29), (2024, 2, 29)),
        ("week", (2024, 1, 1), (2024, 1, 1), (2024, 1, 7)),
        ("week", (2023, 12, 31), (2023, 12, 25), (2023, 12, 31)),
        ("month", (2024, 2, 10), (2024, 2, 1), (2024, 2, 29)),
        ("month", (2023, 2, 28), (2023, 2, 1), (2023, 2, 28)),
        ("month", (2023, 12, 1), (2023, 12, 1), (2023, 12, 31)),
        ("year", (2023, 7, 1), (2023, 1, 1), (2023, 12, 31)),
        ("year", (2024, 12, 31), (2024, 1, 1), (2024, 12, 31)),
    ],
)
def test_an_interval_has_a_first_and_a_last_day(interval, day, first, last):
    begin = INTERVALS[interval](date(*day))
    assert (begin, last_day(interval, begin)) == (date(*first), date(*last))


@st.composite
def counts_and_totals(draw):
    """Counts of one to ten days, which may overlap, and totals since one day."""
    begins = draw(st.lists(st.integers(0, 400), min_size=1, max_size=12, unique=True))
    claims = []
    for serial, begin in enumerate(begins):
        start = date(2023, 1, 1) + timedelta(days=begin)
        end = start + timedelta(days=draw(st.sampled_from([0, 0, 0, 1, 9])))
        claims.append(claim(f"C{serial:02}", f"{start}/{end}", f"{draw(st.integers(0, 50))}"))
    for serial, day in enumerate(draw(st.lists(st.integers(0, 400), min_size=2, unique=True))):
        end = date(2023, 1, 1) + timedelta(days=day)
        claims.append(claim(f"T{serial:02}", f"2022-01-01/{end}", f"{draw(st.integers(0, 500))}"))
    return claims


days = st.dates(date(2022, 12, 1), date(2024, 3, 1))


@given(counts_and_totals(), st.none() | st.sampled_from(list(INTERVALS)), days, days)
@settings(max_examples=200, deadline=None)
def test_no_point_is_outside_the_selected_days_and_no_count_is_lost(claims, interval, one, other):
    first, last = sorted((one, other))
    series = series_of(claims, Selection(interval, first, last))
    assert all(
        first <= figure.period.end <= last
        for line in series for point in line.points for figure in (*point.figures, point.claim)
    )  # fmt: skip
    shown = sorted(
        figure.id
        for line in series if line.nature == "count"
        for point in line.points for figure in point.figures
    )  # fmt: skip
    assert shown == sorted(
        item.id for item in claims if item.id[0] == "C" and first <= item.period.end <= last
    )


@given(counts_and_totals(), st.sampled_from(list(INTERVALS)))
@settings(max_examples=200, deadline=None)
def test_the_points_of_counts_add_up_to_the_counts(claims, interval):
    counts = [line for line in series_of(claims, Selection(interval)) if line.nature == "count"]
    for point in (point for line in counts for point in line.points):
        refused = "claimant's own figure" in (point.reason or "")
        assert point.claim.value == (
            None if refused else sum(figure.value for figure in point.figures)
        )
        assert point.operation is None or INTERVALS[interval](
            point.claim.period.start
        ) == INTERVALS[interval](point.claim.period.end)
    numbers = [figure for line in counts for point in line.points for figure in point.figures]
    assert sorted(numbers) == sorted(item for item in claims if item.id[0] == "C")


@given(counts_and_totals(), st.sampled_from(["month", "year"]))
@settings(max_examples=200, deadline=None)
def test_an_interval_of_a_series_is_the_same_part_of_an_aggregate(claims, interval):
    """The number with its hedge, or the reason of the refusal."""
    answers = {}
    for part in parts_of("sum", interval, claims):
        if not part.claims:
            continue
        try:
            own = own_context_of(claims)
            result = confirmed(result_of(part, "sum", {}), own, part.days).result
            answers[part.key] = (result.quantifier, result.value, result.missing)
        except NotAddable as refusal:
            answers[part.key] = refusal.detail
    lines = [line for line in series_of(claims, Selection(interval)) if line.nature == "count"]
    points = [
        point
        for line in lines
        for point in line.points
        if INTERVALS[interval](point.figures[0].period.start)
        == INTERVALS[interval](point.figures[-1].period.end)
    ]
    length = {"month": 7, "year": 4}[interval]
    assert {f"{point.claim.period.end}"[:length] for point in points} == set(answers)
    for point in points:
        answer = answers[f"{point.claim.period.end}"[:length]]
        if isinstance(answer, str):
            assert f"not added: {answer.removesuffix('.')}" in point.reason
        else:
            assert (point.claim.quantifier, point.claim.value, point.missing) == answer
