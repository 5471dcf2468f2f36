"""Responses while another release becomes current: each is of one release."""

import json
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from flask import Flask

from api import create_app
from api.config import Config
from datasets.curation.ledger_files import folder_at
from datasets.release.compiler.build import build
from datasets.release.store.manifest import read_manifest, write_manifest
from tests.concurrent_readers import reading_constantly
from tests.ledger_edits import ACTORS, LOSSES, append, update
from tests.polling import until

READERS = 4
SWITCHES = 20


@pytest.fixture(scope="module")
def instance_of_two(sample, sample_folder, tmp_path_factory):
    """A folder of two releases: the sample, and one with a note and an actor more."""
    folder = tmp_path_factory.mktemp("switching")
    ledgers = Path(shutil.copytree(sample, folder / "datasets"))
    update(LOSSES, 2, note="Seen.")(ledgers)
    append(ACTORS, 2, actor_id="newcomer", name="Newcomer")(ledgers)
    update(LOSSES, 2, claimant="newcomer")(ledgers)
    instance = folder / "instance"
    for ledgers_folder in (sample_folder, folder_at(ledgers)):
        build(ledgers_folder, instance)
    return instance


@pytest.fixture
def app(sample, instance_of_two, sample_release) -> Iterator[Flask]:
    write_manifest(
        read_manifest(instance_of_two / f"{first_of(instance_of_two)}.json"),
        instance_of_two / "current.json",
    )
    served = create_app(Config(datasets=sample, instance=instance_of_two, poll=0.01))
    yield served
    served.extensions["releases"].close()


def first_of(instance: Path) -> str:
    """The id of the sample's release: the one without the note."""
    [first] = [
        path.stem
        for path in instance.glob("*.figures")
        if b'"note":"Seen."' not in path.read_bytes()
    ]
    return first


def read_list(app: Flask) -> tuple[str, bool]:
    """Return the release in the metadata, and whether the note is in the list."""
    answer = app.test_client().get("/v1/figures?history=true")
    assert answer.status_code == 200
    return answer.json["meta"]["release"], '"note":"Seen."' in answer.text


def filter_by_code(app: Flask) -> tuple[str, bool]:
    """Filter by a code that only the second release has; the first one refuses it.

    The list would be empty if the filter were parsed in one release and applied in the other.
    """
    answer = app.test_client().get("/v1/figures?claimant=newcomer&history=true")
    if answer.status_code == 422:
        return "refused", False
    assert answer.json["meta"]["total"] == 1
    return answer.json["meta"]["release"], True


def read_all_pages(app: Flask) -> tuple[str, bool]:
    """Follow all pages: they are complete and of one release."""
    client = app.test_client()
    url, texts, releases = "/v1/figures?history=true&limit=8", "", set()
    ids = []
    while url:
        answer = client.get(url)
        assert answer.status_code == 200
        page = json.loads(answer.text)
        ids += [(row["id"], row["revision"]) for row in page["data"]]
        texts += answer.text
        releases.add(page["meta"]["release"])
        url = page["links"]["next"]
    assert len(set(ids)) == len(ids) == 21
    [release] = releases
    return release, '"note":"Seen."' in texts


def read_in_three_ways(app: Flask) -> tuple[object, ...]:
    return read_list(app), read_all_pages(app), filter_by_code(app)


@pytest.mark.slow
def test_each_response_is_of_one_release_while_releases_switch(app, instance_of_two):
    ids = [first_of(instance_of_two)]
    ids += [path.stem for path in instance_of_two.glob("*.sqlite") if path.stem != ids[0]]
    labels = [read_manifest(instance_of_two / f"{release}.json") for release in ids]
    client = app.test_client()
    with reading_constantly(partial(read_in_three_ways, app), READERS) as answered:
        for switch in range(1, SWITCHES + 1):
            label = labels[switch % 2]
            write_manifest(label, instance_of_two / "current.json")
            until(lambda now=label.release: client.get("/version").json["release"] == now)
    assert {pair for pair, _, _ in answered} == {(ids[0], False), (ids[1], True)}
    assert {pair for _, pair, _ in answered} == {(ids[0], False), (ids[1], True)}
    assert {pair for _, _, pair in answered} == {("refused", False), (ids[1], True)}


def test_a_pinned_release_stays_current_in_its_thread(app, instance_of_two):
    releases = app.extensions["releases"]
    token = releases.pin()
    first = releases.current
    [second] = [path.stem for path in instance_of_two.glob("*.sqlite") if path.stem != first.id]
    write_manifest(
        read_manifest(instance_of_two / f"{second}.json"),
        instance_of_two / "current.json",
    )
    until(lambda: release_of_new_thread(app) == second)
    assert releases.current is first
    releases.unpin(token)
    assert releases.current.id == second


def release_of_new_thread(app: Flask) -> str:
    """Return the release of a request in another thread."""
    release_ids: list[str] = []
    thread = threading.Thread(
        target=lambda: release_ids.append(app.test_client().get("/version").json["release"])
    )
    thread.start()
    thread.join()
    return release_ids[0]


def test_a_release_removed_during_a_request_is_reported(app, instance_of_two, tmp_path):
    """Its database is deleted before the request opens it. The figures are mapped into memory."""
    instance = Path(shutil.copytree(instance_of_two, tmp_path / "instance"))
    served = create_app(Config(datasets=app.config.get("datasets", Config.datasets),
                               instance=instance, poll=60)).test_client()  # fmt: skip
    releases = served.application.extensions["releases"]
    current = releases.current.id
    releases.current.engine.dispose()
    (instance / f"{current}.sqlite").unlink()
    assert served.get("/v1/losses").json["meta"]["total"] == 7
    answer = served.get("/v1/metrics")
    assert answer.status_code == 503
    assert answer.json["detail"] == f"Release {current} was just replaced; try again."
    answer = served.get(f"/v1/figures.xlsx?release={current}")
    assert (answer.status_code, answer.json["alternatives"]) == (410, ["/v1/figures.xlsx"])
    releases.close()
