"""Clients of the samples on both engines, which must give the same responses."""

import pytest
from flask.testing import FlaskClient

from api import create_app
from api.config import Config
from datasets.release.store.publish import publish
from tests.release.store.postgres.server import Server

ENGINES = ("sqlite", pytest.param("postgresql", marks=pytest.mark.slow))


@pytest.fixture(scope="session", params=ENGINES)
def client(request, sample, sample_instance) -> FlaskClient:
    if request.param == "postgresql":
        return request.getfixturevalue("shared_client")
    return create_app(Config(datasets=sample, instance=sample_instance)).test_client()


@pytest.fixture(scope="session", params=ENGINES)
def rivals_client(request, rivals, rivals_instance) -> FlaskClient:
    if request.param == "sqlite":
        return create_app(Config(datasets=rivals, instance=rivals_instance)).test_client()
    server: Server = request.getfixturevalue("postgresql")
    url = server.database("rivals")
    publish(rivals_instance, url)
    return create_app(Config(datasets=rivals, database_url=url)).test_client()
