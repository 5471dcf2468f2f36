"""Operator endpoints: liveness, readiness, version."""

from datetime import datetime

import pytest
from flask import Flask

from api import create_app
from api.config import HOME, VERSION, Config
from api.openapi.api import Api
from api.resources import operations
from datasets.release.store.releases import Releases


class DegradedReleases(Releases):
    """Releases of which the newest cannot be opened."""

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


def test_a_service_without_the_newest_release_is_ready_and_degraded(
    sample_instance, sample_release
):
    app = Flask(__name__)
    settings = {"API_TITLE": "Degraded", "API_VERSION": "v1", "OPENAPI_VERSION": "3.1.1"}
    app.config.from_mapping(settings)
    app.extensions["releases"], app.extensions["config"] = (
        DegradedReleases(sample_instance),
        Config(),
    )
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
def test_liveness_does_not_depend_on_a_release(sample, tmp_path, method):
    """The probe must not wait for a database, nor fail without a release."""
    app = create_app(Config(datasets=sample, instance=tmp_path / "none"))
    vars(app.extensions["response_cache"])["releases"] = None
    response = app.test_client().open("/health/live", method=method)
    assert (response.status_code, response.text) == (
        200,
        '{"alive":true}\n' if method == "GET" else "",
    )


def test_the_version_of_the_program_and_of_the_release(client, sample_release):
    document = client.get("/version").json
    assert datetime.fromisoformat(document.pop("built")).utcoffset().total_seconds() == 0
    assert document == {
        "version": VERSION,
        "release": sample_release.id,
        "figures": 18,
        "rows": 21,
    }


def test_the_committed_contract_is_served(client):
    committed = (HOME / "openapi" / "openapi.json").read_bytes()
    with client.get("/openapi.json") as response:
        assert response.get_data() == committed


def test_the_favicon_is_served(client):
    icon = client.get("/favicon.ico")
    assert (icon.status_code, icon.content_type) == (200, "image/svg+xml; charset=utf-8")
    assert icon.headers["Cache-Control"] == "public, max-age=86400"
