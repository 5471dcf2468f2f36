"""Tables of sums and differences by month, year, place and subject."""

from collections.abc import Sequence
from datetime import date

import pytest

from datasets.claims.arithmetic import NotAddable
from datasets.claims.claim import Claim
from datasets.claims.parts import parts_of, result_of
from tests.claims.claims import claim, summary
from tests.claims.test_arithmetic import PLACES, STOCK


def table(operation: str, by: str, claims: Sequence[Claim]) -> list[str]:
    """Each part with its result, or with its refusal."""
    lines = []
    for part in parts_of(operation, by, claims):
        try:
            lines.append(f"{part.key} {summary(result_of(part, operation, PLACES))}")
        except NotAddable as refusal:
            lines.append(f"{part.key} {refusal.code}: {refusal.detail}")
    return lines


def counts(*rows: tuple[str, str]) -> list[Claim]:
    return [
        claim(f"C{index}", period, number, nature="count")
        for index, (period, number) in enumerate(rows)
    ]


def test_a_month_has_the_counts_that_lie_in_it():
    claims = counts(
        ("2024-02-01/2024-02-15", "5"), ("2024-02-16/2024-02-29", "6"),
        ("2024-02-29/2024-03-01", "9"), ("2024-03", "7"), ("2024-05-02", "8"),
    )  # fmt: skip
    assert table("sum", "month", claims) == [
        "2024-02 sum: unqualified 11, 2024-02-01/2024-02-29",
        "2024-03 sum: unqualified 7, 2024-03-01/2024-03-31",
        "2024-04 nothing-to-add: No figure for April 2024.",
        "2024-05 sum: at-least 8, 2024-05-02/2024-05-02, without 2024-05-01/2024-05-01, "
        "without 2024-05-03/2024-05-31",
    ]


def test_a_year_has_the_counts_that_lie_in_it():
    claims = counts(("2023", "5"), ("2024-01/2024-06", "6"), ("2024-07/2024-12", "7"))
    assert table("sum", "year", claims) == [
        "2023 sum: unqualified 5, 2023-01-01/2023-12-31",
        "2024 sum: unqualified 13, 2024-01-01/2024-12-31",
    ]


def test_running_totals_are_no_part_of_a_sum():
    claims = [
        claim("T", "2024-02-01/2024-02-02", "5", nature="total"),
        claim("U", "2024-02-01/2024-02-03", "6", nature="total"),
        claim("C", "2024-02-04", "1"),
    ]
    assert table("sum", "month", claims) == [
        "2024-02 sum: at-least 1, 2024-02-04/2024-02-04, without 2024-02-01/2024-02-03, "
        "without 2024-02-05/2024-02-29"
    ]


def totals(*rows: tuple[str, str]) -> list[Claim]:
    return [
        claim(f"T{index}", f"2023-10-07/{day}", number) for index, (day, number) in enumerate(rows)
    ]


def test_a_month_of_totals_is_the_difference_of_the_last_ones():
    claims = totals(
        ("2024-01-15", "90"), ("2024-01-31", "100"), ("2024-02-10", "120"), ("2024-02-28", "150"),
        ("2024-04-30", "190"), ("2024-05-31", "180"), ("2024-06-10", "170"), ("2024-06-30", "200"),
    )  # fmt: skip
    assert table("difference", "month", [*claims, claim("C", "2024-02-10", "1")]) == [
        "2024-01 not-a-pair: No figure ends in December 2023, so there is nothing to subtract.",
        "2024-02 flow: unqualified 50, 2024-02-01/2024-02-28",
        "2024-03 nothing-to-add: No figure for March 2024.",
        "2024-04 not-a-pair: No figure ends in March 2024, so there is nothing to subtract.",
        "2024-05 series-break: The total fell from 190 (T4) to 180 (T5): the difference is not "
        "the number for the days between them.",
        # It fell within June, too.
        "2024-06 series-break: The total fell from 180 (T5) to 170 (T6): the difference is not "
        "the number for the days between them.",
    ]


def test_totals_that_were_stated_out_of_order_have_no_difference():
    january, february = totals(("2024-01-31", "100"), ("2024-02-29", "150"))
    claims = [january._replace(claimed_on=date(2025, 7, 18)), february]
    assert table("difference", "month", claims)[1] == (
        "2024-02 series-break: The total until 31 January 2024 (100, T0) was stated on 18 July "
        "2025, after the total until 29 February 2024 (150, T1), which was stated on 1 October "
        "2024: they are not two steps of one running count."
    )


def test_a_stock_has_a_part_for_each_of_its_moments():
    claims = [
        claim("P", "2023-12-31", "3", place="sumy", **STOCK),
        claim("Q", "2023-12-31", "4", place="kharkiv", **STOCK),
        claim("R", "2024-12-31", "5", place="sumy", **STOCK),
    ]
    assert table("sum", "month", claims) == [
        "2023-12 sum: unqualified 7, 2023-12-31/2023-12-31",
        "2024-12 sum: unqualified 5, 2024-12-31/2024-12-31",
    ]
    assert table("difference", "year", [claims[0], claims[2]]) == [
        "2023 not-a-pair: No figure ends in 2022, so there is nothing to subtract.",
        "2024 net-change: unqualified 2, 2023-12-31/2024-12-31",
    ]


@pytest.mark.parametrize("by", ["place", "subject"])
def test_places_and_subjects_have_parts_of_their_own(by):
    first, second = ("kharkiv", "ua") if by == "place" else ("children", "civilians")
    claims = [
        claim("A", "2024-09-08", "5", **{by: second}),
        claim("B", "2024-09-08", "3", **{by: first}),
        claim("C", "2024-09-09", "4", **{by: first}),
        claim("D", "2024-09-08/2024-09-09", "8", **{by: second}),
    ]
    assert table("sum", by, claims) == [
        f"{first} sum: unqualified 7, 2024-09-08/2024-09-09",
        f"{second} overlapping-periods: A (2024-09-08) and D (2024-09-08/2024-09-09) overlap: the "
        "same days would be counted twice.",
    ]


def test_a_part_of_one_figure_keeps_its_hedge():
    claims = counts(("2024-02", "between 5 7"), ("2024-03", "more-than 9"))
    assert table("sum", "month", claims) == [
        "2024-02 sum: between None (5 to 7), 2024-02-01/2024-02-29",
        "2024-03 sum: more-than 9, 2024-03-01/2024-03-31",
    ]
