"""A build that is interrupted anywhere leaves the release before it, whole and current."""

import errno
import hashlib
import json
import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager

import pytest

from api.config import HOME
from datasets.curation.ledger_files import folder_at
from datasets.release.compiler.build import BuildError, build
from datasets.release.queries.figures import fetch_page
from datasets.release.queries.query import Query
from datasets.release.store.loader import current_release
from tests.ledger_edits import LOSSES, cells
from tests.polling import until
from tests.reliability.load import asked_once
from tests.servers import serving

# What a build does to files, as Python tells it before it is done.
TOUCHING = frozenset({"open", "os.rename", "os.remove", "os.truncate", "sqlite3.connect"})
DONE, FAILED, STRANGE = 0, 1, 2


def built(copy, instance):
    return build(folder_at(copy), instance).release


def state(instance):
    """The current release, and what it says of everything."""
    release = current_release(instance)
    try:
        return release.id, fetch_page(release, Query(history=True)).rows
    finally:
        release.engine.dispose()


def interrupted(folder, instance, number, fault):
    """Build in a child process in which the file operation of this number meets a fault.

    Gives the status of the child: 0 where there were fewer operations than that.
    """
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1]
    met = [0]

    def hook(event, _arguments):
        if event in TOUCHING:
            met[0] += 1
            if met[0] == number:
                fault()

    sys.addaudithook(hook)
    status = STRANGE
    try:
        build(folder, instance)
        status = DONE
    except BuildError:
        status = FAILED
    finally:
        os._exit(status)  # whatever happened: the child is no test


def killed():
    os.kill(os.getpid(), signal.SIGKILL)


def full():
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def two(copy, tmp_path):
    """A folder of releases with one in it, and the ledgers of the next one."""
    instance = tmp_path / "instance"
    built(copy, instance)
    cells(LOSSES, 2, note="Changed.")(copy)
    return instance, folder_at(copy)


def every_interruption(two, fault, step):
    """Interrupt builds at their first operation, and so on, until one meets no fault any more.

    Gives the number of interruptions, and of those that left neither release whole and current.
    """
    instance, folder = two
    before, number, left = state(instance), 1, []
    while interrupted(folder, instance, number, fault):
        left.append(state(instance))
        number += step
    after = state(instance)
    assert after != before
    assert left[0] == before
    assert not list(instance.glob(".draft-*.sqlite-journal"))
    return len(left), sum(each not in (before, after) for each in left)


@pytest.mark.slow
@pytest.mark.parametrize("fault", [killed, full])
def test_a_build_that_is_interrupted_here_or_there_leaves_a_whole_release(two, fault):
    interruptions, wrong = every_interruption(two, fault, 13)
    assert (interruptions > 3, wrong) == (True, 0)


@pytest.mark.slow
@pytest.mark.faults
@pytest.mark.parametrize("fault", [killed, full])
def test_a_build_that_is_interrupted_anywhere_leaves_a_whole_release(two, fault, measured):
    interruptions, wrong = every_interruption(two, fault, 1)
    measured.tell(
        "publishing",
        f"{interruptions} interruptions, one at each file operation: {wrong} left no whole release",
        "killed" if fault is killed else "failing call",
    )
    assert wrong == 0


@contextmanager
def small_disk(folder, size):
    """A file system of a size, which only root can make."""
    if os.getuid():
        pytest.skip("only root can mount a small disk")
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


@pytest.mark.slow
@pytest.mark.faults
def test_a_full_disk_and_one_that_cannot_be_written_leave_the_old_release(copy, tmp_path, measured):
    instance = tmp_path / "disk"
    with small_disk(instance, "4m"):
        first = built(copy, instance)
        with serving(instance) as server:
            before = asked_once(server.address, "/v1/figures").body
            cells(LOSSES, 2, note="Changed.")(copy)
            (instance / "filler").write_bytes(b"0" * (free(instance) - 40_000))
            assert re.search("No space left on device|disk is full", refused_build(copy, instance))
            assert asked_once(server.address, "/v1/figures").body == before
            (instance / "filler").unlink()
            subprocess.run(["mount", "-o", "remount,ro", instance], check=True)
            assert re.search("Read-only file system|unable to open", refused_build(copy, instance))
            assert asked_once(server.address, "/v1/figures").body == before
            subprocess.run(["mount", "-o", "remount,rw", instance], check=True)
            second = built(copy, instance)
            until(lambda: second.encode() in asked_once(server.address, "/version").body)
    assert first != second
    measured.tell("publishing", "the old release served on, the next build was taken", "full disk")


def refused_build(copy, instance):
    """What the command says that cannot build."""
    run = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "figures", "build"],
        cwd=HOME,
        env={**os.environ, "FIGURES_DATASETS": str(copy), "FIGURES_INSTANCE": str(instance)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    return run.stderr


def free(folder):
    disk = os.statvfs(folder)
    return disk.f_bavail * disk.f_frsize


@pytest.mark.slow
@pytest.mark.faults
def test_a_release_with_a_flipped_byte_is_never_served(copy, tmp_path, measured):
    """Forty times another byte: the release before it serves on, and /health says why."""
    instance, aside = tmp_path / "instance", tmp_path / "aside"
    first = built(copy, instance)
    cells(LOSSES, 2, note="Changed.")(copy)
    second = built(copy, aside)
    whole = (aside / f"{second}.sqlite").read_bytes()
    pointers = [(folder / "current.json").read_bytes() for folder in (instance, aside)]
    for beside in aside.glob(f"{second}*"):
        (instance / beside.name).write_bytes(beside.read_bytes())
    served = []
    with serving(instance, settings={"FIGURES_POLL": "0.05"}) as server:
        well = asked_once(server.address, "/health").body
        for place in places_in(whole, 40):
            flipped = whole[:place] + bytes([whole[place] ^ 0x40]) + whole[place + 1 :]
            put(instance / f"{second}.sqlite", flipped)
            put(instance / "current.json", pointers[1])
            until(lambda: asked_once(server.address, "/health").body != well)
            answer = json.loads(asked_once(server.address, "/v1/figures").body)
            served.append(answer["meta"]["release"])
            put(instance / "current.json", pointers[0])
            until(
                lambda: {asked_once(server.address, "/health").body for _ in "12345678"} == {well}
            )
    found = served.count(first)
    measured.tell("corrupt release", f"{found} of 40 flipped bytes found before they were served")
    assert served == [first] * 40


def places_in(content, count):
    """Places all over a file, the same each time."""
    digest = hashlib.sha256(b"places").digest()
    return [
        int.from_bytes(hashlib.sha256(digest + bytes([number])).digest()) % len(content)
        for number in range(count)
    ]


def put(file, content):
    draft = file.with_name(".draft-of-test")
    draft.write_bytes(content)
    draft.replace(file)
