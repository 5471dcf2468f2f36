"""A problem offers the corrected request only if that has an answer."""

import pytest

from tests.api.problems.documents import problem_of


@pytest.mark.parametrize(
    ("address", "alternative"),
    [
        ("/v1/losses?metrc=killed&sort=id", "/v1/losses?metric=killed&sort=id"),
        (
            "/v1/losses?claimnt=uk-defence-intelligence&metric=killd",
            "/v1/losses?claimant=uk-defence-intelligence&metric=killed",
        ),
        ("/v1/losses?claimnt=ap&metric=killed", None),
        ("/v1/losses?metrc=killed&offset=9", None),
        ("/v1/losses?metrc=killed&claimed_to=2020-01-01", None),
        ("/v1/losses?metrc=killed&value_min=2&value_max=1", None),
        ("/v1/series?metrc=killed&subject=ru-armed-forces&place=theatre-ru-ua", None),
        (
            "/v1/series.csv?metric=deaths&subject=ru-armed-forces&place=theatre-ru-ua",
            "/v1/series.csv?subject=ru-armed-forces&place=theatre-ru-ua&metric=killed",
        ),
        ("/v1/aggregates?op=sum&metric=deaths", None),
        ("/v1/places?k=kyiv", None),
        ("/v1/figures/losses-0001?revison=7", None),
        ("/v1/figures/losses-0001?revison=1", "/v1/figures/losses-0001?revision=1"),
        ("/v1/figures/losses-0001?revison=1&as_of=2024-09-01", None),
        ("/v1/datasets/losses/series?metric=deaths", "/v1/datasets/losses/series?metric=killed"),
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
