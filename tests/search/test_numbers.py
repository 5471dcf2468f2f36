"""A number is read from a text."""

import pytest

from datasets.search.numbers import split_number


@pytest.mark.parametrize(
    ("text", "rest", "number"),
    [
        ("600,000 soldiers", "soldiers", 600_000),
        ("more than 600000", "more than", 600_000),
        ("1 330 950 refugees", "refugees", 1_330_950),
        ("1\u202f250 killed", "killed", 1_250),
        ("Gaza 73,419", "Gaza", 73_419),
        ("490", "", 490),
    ],
)
def test_a_number_of_three_digits_or_more_is_a_value(text, rest, number):
    remaining, value = split_number(text)
    assert (" ".join(remaining.split()), value) == (rest, number)


@pytest.mark.parametrize("text", ["M23", "7 October", "50 killed", "losses-0001", "1,23"])
def test_smaller_numbers_and_parts_of_names_are_none(text):
    assert split_number(text) == (text, None)
