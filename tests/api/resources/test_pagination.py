"""A walk from page to page stays with its release, or is told that the release is gone."""

import shutil

import pytest

from api import create_app
from api.config import Config
from datasets.curation.ledger_files import folder_at
from datasets.release.compiler.build import build
from tests.row_labels import short

GONE = "0123456789abcdef"


@pytest.fixture
def moved(sample, sample_instance, sample_release, rivals, tmp_path):
    """A service whose release became current after the one of the sample, which is kept."""
    instance = tmp_path / "instance"
    build(folder_at(rivals), instance)
    for kind in ("sqlite", "json"):
        shutil.copy(sample_instance / f"{sample_release.id}.{kind}", instance)
    return create_app(Config(datasets=rivals, instance=instance)).test_client()


@pytest.mark.parametrize(
    ("question", "parameter", "detail"),
    [
        ("after=3", "after", "needs 'release' beside it: it is a row of one release"),
        ("after=3&release={}&offset=1", "offset", "cannot be asked together with 'after'"),
        ("after=0&release={}", "after", "'0' is not a whole number between 1 and 10,000,000"),
        ("after=99&release={}", "after", "is beyond the 21 rows of the release"),
        ("release=../secret", "release", "'../secret' is not a release id"),
        ("release={}0", "release", "'{}0' is not a release id"),
    ],
)
@pytest.mark.parametrize("path", ["/v1/figures", "/v1/losses", "/v1/changes"])
def test_a_place_that_cannot_be_is_refused(
    client, sample_release, path, question, parameter, detail
):
    response = client.get(f"{path}?{question.format(sample_release.id)}")
    assert response.status_code == 422
    [error] = response.json["errors"]
    assert (error["parameter"], error["detail"]) == (parameter, detail.format(sample_release.id))


@pytest.mark.parametrize("path", ["/v1/figures", "/v1/losses", "/v1/changes"])
def test_a_release_that_is_gone_says_where_to_begin_again(client, path):
    response = client.get(f"{path}?limit=2&after=3&release={GONE}")
    assert response.status_code == 410
    assert response.json == {
        "type": "/problems/release-gone",
        "title": "The release is not kept any more",
        "status": 410,
        "detail": f"Release {GONE} is not kept any more.",
        "instance": f"{path}?limit=2&after=3&release={GONE}",
        "alternatives": [f"{path}?limit=2"],
    }
    assert client.get(response.json["alternatives"][0]).status_code == 200
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("ending", ["csv", "ndjson", "xlsx"])
def test_a_file_of_a_release_that_is_gone_is_refused(client, ending):
    assert client.get(f"/v1/losses.{ending}?release={GONE}").status_code == 410


def test_a_walk_goes_on_with_a_release_that_is_kept(client, moved, sample_release):
    following = client.get("/v1/figures?limit=5").json["links"]["next"]
    rows, releases = [], set()
    while following:
        answer = moved.get(following).json
        rows += answer["data"]
        releases.add(answer["meta"]["release"])
        following = answer["links"]["next"]
    assert short(rows) == "P3 L1 P1 T3 E1 L7 P2 T1 T2 E2 L6 D2"
    assert releases == {sample_release.id}
    assert moved.get("/v1/figures").json["meta"]["release"] != sample_release.id


def test_a_file_of_a_kept_release_is_the_file_it_was(client, moved, sample_release):
    asked = f"/v1/figures.csv?release={sample_release.id}"
    assert moved.get(asked).data == client.get("/v1/figures.csv").data


def test_a_kept_release_that_cannot_be_read_is_gone(moved, sample_release):
    folder = moved.application.extensions["releases"].folder
    (folder / f"{GONE}.json").write_text("not a label", encoding="utf-8")
    assert moved.get(f"/v1/figures?release={GONE}").status_code == 410
    (folder / f"{sample_release.id}.sqlite").unlink()
    assert moved.get(f"/v1/figures?release={sample_release.id}").status_code == 410


def test_a_page_that_was_walked_to_counts_all_and_knows_no_offset(client):
    second = client.get(client.get("/v1/losses?limit=2").json["links"]["next"]).json
    told = {name: second["meta"][name] for name in ("total", "limit", "offset")}
    assert told == {"total": 7, "limit": 2, "offset": None}
    assert second["links"]["prev"] is None
    assert "after" not in second["links"]["csv"]
