"""Only verified releases are served; the previous release stays if a new one is damaged."""

import json
import os
import shutil
import signal
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from datasets.curation.ledger_files import folder_at
from datasets.release.atomic import digest_of
from datasets.release.compiler.build import build
from datasets.release.exceptions import ReleaseGone, ReleaseUnavailable
from datasets.release.queries.figures import iter_lines
from datasets.release.queries.query import Query
from datasets.release.store.loader import current_release
from datasets.release.store.manifest import Manifest, read_manifest, write_manifest
from datasets.release.store.releases import Releases
from datasets.release.store.sqlite import connect_to_file
from tests.ledger_edits import LOSSES, update
from tests.polling import until

POLL = 0.01


@pytest.fixture
def manifests(two_releases, sample_file) -> tuple[Manifest, Manifest]:
    """The manifests of the first release and of the second."""
    first = read_manifest(two_releases / f"{sample_file.id}.json")
    return first, read_manifest(two_releases / "current.json")


@pytest.fixture
def instance(two_releases, manifests, tmp_path) -> Path:
    """A copy of the folder, with the first release current."""
    folder = Path(shutil.copytree(two_releases, tmp_path / "instance"))
    write_manifest(manifests[0], folder / "current.json")
    return folder


@pytest.fixture
def releases(instance, manifests) -> Iterator[Releases]:
    """The folder, with the first release served."""
    followed = Releases(instance, POLL)
    assert (followed.current.id, followed.degraded_reason) == (manifests[0].release, None)
    yield followed
    followed.close()


def flip(path: Path, offset: int) -> None:
    """Change one bit of a file in place."""
    with path.open("r+b") as file:
        file.seek(offset)
        [byte] = file.read(1)
        file.seek(offset)
        file.write(bytes([byte ^ 1]))


def not_what_was_built(manifest: Manifest, folder: Path, file: str) -> str:
    digest = digest_of(folder / file)
    return (
        f"instance/{file} is not the file that was built: its sha256 is {digest[:16]}…, "
        f"not {manifest.served[file][:16]}…; run `flask figures build`"
    )


# The files that a release is served from, as attributes of its manifest.
either_file = pytest.mark.parametrize("which", ["file", "figures_file"])


def test_a_new_release_is_served_without_a_restart(releases, instance, manifests):
    write_manifest(manifests[1], instance / "current.json")
    until(lambda: releases.current.id == manifests[1].release)
    assert releases.degraded_reason is None
    assert releases.of(manifests[0].release).id == manifests[0].release


@either_file
@pytest.mark.parametrize("part", [0, 0.25, 0.5, 0.75, 1])
def test_a_flipped_bit_is_detected_and_the_previous_release_is_served(
    releases, instance, manifests, part, which
):
    file = instance / getattr(manifests[1], which)
    flip(file, int(part * (file.stat().st_size - 1)))
    write_manifest(manifests[1], instance / "current.json")
    until(lambda: releases.degraded_reason is not None)
    assert releases.degraded_reason == not_what_was_built(manifests[1], instance, file.name)
    assert releases.current.id == manifests[0].release
    flip(file, int(part * (file.stat().st_size - 1)))
    until(lambda: releases.degraded_reason is None)
    assert releases.current.id == manifests[1].release


@either_file
def test_a_flipped_bit_is_detected_before_the_first_request(instance, manifests, which):
    file = instance / getattr(manifests[0], which)
    flip(file, 5_000)
    followed = Releases(instance, POLL)
    with pytest.raises(ReleaseUnavailable) as reason:
        assert followed.current
    expected = not_what_was_built(manifests[0], instance, file.name)
    assert (str(reason.value), followed.degraded_reason) == (expected, expected)
    followed.close()


@either_file
def test_a_file_modified_in_place_is_no_longer_served(releases, instance, manifests, which):
    """Its pages are mapped into memory: no data is better than altered data."""
    flip(instance / getattr(manifests[0], which), 5_000)
    until(lambda: releases.degraded_reason is not None)
    with pytest.raises(ReleaseUnavailable, match="is not the file that was built"):
        assert releases.current


@either_file
def test_a_file_that_is_replaced_or_removed_is_still_served(releases, instance, manifests, which):
    file = instance / getattr(manifests[0], which)
    with releases.current.connect() as connection:
        file.unlink()
        until(lambda: releases.degraded_reason is not None)
        assert (
            releases.degraded_reason
            == f"instance/{file.name} is missing; run `flask figures build`"
        )
        count = connection.exec_driver_sql("select count(*) from figures").scalar_one()
    assert (count, releases.current.id) == (21, manifests[0].release)
    assert len(list(iter_lines(releases.current, Query(history=True), "json"))) == 21


@either_file
def test_an_older_release_is_verified_too(releases, instance, manifests, which):
    file = instance / getattr(manifests[1], which)
    flip(file, 5_000)
    reason = f"release {manifests[1].release} cannot be read: "
    for _ in range(2):
        with pytest.raises(ReleaseGone) as refusal:
            releases.of(manifests[1].release)
        assert str(refusal.value) == reason + not_what_was_built(manifests[1], instance, file.name)


def test_a_release_that_never_existed_is_gone(releases):
    for unknown in ("0123456789abcdef", "../current", ""):
        with pytest.raises(ReleaseGone, match="is not kept"):
            releases.of(unknown)


@pytest.mark.parametrize("statement", ["UPDATE release SET layout = 'older'",
                                       "ALTER TABLE release DROP COLUMN layout"])  # fmt: skip
def test_a_release_of_another_program_version_is_refused_with_the_reason(
    releases, instance, manifests, statement
):
    file = instance / manifests[1].file
    with sqlite3.connect(file) as connection:
        connection.execute(statement)
    connection.close()
    manifest = replace(manifests[1], sha256=digest_of(file))
    write_manifest(manifest, instance / f"{manifest.release}.json")
    reason = "the release was built by another version of the program; run `flask figures build`"
    with pytest.raises(ReleaseGone) as refusal:
        releases.of(manifest.release)
    assert str(refusal.value) == f"release {manifest.release} cannot be read: {reason}"
    write_manifest(manifest, instance / "current.json")
    until(lambda: releases.degraded_reason is not None)
    assert (releases.degraded_reason, releases.current.id) == (reason, manifests[0].release)


def test_a_release_of_a_program_without_figures_files_is_refused_with_the_reason(
    releases, instance, manifests
):
    files = {
        name: digest
        for name, digest in manifests[1].files.items()
        if name != manifests[1].figures_file
    }
    write_manifest(replace(manifests[1], files=files), instance / "current.json")
    until(lambda: releases.degraded_reason is not None)
    assert releases.degraded_reason == (
        "the release was built by another version of the program; run `flask figures build`"
    )
    assert releases.current.id == manifests[0].release


def document_of(manifest: Manifest) -> dict:
    return json.loads(json.dumps({name: getattr(manifest, name) for name in Manifest.__slots__}))


def pointers(manifest: Manifest) -> dict[str, tuple[str, str]]:
    """Damaged pointers, and the reason reported for each."""
    document = document_of(manifest)
    damaged = "instance/current.json is damaged: "
    missing = {name: value for name, value in document.items() if name != "sha256"}
    return {
        "half": (
            json.dumps(document)[:40],
            damaged,
        ),
        "empty": ("", damaged + "Expecting value: line 1 column 1"),
        "older": (
            json.dumps(missing),
            damaged + "it has no sha256; run `flask figures build`",
        ),
        "outside": (
            json.dumps({**document, "release": "../../secret"}),
            damaged + "'../../secret' is not a release id",
        ),
        "elsewhere": (
            json.dumps({**document, "files": {"/etc/passwd": document["sha256"]}}),
            damaged + "'/etc/passwd' is not a file of the release",
        ),
        "digest": (json.dumps({**document, "sha256": "0"}), damaged + "'0' is not a sha256"),
        "list": ("[]", damaged),
        "deep": ("[" * 60_000, damaged),
        "long": (
            json.dumps({**document, "inputs": "0" * 65_536}),
            damaged + "it has more than 64 KiB",
        ),
    }


@pytest.mark.parametrize(
    "damage", ["half", "empty", "older", "outside", "elsewhere", "digest", "list", "deep", "long"]
)
def test_a_damaged_pointer_leaves_the_current_release_served(releases, instance, manifests, damage):
    content, reason = pointers(manifests[1])[damage]
    (instance / "draft").write_text(content, encoding="utf-8")
    (instance / "draft").replace(instance / "current.json")
    until(lambda: releases.degraded_reason is not None)
    assert releases.degraded_reason.startswith(reason)
    assert releases.current.id == manifests[0].release
    write_manifest(manifests[1], instance / "current.json")
    until(lambda: releases.degraded_reason is None)
    assert releases.current.id == manifests[1].release


def fifo(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def link(path: Path) -> None:
    path.rename(path.with_suffix(".moved"))
    path.symlink_to(path.with_suffix(".moved"))


def directory(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    ("replace_by", "reason"),
    [(fifo, "is not a regular file"), (directory, "is not a regular file"), (link, "is a link")],
)
@pytest.mark.parametrize("which", ["pointer", "file", "figures_file"])
def test_only_regular_files_are_opened_and_without_blocking(
    releases, instance, manifests, replace_by, reason, which
):
    file = instance / ("current.json" if which == "pointer" else getattr(manifests[1], which))
    replace_by(file)
    if which != "pointer":
        write_manifest(manifests[1], instance / "current.json")
    until(lambda: reason in (releases.degraded_reason or ""))
    assert releases.degraded_reason == f"instance/{file.name} {reason}"
    assert releases.current.id == manifests[0].release


def test_an_empty_folder_is_reported(tmp_path):
    with pytest.raises(ReleaseUnavailable) as reason:
        current_release(tmp_path / "instance")
    assert str(reason.value) == "no release in instance/; run `flask figures build`"


def switches_in_a_fork(releases, instance, manifest):
    child = os.fork()
    if child == 0:
        write_manifest(manifest, instance / "current.json")
        until(lambda: releases.current.id == manifest.release)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0


def test_a_forked_process_watches_the_pointer_itself(releases, instance, manifests):
    """A thread is not copied by a fork."""
    switches_in_a_fork(releases, instance, manifests[1])
    until(lambda: releases.current.id == manifests[1].release)


def test_after_close_no_thread_and_no_file_is_left_for_a_fork(releases, instance, manifests):
    threads = watching_threads()
    releases.close()
    open_files = [str(file.readlink()) for file in Path("/proc/self/fd").iterdir() if file.exists()]
    assert [file for file in open_files if file.startswith(str(instance))] == []
    assert watching_threads() < threads
    switches_in_a_fork(releases, instance, manifests[1])
    assert releases.current.id == manifests[1].release


def watching_threads() -> int:
    return [thread.name for thread in threading.enumerate()].count("pointer")


EVENTS = {"open", "os.rename", "os.remove", "sqlite3.connect"}


@pytest.mark.slow
def test_a_build_killed_at_any_step_leaves_a_complete_release(
    sample, sample_instance, tmp_path, manifests
):
    """Kills the build before its 1st, 2nd, 3rd … access to the folder."""
    copy = Path(shutil.copytree(sample, tmp_path / "datasets"))
    update(LOSSES, 2, note="Seen.")(copy)
    changed = folder_at(copy)
    ids, finished = [], False
    while not finished:
        instance = Path(shutil.copytree(sample_instance, tmp_path / f"{len(ids)}" / "instance"))
        finished = ended_before(partial(build, changed, instance), instance, len(ids) + 1)
        release = current_release(instance)
        release.engine.dispose()
        ids.append(release.id)
    old, new = (manifest.release for manifest in manifests)
    changes = ids.index(new)
    assert set(ids[:changes]) == {old}
    assert set(ids[changes:]) == {new}
    assert changes > 10
    killed = tmp_path / f"{changes - 1}" / "instance"
    assert build(changed, killed).release == new
    assert list(killed.glob(".draft-*")) == []


def ended_before(work: Callable[[], object], folder: Path, step: int) -> bool:
    """Run a function in a process that is killed at an access to a folder; tell if it ended."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1] == 0
    touched = count(1)

    def kill(event: str, arguments: tuple) -> None:
        touches = event in EVENTS and any(str(folder) in str(part) for part in arguments)
        if touches and next(touched) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(kill)
    work()
    os._exit(0)


def test_a_slow_statement_is_interrupted_and_the_connection_stays_usable(sample_file):
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n"
    connecting = connect_to_file(sample_file.engine, sample_file.id, "it", 0.01)
    interrupted = pytest.raises(ReleaseUnavailable, match=r"took more than 0\.01 s")
    with interrupted, connecting as connection:
        connection.exec_driver_sql(endless)
    with sample_file.connect() as connection:
        assert connection.exec_driver_sql("SELECT id FROM release").scalar() == sample_file.id
