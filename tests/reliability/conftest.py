"""Faults on purpose: what is long runs with `make test-faults`, which writes tests/faults.md."""

import pytest

from tests.reliability.goals import Measured

KEPT = "faults/measured"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The long ones run only where they are asked for."""
    if "faults" in config.option.markexpr:
        return
    long = [item for item in items if item.get_closest_marker("faults")]
    config.hook.pytest_deselected(items=long)
    items[:] = [item for item in items if item not in long]


@pytest.fixture(scope="session")
def measured(pytestconfig: pytest.Config) -> Measured:
    """Where the long tests put what they measured; kept from run to run, so that a part may run."""
    cache = pytestconfig.cache
    assert cache
    return Measured(cache.get(KEPT, {}), lambda rows: cache.set(KEPT, rows))
