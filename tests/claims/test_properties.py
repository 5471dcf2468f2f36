"""Properties of arithmetic and comparisons that hold for all figures."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, product

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from datasets.claims.arithmetic import ArithmeticResult, NotAddable, difference
from datasets.claims.claim import Claim
from datasets.claims.comparisons import COMPARABLE, compare, verdict_of
from datasets.claims.sums import add
from datasets.model.period import parse
from tests.claims.claims import claim

modestly = settings(
    derandomize=True,
    max_examples=150,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)

PLACES = {
    "world": {"world"},
    "ua": {"ua", "world"},
    "kharkiv": {"kharkiv", "ua", "world"},
    "izium": {"izium", "kharkiv", "ua", "world"},
    "sumy": {"sumy", "ua", "world"},
    "pl": {"pl", "world"},
}
ANCESTORS = {place: frozenset(around) for place, around in PLACES.items()}

# The sides on which a hedge bounds a number; a hedge with more sides is stronger.
BOUNDED = {
    "unqualified": {"below", "above"},
    "between": {"below", "above"},
    "more-than": {"below"},
    "at-least": {"below"},
    "less-than": {"above"},
    "up-to": {"above"},
    "approximately": set(),
}

numbers = st.integers(0, 1000)
days = st.integers(0, 20)


@st.composite
def hedged_numbers(draw) -> str:
    hedge = draw(st.sampled_from(sorted(BOUNDED)))
    value, low, high = draw(numbers) + 1, draw(numbers), draw(numbers)
    low, high = sorted((low, high))
    if hedge == "between":
        return f"between {low} {high}"
    ranged = hedge in ("unqualified", "approximately") and draw(st.booleans())
    return f"{hedge} {low + (high - low) // 2} {low} {high}" if ranged else f"{hedge} {value}"


@st.composite
def periods(draw) -> str:
    first, length = draw(days), draw(st.integers(0, 3))
    start = date(2024, 9, 1) + timedelta(days=first)
    about = "~" if draw(st.integers(0, 9)) == 0 else ""
    return f"{start}/{start + timedelta(days=length)}{about}"


@st.composite
def any_figures(draw) -> list[Claim]:
    kind = draw(st.sampled_from(["flow", "flow", "stock"]))
    drawn = draw(st.lists(st.tuples(periods(), st.sampled_from(sorted(PLACES)), hedged_numbers()),
                         min_size=2, max_size=4))  # fmt: skip
    return [
        claim(f"F{serial}", period, number, kind=kind, place=place)
        for serial, (period, place, number) in enumerate(drawn)
    ]


@st.composite
def addable_figures(draw) -> list[Claim]:
    """Counts of single days at disjoint places."""
    drawn_days = draw(st.lists(days, min_size=1, max_size=4, unique=True))
    places = draw(st.lists(st.sampled_from(["izium", "sumy", "pl"]), min_size=1, unique=True))
    assume(len(drawn_days) * len(places) > 1)
    return [
        claim(f"{place}-{day}", f"2024-09-{day + 1:02}", draw(hedged_numbers()), place=place)
        for day, place in product(drawn_days, places)
    ]


def sum_or_reject(claims: list[Claim]) -> ArithmeticResult:
    try:
        return add(claims, ANCESTORS)
    except NotAddable:
        assume(False)
        raise


def is_accepted(claims: list[Claim]) -> bool:
    try:
        add(claims, ANCESTORS)
    except NotAddable:
        return False
    return True


def as_claim(result: ArithmeticResult) -> Claim:
    """The result as a claim."""
    return result.claims[0]._replace(
        id="result",
        period=parse(f"{result.start}/{result.end}"),
        quantifier=result.quantifier,
        value=result.value,
        value_lower=result.value_lower,
        value_upper=result.value_upper,
    )


@given(total=numbers, count=numbers, length=days)
@modestly
def test_a_sum_and_a_difference_give_back_the_parts(total, count, length):
    end = date(2024, 9, 1) + timedelta(days=length)
    before = claim("A", f"2024-09-01/{end}", str(total))
    day = claim("C", str(end + timedelta(days=1)), str(count))
    after = as_claim(add([before, day], ANCESTORS))
    assert (after.value, after.quantifier) == (total + count, "unqualified")
    backward = difference([before, after])
    assert (backward.value, backward.quantifier, backward.start, backward.end) == (
        count, "unqualified", day.period.start, day.period.end,
    )  # fmt: skip


@given(low=numbers, more=numbers, length=days)
@modestly
def test_a_difference_and_a_sum_give_back_the_total(low, more, length):
    end = date(2024, 9, 2) + timedelta(days=length)
    before = claim("A", "2024-09-01", str(low))
    after = claim("B", f"2024-09-01/{end}", str(low + more))
    whole = add([before, as_claim(difference([before, after]))], ANCESTORS)
    assert (whole.value, whole.quantifier, whole.missing) == (low + more, "unqualified", ())
    assert (whole.start, whole.end) == (after.period.start, after.period.end)


@given(any_figures())
@settings(modestly, max_examples=400)
def test_no_accepted_sum_counts_a_day_and_a_place_twice(claims):
    for first, second in combinations(claims, 2) if is_accepted(claims) else ():
        same_ground = first.place in PLACES[second.place] or second.place in PLACES[first.place]
        assert not (same_ground and first.period.overlaps(second.period))


@given(any_figures())
@modestly
def test_no_accepted_sum_adds_a_stock_over_time(claims):
    one_moment = len({claim.period.text for claim in claims}) == 1
    assert claims[0].kind == "flow" or one_moment or not is_accepted(claims)


@given(addable_figures())
@modestly
def test_a_hedge_is_never_stronger_than_those_of_the_parts(claims):
    result = sum_or_reject(claims)
    for part in claims:
        assert BOUNDED[result.quantifier] <= BOUNDED[part.quantifier]


@given(addable_figures(), st.data())
@modestly
def test_a_sum_allows_whatever_its_parts_allow(claims, data):
    result = sum_or_reject(claims)
    bounds = as_claim(result).bounds
    vague = [part for part in claims if part.bounds is None]
    assert not (vague and bounds)
    if bounds:
        total = sum(data.draw(allowed(part)) for part in claims)
        assert bounds.low < total or (bounds.low == total and not bounds.low_open)
        assert bounds.high > total or (bounds.high == total and not bounds.high_open)


def allowed(part: Claim) -> st.SearchStrategy[int]:
    """Integers within the bounds of a figure, often the bounds themselves."""
    bounds = part.bounds
    low = max(bounds.low, -10_000) + bounds.low_open
    high = min(bounds.high, 10_000) - bounds.high_open
    return st.sampled_from([int(low), int(high)]) | st.integers(int(low), int(high))


@given(addable_figures())
@modestly
def test_a_sum_with_missing_days_has_no_upper_bound(claims):
    result = sum_or_reject(claims)
    bounds = as_claim(result).bounds
    assert not (result.missing and bounds) or bounds.high == float("inf")


@given(addable_figures())
@modestly
def test_the_order_of_the_parts_does_not_matter(claims):
    first, second = sum_or_reject(claims), sum_or_reject(claims[::-1])
    assert replace(first, claims=()) == replace(second, claims=())


@given(any_figures(), st.integers(0, 10), st.sampled_from([None, "b"]))
@modestly
def test_a_verdict_is_the_same_from_either_side(claims, tolerance, derived_from):
    first = claims[0]._replace(claimant="a", derived_from=derived_from)
    second = claims[1]._replace(claimant="b")
    forward, backward = verdict_of(first, second, tolerance), verdict_of(second, first, tolerance)
    assert forward.verdict == backward.verdict


@st.composite
def rivals(draw) -> list[Claim]:
    """Figures on one question of up to three claimants, some based on another's."""
    names = st.sampled_from(["a", "b", "c"])
    kind = draw(st.sampled_from(["flow", "stock"]))
    drawn = draw(
        st.lists(
            st.tuples(
                periods(),
                hedged_numbers(),
                names,
                st.none() | names,
                st.sampled_from(["stated", "documented"]),
            ),
            max_size=6,
        )
    )
    return [
        claim(f"F{serial}", period, number, kind=kind, claimant=claimant, basis=basis,
              derived_from=None if original == claimant else original)
        for serial, (period, number, claimant, original, basis) in enumerate(drawn)
    ]  # fmt: skip


@given(rivals(), st.integers(0, 10))
@settings(modestly, max_examples=600)
def test_lowest_and_highest_are_a_pair_that_the_comparison_calls_comparable(claims, tolerance):
    result = compare(claims, date(2024, 9, 30), tolerance)
    verdicts = {frozenset((pair.first, pair.second)): pair.verdict for pair in result.verdicts}
    assert (result.lowest is None) is (result.highest is None)
    assert result.ratio_reason
    if result.lowest:
        assert verdicts[frozenset((result.lowest.id, result.highest.id))] in COMPARABLE
        assert result.lowest.lowest <= result.highest.highest
        assert result.ratio is None or result.ratio >= 1
    assert result.ratio is None or result.lowest
    if not set(verdicts.values()) & set(COMPARABLE):
        assert (result.lowest, result.ratio) == (None, None)


@given(rivals(), st.integers(0, 10))
@modestly
def test_no_current_claim_is_further_from_another_than_the_tolerance(claims, tolerance):
    result = compare(claims, date(2024, 9, 30), tolerance)
    assert set(result.current) <= set(result.claims)
    ends = [claim_.period.end for claim_ in result.current]
    assert not ends or (ends[0] - min(ends)).days <= tolerance
    pairs = combinations(result.current, 2)
    verdicts = {verdict_of(*pair, tolerance).verdict for pair in pairs}
    assert "not-comparable" not in verdicts


@given(rivals())
@modestly
def test_two_numbers_of_one_claimant_are_never_a_conflict(claims):
    result = compare(claims, date(2024, 9, 30))
    claimants = {claim_.id: claim_.claimant for claim_ in result.claims}
    for pair in result.verdicts:
        same = claimants[pair.first] == claimants[pair.second]
        assert (pair.verdict == "same-claimant") is same


@given(hedged_numbers(), hedged_numbers())
@modestly
def test_a_documented_count_conflicts_with_no_greater_number(first, second):
    counted = claim("A", number=first, claimant="a", basis="documented")
    other = claim("B", number=second, claimant="b")
    verdict = verdict_of(counted, other).verdict
    if counted.is_floor and verdict == "conflicting":
        assert other.bounds.high <= counted.value


@given(any_figures())
@modestly
def test_a_comparison_does_not_depend_on_the_order_of_the_figures(claims):
    claims_of_three = [
        claim_._replace(claimant=f"c{serial % 3}") for serial, claim_ in enumerate(claims)
    ]
    on = date(2024, 9, 30)
    assert compare(claims_of_three, on) == compare(claims_of_three[::-1], on)
