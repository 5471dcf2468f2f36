"""Legitimate sums and differences, and the refusal of all others."""

from collections.abc import Sequence
from datetime import date

import pytest

from datasets.claims.arithmetic import REFUSALS, NotAddable, difference, first_and_last
from datasets.claims.claim import Claim
from datasets.claims.sums import add
from tests.claims.claims import claim, summary

PLACES = {
    "world": frozenset({"world"}),
    "ua": frozenset({"ua", "world"}),
    "kharkiv": frozenset({"kharkiv", "ua", "world"}),
    "sumy": frozenset({"sumy", "ua", "world"}),
    "izium": frozenset({"izium", "kharkiv", "ua", "world"}),
}
SINCE = "2022-02-24/2024-09-"
STOCK, RATE = {"kind": "stock", "metric": "refugees"}, {"kind": "intensive", "metric": "distance"}


def outcome_of(operation: str, claims: Sequence[Claim]) -> str:
    """The result, or the refusal with the figures at fault, as one line."""
    try:
        return summary(add(claims, PLACES) if operation == "sum" else difference(claims))
    except NotAddable as refusal:
        return f"{refusal.code}: {', '.join(refusal.figures)}"


A = claim("A", SINCE + "07", "623990")
B = claim("B", SINCE + "08", "625260")
C = claim("C", "2024-09-08", "1270")


@pytest.mark.parametrize(
    ("operation", "claims", "expected"),
    [
        ("sum", [A, C], "sum: unqualified 625260, 2022-02-24/2024-09-08"),
        ("sum", [C, A], "sum: unqualified 625260, 2022-02-24/2024-09-08"),
        ("difference", [A, B], "flow: unqualified 1270, 2024-09-08/2024-09-08"),
        ("difference", [B, A], "flow: unqualified 1270, 2024-09-08/2024-09-08"),
        ("sum", [A, B], "overlapping-periods: A, B"),
        ("sum", [B, C], "overlapping-periods: B, C"),
        ("difference", [A, C], "different-start: A, C"),
        ("difference", [B, C], "not-a-pair: B, C"),
        ("sum", [A, B, C], "overlapping-periods: A, B"),
    ],
)
def test_the_worked_example_of_the_model_has_these_results(operation, claims, expected):
    assert outcome_of(operation, claims) == expected


def test_a_result_lists_its_figures_and_their_places():
    whole, change = add([A, C], PLACES), difference([B, A])
    assert (whole.claims, whole.places) == ((A, C), ("ua",))
    assert (change.claims, change.places) == ((A, B), ("ua",))


def test_numbers_are_rounded_to_six_places():
    small = [
        claim(name, period, "0.0000004") for name, period in (("P", "2024-01"), ("Q", "2024-02"))
    ]
    assert add(small, PLACES).value == 0.000001
    ends = [claim("P", SINCE + "07", "0.0000001"), claim("Q", SINCE + "08", "0.0000008")]
    assert difference(ends).value == 0.000001


# code, operation, figures, detail, ids of the figures at fault
REFUSED = [
    ("mixed-metrics", "sum", [A, claim("W", "2024-09-08", metric="wounded")],
     "The figures have different metrics: killed, wounded.", "A W"),
    ("mixed-metrics", "sum", [claim(name, metric=f"m{name}") for name in "ABCDEF"],
     "The figures have different metrics: mA, mB, mC, mD, mE.", "A B C D E F"),
    ("mixed-claimants", "difference", [A, claim("X", SINCE + "08", claimant="ministry")],
     "The figures have different claimants: staff, ministry.", "A X"),
    ("mixed-subjects", "sum", [C, claim("X", "2024-09-09", subject="children")],
     "The figures have different subjects: civilians, children.", "C X"),
    ("stock-over-time", "sum",
     [claim("S", "2024-01", **STOCK), claim("T", "2024-01", place="pl", **STOCK),
      claim("U", "2024-02", **STOCK)],
     "'refugees' is a stock, counted at one moment; the moments differ: 2024-01, 2024-02.", "S U"),
    ("stock-over-time", "sum", [claim(f"S{month}", f"2024-0{month}", **STOCK)
                                for month in range(1, 7)],
     "'refugees' is a stock, counted at one moment; the moments differ: 2024-01, 2024-02, 2024-03, "
     "2024-04, 2024-05.", "S1 S2 S3 S4 S5 S6"),
    ("intensive-metric", "sum", [claim("I", "2024-01", **RATE), claim("J", "2024-02", **RATE)],
     "'distance' is an average, a rate or a distance; it cannot be added.", "I J"),
    ("overlapping-periods", "sum", [A, B],
     "A (2022-02-24/2024-09-07) and B (2022-02-24/2024-09-08) overlap: the same days would be "
     "counted twice.", "A B"),
    ("overlapping-places", "sum", [claim("P", place="izium"), claim("Q", place="ua")],
     "Izium is inside Ua or may overlap with it: a common area would be counted twice.",
     "Q P"),
    ("unaligned-periods", "sum",
     [claim("P", "2024-09-08", place="sumy"), claim("Q", "2024-09-09", place="kharkiv")],
     "The places have figures for different periods; a sum needs the same periods.", "P Q"),
    ("unknown-start", "sum", [claim("N", "/2024-08-19"), C],
     "The start of N is unknown, so it may overlap the others.", "N"),
    ("different-start", "difference", [A, claim("X", "2023-01-01/2024-09-08", "9")],
     "A starts on 2022-02-24, X on 2023-01-01.", "A X"),
    ("series-break", "difference", [A, claim("X", SINCE + "08", "623000")],
     "The total fell from 623,990 (A) to 623,000 (X): the difference is not the number for the "
     "days between them.", "A X"),
    ("series-break", "difference", [A._replace(claimed_on=date(2025, 7, 18)), B],
     "The total until 7 September 2024 (623,990, A) was stated on 18 July 2025, after the total "
     "until 8 September 2024 (625,260, B), which was stated on 1 October 2024: they are not two "
     "steps of one running count.", "A B"),
    ("opposed-bounds", "sum", [claim("L", "2024-09-08", "at-least 50"),
                               claim("U", "2024-09-09", "up-to 70")],
     "'at least 50' (L) is a minimum and 'up to 70' (U) is a maximum.", "L U"),
    ("not-a-pair", "difference", [A, B, claim("X", SINCE + "09", "630000")],
     "3 figures were selected; a difference needs two.", "A B X"),
    ("nothing-to-add", "sum", [A], "Only A matches.", "A"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "operation", "claims", "detail", "at_fault"), REFUSED)
def test_illegitimate_arithmetic_is_refused_with_a_reason(
    code, operation, claims, detail, at_fault
):
    with pytest.raises(NotAddable) as caught:
        add(claims, PLACES) if operation == "sum" else difference(claims)
    refusal = caught.value
    assert (refusal.code, refusal.detail) == (code, detail)
    assert " ".join(refusal.figures) == at_fault


def test_two_numbers_for_one_place_and_period_are_named():
    twins = [claim("F", "2024-09-08", "12"), claim("V", "2024-09-08", "11")]
    with pytest.raises(NotAddable) as caught:
        add([*twins, claim("W", "2024-09-09")], PLACES)
    assert caught.value.detail == (
        "F (12) and V (11) are two numbers of the claimant for one place and period (2024-09-08)."
    )


def test_a_sum_of_no_figures_is_refused():
    with pytest.raises(NotAddable) as caught:
        add([], PLACES)
    assert caught.value.detail == "No figure matches."


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (claim("X", "2024-09-09", place="sumy"), "C and X differ in place."),
        (claim("X", C.period.text), "C and X end on the same day."),
    ],
)
def test_a_difference_of_figures_that_are_no_pair_is_refused_with_the_reason(other, reason):
    with pytest.raises(NotAddable) as caught:
        difference([C, other])
    assert caught.value.detail == reason


def test_every_refusal_has_a_test():
    codes = [row[0] for row in REFUSED]
    others = ["claimant-says-otherwise"]  # in test_own_figures.py
    assert [*dict.fromkeys(codes), *others] == list(REFUSALS)


@pytest.mark.parametrize(
    ("operation", "claims", "expected"),
    [
        ("sum", [], "nothing-to-add: "),
        ("difference", [], "not-a-pair: "),
        ("difference", [A], "not-a-pair: A"),
        ("difference", [claim("N", "/2024-08-19"), B], "unknown-start: N, B"),
        ("difference", [C, claim("X", "2024-09-09", place="sumy")], "not-a-pair: C, X"),
        ("difference", [claim("L", SINCE + "07", "at-least 5"),
                        claim("U", SINCE + "08", "up-to 9")], "opposed-bounds: L, U"),
        ("difference", [claim("S", "2024-01", **STOCK), claim("T", "2024-01", "9", **STOCK)],
         "not-a-pair: S, T"),
        ("sum", [claim("S", "2024-01", **STOCK), claim("T", "2024-01", "9", **STOCK)],
         "overlapping-periods: S, T"),
        ("difference", [A._replace(claimed_on=date(2025, 7, 18)), claim("X", SINCE + "08", "1")],
         "series-break: A, X"),
        ("sum", [claim("S", "2024-01", place="sumy", **STOCK),
                 claim("T", "2024-02", place="kharkiv", **STOCK)], "stock-over-time: S, T"),
        ("sum", [claim("M", "2024-09"), C], "overlapping-periods: M, C"),
        ("sum", [claim("M", "2024-09-07/2024-09-08"), claim("D", "2024-09-08/2024-09-09")],
         "overlapping-periods: M, D"),
        ("sum", [claim("P", place="sumy"), claim("Q", place="kharkiv"),
                 claim("R", "2024-09-09", place="sumy")], "unaligned-periods: P, R"),
        ("sum", [claim("P", place="world"), claim("Q", place="sumy"), claim("R", place="izium")],
         "overlapping-places: P, R"),
        ("difference", [claim("I", "2024-01", "12", **RATE),
                        claim("J", "2024-02", "12", metric="rate", kind="intensive")],
         "mixed-metrics: I, J"),
    ],
)  # fmt: skip
def test_the_first_applicable_refusal_is_raised(operation, claims, expected):
    assert outcome_of(operation, claims) == expected


def days(*numbers: str) -> list[Claim]:
    return [claim(f"D{day}", f"2024-09-0{day}", number) for day, number in enumerate(numbers, 1)]


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        (["10", "20", "30"], "unqualified 60"),
        (["10", "0"], "unqualified 10"),
        (["1.1", "2.2"], "unqualified 3.3"),
        (["more-than 10", "20"], "more-than 30"),
        (["at-least 10", "20"], "at-least 30"),
        (["at-least 10", "more-than 20"], "more-than 30"),
        (["less-than 10", "20"], "less-than 30"),
        (["up-to 10", "20"], "up-to 30"),
        (["up-to 10", "less-than 20"], "less-than 30"),
        (["approximately 10", "20"], "approximately 30"),
        (["approximately 10", "more-than 20"], "approximately 30"),
        (["approximately 10", "up-to 20"], "approximately 30"),
        (["between 5 7", "20"], "approximately None (25 to 27)"),
        (["between 5 7", "between 1 2"], "approximately None (6 to 9)"),
        (["between 5 7", "more-than 20"], "approximately None"),
        (["between 5 7", "approximately 20"], "approximately None"),
        (["100 80 150", "50"], "unqualified 150 (130 to 200)"),
        (["100 80 150", "50 40 60"], "unqualified 150 (120 to 210)"),
        (["approximately 100 80 150", "50"], "approximately 150 (130 to 200)"),
        (["approximately 100 80 150", "approximately 50"], "approximately 150"),
        (["100 80 150", "at-least 50"], "approximately 150"),  # 80 and 50 are less than 150
        (["100 80 150", "up-to 50"], "approximately 150"),
    ],
)
def test_a_sum_combines_the_hedges_of_its_parts(numbers, expected):
    span = f"2024-09-01/2024-09-0{len(numbers)}"
    assert outcome_of("sum", days(*numbers)) == f"sum: {expected}, {span}"


@pytest.mark.parametrize("period", ["2024-09-02~", "2024-09-02/2024-09-03~"])
def test_a_sum_with_an_approximate_day_is_approximate(period):
    result = add([claim("D", "2024-09-01", "10"), claim("E", period, "20")], PLACES)
    assert (result.quantifier, result.value) == ("approximately", 30)


GAP = ", without 2024-09-10/2024-09-11"


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("10", "20", "at-least 30"),
        ("more-than 10", "20", "at-least 30"),
        ("at-least 10", "20", "at-least 30"),
        ("approximately 10", "20", "approximately 30"),
        ("up-to 10", "20", "approximately 30"),
        ("less-than 10", "20", "approximately 30"),
        ("100 80 150", "50", "approximately 150 (130 to None)"),
        ("between 5 7", "between 1 2", "approximately None (6 to None)"),
    ],
)
def test_a_sum_with_days_missing_is_at_best_a_minimum(first, second, expected):
    claims = [claim("D", "2024-09-09", first), claim("E", "2024-09-12", second)]
    assert outcome_of("sum", claims) == f"sum: {expected}, 2024-09-09/2024-09-12{GAP}"


@pytest.mark.parametrize(
    ("period", "number", "hedge"),
    [
        ("2024-09-05", "10", "at-least"),
        ("2024-09-05~", "10", "approximately"),  # the count may be of a day beside it
        ("2024-09-05", "up-to 10", "approximately"),
    ],
)
def test_the_only_count_of_a_month_is_a_sum_with_days_missing(period, number, hedge):
    month = (date(2024, 9, 1), date(2024, 9, 30))
    assert add([claim("D", period, number)], PLACES, month, minimum=1).quantifier == hedge


@pytest.mark.parametrize(
    ("spans", "span"),
    [
        (("01/2024-09-03", "04/2024-09-06"), "2024-09-01/2024-09-06"),
        (("01/2024-09-03", "06/2024-09-09"),
         "2024-09-01/2024-09-09, without 2024-09-04/2024-09-05"),
    ],
)  # fmt: skip
def test_a_gap_lies_between_spans_of_several_days(spans, span):
    claims = [claim(name, f"2024-09-{span}", "1") for name, span in zip("AB", spans, strict=True)]
    assert outcome_of("sum", claims).split(", ", 1)[1] == span


def test_every_gap_is_listed():
    claims = [claim(day, f"2024-09-{day}", "1") for day in ("20", "01", "02", "05", "10")]
    assert outcome_of("sum", claims) == (
        "sum: at-least 5, 2024-09-01/2024-09-20, without 2024-09-03/2024-09-04, "
        "without 2024-09-06/2024-09-09, without 2024-09-11/2024-09-19"
    )


@pytest.mark.parametrize(
    ("claims", "expected", "places"),
    [
        ([claim("P", "2024-01", "3", place="sumy", **STOCK),
          claim("Q", "2024-01", "4", place="kharkiv", **STOCK)],
         "sum: unqualified 7, 2024-01-01/2024-01-31", ("kharkiv", "sumy")),
        ([claim("P", "2024-09-08", "3", place="sumy"),
          claim("Q", "2024-09-08", "more-than 4", place="izium")],
         "sum: more-than 7, 2024-09-08/2024-09-08", ("izium", "sumy")),
        ([claim("P", "2024-09-08", "3", place="sumy"), claim("R", "2024-09-09", "5", place="sumy"),
          claim("Q", "2024-09-08", "4", place="izium"),
          claim("S", "2024-09-09", "6", place="izium")],
         "sum: unqualified 18, 2024-09-08/2024-09-09", ("izium", "sumy")),
        ([claim("P", "/2024-09-08", "3", place="sumy"), claim("Q", "/2024-09-08", place="izium")],
         "unknown-start: P, Q", None),
    ],
)  # fmt: skip
def test_figures_of_disjoint_places_add_up(claims, expected, places):
    assert outcome_of("sum", claims) == expected
    assert places is None or add(claims, PLACES).places == places


@pytest.mark.parametrize(
    ("kind", "before", "after", "expected"),
    [
        ("flow", "10", "14", "flow: unqualified 4, 2024-09-08/2024-09-08"),
        ("flow", "10", "10", "flow: unqualified 0, 2024-09-08/2024-09-08"),
        ("flow", "more-than 10", "14", "flow: approximately 4, 2024-09-08/2024-09-08"),
        ("flow", "more-than 10", "more-than 14", "flow: approximately 4, 2024-09-08/2024-09-08"),
        ("flow", "10", "14 12 20", "flow: approximately 4, 2024-09-08/2024-09-08"),
        ("flow", "10", "between 12 20", "flow: approximately None, 2024-09-08/2024-09-08"),
        ("flow", "14", "10", "series-break: A, B"),
        ("stock", "14", "10", "net-change: unqualified -4, 2024-09-07/2024-09-08"),
        ("stock", "approximately 14", "10", "net-change: approximately -4, 2024-09-07/2024-09-08"),
        ("intensive", "9.5", "8.3", "net-change: unqualified -1.2, 2024-09-07/2024-09-08"),
        ("intensive", "less-than 9", "8", "net-change: approximately -1, 2024-09-07/2024-09-08"),
    ],
)
def test_a_difference_is_a_flow_or_a_net_change(kind, before, after, expected):
    opening = "2022-02-24/" if kind == "flow" else ""
    claims = [
        claim("A", f"{opening}2024-09-07", before, kind=kind),
        claim("B", f"{opening}2024-09-08", after, kind=kind),
    ]
    assert outcome_of("difference", claims) == expected
    assert outcome_of("difference", claims[::-1]) == expected


def test_a_difference_of_an_approximate_day_is_approximate():
    claims = [A, claim("X", "2022-02-24/2024-09-20~", "630000")]
    assert outcome_of("difference", claims) == "flow: approximately 6010, 2024-09-08/2024-09-20"


def outcome_of_series(claims: Sequence[Claim]) -> str:
    """The ids of the first and the last figure, or the refusal with the figures at fault."""
    try:
        return " ".join(claim.id for claim in first_and_last(claims))
    except NotAddable as refusal:
        return f"{refusal.code}: {', '.join(refusal.figures)}"


T7, T8, T9 = (
    claim(f"T{day}", f"{SINCE}0{day}", number)
    for day, number in ((7, "100"), (8, "150"), (9, "170"))
)


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ([T9, T7, T8], "T7 T9"),
        ([T7, T9, claim("C", "2024-09-08", "50"), claim("D", "2024-09-10", "5")], "T7 T9"),
        # A period of two days whose start no other figure has is a count.
        ([T7, T9, claim("C", "2024-09-08/2024-09-09", "50")], "T7 T9"),
        ([claim("S", "2024-01", **STOCK), claim("T", "2024-02", "9", **STOCK),
          claim("U", "2024-03", **STOCK)], "S U"),
        ([T7, claim("C", "2024-09-08"), claim("D", "2024-09-09")], "not-a-pair: T7, C"),
        ([claim("B", "2024-09-07"), claim("C", "2024-09-08"), claim("D", "2024-09-09")],
         "not-a-pair: B, C"),
        ([T7, T8, claim("X", SINCE + "08", "151")], "not-a-pair: T8, X"),
        ([T7, T8, claim("X", SINCE + "08", place="sumy")], "not-a-pair: X, T7"),
        ([T7, T8, claim("X", "2023-01-01/2024-09-08"), claim("Y", "2023-01-01/2024-09-09")],
         "different-start: T8, X"),
        ([T7, claim("X", SINCE + "08", "90"), T9], "series-break: T7, X"),
        ([T7, T8._replace(claimed_on=date(2026, 1, 1)), T9], "series-break: T8, T9"),
        ([T7, T8, claim("X", SINCE + "09", metric="wounded")], "mixed-metrics: T7, X"),
    ],
)  # fmt: skip
def test_the_first_and_the_last_figure_of_one_series_are_chosen(claims, expected):
    assert outcome_of_series(claims) == expected
