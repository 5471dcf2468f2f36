"""The files of deploy/ as they stand, running in a folder of the test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers import Server, deployed

PUBLIC = "https://figures.example.org"


@pytest.fixture(scope="session")
def running(
    sample_instance: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Server, Path]]:
    """nginx in front of workers that know their public address, and the folder they run in."""
    folder = tmp_path_factory.mktemp("deploy")
    with deployed(sample_instance, folder, {"FIGURES_PUBLIC_URL": PUBLIC}) as server:
        yield server, folder


@pytest.fixture(scope="session")
def proxied(running: tuple[Server, Path]) -> str:
    """The address of the proxy."""
    return running[0].address
