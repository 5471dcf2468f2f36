"""An update that is killed, or that meets another program, at any operation on a file."""

import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import pytest

from datasets.curation.ledger_files import folder_at, table_of
from datasets.curation.validation.context import ValidationContext
from datasets.curation.validation.rules import findings
from datasets.feeds.archive import update_lock
from datasets.feeds.retrieval import files_in
from datasets.feeds.states import read_states
from datasets.feeds.update import UpdateSettings, update_feeds
from datasets.model.references import FeedSchema
from datasets.release.compiler.rows import feeds_of
from tests.feeds.oryx_file import OryxFeed, oryx_csv
from tests.ledger_edits import FEEDS

WRITING = {"os.rename", "os.remove", "os.mkdir", "tempfile.mkdtemp"}
OPERATIONS = 24  # or fewer, of an update that change a file
FIVE = oryx_csv(3500, 3510, 3520, 3530, 3540)

Hook = Callable[[str, tuple[object, ...]], None]


def run_update(oryx: OryxFeed) -> str:
    feeds = feeds_of(table_of(FEEDS, (oryx.datasets / FEEDS).read_bytes(), FeedSchema))
    settings = UpdateSettings(oryx.datasets, oryx.instance)
    with update_lock(oryx.instance):
        [result] = update_feeds(feeds.values(), partial(files_in, oryx.files), settings)
    return f"{result.outcome}: {result.reason}"


def in_child(oryx: OryxFeed, hook: Hook) -> int | str:
    """Run an update in a child process with an audit hook: its result, or the signal."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        sys.addaudithook(hook)
        os.write(writing, run_update(oryx).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        text = pipe.read().decode()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return -status if status else text


def killed_at(number: int) -> Hook:
    """Kill the process before its operation with this number that changes a file."""
    operations = iter(range(number))

    def hook(event: str, args: tuple[object, ...]) -> None:
        is_writing = event == "open" and isinstance(args[2], int) and args[2] & os.O_ACCMODE
        if (is_writing or event in WRITING) and next(operations, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    return hook


@pytest.mark.parametrize("first", range(0, OPERATIONS, 4))
def test_a_killed_update_leaves_valid_ledgers_and_the_next_completes_it(oryx, first):
    """At each operation: the ledger has none of the rows or all, and a second run ends alike."""
    original = oryx.ledgers()
    oryx.put(FIVE)
    assert run_update(oryx) == "imported: "
    complete = oryx.ledgers()
    for number in range(first, first + 4):
        restore(oryx, original)
        result = in_child(oryx, killed_at(number))
        assert result in (signal.SIGKILL, "imported: ")
        rows = oryx.ledgers()["losses.csv"]
        assert rows in (original["losses.csv"], complete["losses.csv"])
        today = datetime.now(UTC).date()
        reported = findings(ValidationContext(folder_at(oryx.datasets), None, today))
        assert [str(finding) for finding in reported if finding.level == "error"] == []
        assert run_update(oryx).startswith(("imported: ", "unchanged: "))
        assert oryx.ledgers() == complete
        assert read_states(oryx.instance)["oryx"].bytes == len(FIVE)


def test_all_operations_of_an_update_are_among_those_at_which_it_is_killed(oryx):
    oryx.put(FIVE)
    assert in_child(oryx, killed_at(0)) == signal.SIGKILL
    assert in_child(oryx, killed_at(OPERATIONS)) == "imported: "


def test_a_ledger_that_another_program_changes_meanwhile_is_left_alone(oryx):
    """A curator adds a remark while the file is compared with the ledgers."""
    oryx.put(FIVE)
    sources = oryx.datasets / "reference" / "sources.csv"
    changed = sources.read_bytes().replace(b"Global trends", b"Global Trends")

    def hook(event: str, args: tuple[object, ...]) -> None:
        if event == "tempfile.mkdtemp":
            sources.write_bytes(changed)

    before = oryx.ledgers()
    assert in_child(oryx, hook) == (
        "stopped: reference/sources.csv was changed by another program; run it again"
    )
    assert oryx.ledgers() == {**before, "sources.csv": changed}


def restore(oryx: OryxFeed, files: dict[str, bytes]) -> None:
    for name, body in files.items():
        next(oryx.datasets.rglob(name)).write_bytes(body)
    (oryx.instance / "feeds.json").unlink(missing_ok=True)
    for path in (oryx.instance / "feeds").iterdir():
        path.unlink()
