"""Two releases of the sample, and databases to publish them in."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from flask import Flask

from api import create_app
from api.config import Config
from datasets.release.compiler.build import build

_NUMBERS = count(1)


@pytest.fixture(scope="session")
def second_instance(noted_folder, tmp_path_factory) -> Path:
    """A folder with only the second release."""
    instance = tmp_path_factory.mktemp("second")
    build(noted_folder, instance)
    return instance


@pytest.fixture
def url(postgresql) -> str:
    """An empty database."""
    return postgresql.database(f"test-{next(_NUMBERS)}")


@pytest.fixture
def serving(sample, url) -> Iterator[Callable[..., Flask]]:
    """Start the application on the database; it reads the pointer ten times a second."""
    started: list[Flask] = []

    def start(address: str = url, **settings: int) -> Flask:
        config = Config(datasets=sample, database_url=address, poll=0.1, **settings)
        started.append(create_app(config))
        return started[-1]

    yield start
    for app in started:
        app.extensions["releases"].close()
