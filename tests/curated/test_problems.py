"""The examples of problem types: the question is refused as documented, the alternatives work."""

from html import unescape

import pytest

from api.problems.examples import EXAMPLES, example_of
from api.problems.types import PROBLEM_TYPES
from datasets.claims.arithmetic import REFUSALS

# Problem types that depend on method, headers, size, load or release, not on the URL.
WITHOUT_EXAMPLE = {
    "too-many-rows", "unknown-host", "method-not-allowed", "content-refused", "too-long",
    "too-many-requests", "headers-too-long", "internal", "rewritten", "precondition-failed",
}  # fmt: skip
TESTED_CODES = [code for code in EXAMPLES if code != "unavailable"]


def test_every_refusal_of_arithmetic_has_an_example():
    assert set(REFUSALS) <= set(TESTED_CODES)
    assert set(PROBLEM_TYPES) - set(EXAMPLES) == WITHOUT_EXAMPLE


@pytest.mark.parametrize("code", TESTED_CODES)
def test_an_example_is_refused_as_documented(curated_client, code):
    response = curated_client.get(EXAMPLES[code].instance)
    assert (response.status_code, response.json) == (PROBLEM_TYPES[code].status, example_of(code))


@pytest.mark.parametrize("code", TESTED_CODES)
def test_the_alternatives_of_an_example_work(curated_client, code):
    alternatives = EXAMPLES[code].alternatives
    statuses = [curated_client.get(address).status_code for address in alternatives]
    assert statuses == [200] * len(alternatives)
    assert alternatives or code in ("not-found", "bad-request")


@pytest.mark.parametrize("code", TESTED_CODES)
def test_the_page_shows_the_example_and_its_alternatives(curated_client, code):
    page = unescape(curated_client.get(f"/problems/{code}").text)
    example = EXAMPLES[code]
    assert f'<a href="{example.instance}">' in page
    assert example.detail in page
    assert PROBLEM_TYPES[code].advice in page
    assert [
        address for address in example.alternatives if f'<a href="{address}">' not in page
    ] == []
