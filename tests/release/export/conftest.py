"""Fixtures: the sample on a real server, and the sample built a second time."""

import threading

import pytest
from werkzeug.serving import make_server

from api import create_app
from api.config import Config
from datasets.release.compiler.build import build


@pytest.fixture(scope="session")
def server(client):
    """The URL of a server on the loopback interface, for programs that fetch by themselves."""
    listening = make_server("127.0.0.1", 0, client.application, threaded=True)
    thread = threading.Thread(target=listening.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{listening.port}"
    listening.shutdown()
    thread.join()
    listening.server_close()


@pytest.fixture(scope="session")
def second_client(sample, sample_folder, tmp_path_factory):
    """The same ledgers, built again into another folder."""
    instance = tmp_path_factory.mktemp("again")
    build(sample_folder, instance)
    return create_app(Config(datasets=sample, instance=instance)).test_client()
