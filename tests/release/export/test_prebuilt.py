"""Prebuilt export files have the bytes of a file that is made on request."""

import gzip
import json
import shutil
from datetime import datetime

import pytest

from api import create_app
from api.config import Config
from datasets.curation.ledger_files import folder_at
from datasets.release.compiler.build import MAX_RELEASES, build
from tests.ledger_edits import LOSSES, update

DATASETS = ("losses", "evacuations", "displacement", "population", "territory")
EXTENSIONS = ("csv", "xlsx", "ndjson")
FILES = [f"{name}.{extension}" for name in (*DATASETS, "figures") for extension in EXTENSIONS]
FILES += ["figures.parquet"]
PREBUILT = [
    "losses.csv",
    "losses.csv?sort=-claimed_on,id",
    "losses.csv?hxl=false",
    "losses.csv?history=false",
    "figures.ndjson?release={release}",
    "figures.xlsx",
    "figures.parquet",
]
MADE_ON_REQUEST = [
    "losses.csv?metric=killed",
    "losses.csv?hxl=true",
    "losses.csv?history=true",
    "losses.csv?sort=id",
    "losses.csv?fields=id,value",
    "losses.csv?as_of=2024-10-02",
    "figures.ndjson?dataset=losses",
    "figures.xlsx?sort=-claimed_on,id",
    "figures.parquet?release={release}",
]

pytestmark = pytest.mark.slow

all_files = pytest.mark.parametrize("name", FILES)


@pytest.fixture(scope="module")
def instance(sample_folder, tmp_path_factory):
    """A folder of releases with the prebuilt files of the sample."""
    path = tmp_path_factory.mktemp("instance")
    build(sample_folder, path, files=True)
    return path


@pytest.fixture(scope="module")
def prebuilt_client(sample, instance):
    return create_app(Config(datasets=sample, instance=instance, cache_bytes=0)).test_client()


@pytest.fixture(scope="module")
def marked(instance, tmp_path_factory):
    """A copy of the folder, in which the content of each file says that it is prebuilt."""
    path = shutil.copytree(instance, tmp_path_factory.mktemp("copied") / "marked")
    for file in path.glob("*/*.*"):
        file.write_text("from the disk")
    return path


@pytest.fixture(scope="module")
def marked_client(sample, marked):
    return create_app(Config(datasets=sample, instance=marked, cache_bytes=0)).test_client()


def folders_in(instance):
    return {path.name for path in instance.iterdir() if path.is_dir()}


def release_of(instance):
    return json.loads((instance / "current.json").read_text())["release"]


def test_each_dataset_has_a_file_of_each_format(instance):
    assert sorted(path.name for path in (instance / release_of(instance)).iterdir()) == sorted(
        FILES
    )


def test_the_files_to_download_have_the_time_of_the_release(instance):
    label = json.loads((instance / f"{release_of(instance)}.json").read_text())
    files = label["files"].keys() - {f"{release_of(instance)}.figures"}
    times = {(instance / name).stat().st_mtime for name in files}
    assert len(files) == len(FILES) + 1
    assert times == {datetime.fromisoformat(label["built"]).timestamp()}


@all_files
def test_a_prebuilt_file_equals_the_file_made_on_request(client, prebuilt_client, instance, name):
    made, prebuilt = client.get(f"/v1/{name}"), prebuilt_client.get(f"/v1/{name}")
    assert (instance / release_of(instance) / name).read_bytes() == made.data == prebuilt.data
    assert prebuilt.content_length == len(made.data)
    for header in ("ETag", "Content-Type", "Content-Disposition", "Cache-Control", "Vary"):
        assert prebuilt.headers[header] == made.headers[header]


@pytest.mark.parametrize("question", PREBUILT)
def test_a_request_for_a_complete_dataset_is_answered_with_a_prebuilt_file(
    marked, marked_client, question
):
    response = marked_client.get(f"/v1/{question.format(release=release_of(marked))}")
    assert (response.status_code, response.text) == (200, "from the disk")


@pytest.mark.parametrize("question", MADE_ON_REQUEST)
def test_any_other_request_is_answered_with_a_new_file(client, marked, marked_client, question):
    address = f"/v1/{question.format(release=release_of(marked))}"
    assert marked_client.get(address).data == client.get(address).data


def test_a_missing_prebuilt_file_is_made_on_request(client, marked, marked_client):
    (marked / release_of(marked) / "territory.csv").unlink()
    assert marked_client.get("/v1/territory.csv").data == client.get("/v1/territory.csv").data


def test_a_prebuilt_file_is_compressed_on_request(prebuilt_client):
    whole = prebuilt_client.get("/v1/figures.csv")
    response = prebuilt_client.get("/v1/figures.csv", headers={"Accept-Encoding": "gzip"})
    assert response.headers["Content-Encoding"] == "gzip"
    assert response.headers["ETag"] == f'{whole.headers["ETag"][:-1]}-gzip"'
    assert gzip.decompress(response.data) == whole.data


@pytest.mark.parametrize("name", ["losses.csv", "figures.parquet", "datapackage.zip"])
def test_a_range_request_is_answered_with_that_range(prebuilt_client, name):
    whole = prebuilt_client.get(f"/v1/{name}")
    length = len(whole.data)
    assert whole.headers["Accept-Ranges"] == "bytes"
    for range_, part in [
        ("bytes=0-9", slice(0, 10)),
        ("bytes=100-", slice(100, None)),
        ("bytes=-7", slice(length - 7, None)),
        (f"bytes={length - 1}-{length + 10}", slice(length - 1, None)),
    ]:
        sent = prebuilt_client.get(f"/v1/{name}", headers={"Range": range_}, buffered=True)
        begin, end, _ = part.indices(length)
        assert (sent.status_code, sent.data) == (206, whole.data[part])
        assert sent.headers["Content-Range"] == f"bytes {begin}-{end - 1}/{length}"
        assert sent.headers["ETag"] == whole.headers["ETag"]


@pytest.mark.parametrize("range_", ["bytes=99999999-", "bytes=0-1,5-6", "rows=0-1", "bytes=nine"])
def test_a_range_that_cannot_be_satisfied_is_answered_with_the_complete_file(
    prebuilt_client, range_
):
    whole = prebuilt_client.get("/v1/losses.csv").data
    sent = prebuilt_client.get("/v1/losses.csv", headers={"Range": range_})
    assert (sent.status_code, sent.data) == (200, whole)


def test_if_range_with_another_etag_is_answered_with_the_complete_file(prebuilt_client):
    whole = prebuilt_client.get("/v1/losses.csv")
    for tag, status in [(whole.headers["ETag"], 206), ('"of-another-release"', 200)]:
        headers = {"Range": "bytes=0-9", "If-Range": tag}
        sent = prebuilt_client.get("/v1/losses.csv", headers=headers, buffered=True)
        assert sent.status_code == status


def test_if_none_match_with_the_etag_of_a_prebuilt_file_gives_304(prebuilt_client):
    tag = prebuilt_client.get("/v1/losses.csv").headers["ETag"]
    response = prebuilt_client.get("/v1/losses.csv", headers={"If-None-Match": tag})
    assert (response.status_code, response.data) == (304, b"")


def test_x_accel_redirect_has_the_path_of_a_prebuilt_file(sample, instance, client, tmp_path):
    copied = shutil.copytree(instance, tmp_path / "proxied")
    release = release_of(copied)
    (copied / release / "losses.xlsx").unlink()
    proxied = create_app(Config(datasets=sample, instance=copied, accel="/files/")).test_client()
    for name, path in [
        ("losses.csv", f"/files/{release}/losses.csv"),
        ("datapackage.zip", f"/files/{release}.zip"),
        ("losses.xlsx", None),
    ]:
        redirect, made = proxied.get(f"/v1/{name}"), client.get(f"/v1/{name}", buffered=True)
        assert redirect.headers.get("X-Accel-Redirect") == path
        assert "Content-Digest" not in redirect.headers or not path  # it would be of an empty body
        assert redirect.headers["Content-Type"] == made.headers["Content-Type"]
        assert redirect.data == (b"" if path else made.data)


def test_conditional_and_range_requests_are_not_left_to_the_proxy(sample, instance):
    proxied = create_app(Config(datasets=sample, instance=instance, accel="/files/")).test_client()
    etag = proxied.get("/v1/losses.csv").headers["ETag"]
    for headers, status in [({"If-None-Match": etag}, 304), ({"Range": "bytes=0-4"}, 206)]:
        with proxied.get("/v1/losses.csv", headers=headers) as response:
            assert response.status_code == status
            assert "X-Accel-Redirect" not in response.headers


def test_prebuilt_files_are_deleted_with_their_release(copy, tmp_path):
    instance = tmp_path / "instance"
    (instance / "of-somebody-else").mkdir(parents=True)
    first = build(folder_at(copy), instance, files=True).release
    for turn in range(MAX_RELEASES):
        assert folders_in(instance) == {"of-somebody-else", first}
        update(LOSSES, 7, note=f"turn {turn}")(copy)
        build(folder_at(copy), instance)
    assert folders_in(instance) == {"of-somebody-else"}
