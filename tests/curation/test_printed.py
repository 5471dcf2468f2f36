"""Numbers, hedges and days as printed."""

import re

import pytest

from datasets.curation.printed import day_of, number_of, quantifier_in, quantifier_of
from datasets.model.codelists import QUANTIFIERS

HEDGES = (
    "about, around, approximately, some, nearly, almost, roughly, more than, over, exceeds, "
    "exceeded, exceeding, at least, no fewer than, no less than, not less than, less than, "
    "fewer than, under, up to, as many as, at most, no more than, between, from"
)


def exactly(message):
    return f"^{re.escape(message)}$"


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("0", "0"),
        ("92", "92"),
        ("53000", "53000"),
        ("53,000", "53000"),
        ("53 000", "53000"),
        ("53\u00a0000", "53000"),
        ("53'000", "53000"),
        ("1,456,610", "1456610"),
        (" 600k ", "600000"),
        ("600 thousand", "600000"),
        ("0.6 million", "600000"),
        ("0.6 mln.", "600000"),
        ("1,25 млн", "1250000"),
        ("1.234 million", "1234000"),
        ("9.5", "9.5"),
        ("9,5", "9.5"),
        ("1,250.5", "1250.5"),
        ("0.125", "0.125"),
    ],
)
def test_a_printed_number_becomes_plain_digits(printed, number):
    assert number_of(printed) == number


@pytest.mark.parametrize(
    ("printed", "message"),
    [
        ("1.250", "'1.250' has two meanings; write 1250 or 1.25"),
        ("dozens", "'dozens' is not a number; write 53,000 or 0.6 million"),
        ("1,2,3", "'1,2,3' is not a number; write 53,000 or 0.6 million"),
        ("5 tanks", "'5 tanks' is not a number; write 53,000 or 0.6 million"),
        ("-5", "'-5' is not a number; write 53,000 or 0.6 million"),
        ("", "'' is not a number; write 53,000 or 0.6 million"),
    ],
)
def test_other_text_is_no_number(printed, message):
    with pytest.raises(ValueError, match=exactly(message)):
        number_of(printed)


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("about", "approximately"),
        ("Nearly", "approximately"),
        ("more than", "more-than"),
        ("more  than", "more-than"),
        ("over", "more-than"),
        ("at least", "at-least"),
        ("≥", "at-least"),
        ("~", "approximately"),
        ("up to", "up-to"),
        ("between", "between"),
        *((code, code) for code in QUANTIFIERS),
    ],
)
def test_a_printed_hedge_becomes_its_code(printed, code):
    assert quantifier_of(printed) == code


@pytest.mark.parametrize("printed", ["maybe", ""])
def test_other_text_is_no_hedge(printed):
    with pytest.raises(
        ValueError, match=exactly(f"'{printed}' is not a hedge; use unqualified or one of {HEDGES}")
    ):
        quantifier_of(printed)


@pytest.mark.parametrize(
    ("wording", "code"),
    [
        ("more than 600,000 soldiers", "more-than"),
        ("92 settlements", None),
        ("at least 5, perhaps up to 9", None),
    ],
)
def test_the_only_hedge_of_a_wording_is_recognized(wording, code):
    assert quantifier_in(wording) == code


@pytest.mark.parametrize(
    ("printed", "last", "day"),
    [
        ("2024-08-20", "2024-08-21", ("2024-08-20", "")),
        ("2024-08", "2024-09-02", ("2024-08-31", "August 2024")),
        ("2024-08", "2024-08-20", ("2024-08-20", "August 2024")),
        ("2024-02", "", ("2024-02-29", "February 2024")),
    ],
)
def test_a_month_means_its_last_day_or_the_day_of_the_document(printed, last, day):
    assert day_of(printed, last) == day


@pytest.mark.parametrize(
    ("printed", "message"),
    [
        ("20.08.2024", "'20.08.2024' is not a date; write 2024-08-20"),
        ("2024-13", "'2024-13' is not a date; write it as YYYY-MM-DD, for example 2024-08-20"),
        ("2024-02-30", "'2024-02-30' is not a date; the calendar has no such day"),
        ("", "'' is not a date; write it as YYYY-MM-DD, for example 2024-08-20"),
    ],
)
def test_other_text_is_no_day(printed, message):
    with pytest.raises(ValueError, match=exactly(message)):
        day_of(printed, "")
