"""The walk from a place up to the world."""

import pytest

from datasets.model.place_tree import is_in_cycle, with_containers

PARENTS = {
    "world": None,
    "sd": "world",
    "sd-north-darfur": "sd",
    "sd-el-fasher": "sd-north-darfur",
    "atlantis": "unknown",
    "egg": "hen",
    "hen": "egg",
    "chick": "hen",
    "self": "self",
}


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("sd-el-fasher", ["sd-el-fasher", "sd-north-darfur", "sd", "world"]),
        ("sd", ["sd", "world"]),
        ("world", ["world"]),
        ("atlantis", ["atlantis"]),
        ("chick", ["chick", "hen", "egg"]),
        ("self", ["self"]),
    ],
)
def test_a_place_is_followed_by_all_that_contain_it_the_nearest_first(place, expected):
    assert list(with_containers(place, PARENTS)) == expected


def test_places_below_a_cycle_are_in_it_too():
    cyclic = {place for place in PARENTS if is_in_cycle(place, PARENTS)}
    assert cyclic == {"egg", "hen", "chick", "self"}
