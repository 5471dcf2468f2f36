"""Bounds of claims, and claims made of rows."""

from datetime import date
from math import inf, nan

import pytest

from datasets.claims.claim import Bounds, Claim, claim_of
from datasets.model.period import parse
from tests.claims.claims import claim


@pytest.mark.parametrize(
    ("number", "bounds", "lowest", "highest"),
    [
        ("53000", Bounds(53000, 53000), 53000, 53000),
        ("0", Bounds(0, 0), 0, 0),
        ("9.5", Bounds(9.5, 9.5), 9.5, 9.5),
        ("approximately 10", None, 10, 10),
        ("approximately 10 9 12", Bounds(9, 12), 10, 10),
        ("unqualified 10 9 12", Bounds(9, 12), 10, 10),
        ("more-than 53000", Bounds(53000, inf, low_open=True), 53000, 53000),
        ("at-least 53000", Bounds(53000, inf), 53000, 53000),
        ("less-than 40", Bounds(-inf, 40, high_open=True), 40, 40),
        ("up-to 40", Bounds(-inf, 40), 40, 40),
        ("between 60000 100000", Bounds(60000, 100000), 60000, 100000),
        ("between 0 5", Bounds(0, 5), 0, 5),
        ("between 9 5", Bounds(5, 9), 5, 9),  # occurs in upstream data
    ],
)
def test_a_hedge_sets_the_bounds_of_a_claim(number, bounds, lowest, highest):
    parsed = claim("A", number=number)
    assert (parsed.bounds, parsed.lowest, parsed.highest) == (bounds, lowest, highest)


@pytest.mark.parametrize(
    ("number", "bounds"),
    [
        ("3926", Bounds(3926, inf)),
        ("0", Bounds(0, inf)),
        ("at-least 3926", Bounds(3926, inf)),
        ("more-than 3926", Bounds(3926, inf, low_open=True)),
        ("approximately 3926", None),
        ("up-to 3926", None),
        ("less-than 3926", None),
        ("unqualified 68099 62546 115405", Bounds(62546, 115405)),  # UCDP: best, low and high
        ("between 62546 115405", Bounds(62546, 115405)),
    ],
)
@pytest.mark.parametrize(
    "count", [{"basis": "documented"}, {"metric": "confirmed-by-name"}], ids=["basis", "metric"]
)
def test_a_bare_number_of_documented_cases_is_a_floor(count, number, bounds):
    assert claim("A", number=number, **count).bounds == bounds


@pytest.mark.parametrize("basis", ["stated", "registered", "surveyed", "estimated", "modelled"])
def test_no_other_basis_is_a_floor(basis):
    assert claim("A", number="3926", basis=basis).bounds == Bounds(3926, 3926)


@pytest.mark.parametrize(
    ("first", "second", "share"),
    [
        ("53000", "53000", True),
        ("53000", "59000", False),
        ("11", "12", False),
        ("more-than 53000", "59000", True),
        ("more-than 53000", "53000", False),
        ("at-least 53000", "53000", True),
        ("less-than 53000", "53000", False),
        ("up-to 53000", "53000", True),
        ("more-than 10", "less-than 10", False),
        ("at-least 10", "less-than 10", False),
        ("more-than 10", "up-to 10", False),
        ("at-least 10", "up-to 10", True),
        ("more-than 10", "at-least 1000", True),
        ("less-than 10", "up-to 1", True),
        ("less-than 1", "0", True),
        ("between 5 7", "between 7 9", True),
        ("between 5 7", "between 8 9", False),
        ("between 5 7", "between 6 6", True),
        ("between 5 7", "more-than 7", False),
        ("between 5 7", "at-least 7", True),
        ("between 5 7", "less-than 5", False),
        ("between 5 7", "up-to 5", True),
        ("unqualified 10 5 15", "14", True),
        ("unqualified 10 5 15", "16", False),
    ],
)
def test_two_bounds_share_a_number_symmetrically(first, second, share):
    first_bounds, second_bounds = claim("A", number=first).bounds, claim("B", number=second).bounds
    assert first_bounds.shares_a_number_with(second_bounds) is share
    assert second_bounds.shares_a_number_with(first_bounds) is share


ROW = {
    "id": "losses-0008", "metric": "killed", "kind": "flow", "unit": "persons",
    "subject": "civilians", "place": "ua", "period": "2022-03", "quantifier": "unqualified",
    "value": 4154, "value_lower": None, "value_upper": None, "claimant": "ohchr",
    "claimant_name": "OHCHR", "claimed_on": "2023-02-21", "derived_from": None,
    "basis": "documented", "verification": "verified", "nature": "count", "place_name": "Ukraine",
}  # fmt: skip


@pytest.mark.parametrize(
    "cells",
    [
        {},
        {"value": "4154", "value_lower": "", "value_upper": "", "derived_from": ""},
        {"value": "4154.0", "value_lower": nan, "value_upper": nan, "derived_from": nan},
        {"value": 4154.0, "claimed_on": "2023-02-21 00:00:00"},
    ],
    ids=["JSON", "all text", "floats", "a date with a time"],
)
def test_a_row_is_the_same_claim_however_it_was_read(cells):
    parsed = claim_of({**ROW, **cells})
    assert parsed == claim_of(ROW)
    assert (type(parsed.value), parsed.value_lower, parsed.derived_from) == (int, None, None)


def test_a_claim_has_every_cell_of_its_row():
    ranged = {"value_lower": 4000, "value_upper": "4200.5", "derived_from": "hrmmu"}
    assert claim_of({**ROW, **ranged}) == Claim(
        id="losses-0008",
        metric="killed",
        kind="flow",
        unit="persons",
        subject="civilians",
        place="ua",
        claimant="ohchr",
        claimant_name="OHCHR",
        period=parse("2022-03"),
        quantifier="unqualified",
        value=4154,
        value_lower=4000,
        value_upper=4200.5,
        claimed_on=date(2023, 2, 21),
        derived_from="hrmmu",
        basis="documented",
        verification="verified",
        nature="count",
        place_name="Ukraine",
    )


def test_a_year_that_pandas_reads_as_a_number_is_a_period():
    assert claim_of({**ROW, "period": 2022}).period == claim_of({**ROW, "period": "2022"}).period
