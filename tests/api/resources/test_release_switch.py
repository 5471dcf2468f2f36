"""Another release becomes current while questions are asked: each answer is of one release."""

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
def switching(sample, sample_folder, tmp_path_factory):
    """A folder with the sample and with another one, which has a note and an actor more."""
    folder = tmp_path_factory.mktemp("switching")
    ledgers = Path(shutil.copytree(sample, folder / "datasets"))
    update(LOSSES, 2, note="Seen.")(ledgers)
    append(ACTORS, 2, actor_id="newcomer", name="Newcomer")(ledgers)
    update(LOSSES, 2, claimant="newcomer")(ledgers)
    instance = folder / "instance"
    for each in (sample_folder, folder_at(ledgers)):
        build(each, instance)
    return instance


@pytest.fixture
def app(sample, switching, sample_release) -> Iterator[Flask]:
    write_manifest(
        read_manifest(switching / f"{first_of(switching)}.json"), switching / "current.json"
    )
    served = create_app(Config(datasets=sample, instance=switching, poll=0.01))
    yield served
    served.extensions["releases"].close()


def first_of(instance: Path) -> str:
    """The id of the sample's release: the one without the note."""
    [first] = [
        path.stem
        for path in instance.glob("*.sqlite")
        if b'"note":"Seen."' not in path.read_bytes()
    ]
    return first


def seen(app: Flask) -> tuple[str, bool]:
    """The release that an answer names, and whether the note is in it."""
    answer = app.test_client().get("/v1/figures?history=true")
    assert answer.status_code == 200
    return answer.json["meta"]["release"], '"note":"Seen."' in answer.text


def asked_by_code(app: Flask) -> tuple[str, bool]:
    """A code that only the second release knows is refused by the first, and found in the second.

    Were it known when it is read and unknown when it is asked for, the list would be empty.
    """
    answer = app.test_client().get("/v1/figures?claimant=newcomer&history=true")
    if answer.status_code == 422:
        return "refused", False
    assert answer.json["meta"]["total"] == 1
    return answer.json["meta"]["release"], True


def walked(app: Flask) -> tuple[str, bool]:
    """A walk from page to page: whole, and of one release."""
    client = app.test_client()
    following, texts, releases = "/v1/figures?history=true&limit=8", "", set()
    ids = []
    while following:
        answer = client.get(following)
        assert answer.status_code == 200
        page = json.loads(answer.text)
        ids += [(row["id"], row["revision"]) for row in page["data"]]
        texts += answer.text
        releases.add(page["meta"]["release"])
        following = page["links"]["next"]
    assert len(set(ids)) == len(ids) == 21
    [release] = releases
    return release, '"note":"Seen."' in texts


def told(app: Flask) -> tuple[object, ...]:
    return seen(app), walked(app), asked_by_code(app)


@pytest.mark.slow
def test_twenty_switches_under_load(app, switching):
    ids = [first_of(switching)]
    ids += [path.stem for path in switching.glob("*.sqlite") if path.stem != ids[0]]
    labels = [read_manifest(switching / f"{release}.json") for release in ids]
    client = app.test_client()
    with reading_constantly(partial(told, app), READERS) as answered:
        for switch in range(1, SWITCHES + 1):
            label = labels[switch % 2]
            write_manifest(label, switching / "current.json")
            until(lambda now=label.release: client.get("/version").json["release"] == now)
    assert {pair for pair, _, _ in answered} == {(ids[0], False), (ids[1], True)}
    assert {pair for _, pair, _ in answered} == {(ids[0], False), (ids[1], True)}
    assert {pair for _, _, pair in answered} == {("refused", False), (ids[1], True)}


def test_a_request_keeps_the_release_that_it_began_with(app, switching):
    releases = app.extensions["releases"]
    token = releases.pin()
    first = releases.current
    [second] = [path.stem for path in switching.glob("*.sqlite") if path.stem != first.id]
    write_manifest(read_manifest(switching / f"{second}.json"), switching / "current.json")
    until(lambda: newest_of(app) == second)
    assert releases.current is first
    releases.unpin(token)
    assert releases.current.id == second


def newest_of(app: Flask) -> str:
    """What a request of another thread is answered."""
    found: list[str] = []
    thread = threading.Thread(
        target=lambda: found.append(app.test_client().get("/version").json["release"])
    )
    thread.start()
    thread.join()
    return found[0]


def test_a_release_that_goes_while_it_is_asked_is_told(app, switching, tmp_path):
    """Its file is taken away before the request has opened it."""
    instance = Path(shutil.copytree(switching, tmp_path / "instance"))
    served = create_app(Config(datasets=app.config.get("datasets", Config.datasets),
                               instance=instance, poll=60)).test_client()  # fmt: skip
    releases = served.application.extensions["releases"]
    current = releases.current.id
    releases.current.engine.dispose()
    (instance / f"{current}.sqlite").unlink()
    answer = served.get("/v1/losses")
    assert answer.status_code == 503
    assert answer.json["detail"] == f"Release {current} was just replaced; ask again."
    answer = served.get(f"/v1/losses?release={current}")
    assert (answer.status_code, answer.json["alternatives"]) == (410, ["/v1/losses"])
    releases.close()
