from datetime import datetime

from api.config import HOME, VERSION


def test_a_service_with_a_release_is_ready(client, sample_release):
    response = client.get("/health")
    assert response.status_code == 200
    assert response.json == {
        "ready": True,
        "release": sample_release.id,
        "status": "ok",
        "reason": None,
    }


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
