"""Each trap in docs/reading-figures.md has an answer with the numbers that it names."""

import re

import pytest

from api.config import HOME

TEXT = (HOME / "docs" / "reading-figures.md").read_text(encoding="utf-8")
TRAPS = [section.partition("\n") for section in TEXT.split("\n## ")[1:]]


@pytest.mark.parametrize(("title", "_", "text"), TRAPS, ids=[title for title, _, _ in TRAPS])
def test_the_address_of_a_trap_answers_with_its_numbers(curated_client, title, _, text):
    [address] = re.findall(r"^`(/v1/.*)`$", text, flags=re.MULTILINE)
    numbers = [number.replace(",", "") for number in re.findall(r"\*\*([\d,]+)\*\*", text)]
    response = curated_client.get(address)
    assert (title, response.status_code) == (title, 200)
    assert numbers
    for number in numbers:
        assert re.search(rf'"(?:value|change|counted)":\s*{number}\b', response.text), number
