"""The files of deploy/ as they stand, running in a folder of the test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers import Server, deployed

PUBLIC = "https://figures.example.org"


@pytest.fixture(scope="session")
def running(
    sample: Path, sample_instance: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Server, Path]]:
    """nginx in front of workers that know their public address, and the folder they run in."""
    folder = tmp_path_factory.mktemp("deploy")
    datasets = shutil.copytree(sample, folder / "datasets")
    settings = {"FIGURES_PUBLIC_URL": PUBLIC, "FIGURES_DATASETS": str(datasets)}
    with deployed(sample_instance, folder, settings) as server:
        yield server, folder


@pytest.fixture(scope="session")
def proxied(running: tuple[Server, Path]) -> str:
    """The address of the proxy."""
    return running[0].address
