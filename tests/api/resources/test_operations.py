from datetime import datetime

import pytest
from flask import Flask

from api import create_app
from api.config import HOME, VERSION, Config
from api.openapi.api import Api
from api.resources import operations
from datasets.release.store.releases import Releases


class Troubled(Releases):
    """Releases of which the newest could not be taken."""

    degraded_reason = "0123456789abcdef.sqlite is damaged"


def test_a_service_with_a_release_is_ready(client, sample_release):
    response = client.get("/health")
    assert response.status_code == 200
    assert response.json == {
        "ready": True,
        "release": sample_release.id,
        "status": "ok",
        "reason": None,
    }


def test_a_service_that_could_not_take_the_newest_release_is_ready_and_says_why(
    sample_instance, sample_release
):
    app = Flask(__name__)
    settings = {"API_TITLE": "Troubled", "API_VERSION": "v1", "OPENAPI_VERSION": "3.1.1"}
    app.config.from_mapping(settings)
    app.extensions["releases"], app.extensions["config"] = Troubled(sample_instance), Config()
    Api(app).register_blueprint(operations.blueprint)
    response = app.test_client().get("/health")
    assert response.status_code == 200
    assert response.json == {
        "ready": True,
        "release": sample_release.id,
        "status": "degraded",
        "reason": "0123456789abcdef.sqlite is damaged",
    }


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_process_is_alive_whatever_it_has_to_serve(sample, tmp_path, method):
    """It would wait for the lock of a database, and fail without a release, if it looked."""
    app = create_app(Config(datasets=sample, instance=tmp_path / "none"))
    vars(app.extensions["response_cache"])["releases"] = None
    response = app.test_client().open("/health/live", method=method)
    assert (response.status_code, response.text) == (
        200,
        '{"alive":true}\n' if method == "GET" else "",
    )


def test_the_version_says_what_is_running(client, sample_release):
    answer = client.get("/version").json
    assert datetime.fromisoformat(answer.pop("built")).utcoffset().total_seconds() == 0
    assert answer == {
        "version": VERSION,
        "release": sample_release.id,
        "figures": 18,
        "rows": 21,
    }


def test_the_contract_is_served_as_it_is_committed(client):
    written = (HOME / "openapi" / "openapi.json").read_bytes()
    with client.get("/openapi.json") as response:
        assert response.get_data() == written


def test_a_tab_has_its_picture_beside_an_answer_as_json_too(client):
    icon = client.get("/favicon.ico")
    assert (icon.status_code, icon.content_type) == (200, "image/svg+xml; charset=utf-8")
    assert icon.headers["Cache-Control"] == "public, max-age=86400"
