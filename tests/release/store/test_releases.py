"""What is served was verified; what cannot be verified leaves what was served before."""

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
from datasets.release.store.loader import current_release
from datasets.release.store.manifest import Manifest, read_manifest, write_manifest
from datasets.release.store.releases import Releases
from datasets.release.store.sqlite import connect_to_file
from tests.ledger_edits import LOSSES, cells
from tests.polling import until

POLL = 0.01


@pytest.fixture
def labels(two_releases, sample_file) -> tuple[Manifest, Manifest]:
    """The labels of the first release and of the second."""
    first = read_manifest(two_releases / f"{sample_file.id}.json")
    return first, read_manifest(two_releases / "current.json")


@pytest.fixture
def instance(two_releases, labels, tmp_path) -> Path:
    """A copy of the folder, with the first release current."""
    folder = Path(shutil.copytree(two_releases, tmp_path / "instance"))
    write_manifest(labels[0], folder / "current.json")
    return folder


@pytest.fixture
def releases(instance, labels) -> Iterator[Releases]:
    """The folder, of which the first release is served."""
    followed = Releases(instance, POLL)
    assert (followed.current.id, followed.degraded_reason) == (labels[0].release, None)
    yield followed
    followed.close()


def flip(path: Path, place: int) -> None:
    """Change one bit of a file where it stands."""
    with path.open("r+b") as file:
        file.seek(place)
        [byte] = file.read(1)
        file.seek(place)
        file.write(bytes([byte ^ 1]))


def not_what_was_built(label: Manifest, folder: Path) -> str:
    found = digest_of(folder / label.file)
    return (
        f"instance/{label.file} is not what was built: its sha256 is {found[:16]}…, not "
        f"{label.sha256[:16]}…; run `flask figures build`"
    )


def test_a_new_release_is_taken_without_a_restart(releases, instance, labels):
    write_manifest(labels[1], instance / "current.json")
    until(lambda: releases.current.id == labels[1].release)
    assert releases.degraded_reason is None
    assert releases.of(labels[0].release).id == labels[0].release


@pytest.mark.parametrize("part", [0, 0.25, 0.5, 0.75, 1])
def test_a_flipped_bit_is_found_and_the_release_before_it_goes_on(releases, instance, labels, part):
    file = instance / labels[1].file
    flip(file, int(part * (file.stat().st_size - 1)))
    write_manifest(labels[1], instance / "current.json")
    until(lambda: releases.degraded_reason is not None)
    assert releases.degraded_reason == not_what_was_built(labels[1], instance)
    assert releases.current.id == labels[0].release
    flip(file, int(part * (file.stat().st_size - 1)))
    until(lambda: releases.degraded_reason is None)
    assert releases.current.id == labels[1].release


def test_a_flipped_bit_is_found_before_anything_is_served(instance, labels):
    flip(instance / labels[0].file, 5_000)
    followed = Releases(instance, POLL)
    with pytest.raises(ReleaseUnavailable) as reason:
        assert followed.current
    assert str(reason.value) == not_what_was_built(labels[0], instance) == followed.degraded_reason
    followed.close()


def test_a_file_that_is_written_to_is_served_no_more(releases, instance, labels):
    """Its pages are read where they lie: rather no figure than an altered one."""
    flip(instance / labels[0].file, 5_000)
    until(lambda: releases.degraded_reason is not None)
    with pytest.raises(ReleaseUnavailable, match="is not what was built"):
        assert releases.current


def test_a_file_that_is_replaced_or_taken_away_is_served_on(releases, instance, labels):
    file = instance / labels[0].file
    with releases.current.connect() as connection:
        file.unlink()
        until(lambda: releases.degraded_reason is not None)
        assert (
            releases.degraded_reason
            == f"instance/{file.name} is missing; run `flask figures build`"
        )
        count = connection.exec_driver_sql("select count(*) from figures").scalar_one()
    assert (count, releases.current.id) == (21, labels[0].release)


def test_an_older_release_is_verified_too(releases, instance, labels):
    flip(instance / labels[1].file, 5_000)
    reason = f"release {labels[1].release} cannot be read: "
    for _ in range(2):
        with pytest.raises(ReleaseGone) as gone:
            releases.of(labels[1].release)
        assert str(gone.value) == reason + not_what_was_built(labels[1], instance)


def test_a_release_that_never_was_is_gone(releases):
    for strange in ("0123456789abcdef", "../current", ""):
        with pytest.raises(ReleaseGone, match="is not kept"):
            releases.of(strange)


@pytest.mark.parametrize("statement", ["UPDATE release SET layout = 'older'",
                                       "ALTER TABLE release DROP COLUMN layout"])  # fmt: skip
def test_a_release_of_another_version_of_the_program_is_told(releases, instance, labels, statement):
    file = instance / labels[1].file
    with sqlite3.connect(file) as connection:
        connection.execute(statement)
    connection.close()
    label = replace(labels[1], sha256=digest_of(file))
    write_manifest(label, instance / f"{label.release}.json")
    reason = "the release was made by another version of the program; run `flask figures build`"
    with pytest.raises(ReleaseGone) as gone:
        releases.of(label.release)
    assert str(gone.value) == f"release {label.release} cannot be read: {reason}"
    write_manifest(label, instance / "current.json")
    until(lambda: releases.degraded_reason is not None)
    assert (releases.degraded_reason, releases.current.id) == (reason, labels[0].release)


def whole(label: Manifest) -> dict:
    return json.loads(json.dumps({name: getattr(label, name) for name in Manifest.__slots__}))


def pointers(label: Manifest) -> dict[str, tuple[str, str]]:
    """Pointers that are none, and what is said of each."""
    told = whole(label)
    damaged = "instance/current.json is damaged: "
    missing = {name: value for name, value in told.items() if name != "sha256"}
    return {
        "half": (
            json.dumps(told)[:40],
            damaged,
        ),
        "empty": ("", damaged + "Expecting value: line 1 column 1"),
        "older": (
            json.dumps(missing),
            damaged + "it says no sha256; run `flask figures build`",
        ),
        "outside": (
            json.dumps({**told, "release": "../../secret"}),
            damaged + "'../../secret' is no release id",
        ),
        "elsewhere": (
            json.dumps({**told, "files": {"/etc/passwd": told["sha256"]}}),
            damaged + "'/etc/passwd' is no file of the release",
        ),
        "digest": (json.dumps({**told, "sha256": "0"}), damaged + "'0' is no sha256"),
        "list": ("[]", damaged),
        "deep": ("[" * 60_000, damaged),
        "long": (json.dumps({**told, "inputs": "0" * 65_536}), damaged + "more than 64 KiB"),
    }


@pytest.mark.parametrize(
    "kind", ["half", "empty", "older", "outside", "elsewhere", "digest", "list", "deep", "long"]
)
def test_a_pointer_that_is_damaged_changes_nothing(releases, instance, labels, kind):
    content, reason = pointers(labels[1])[kind]
    (instance / "draft").write_text(content, encoding="utf-8")
    (instance / "draft").replace(instance / "current.json")
    until(lambda: releases.degraded_reason is not None)
    assert releases.degraded_reason.startswith(reason)
    assert releases.current.id == labels[0].release
    write_manifest(labels[1], instance / "current.json")
    until(lambda: releases.degraded_reason is None)
    assert releases.current.id == labels[1].release


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
    ("put", "told"),
    [(fifo, "is no regular file"), (directory, "is no regular file"), (link, "is a link")],
)
@pytest.mark.parametrize("which", ["pointer", "database"])
def test_what_is_no_regular_file_is_neither_waited_for_nor_followed(
    releases, instance, labels, put, told, which
):
    file = instance / ("current.json" if which == "pointer" else labels[1].file)
    put(file)
    if which == "database":
        write_manifest(labels[1], instance / "current.json")
    until(lambda: told in (releases.degraded_reason or ""))
    assert releases.degraded_reason == f"instance/{file.name} {told}"
    assert releases.current.id == labels[0].release


def test_without_a_release_the_reason_is_told(tmp_path):
    with pytest.raises(ReleaseUnavailable) as reason:
        current_release(tmp_path / "instance")
    assert str(reason.value) == "no release in instance/; run `flask figures build`"


def follows_in_a_fork(releases, instance, label):
    child = os.fork()
    if child == 0:
        write_manifest(label, instance / "current.json")
        until(lambda: releases.current.id == label.release)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0


def test_a_process_that_was_forked_follows_by_itself(releases, instance, labels):
    """The thread stays in the process that began it."""
    follows_in_a_fork(releases, instance, labels[1])
    until(lambda: releases.current.id == labels[1].release)


def test_a_process_that_closes_them_is_forked_with_no_thread_and_nothing_open(
    releases, instance, labels
):
    following = threads_that_follow()
    releases.close()
    held = [str(file.readlink()) for file in Path("/proc/self/fd").iterdir() if file.exists()]
    assert [file for file in held if file.startswith(str(instance))] == []
    assert threads_that_follow() < following
    follows_in_a_fork(releases, instance, labels[1])
    assert releases.current.id == labels[1].release


def threads_that_follow() -> int:
    return [thread.name for thread in threading.enumerate()].count("pointer")


EVENTS = {"open", "os.rename", "os.remove", "sqlite3.connect"}


@pytest.mark.slow
def test_a_build_that_is_killed_at_any_step_leaves_a_whole_release(
    sample, sample_instance, tmp_path, labels
):
    """Killed before the 1st, the 2nd, the 3rd … time that it touches the folder."""
    copy = Path(shutil.copytree(sample, tmp_path / "datasets"))
    cells(LOSSES, 2, note="Seen.")(copy)
    changed = folder_at(copy)
    found, finished = [], False
    while not finished:
        instance = Path(shutil.copytree(sample_instance, tmp_path / f"{len(found)}" / "instance"))
        finished = ends(partial(build, changed, instance), instance, len(found) + 1)
        release = current_release(instance)
        release.engine.dispose()
        found.append(release.id)
    old, new = (label.release for label in labels)
    changes = found.index(new)
    assert set(found[:changes]) == {old}
    assert set(found[changes:]) == {new}
    assert changes > 10
    killed = tmp_path / f"{changes - 1}" / "instance"
    assert build(changed, killed).release == new
    assert list(killed.glob(".draft-*")) == []


def ends(work: Callable[[], object], folder: Path, step: int) -> bool:
    """Do some work in a process that is killed when it touches a folder so often; did it end?"""
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


def test_a_question_that_reads_too_long_is_given_up_and_the_next_is_answered(sample_file):
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n"
    moment = connect_to_file(sample_file.engine, sample_file.id, "it", 0.01)
    given_up = pytest.raises(ReleaseUnavailable, match=r"took more than 0\.01 s")
    with given_up, moment as connection:
        connection.exec_driver_sql(endless)
    with sample_file.connect() as connection:
        assert connection.exec_driver_sql("SELECT id FROM release").scalar() == sample_file.id
