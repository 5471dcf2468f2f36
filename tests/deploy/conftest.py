"""Fixtures that run the unmodified files of deploy/ in a folder of the test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers import Server, deployed

PUBLIC_URL = "https://figures.example.org"


@pytest.fixture(scope="session")
def running(
    sample: Path, sample_instance: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Server, Path]]:
    """nginx in front of workers with a public URL, and the folder in which they run."""
    folder = tmp_path_factory.mktemp("deploy")
    datasets = shutil.copytree(sample, folder / "datasets")
    settings = {"FIGURES_PUBLIC_URL": PUBLIC_URL, "FIGURES_DATASETS": str(datasets)}
    with deployed(sample_instance, folder, settings) as server:
        yield server, folder


@pytest.fixture(scope="session")
def proxy_url(running: tuple[Server, Path]) -> str:
    """The address of the proxy."""
    return running[0].address
