"""Verdicts on pairs of claims, and comparisons of claimants."""

from datetime import date

import pytest

from datasets.claims.comparisons import compare, latest_of_each, verdict_of
from tests.claims.claims import claim

STOCK = {"kind": "stock"}
START, LATER = "2022-02-24/2024-09-08", "2022-02-24/2024-09-15"


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        # period, number
        (("2024-08-19", "more-than 53000"), ("2024-08-19", "59000"),
         ("compatible", "'more than 53,000' and '59,000' share at least one number")),
        (("2024-08-19", "53000"), ("2024-08-19", "59000"),
         ("conflicting", "'53,000' and '59,000' share no number")),
        (("2024-08-19", "11"), ("2024-08-19", "12"),
         ("conflicting", "'11' and '12' share no number")),
        (("2024-08-19", "11"), ("2024-08-12/2024-08-18", "approximately 10"),
         ("indeterminate", "'about 10' has no bounds")),
        (("2024-08-19", "approximately 10"), ("2024-08-19", "approximately 12"),
         ("indeterminate", "'about 10' has no bounds")),
        (("2024-08-19", "approximately 10 9 11"), ("2024-08-19", "11"),
         ("compatible", "'about 10 (9 to 11)' and '11' share at least one number")),
        (("2024-08-19", "between 5 7"), ("2024-08-19", "more-than 7"),
         ("conflicting", "'between 5 and 7' and 'more than 7' share no number")),
        (("2024-08-19", "between 5 7"), ("2024-08-19", "at-least 7"),
         ("compatible", "'between 5 and 7' and 'at least 7' share at least one number")),
        (("2024-08-19", "11"), ("2024-08-26", "12"),
         ("conflicting", "'11' and '12' share no number")),
        (("2024-08-19", "11"), ("2024-08-27", "12"),
         ("not-comparable", "the periods end 8 days apart")),
        (("2024-08-19", "approximately 11"), ("2024-08-27", "12"),
         ("not-comparable", "the periods end 8 days apart")),
    ],
)  # fmt: skip
def test_a_pair_of_claims_has_a_verdict(first, second, expected):
    first_claim, second_claim = (
        claim(*("A", *first), claimant="a", **STOCK),
        claim(*("B", *second), claimant="b", **STOCK),
    )
    result = verdict_of(first_claim, second_claim)
    assert (result.first, result.second, result.verdict, result.reason) == ("A", "B", *expected)


@pytest.mark.parametrize(
    ("days", "expected"),
    [(0, "not-comparable"), (7, "not-comparable"), (8, "conflicting"), (30, "conflicting")],
)
def test_the_tolerance_is_a_parameter(days, expected):
    first_claim = claim("A", "2024-08-12", "28", claimant="a", **STOCK)
    second_claim = claim("B", "2024-08-20", "93", claimant="b", **STOCK)
    [result] = compare([first_claim, second_claim], date(2024, 8, 20), days).verdicts
    assert result == verdict_of(first_claim, second_claim, days)
    assert result.verdict == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (START, LATER, ("compatible", "'at least 5' and '9' share at least one number")),
        (START, "2022-02-25/2024-09-08",
         ("not-comparable", "the counts start on different days")),
        (START, "2024-09-08", ("not-comparable", "the counts start on different days")),
        (START, "/2024-09-08", ("not-comparable", "the start of a count is unknown")),
        ("/2024-09-08", "/2024-09-08", ("not-comparable", "the start of a count is unknown")),
        ("2022-02/2024-09-08", "2022-02-01/2024-09-08",
         ("compatible", "'at least 5' and '9' share at least one number")),
    ],
)  # fmt: skip
def test_flows_are_comparable_only_with_the_same_start(first, second, expected):
    result = verdict_of(claim("A", first, "at-least 5", claimant="a"), claim("B", second, "9"))
    assert (result.verdict, result.reason) == expected


@pytest.mark.parametrize(
    ("of_first", "of_second", "reason"),
    [
        (None, "staff", "the figures of Ministry are based on those of Staff"),
        ("ministry", None, "the figures of Staff are based on those of Ministry"),
        (None, "nobody", None),
        ("outlet", "outlet", None),
    ],
)
@pytest.mark.parametrize("period", ["2024-09-08", "2023-09-08"])
def test_a_derived_claim_is_not_independent(of_first, of_second, reason, period):
    original = claim("A", claimant="staff", derived_from=of_first)
    derived = claim("B", period, claimant="ministry", derived_from=of_second)
    result = verdict_of(original, derived)
    assert (result.verdict == "not-independent") is (reason is not None)
    if reason:
        assert result.reason == reason


A1 = claim("A1", "2022-02-24/2024-09-07", claimant="a")
A2 = claim("A2", "2022-02-24/2024-09-08", claimant="a")
A3 = claim("A3", "2024-09-08", claimant="a")
A4 = claim("A4", "2024-09-09", claimant="a")
A5 = claim("A5", "2024-09-15", claimant="a")
B1 = claim("B1", "2022-02-24/2024-09-05", claimant="b")
B2 = claim("B2", "2024-09-05", claimant="b")
C1 = claim("C1", "2024-09-05", claimant="c")
C2 = claim("C2", "2022-02-24/2024-09-20", claimant="c")
D1 = claim("D1", "2024-09-05", claimant="d", claimed_on=date(2024, 9, 6))
D2 = claim("D2", "2024-09", claimant="d", **STOCK)
E1 = claim("E1", "2022", claimant="e")
E2 = claim("E2", "2023", claimant="e")


@pytest.mark.parametrize(
    ("claims", "on", "expected"),
    [
        ([A1, A2], date(2024, 9, 8), "A2"),
        ([A1, A2], date(2024, 9, 7), "A1"),
        ([A1, A2], date(2024, 9, 6), ""),
        ([A1, A2, A3, B1], date(2024, 9, 8), "A2 B1"),  # the start that both use
        ([A1, A2, A4, B1], date(2024, 9, 9), "A2 B1"),  # although a daily count is newer
        ([A2, A3, A4], date(2024, 9, 9), "A2"),  # a tie: the start of the longest period
        ([A1, B1, B2, C1], date(2024, 9, 8), "A1 B1 C1"),
        ([B1, B2, C1], date(2024, 9, 8), "B2 C1"),
        ([A2, C1], date(2024, 9, 8), "A2 C1"),  # no common start: the verdict is not-comparable
        ([B2, C1, B1], date(2024, 9, 8), "B2 C1"),
        ([E1, E2], date(2024, 9, 8), "E2"),  # counts of years: the last of them
        ([E1, E2], date(2022, 12, 31), "E1"),
        ([A3, A4], date(2024, 9, 9), "A4"),  # counts of days likewise
        ([A2, A4, C2], date(2024, 9, 20), "A2 C2"),  # A2 ended less than 7 days before A4
        ([A1, A5, B1], date(2024, 9, 20), "A5 B1"),  # A1 ended more than 7 days before A5
        ([D2], date(2024, 9, 29), ""),
        ([D2], date(2024, 9, 30), "D2"),
        ([C1, D1], date(2024, 9, 8), "C1 D1"),
        ([], date(2024, 9, 8), ""),
    ],
)
def test_the_latest_figure_of_each_claimant_is_compared(claims, on, expected):
    assert " ".join(claim.id for claim in latest_of_each(claims, on)) == expected


def test_of_two_figures_with_one_end_the_later_claim_is_compared():
    early = claim("Z", "2024-09-08", claimed_on=date(2024, 9, 9), **STOCK)
    late = claim("Y", "2024-09-08", claimed_on=date(2024, 9, 10), **STOCK)
    assert latest_of_each([late, early], date(2024, 9, 30)) == (late,)


@pytest.mark.parametrize(
    ("numbers", "lowest", "highest", "ratio"),
    [
        ([], None, None, None),
        (["28"], ("A", 28), ("A", 28), None),
        (["28", "74"], ("A", 28), ("B", 74), 74 / 28),
        (["74", "28"], ("B", 28), ("A", 74), 74 / 28),
        (["0", "5"], ("A", 0), ("B", 5), None),
        (["between 10 40", "20"], ("A", 10), ("A", 40), 4.0),
        (["more-than 600000", "approximately 500000"], ("B", 500000), ("A", 600000), 1.2),
        (["5", "5"], ("A", 5), ("B", 5), 1.0),
        (["1", "5"], ("A", 1), ("B", 5), 5.0),
    ],
)
def test_a_comparison_has_the_lowest_and_highest_value_and_their_ratio(
    numbers, lowest, highest, ratio
):
    claims = [
        claim(name, number=number, claimant=name.lower(), **STOCK)
        for name, number in zip("ABC", numbers, strict=False)
    ]
    result = compare(claims, date(2024, 9, 30))
    assert (result.claims, result.ratio) == (tuple(claims), ratio)
    assert lowest == (result.lowest and (result.lowest.id, result.lowest.lowest))
    assert highest == (result.highest and (result.highest.id, result.highest.highest))
    assert len(result.verdicts) == len(numbers) * (len(numbers) - 1) // 2
