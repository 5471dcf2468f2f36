"""Fault injection. The long tests run with `make test-faults`, which writes tests/faults.md."""

import pytest

from tests.reliability.goals import Results

CACHE_KEY = "faults/measured"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect the long tests unless they are requested."""
    if "faults" in config.option.markexpr:
        return
    long = [item for item in items if item.get_closest_marker("faults")]
    config.hook.pytest_deselected(items=long)
    items[:] = [item for item in items if item not in long]


@pytest.fixture(scope="session")
def results(pytestconfig: pytest.Config) -> Results:
    """Results of the long tests, cached between runs, so that a run may be partial."""
    cache = pytestconfig.cache
    assert cache
    return Results(cache.get(CACHE_KEY, {}), lambda rows: cache.set(CACHE_KEY, rows))
