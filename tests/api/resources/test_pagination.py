"""Pagination stays in its release, or fails when the release is gone."""

import shutil

import pytest

from api import create_app
from api.config import Config
from datasets.curation.ledger_files import folder_at
from datasets.release.compiler.build import build
from tests.row_labels import short

GONE_RELEASE = "0123456789abcdef"


@pytest.fixture
def newer_client(sample, sample_instance, sample_release, rivals, tmp_path):
    """A client of a service whose current release replaced the one of the sample."""
    instance = tmp_path / "instance"
    build(folder_at(rivals), instance)
    for kind in ("sqlite", "figures", "json"):
        shutil.copy(sample_instance / f"{sample_release.id}.{kind}", instance)
    return create_app(Config(datasets=rivals, instance=instance)).test_client()


@pytest.mark.parametrize(
    ("query", "parameter", "detail"),
    [
        ("after=3", "after", "requires 'release': it is the position of a row in one release"),
        ("after=3&release={}&offset=1", "offset", "cannot be combined with 'after'"),
        ("after=0&release={}", "after", "'0' is not a whole number between 1 and 10,000,000"),
        ("after=99&release={}", "after", "the release has only 21 rows"),
        ("release=../secret", "release", "'../secret' is not a release id"),
        ("release={}0", "release", "'{}0' is not a release id"),
    ],
)
@pytest.mark.parametrize("path", ["/v1/figures", "/v1/losses", "/v1/changes"])
def test_an_invalid_cursor_is_refused(client, sample_release, path, query, parameter, detail):
    response = client.get(f"{path}?{query.format(sample_release.id)}")
    assert response.status_code == 422
    [error] = response.json["errors"]
    assert (error["parameter"], error["detail"]) == (parameter, detail.format(sample_release.id))


@pytest.mark.parametrize("path", ["/v1/figures", "/v1/losses", "/v1/changes"])
def test_the_problem_for_a_release_that_is_gone_has_the_first_page(client, path):
    response = client.get(f"{path}?limit=2&after=3&release={GONE_RELEASE}")
    assert response.status_code == 410
    assert response.json == {
        "type": "/problems/release-gone",
        "title": "Release no longer available",
        "status": 410,
        "detail": f"Release {GONE_RELEASE} is no longer available.",
        "instance": f"{path}?limit=2&after=3&release={GONE_RELEASE}",
        "alternatives": [f"{path}?limit=2"],
    }
    assert client.get(response.json["alternatives"][0]).status_code == 200
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("ending", ["csv", "ndjson", "xlsx"])
def test_a_file_of_a_release_that_is_gone_is_refused(client, ending):
    assert client.get(f"/v1/losses.{ending}?release={GONE_RELEASE}").status_code == 410


def test_pagination_continues_in_a_replaced_release(client, newer_client, sample_release):
    url = client.get("/v1/figures?limit=5").json["links"]["next"]
    rows, releases = [], set()
    while url:
        page = newer_client.get(url).json
        rows += page["data"]
        releases.add(page["meta"]["release"])
        url = page["links"]["next"]
    assert short(rows) == "P3 L1 P1 T3 E1 L7 P2 T1 T2 E2 L6 D2"
    assert releases == {sample_release.id}
    assert newer_client.get("/v1/figures").json["meta"]["release"] != sample_release.id


def test_a_file_of_a_replaced_release_is_unchanged(client, newer_client, sample_release):
    url = f"/v1/figures.csv?release={sample_release.id}"
    assert newer_client.get(url).data == client.get("/v1/figures.csv").data


def test_a_release_that_cannot_be_read_is_gone(newer_client, sample_release):
    folder = newer_client.application.extensions["releases"].folder
    (folder / f"{GONE_RELEASE}.json").write_text("not a label", encoding="utf-8")
    assert newer_client.get(f"/v1/figures?release={GONE_RELEASE}").status_code == 410
    (folder / f"{sample_release.id}.sqlite").unlink()
    assert newer_client.get(f"/v1/figures?release={sample_release.id}").status_code == 410


def test_a_page_reached_by_cursor_has_the_total_and_no_offset(client):
    second = client.get(client.get("/v1/losses?limit=2").json["links"]["next"]).json
    meta = {name: second["meta"][name] for name in ("total", "limit", "offset")}
    assert meta == {"total": 7, "limit": 2, "offset": None}
    assert second["links"]["prev"] is None
    assert "after" not in second["links"]["csv"]
