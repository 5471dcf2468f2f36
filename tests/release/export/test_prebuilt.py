"""The whole of each dataset lies ready as a file, with the bytes that it would be made of."""

import gzip
import json
import shutil
from datetime import datetime

import pytest

from api import create_app
from api.config import Config
from datasets.curation.ledger_files import folder_at
from datasets.release.compiler.build import MAX_RELEASES, build
from tests.ledger_edits import LOSSES, cells

DATASETS = ("losses", "evacuations", "displacement", "population", "territory")
ENDINGS = ("csv", "xlsx", "ndjson")
FILES = [f"{name}.{ending}" for name in (*DATASETS, "figures") for ending in ENDINGS]
FILES += ["figures.parquet"]
EVERYTHING = [
    "losses.csv",
    "losses.csv?sort=-claimed_on,id",
    "losses.csv?hxl=false",
    "losses.csv?history=false",
    "figures.ndjson?release={release}",
    "figures.xlsx",
    "figures.parquet",
]
SOMETHING = [
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

each_file = pytest.mark.parametrize("name", FILES)


@pytest.fixture(scope="module")
def ready(sample_folder, tmp_path_factory):
    """A folder of releases in which the files of the sample lie ready."""
    instance = tmp_path_factory.mktemp("ready")
    build(sample_folder, instance, files=True)
    return instance


@pytest.fixture(scope="module")
def ready_client(sample, ready):
    return create_app(Config(datasets=sample, instance=ready, cache_bytes=0)).test_client()


@pytest.fixture(scope="module")
def marked(ready, tmp_path_factory):
    """The same folder, where a file says that it was read from the disk."""
    instance = shutil.copytree(ready, tmp_path_factory.mktemp("copied") / "marked")
    for file in instance.glob("*/*.*"):
        file.write_text("from the disk")
    return instance


@pytest.fixture(scope="module")
def marked_client(sample, marked):
    return create_app(Config(datasets=sample, instance=marked, cache_bytes=0)).test_client()


def folders_in(instance):
    return {path.name for path in instance.iterdir() if path.is_dir()}


def release_of(instance):
    return json.loads((instance / "current.json").read_text())["release"]


def test_each_dataset_has_its_files(ready):
    assert sorted(path.name for path in (ready / release_of(ready)).iterdir()) == sorted(FILES)


def test_every_file_beside_a_release_has_its_time(ready):
    label = json.loads((ready / f"{release_of(ready)}.json").read_text())
    times = {(ready / name).stat().st_mtime for name in label["beside"]}
    assert len(label["beside"]) == len(FILES) + 1
    assert times == {datetime.fromisoformat(label["built"]).timestamp()}


@each_file
def test_a_file_has_the_bytes_that_are_made_on_request(client, ready_client, ready, name):
    made, sent = client.get(f"/v1/{name}"), ready_client.get(f"/v1/{name}")
    assert (ready / release_of(ready) / name).read_bytes() == made.data == sent.data
    assert sent.content_length == len(made.data)
    for header in ("ETag", "Content-Type", "Content-Disposition", "Cache-Control", "Vary"):
        assert sent.headers[header] == made.headers[header]


@pytest.mark.parametrize("question", EVERYTHING)
def test_everything_of_a_dataset_comes_from_the_disk(marked, marked_client, question):
    answer = marked_client.get(f"/v1/{question.format(release=release_of(marked))}")
    assert (answer.status_code, answer.text) == (200, "from the disk")


@pytest.mark.parametrize("question", SOMETHING)
def test_any_other_question_is_answered_by_itself(client, marked, marked_client, question):
    address = f"/v1/{question.format(release=release_of(marked))}"
    assert marked_client.get(address).data == client.get(address).data


def test_a_file_that_is_not_there_is_made(client, marked, marked_client):
    (marked / release_of(marked) / "territory.csv").unlink()
    assert marked_client.get("/v1/territory.csv").data == client.get("/v1/territory.csv").data


def test_a_file_comes_in_the_coding_that_is_asked_for(ready_client):
    whole = ready_client.get("/v1/figures.csv")
    sent = ready_client.get("/v1/figures.csv", headers={"Accept-Encoding": "gzip"})
    assert sent.headers["Content-Encoding"] == "gzip"
    assert sent.headers["ETag"] == f'{whole.headers["ETag"][:-1]}-gzip"'
    assert gzip.decompress(sent.data) == whole.data


@pytest.mark.parametrize("name", ["losses.csv", "figures.parquet", "datapackage.zip"])
def test_a_part_of_a_file_is_sent_where_a_part_is_asked_for(ready_client, name):
    whole = ready_client.get(f"/v1/{name}")
    length = len(whole.data)
    assert whole.headers["Accept-Ranges"] == "bytes"
    for asked, part in [
        ("bytes=0-9", slice(0, 10)),
        ("bytes=100-", slice(100, None)),
        ("bytes=-7", slice(length - 7, None)),
        (f"bytes={length - 1}-{length + 10}", slice(length - 1, None)),
    ]:
        sent = ready_client.get(f"/v1/{name}", headers={"Range": asked}, buffered=True)
        begin, end, _ = part.indices(length)
        assert (sent.status_code, sent.data) == (206, whole.data[part])
        assert sent.headers["Content-Range"] == f"bytes {begin}-{end - 1}/{length}"
        assert sent.headers["ETag"] == whole.headers["ETag"]


@pytest.mark.parametrize("asked", ["bytes=99999999-", "bytes=0-1,5-6", "rows=0-1", "bytes=nine"])
def test_a_part_that_there_is_not_is_answered_with_the_whole(ready_client, asked):
    whole = ready_client.get("/v1/losses.csv").data
    sent = ready_client.get("/v1/losses.csv", headers={"Range": asked})
    assert (sent.status_code, sent.data) == (200, whole)


def test_a_part_of_another_release_is_never_sent(ready_client):
    whole = ready_client.get("/v1/losses.csv")
    for tag, status in [(whole.headers["ETag"], 206), ('"of-another-release"', 200)]:
        asked = {"Range": "bytes=0-9", "If-Range": tag}
        sent = ready_client.get("/v1/losses.csv", headers=asked, buffered=True)
        assert sent.status_code == status


def test_who_has_the_file_is_told_so(ready_client):
    tag = ready_client.get("/v1/losses.csv").headers["ETag"]
    answer = ready_client.get("/v1/losses.csv", headers={"If-None-Match": tag})
    assert (answer.status_code, answer.data) == (304, b"")


def test_a_proxy_is_told_where_a_finished_file_lies(sample, ready, client, tmp_path):
    instance = shutil.copytree(ready, tmp_path / "proxied")
    release = release_of(instance)
    (instance / release / "losses.xlsx").unlink()
    proxied = create_app(Config(datasets=sample, instance=instance, accel="/files/")).test_client()
    for name, place in [
        ("losses.csv", f"/files/{release}/losses.csv"),
        ("datapackage.zip", f"/files/{release}.zip"),
        ("losses.xlsx", None),
    ]:
        told, made = proxied.get(f"/v1/{name}"), client.get(f"/v1/{name}", buffered=True)
        assert told.headers.get("X-Accel-Redirect") == place
        assert "Content-Digest" not in told.headers or not place  # it would be that of nothing
        assert told.headers["Content-Type"] == made.headers["Content-Type"]
        assert told.data == (b"" if place else made.data)


def test_the_proxy_sends_no_file_to_who_has_it_or_asks_for_a_part(sample, ready):
    proxied = create_app(Config(datasets=sample, instance=ready, accel="/files/")).test_client()
    etag = proxied.get("/v1/losses.csv").headers["ETag"]
    for headers, status in [({"If-None-Match": etag}, 304), ({"Range": "bytes=0-4"}, 206)]:
        with proxied.get("/v1/losses.csv", headers=headers) as response:
            assert response.status_code == status
            assert "X-Accel-Redirect" not in response.headers


def test_files_are_forgotten_with_their_release(copy, tmp_path):
    instance = tmp_path / "instance"
    (instance / "of-somebody-else").mkdir(parents=True)
    first = build(folder_at(copy), instance, files=True).release
    for turn in range(MAX_RELEASES):
        assert folders_in(instance) == {"of-somebody-else", first}
        cells(LOSSES, 7, note=f"turn {turn}")(copy)
        build(folder_at(copy), instance)
    assert folders_in(instance) == {"of-somebody-else"}
