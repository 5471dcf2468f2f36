"""What holds for whatever figures there are."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, product

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from datasets.claims.arithmetic import ArithmeticResult, NotAddable, add, difference
from datasets.claims.claim import Claim
from datasets.claims.comparisons import compare, verdict_of
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

# The sides on which a hedge bounds a number: a hedge is stronger than another if it bounds more.
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
def sayings(draw) -> str:
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
    made = draw(st.lists(st.tuples(periods(), st.sampled_from(sorted(PLACES)), sayings()),
                         min_size=2, max_size=4))  # fmt: skip
    return [
        claim(f"F{serial}", period, said, kind=kind, place=place)
        for serial, (period, place, said) in enumerate(made)
    ]


@st.composite
def addable_figures(draw) -> list[Claim]:
    """Days at places of which none contains another; hedges of one side, mostly."""
    spoken = draw(st.lists(days, min_size=1, max_size=4, unique=True))
    places = draw(st.lists(st.sampled_from(["izium", "sumy", "pl"]), min_size=1, unique=True))
    assume(len(spoken) * len(places) > 1)
    return [
        claim(f"{place}-{day}", f"2024-09-{day + 1:02}", draw(sayings()), place=place)
        for day, place in product(spoken, places)
    ]


def accepted(claims: list[Claim]) -> ArithmeticResult:
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


def as_claim(outcome: ArithmeticResult) -> Claim:
    """The outcome as a figure that somebody might have claimed."""
    return outcome.claims[0]._replace(
        id="outcome",
        period=parse(f"{outcome.start}/{outcome.end}"),
        quantifier=outcome.quantifier,
        value=outcome.value,
        value_lower=outcome.value_lower,
        value_upper=outcome.value_upper,
    )


@given(total=numbers, count=numbers, length=days)
@modestly
def test_a_sum_and_a_difference_give_back_the_parts(total, count, length):
    end = date(2024, 9, 1) + timedelta(days=length)
    before = claim("A", f"2024-09-01/{end}", str(total))
    day = claim("C", str(end + timedelta(days=1)), str(count))
    after = as_claim(add([before, day], ANCESTORS))
    assert (after.value, after.quantifier) == (total + count, "unqualified")
    back = difference([before, after])
    assert (back.value, back.quantifier, back.start, back.end) == (
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
    for one, other in combinations(claims, 2) if is_accepted(claims) else ():
        same_ground = one.place in PLACES[other.place] or other.place in PLACES[one.place]
        assert not (same_ground and one.period.overlaps(other.period))


@given(any_figures())
@modestly
def test_no_accepted_sum_adds_a_stock_over_time(claims):
    one_moment = len({claim.period.text for claim in claims}) == 1
    assert claims[0].kind == "flow" or one_moment or not is_accepted(claims)


@given(addable_figures())
@modestly
def test_a_hedge_is_never_stronger_than_those_of_the_parts(claims):
    outcome = accepted(claims)
    for part in claims:
        assert BOUNDED[outcome.quantifier] <= BOUNDED[part.quantifier]


@given(addable_figures(), st.data())
@modestly
def test_a_sum_allows_whatever_its_parts_allow(claims, data):
    outcome = accepted(claims)
    bounds = as_claim(outcome).bounds
    vague = [part for part in claims if part.bounds is None]
    assert not (vague and bounds)
    if bounds:
        total = sum(data.draw(allowed(part)) for part in claims)
        assert bounds.low < total or (bounds.low == total and not bounds.low_open)
        assert bounds.high > total or (bounds.high == total and not bounds.high_open)


def allowed(part: Claim) -> st.SearchStrategy[int]:
    """Whole numbers that a figure allows, its bounds among them."""
    bounds = part.bounds
    low = max(bounds.low, -10_000) + bounds.low_open
    high = min(bounds.high, 10_000) - bounds.high_open
    return st.sampled_from([int(low), int(high)]) | st.integers(int(low), int(high))


@given(addable_figures())
@modestly
def test_a_sum_over_silence_has_no_upper_bound(claims):
    outcome = accepted(claims)
    bounds = as_claim(outcome).bounds
    assert not (outcome.missing and bounds) or bounds.high == float("inf")


@given(addable_figures())
@modestly
def test_the_order_of_the_parts_does_not_matter(claims):
    one, other = accepted(claims), accepted(claims[::-1])
    assert replace(one, claims=()) == replace(other, claims=())


@given(any_figures(), st.integers(0, 10), st.sampled_from([None, "b"]))
@modestly
def test_a_verdict_is_the_same_from_either_side(claims, tolerance, derived_from):
    one = claims[0]._replace(claimant="a", derived_from=derived_from)
    other = claims[1]._replace(claimant="b")
    there, back = verdict_of(one, other, tolerance), verdict_of(other, one, tolerance)
    assert there.verdict == back.verdict


@given(any_figures())
@modestly
def test_a_comparison_does_not_depend_on_the_order_of_the_figures(claims):
    named = [each._replace(claimant=f"c{serial % 3}") for serial, each in enumerate(claims)]
    on = date(2024, 9, 30)
    assert compare(named, on) == compare(named[::-1], on)
