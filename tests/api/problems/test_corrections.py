"""A problem offers the corrected request only if it works."""

import pytest

from tests.api.problems.documents import problem_of


@pytest.mark.parametrize(
    ("address", "alternative"),
    [
        ("/v1/losses?metrc=killed&sort=id", "/v1/losses?metric=killed&sort=id"),
        ("/v1/losses?claimnt=ap&metric=killd", "/v1/losses?claimant=ap&metric=killed"),
        ("/v1/losses?metric=killd&metric=wounded", "/v1/losses?metric=killed,wounded"),
        ("/v1/losses.csv?metric=killd", "/v1/losses.csv?metric=killed"),
        ("/v1/losses?metrc=refugees", None),
        ("/v1/losses?limt=1&limit=2", None),
        ("/v1/losses?metric=killd&limit=x", None),
        ("/v1/losses?zzz=1&metric=killd", None),
    ],
)
def test_an_alternative_is_offered_only_if_it_works(client, address, alternative):
    offered = problem_of(client, "GET", address, 422).get("alternatives", [])
    assert offered == ([alternative] if alternative else [])
    assert [client.get(url).status_code for url in offered] == [200 for _ in offered]
