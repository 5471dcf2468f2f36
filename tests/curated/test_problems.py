"""The pages about problems: their examples are refused as they say, and what they offer works."""

from html import unescape

import pytest

from api.problems.examples import EXAMPLES, example_of
from api.problems.types import PROBLEM_TYPES
from datasets.claims.arithmetic import REFUSALS

# No question shows these: they depend on method, headers, size, load or release.
WITHOUT_A_QUESTION = {
    "too-many-rows", "unknown-host", "method-not-allowed", "content-refused", "too-long",
    "too-many-requests", "headers-too-long", "internal", "rewritten", "precondition-failed",
}  # fmt: skip
ASKED = [code for code in EXAMPLES if code != "unavailable"]


def test_every_refusal_has_a_question_that_shows_it():
    assert set(REFUSALS) <= set(ASKED)
    assert set(PROBLEM_TYPES) - set(EXAMPLES) == WITHOUT_A_QUESTION


@pytest.mark.parametrize("code", ASKED)
def test_an_example_is_answered_as_it_is_documented(curated_client, code):
    response = curated_client.get(EXAMPLES[code].instance)
    assert (response.status_code, response.json) == (PROBLEM_TYPES[code].status, example_of(code))


@pytest.mark.parametrize("code", ASKED)
def test_what_an_example_offers_instead_works(curated_client, code):
    instead = EXAMPLES[code].alternatives
    assert [curated_client.get(address).status_code for address in instead] == [200] * len(instead)
    assert instead or code in ("not-found", "bad-request")


@pytest.mark.parametrize("code", ASKED)
def test_the_page_shows_the_question_the_refusal_and_what_works(curated_client, code):
    page = unescape(curated_client.get(f"/problems/{code}").text)
    example = EXAMPLES[code]
    assert f'<a href="{example.instance}">' in page
    assert example.detail in page
    assert PROBLEM_TYPES[code].advice in page
    assert [
        address for address in example.alternatives if f'<a href="{address}">' not in page
    ] == []
