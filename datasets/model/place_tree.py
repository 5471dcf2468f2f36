"""The tree of places, given as the parent of each place."""

from collections.abc import Iterator, Mapping


def with_containers(place: str, parents: Mapping[str, str | None]) -> Iterator[str]:
    """A place and every place that contains it, the nearest first.

    Ends before a place that it passed, and before one that is not in ``parents``: the rules that
    report such rows walk up too.
    """
    passed: set[str] = set()
    above: str | None = place
    while above and above in parents and above not in passed:
        yield above
        passed.add(above)
        above = parents[above]


def is_in_cycle(place: str, parents: Mapping[str, str | None]) -> bool:
    """Whether the walk up from a place of ``parents`` comes back to a place that it passed."""
    *_, last = with_containers(place, parents)
    return parents[last] in parents
