"""Verdicts on pairs of claims, and comparisons of claimants."""

from datetime import date

import pytest

from datasets.claims.comparisons import compare, latest_of_each, sort_claims, verdict_of
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
    ("first", "second", "expected"),
    [
        # basis, number
        (("documented", "3926"), ("stated", "10677"),
         ("compatible", "'3,926' and '10,677' share at least one number; "
                        "'3,926' is a documented count, which is a floor")),
        (("documented", "100"), ("stated", "250"),
         ("compatible", "'100' and '250' share at least one number; "
                        "'100' is a documented count, which is a floor")),
        (("documented", "250"), ("stated", "100"),
         ("conflicting", "'250' and '100' share no number; "
                         "'250' is a documented count, which is a floor")),
        (("documented", "250"), ("estimated", "250"),
         ("compatible", "'250' and '250' share at least one number; "
                        "'250' is a documented count, which is a floor")),
        (("documented", "250"), ("stated", "less-than 250"),
         ("conflicting", "'250' and 'fewer than 250' share no number; "
                         "'250' is a documented count, which is a floor")),
        (("documented", "250"), ("documented", "100"),
         ("compatible", "'250' and '100' share at least one number; "
                        "both are documented counts, which are floors")),
        (("documented", "250"), ("stated", "approximately 100"),
         ("indeterminate", "'about 100' has no bounds")),
        (("documented", "up-to 500"), ("stated", "1000"),
         ("indeterminate",
          "'up to 500' is a documented count, which does not limit the true number")),
        (("documented", "at-least 500"), ("stated", "1000"),
         ("compatible", "'at least 500' and '1,000' share at least one number")),
        (("documented", "100 80 120"), ("stated", "121"),
         ("conflicting", "'100 (80 to 120)' and '121' share no number")),
    ],
)  # fmt: skip
def test_a_documented_count_is_read_as_a_floor(first, second, expected):
    result = verdict_of(
        claim("A", number=first[1], basis=first[0], claimant="a"),
        claim("B", number=second[1], basis=second[0], claimant="b"),
    )
    assert (result.verdict, result.reason) == expected


def test_a_count_by_name_is_read_as_a_floor():
    names = claim("A", number="120", metric="confirmed-by-name", claimant="a")
    total = claim("B", number="150", metric="confirmed-by-name", claimant="b")
    assert verdict_of(names, total).verdict == "compatible"


@pytest.mark.parametrize(
    ("claimed_on", "reason"),
    [
        (date(2024, 10, 1), "Staff said '10' and '20' on 1 October 2024"),
        (date(2024, 10, 9), "Staff said '10' on 1 October 2024 and '20' on 9 October 2024"),
    ],
)
def test_two_numbers_of_one_claimant_are_no_conflict_of_claimants(claimed_on, reason):
    result = verdict_of(claim("A", number="10"), claim("B", number="20", claimed_on=claimed_on))
    assert (result.verdict, result.reason) == ("same-claimant", reason)


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
    ("figures", "expected"),
    [
        # period, number, day of the claim: of one claimant
        ([("2024-09-08", "10", 9), ("2024-09-08", "20", 10)], "A B"),
        ([("2024-09-08", "10", 10), ("2024-09-08", "20", 9)], "B A"),  # as they were said
        ([("2024-09-08", "10", 9), ("2024-09-08", "10", 10)], "B"),  # one number, said twice
        ([("2024-09-08", "10", 9), ("2024-09-08", "at-least 10", 10)], "A B"),
        ([("2024-09-07", "10", 9), ("2024-09-08", "20", 10)], "B"),  # two periods
        ([("2022-02-24/2024-09-08", "10", 9), ("2024-09-08", "20", 10)], "A"),  # two starts
        ([("2022-02-24/2024-09-08", "10", 9), ("2022-02-24/2024-09-08", "20", 10)], "A B"),
        ([("2024-09-08", "10", 9), ("2024-09-08~", "20", 9), ("2024-09-08", "30", 8)], "C A B"),
    ],
)  # fmt: skip
def test_different_numbers_of_one_claimant_for_one_period_are_all_shown(figures, expected):
    claims = [
        claim(name, period, number, claimed_on=date(2024, 9, day))
        for name, (period, number, day) in zip("ABC", figures, strict=False)
    ]
    assert " ".join(claim.id for claim in latest_of_each(claims, date(2024, 9, 30))) == expected
    assert latest_of_each(claims[::-1], date(2024, 9, 30)) == latest_of_each(
        claims, date(2024, 9, 30)
    )


def stocks(*numbers: str) -> list:
    return [
        claim(name, number=number, claimant=name.lower(), **STOCK)
        for name, number in zip("ABC", numbers, strict=False)
    ]


SAME_DAY = "Of 2 comparable claims, whose periods end on 8 September 2024"
ONLY_A = "There is only one claimant: A."
BOTH_OF_A = "The lowest and the highest number are of one claimant: A."


@pytest.mark.parametrize(
    ("numbers", "lowest", "highest", "ratio", "reason"),
    [
        ([], None, None, None, "No claimant answers."),
        (["28"], None, None, None, ONLY_A),
        (["28", "74"], ("A", 28), ("B", 74), 74 / 28, f"{SAME_DAY}."),
        (["74", "28"], ("B", 28), ("A", 74), 74 / 28, f"{SAME_DAY}."),
        (["0", "5"], ("A", 0), ("B", 5), None, "The lowest number is 0."),
        (["0", "0"], ("A", 0), ("B", 0), None, "The lowest number is 0."),
        (["between 10 40", "20"], None, None, None, BOTH_OF_A),
        (["between 10 40", "40"], ("A", 10), ("B", 40), 4.0,
         f"{SAME_DAY}; the hedges of the numbers are not applied."),
        (["more-than 600000", "approximately 500000"], ("B", 500000), ("A", 600000), 1.2,
         f"{SAME_DAY}; the hedges of the numbers are not applied."),
        (["5", "5"], ("A", 5), ("B", 5), 1.0, f"{SAME_DAY}."),
        (["1", "5"], ("A", 1), ("B", 5), 5.0, f"{SAME_DAY}."),
    ],
)  # fmt: skip
def test_a_comparison_has_the_lowest_and_highest_value_and_their_ratio(
    numbers, lowest, highest, ratio, reason
):
    claims = stocks(*numbers)
    result = compare(claims, date(2024, 9, 30))
    assert (result.claims, result.ratio, result.ratio_reason) == (tuple(claims), ratio, reason)
    assert lowest == (result.lowest and (result.lowest.id, result.lowest.lowest))
    assert highest == (result.highest and (result.highest.id, result.highest.highest))
    assert len(result.verdicts) == len(numbers) * (len(numbers) - 1) // 2


def spread(claims, tolerance_days=7) -> str:
    """Current claims, lowest, highest and ratio: ``B A: A B 2.0``, with the reason if null."""
    result = compare(claims, date(2026, 12, 31), tolerance_days)
    current = " ".join(claim.id for claim in result.current)
    if result.ratio is None:
        assert (result.lowest, result.highest) == (None, None)
        return f"{current}: {result.ratio_reason}"
    return f"{current}: {result.lowest.id} {result.highest.id} {result.ratio}"


def stock(name, day, number, **cells):
    return claim(name, f"2024-09-{day:02}", number, claimant=name[0].lower(), **STOCK, **cells)


def total(name, start, day, number, **cells):
    return claim(name, f"{start}/2024-09-{day:02}", number, claimant=name[0].lower(), **cells)


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        # 53,000 of 2024 and 1,256 of 2025: the case of Pokrovsk
        ([claim("A", "2024-09-20", "53000", claimant="a", **STOCK),
          claim("B", "2025-10-25", "1256", claimant="b", **STOCK)],
         "B: No period of another claimant ends within 7 days of the newest (B, until "
         "25 October 2025)."),
        # only the claims within the tolerance of the newest one count
        ([stock("A", 1, "1"), stock("B", 20, "20"), stock("C", 21, "40")], "C B: B C 2.0"),
        # never a pair that is further apart than the tolerance: A and C are 8 days apart
        ([stock("A", 12, "1"), stock("B", 16, "20"), stock("C", 20, "40")], "C B: B C 2.0"),
        # older claims that are comparable do not replace the newest one
        ([stock("A", 1, "1"), stock("B", 2, "20"), stock("C", 21, "40")],
         "C: No period of another claimant ends within 7 days of the newest (C, until "
         "21 September 2024). Older claims can be compared with on=2024-09-02."),
        # counts: the start of most claimants, although another count is newer
        ([total("A", "2024-01-01", 19, "10"), total("B", "2024-01-01", 20, "20"),
          total("C", "2024-02-01", 21, "90")], "B A: A B 2.0"),
        ([total("A", "2024-01-01", 19, "10"), total("C", "2024-02-01", 21, "90")],
         "C: The counts start on different or unknown days."),
        ([total("A", "", 21, "10"), total("B", "", 21, "90")],
         "B: The counts start on different or unknown days."),
        # an echo is no second witness, and does not stretch the ratio
        ([stock("A", 20, "10"), stock("B", 20, "90", derived_from="a")],
         "B A: The figures of B are based on those of A."),
        ([stock("A", 20, "10", derived_from="b"), stock("B", 20, "90", derived_from="a")],
         "B A: The figures of B are based on those of A."),
        ([stock("A", 20, "10"), stock("B", 20, "90", derived_from="a"), stock("C", 20, "20")],
         "C B A: A C 2.0"),
        ([stock("A", 20, "10", derived_from="x"), stock("B", 20, "90", derived_from="x")],
         "B A: A B 9.0"),
        # two numbers of one claimant
        ([stock("A1", 20, "10"), stock("A2", 20, "40")], "A2 A1: There is only one claimant: A."),
        ([stock("A1", 20, "10"), stock("A2", 20, "40"), stock("B", 20, "20")],
         "B A2 A1: The lowest and the highest number are of one claimant: A."),
        ([stock("A1", 20, "10"), stock("A2", 20, "40"), stock("B", 20, "80")],
         "B A2 A1: A1 B 8.0"),
        ([stock("A1", 20, "10"), stock("A2", 20, "40"), stock("B", 20, "10")],
         "B A2 A1: B A2 4.0"),
    ],
)  # fmt: skip
def test_a_ratio_is_of_claims_that_are_comparable_with_the_newest(claims, expected):
    assert spread(claims) == expected
    assert spread(claims[::-1]) == expected


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (0, "B: No period of another claimant ends on the day of the newest (B, until "
            "20 September 2024)."),
        (1, "B: No period of another claimant ends within 1 day of the newest (B, until "
            "20 September 2024)."),
        (2, "B A: A B 9.0"),
    ],
)  # fmt: skip
def test_the_tolerance_decides_about_the_ratio(days, expected):
    assert spread([stock("A", 18, "10"), stock("B", 20, "90")], days) == expected


def test_a_claim_counts_its_partners_and_has_a_verdict_with_the_newest():
    claims = [stock("A", 1, "1"), stock("B", 20, "20"), stock("C", 21, "40")]
    result = compare(claims, date(2024, 9, 30))
    assert result.comparable_with == {"B": 1, "C": 1}
    assert result.verdicts_with_newest == {"A": "not-comparable", "B": "conflicting"}


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        (["claimant"], "A B C D"),
        (["-claimant"], "D C B A"),
        (["value"], "C D A B"),
        (["-value"], "C B A D"),  # a range by its upper end
        (["period_end"], "D A B C"),
        (["-period_end"], "A B C D"),
        (["period_end", "-value"], "D C B A"),
        (["claimed_on"], "C A B D"),
        (["-claimed_on", "value"], "D A B C"),
    ],
)  # fmt: skip
def test_claims_are_sorted_by_columns(sort, expected):
    claims = [
        stock("A", 20, "15", claimed_on=date(2024, 10, 2)),
        stock("B", 20, "20", claimed_on=date(2024, 10, 2)),
        stock("C", 20, "between 5 90", claimed_on=date(2024, 10, 1)),
        stock("D", 8, "10", claimed_on=date(2024, 10, 3)),
    ]
    assert " ".join(claim.id for claim in sort_claims(claims, sort)) == expected
