"""The claimant's own figures: a sum that one of them contradicts is refused."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets.claims.arithmetic import NotAddable, difference
from datasets.claims.claim import Claim
from datasets.claims.own_figures import agree, confirmations, difference_around, own_figures_of
from datasets.claims.sums import add
from tests.claims.claims import claim
from tests.claims.test_arithmetic import PLACES, STOCK

DAY_1, DAY_2, DAY_3 = (f"2024-09-0{day}" for day in (1, 2, 3))


def outcome_of(operation: str, claims: Sequence[Claim], own: Sequence[Claim]) -> str:
    """The result and the figures that confirm it, or the refusal with the figure at fault."""
    result = add(claims, PLACES) if operation == "sum" else difference(claims)
    try:
        figures = confirmations(result, own_figures_of([*claims, *own]), PLACES)
    except NotAddable as refusal:
        codes = {"claimant-says-otherwise": "not"}
        return f"{codes[refusal.code]} {refusal.figures[0]}"
    return " ".join(["yes", *(figure.id for figure in figures)])


TOTAL = claim("T", f"2023-10-07/{DAY_1}", "1000")
COUNT = claim("C", DAY_2, "10")


def until(day: str, number: str, name: str = "O", **columns: str) -> Claim:
    return claim(name, f"2023-10-07/{day}", number, **columns)


@pytest.mark.parametrize(
    ("claims", "own", "expected"),
    [
        # Total and count against the next total, which has deaths of earlier days.
        ([TOTAL, COUNT], [until(DAY_2, "1090")], "not O"),
        ([TOTAL, COUNT], [until(DAY_2, "1010")], "yes O"),
        ([TOTAL, COUNT], [], "yes"),
        ([TOTAL, COUNT], [until(DAY_3, "2000")], "yes"),
        ([TOTAL, COUNT], [until(DAY_2, "1090", place="sumy")], "yes"),
        ([TOTAL, COUNT], [until(DAY_2, "1090", metric="wounded")], "yes"),
        ([TOTAL, COUNT], [until(DAY_2, "1090", claimant="ministry")], "yes"),
        ([TOTAL, COUNT], [until(DAY_2, "1090", subject="children")], "yes"),
        # Hedges.
        ([TOTAL, COUNT], [until(DAY_2, "more-than 1000")], "yes O"),
        ([TOTAL, COUNT], [until(DAY_2, "more-than 1010")], "not O"),
        ([TOTAL, COUNT], [until(DAY_2, "at-least 1010")], "yes O"),
        ([TOTAL, COUNT], [until(DAY_2, "less-than 1010")], "not O"),
        ([TOTAL, COUNT], [until(DAY_2, "approximately 1090")], "yes O"),
        ([TOTAL, COUNT], [until(DAY_2, "between 1000 1090")], "yes O"),
        ([TOTAL, COUNT], [until(DAY_2, "between 1050 1090")], "not O"),
        ([TOTAL, COUNT], [until(f"{DAY_2}~", "1090")], "yes O"),
        ([TOTAL, claim("C", DAY_2, "at-least 10")], [until(DAY_2, "1090")], "yes O"),
        ([TOTAL, claim("C", DAY_2, "at-least 10")], [until(DAY_2, "1009")], "not O"),
        ([TOTAL, claim("C", DAY_2, "approximately 10")], [until(DAY_2, "1090")], "yes O"),
        # Days missing: the sum is a minimum.
        ([TOTAL, claim("C", DAY_3, "10")], [until(DAY_3, "1090")], "yes O"),
        ([TOTAL, claim("C", DAY_3, "10")], [until(DAY_3, "1009")], "not O"),
        # A total within the summed days.
        ([TOTAL, COUNT, claim("D", DAY_3, "10")], [until(DAY_2, "1090")], "not O"),
        ([TOTAL, COUNT, claim("D", DAY_3, "10")],
         [until(DAY_2, "1090")._replace(claimed_on=date(2024, 9, 2))], "yes"),
        # The whole period is compared however old the figure is.
        ([TOTAL, COUNT], [until(DAY_2, "1090")._replace(claimed_on=date(2024, 9, 2))], "not O"),
        # More days: the whole is not less than its part.
        ([COUNT, claim("D", DAY_3, "10")], [until(DAY_3, "19")], "not O"),
        ([COUNT, claim("D", DAY_3, "10")], [until(DAY_3, "20")], "yes"),
        # A second number for one part is given, not preferred.
        ([COUNT, claim("D", DAY_3, "10")], [claim("E", DAY_3, "12")], "yes E"),
        ([COUNT, claim("D", DAY_3, "10")], [claim("E", f"{DAY_2}/{DAY_3}", "21")], "not E"),
    ],
)  # fmt: skip
def test_a_sum_over_time_agrees_with_the_claimant(claims, own, expected):
    assert outcome_of("sum", claims, own) == expected


@pytest.mark.parametrize(
    ("claims", "own", "expected"),
    [
        ([TOTAL, until(DAY_2, "1090", "U")], [claim("O", DAY_2, "10")], "not O"),
        ([TOTAL, until(DAY_2, "1090", "U")], [claim("O", DAY_2, "90")], "yes O"),
        ([TOTAL, until(DAY_3, "1090", "U")], [claim("O", DAY_3, "10")], "yes"),
        ([TOTAL, until(DAY_3, "1090", "U")], [claim("O", f"{DAY_2}/{DAY_3}", "91")], "not O"),
        ([TOTAL, until(DAY_2, "approximately 1090", "U")], [claim("O", DAY_2, "10")], "yes O"),
        ([claim("S", "2024-01", **STOCK), claim("T", "2024-02", "9", **STOCK)],
         [claim("O", "2024-02", "8", **STOCK)], "yes"),
    ],
)  # fmt: skip
def test_a_difference_agrees_with_the_claimant(claims, own, expected):
    assert outcome_of("difference", claims, own) == expected


PARTS = [claim("P", place="sumy"), claim("Q", place="kharkiv")]  # 100 each
STOCKS = [
    claim("P", "2024-01", place="sumy", **STOCK),
    claim("Q", "2024-01", place="izium", **STOCK),
]


@pytest.mark.parametrize(
    ("claims", "own", "expected"),
    [
        (PARTS, [claim("O", number="199")], "not O"),
        (PARTS, [claim("O", number="200")], "yes O"),
        (PARTS, [claim("O", number="300")], "yes O"),
        (PARTS, [claim("O", number="more-than 150")], "yes O"),
        (PARTS, [claim("O", number="150", place="izium")], "yes"),  # a smaller place
        (PARTS, [claim("O", "2024-09-07", number="150")], "yes"),
        (STOCKS, [claim("O", "2024-01", "199", **STOCK)], "not O"),
        (STOCKS, [claim("O", "2024-01", "200", **STOCK)], "yes O"),
        (STOCKS, [claim("O", "2024-02", "199", **STOCK)], "yes"),
        (STOCKS, [claim("O", "2024-01", "99", place="kharkiv", **STOCK)], "not O"),
    ],
)
def test_the_parts_of_a_place_are_not_more_than_the_place(claims, own, expected):
    assert outcome_of("sum", claims, own) == expected


@pytest.mark.parametrize(
    ("operation", "claims", "own", "detail"),
    [
        ("sum", [TOTAL, COUNT], until(DAY_2, "1090"),
         "The figures add up to 1,010 for 7 October 2023 to 2 September 2024. The claimant's own "
         "figure for it is 1,090 (O)."),
        ("sum", [TOTAL, COUNT, claim("D", DAY_3, "10")], until(DAY_2, "1090"),
         "The figures add up to 1,010 for 7 October 2023 to 2 September 2024. The claimant's own "
         "figure for it is 1,090 (O)."),
        ("sum", [TOTAL, claim("C", DAY_2, "at-least 10"), claim("D", DAY_3, "10")],
         until(DAY_2, "1009"),
         "The figures add up to at least 1,010 for 7 October 2023 to 2 September 2024. The "
         "claimant's own figure for it is 1,009 (O)."),
        ("sum", PARTS, claim("O", number="199"),
         "The figures add up to 200 for 8 September 2024. That is more than the claimant's own "
         "figure for Ua, 8 September 2024: 199 (O)."),
        ("difference", [TOTAL, until(DAY_2, "1090", "U")], claim("O", DAY_2, "10"),
         "The difference of the totals is 90 for 2 September 2024. The claimant's own figure for "
         "it is 10 (O)."),
    ],
)  # fmt: skip
def test_a_refusal_gives_both_numbers(operation, claims, own, detail):
    result = add(claims, PLACES) if operation == "sum" else difference(claims)
    with pytest.raises(NotAddable) as caught:
        confirmations(result, own_figures_of([own]), PLACES)
    assert (caught.value.detail, caught.value.figures) == (detail, ("O",))


def test_the_figure_for_the_whole_period_is_named_first():
    own = [until(DAY_2, "1090", "A"), until(DAY_3, "1100", "B")]
    claims = [TOTAL, COUNT, claim("D", DAY_3, "10")]
    assert outcome_of("sum", claims, own) == "not B"


@pytest.mark.parametrize(
    ("counts", "totals", "expected"),
    [
        ([COUNT], [TOTAL, until(DAY_2, "1090")], "90 False"),
        ([COUNT], [TOTAL, until(DAY_2, "1010")], "10 True"),
        ([claim("C", DAY_2, "at-least 10")], [TOTAL, until(DAY_2, "1090")], "90 True"),
        ([claim("C", DAY_2, "approximately 10")],
         [TOTAL, until(DAY_2, "1090")], "90 None"),
        ([COUNT], [TOTAL], "none"),
        ([COUNT], [TOTAL, until(DAY_3, "1090")], "none"),
        ([COUNT], [TOTAL, until(DAY_2, "990")], "none"),  # the total fell
        ([COUNT], [TOTAL, until(DAY_2, "1090"), until(DAY_2, "1080", "P")], "none"),
        ([COUNT], [TOTAL, claim("O", f"2023-10-08/{DAY_2}", "1090")], "none"),
    ],
)  # fmt: skip
def test_a_sum_of_counts_is_compared_with_the_totals_around_it(counts, totals, expected):
    result = add(counts, PLACES, minimum=1)
    around = difference_around(result, own_figures_of([*counts, *totals]))
    assert (f"{around.value} {agree(result, around)}" if around else "none") == expected


FIRST = date(2024, 1, 1)
spans = st.tuples(st.integers(0, 9), st.integers(0, 4))
numbers = st.tuples(
    st.sampled_from(["", "approximately ", "more-than ", "at-least ", "less-than ", "up-to "]),
    st.integers(1, 30),
)


@settings(derandomize=True, max_examples=200, deadline=None, database=None)
@given(st.lists(st.tuples(spans, numbers), min_size=3, max_size=8, unique_by=lambda row: row[0]))
def test_no_accepted_sum_contradicts_a_figure_for_its_period(rows):
    """A sum of exact counts without a gap equals each exact figure of its claimant for its days."""
    claims = [
        claim(
            f"F{index}",
            f"{FIRST + timedelta(days=start)}/{FIRST + timedelta(days=start + length)}",
            f"{hedge}{number}",
        )
        for index, ((start, length), (hedge, number)) in enumerate(rows)
    ]
    own = own_figures_of(claims)
    for first in range(len(claims)):
        for size in (2, 3):
            chosen = claims[first : first + size]
            try:
                result = add(chosen, PLACES)
                confirmed = confirmations(result, own, PLACES)
            except NotAddable:
                continue
            same = [
                other
                for other in claims
                if (other.period.start, other.period.end) == (result.start, result.end)
            ]
            assert set(confirmed) >= set(same)
            for other in same:
                low, high = _ends(other)
                least = sum(_ends(part)[0] for part in chosen)
                most = sum(_ends(part)[1] for part in chosen)
                assert least <= high
                assert result.missing or low <= most


def _ends(figure: Claim) -> tuple[float, float]:
    """The numbers between which a figure may lie, read from its hedge."""
    value, hedge = figure.value or 0, figure.quantifier
    below = hedge in ("approximately", "less-than", "up-to")
    above = hedge in ("approximately", "more-than", "at-least")
    return (float("-inf") if below else value, float("inf") if above else value)
