"""A build that is interrupted leaves the previous release complete and current."""

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
from tests.ledger_edits import LOSSES, update
from tests.polling import until
from tests.reliability.load import get_once
from tests.servers import serving

# Audit events of Python for the file operations of a build.
FILE_EVENTS = frozenset({"open", "os.rename", "os.remove", "os.truncate", "sqlite3.connect"})
DONE, FAILED, CRASHED = 0, 1, 2


def built(copy, instance):
    return build(folder_at(copy), instance).release


def state(instance):
    """Id of the current release, and all its rows."""
    release = current_release(instance)
    try:
        return release.id, fetch_page(release, Query(history=True)).rows
    finally:
        release.engine.dispose()


def interrupted(folder, instance, number, fault):
    """Build in a child process whose file operation of this number fails.

    Returns the status of the child: 0 if there were fewer operations.
    """
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1]
    operations = [0]

    def hook(event, _arguments):
        if event in FILE_EVENTS:
            operations[0] += 1
            if operations[0] == number:
                fault()

    sys.addaudithook(hook)
    status = CRASHED
    try:
        build(folder, instance)
        status = DONE
    except BuildError:
        status = FAILED
    finally:
        os._exit(status)  # the child must not continue the test


def killed():
    os.kill(os.getpid(), signal.SIGKILL)


def full():
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def instance_and_next_ledgers(copy, tmp_path):
    """A folder with one release, and the ledgers of the next release."""
    instance = tmp_path / "instance"
    built(copy, instance)
    update(LOSSES, 2, note="Changed.")(copy)
    return instance, folder_at(copy)


def every_interruption(instance_and_next_ledgers, fault, step):
    """Interrupt builds at every file operation, by steps, until a build succeeds.

    Returns the number of interruptions, and of those that left no complete release.
    """
    instance, folder = instance_and_next_ledgers
    before, number, left = state(instance), 1, []
    while interrupted(folder, instance, number, fault):
        left.append(state(instance))
        number += step
    after = state(instance)
    assert after != before
    assert left[0] == before
    assert not list(instance.glob(".draft-*.sqlite-journal"))
    return len(left), sum(release not in (before, after) for release in left)


@pytest.mark.slow
@pytest.mark.parametrize("fault", [killed, full])
def test_a_build_interrupted_at_some_operations_leaves_a_release(instance_and_next_ledgers, fault):
    interruptions, wrong = every_interruption(instance_and_next_ledgers, fault, 13)
    assert (interruptions > 3, wrong) == (True, 0)


@pytest.mark.slow
@pytest.mark.faults
@pytest.mark.parametrize("fault", [killed, full])
def test_a_build_interrupted_at_every_operation_leaves_a_release(
    instance_and_next_ledgers, fault, results
):
    interruptions, wrong = every_interruption(instance_and_next_ledgers, fault, 1)
    results.report(
        "publishing",
        f"{interruptions} interruptions, one at each file operation: {wrong} left no whole release",
        "killed" if fault is killed else "failing call",
    )
    assert wrong == 0


@contextmanager
def small_disk(folder, size):
    """A file system of limited size. Needs root."""
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
def test_a_full_and_a_read_only_disk_leave_the_old_release(copy, tmp_path, results):
    instance = tmp_path / "disk"
    with small_disk(instance, "4m"):
        first = built(copy, instance)
        with serving(instance) as server:
            before = get_once(server.address, "/v1/figures").body
            update(LOSSES, 2, note="Changed.")(copy)
            (instance / "filler").write_bytes(b"0" * (free(instance) - 40_000))
            assert re.search("No space left on device|disk is full", refused_build(copy, instance))
            assert get_once(server.address, "/v1/figures").body == before
            (instance / "filler").unlink()
            subprocess.run(["mount", "-o", "remount,ro", instance], check=True)
            assert re.search("Read-only file system|unable to open", refused_build(copy, instance))
            assert get_once(server.address, "/v1/figures").body == before
            subprocess.run(["mount", "-o", "remount,rw", instance], check=True)
            second = built(copy, instance)
            until(lambda: second.encode() in get_once(server.address, "/version").body)
    assert first != second
    results.report("publishing", "the old release served on, the next build was taken", "full disk")


def refused_build(copy, instance):
    """Error output of a build that fails."""
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
def test_a_release_with_a_flipped_byte_is_never_served(copy, tmp_path, results):
    """The previous release stays in use, and /health reports why."""
    instance, aside = tmp_path / "instance", tmp_path / "aside"
    first = built(copy, instance)
    update(LOSSES, 2, note="Changed.")(copy)
    second = built(copy, aside)
    content = (aside / f"{second}.sqlite").read_bytes()
    pointers = [(folder / "current.json").read_bytes() for folder in (instance, aside)]
    for file in aside.glob(f"{second}*"):
        (instance / file.name).write_bytes(file.read_bytes())
    served = []
    with serving(instance, settings={"FIGURES_POLL": "0.05"}) as server:
        healthy = get_once(server.address, "/health").body
        for position in random_positions(content, 40):
            flipped = (
                content[:position] + bytes([content[position] ^ 0x40]) + content[position + 1 :]
            )
            put(instance / f"{second}.sqlite", flipped)
            put(instance / "current.json", pointers[1])
            until(lambda: get_once(server.address, "/health").body != healthy)
            answer = json.loads(get_once(server.address, "/v1/figures").body)
            served.append(answer["meta"]["release"])
            put(instance / "current.json", pointers[0])
            until(
                lambda: {get_once(server.address, "/health").body for _ in "12345678"} == {healthy}
            )
    detected = served.count(first)
    results.report(
        "corrupt release", f"{detected} of 40 flipped bytes found before they were served"
    )
    assert served == [first] * 40


def random_positions(content, count):
    """Positions in a file, the same in each run."""
    digest = hashlib.sha256(b"places").digest()
    return [
        int.from_bytes(hashlib.sha256(digest + bytes([number])).digest()) % len(content)
        for number in range(count)
    ]


def put(file, content):
    draft = file.with_name(".draft-of-test")
    draft.write_bytes(content)
    draft.replace(file)
