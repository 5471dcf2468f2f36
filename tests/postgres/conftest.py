"""Two releases of the sample, and databases to publish them in."""

import shutil
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from flask import Flask

from api import create_app
from api.config import Config
from datasets.curation.ledger import folder_at
from datasets.release.build import build
from tests.edits import LOSSES, cells

_NUMBERS = count(1)


@pytest.fixture(scope="session")
def second_instance(sample, tmp_path_factory) -> Path:
    """The sample with one more word in it: another release."""
    folder = tmp_path_factory.mktemp("second")
    ledgers = Path(shutil.copytree(sample, folder / "datasets"))
    cells(LOSSES, 2, note="Seen.")(ledgers)
    build(folder_at(ledgers), folder / "instance")
    return folder / "instance"


@pytest.fixture
def url(postgresql) -> str:
    """An empty database."""
    return postgresql.database(f"test-{next(_NUMBERS)}")


@pytest.fixture
def serving(sample, url) -> Iterator[Callable[..., Flask]]:
    """Start the application on the database; it looks at the pointer ten times a second."""
    started: list[Flask] = []

    def start(address: str = url, **settings: int) -> Flask:
        config = Config(datasets=sample, database_url=address, poll=0.1, **settings)
        started.append(create_app(config))
        return started[-1]

    yield start
    for app in started:
        app.extensions["releases"].close()


def until(holds: Callable[[], bool], seconds: float = 10) -> float:
    """Ask again and again; the seconds that passed before it held."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() < began + seconds
    return time.monotonic() - began
