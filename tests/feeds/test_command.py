"""``flask figures update``: its options, its output and its exit status."""

import builtins
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from api.cli import command_group
from api.config import Config
from datasets.feeds.archive import update_lock
from datasets.feeds.states import read_states
from tests.feeds.oryx_file import OryxFeed, oryx_csv
from tests.feeds.publisher import content
from tests.ledger_edits import FEEDS, LOSSES, append, update

Run = Callable[..., Result]
FILE = oryx_csv(3500, 3510)


@pytest.fixture
def run(oryx: OryxFeed) -> Run:
    """Run ``flask figures update`` on the copy of the sample."""
    group = command_group(Config(datasets=oryx.datasets, instance=oryx.instance))
    return lambda *args: CliRunner().invoke(group, ["update", *map(str, args)])


def test_an_update_appends_the_rows_and_builds_the_release(run, oryx):
    oryx.put(FILE)
    result = run("--from", oryx.files)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].endswith(" UTC: 0 unchanged, 1 imported, 0 stopped")
    assert lines[-1].startswith("built release ")
    assert lines[-1].endswith(" figures, 23 rows")
    assert "next: read the report, then commit datasets/" in result.stderr
    assert len(oryx.losses()) == 2


def test_a_download_is_trusted_if_its_publisher_is(run, oryx, publisher):
    update(FEEDS, 2, address=publisher.answer("/daily_count.csv", content(FILE)))(oryx.datasets)
    result = run()
    assert (result.exit_code, len(oryx.losses())) == (0, 2)
    assert publisher.requests[0]["user-agent"] == "reported-figures/1.0.0"


def test_a_stopped_feed_has_exit_status_1_and_the_others_are_updated(run, oryx):
    append(FEEDS, 2, feed_id="page", sources="")(oryx.datasets)
    oryx.put(FILE)
    oryx.put(b"<html>", feed="page")
    result = run("--from", oryx.files)
    assert result.exit_code == 1
    assert "\nSTOPPED page: Losses by category and day\n" in result.stdout
    assert len(oryx.losses()) == 2


def test_a_dry_run_writes_nothing_and_builds_nothing(run, oryx):
    before = oryx.ledgers()
    oryx.put(FILE)
    result = run("--from", oryx.files, "--dry-run")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0].endswith("; nothing was written (dry run)")
    assert oryx.ledgers() == before
    assert not oryx.instance.exists()


# the arguments, of which FILES is a folder; the end of the message
USAGE = [
    (["--only", "orix"],
     "Invalid value for FEED: 'orix' is not in feeds.csv; did you mean 'oryx'?"),
    (["--only", "by-hand"],
     "Invalid value for FEED: 'by-hand' is not downloaded; give its file with --from. Ask them."),
    (["--only", "closed", "--from", "FILES"],
     "Invalid value for FEED: 'closed' is not read. Its terms forbid it."),
    (["--from", "FILES"],
     "Invalid value for FEED: 'orxy' is not in feeds.csv; did you mean 'oryx'?"),
    (["--only", "oryx", "--from", "FILES"],
     "Invalid value for --from: there is no folder FILES/oryx"),
    (["--from", "EMPTY"],
     "Invalid value for --from: EMPTY has no folder that is named after a feed"),
    (["--from", "ABSENT"], "Invalid value for '--from': Directory 'ABSENT' does not exist."),
    (["--only", "oryx", "--published", "5 November"],
     "Invalid value for --published: '5 November' is not a date; write YYYY-MM-DD"),
    (["--only", "oryx", "--only", "twin", "--yes"],
     "--published and --yes need one --only FEED: they are about a file"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "message"), USAGE)
def test_a_wrong_option_has_exit_status_2(run, oryx, arguments, message):
    append(FEEDS, 2, feed_id="by-hand", retrieval="manual", note="Ask them.")(oryx.datasets)
    append(FEEDS, 2, feed_id="closed", retrieval="forbidden", note="Its terms forbid it.")(
        oryx.datasets
    )
    append(FEEDS, 2, feed_id="twin")(oryx.datasets)
    oryx.put(FILE, feed="orxy")
    folders = {"FILES": oryx.files, "EMPTY": oryx.files / "orxy", "ABSENT": oryx.files / "none"}
    for name, folder in folders.items():
        arguments = [str(folder) if argument == name else argument for argument in arguments]
        message = message.replace(name, str(folder))
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1] == f"Error: {message}"


def test_a_feed_that_ended_is_updated_only_if_it_is_named(run, oryx, publisher):
    address = publisher.answer("/daily_count.csv", content(FILE))
    update(FEEDS, 2, address=address, cadence="none")(oryx.datasets)
    result = run()
    assert result.stdout.splitlines()[0].endswith(": 0 unchanged, 0 imported, 0 stopped")
    assert run("--only", "oryx").exit_code == 0
    assert len(oryx.losses()) == 2


def test_a_person_states_the_day_of_a_file_and_accepts_it(run, oryx):
    update(FEEDS, 2, dated_by="")(oryx.datasets)
    oryx.put(oryx_csv(3500, 3510, 3520))
    arguments = ("--from", oryx.files, "--only", "oryx")
    assert run(*arguments).exit_code == 1
    assert run(*arguments, "--published", "2024-11-06").exit_code == 0
    oryx.put(oryx_csv(3500))
    assert run(*arguments, "--published", "2024-11-07").exit_code == 1
    assert run(*arguments, "--published", "2024-11-07", "--yes").exit_code == 0
    assert read_states(oryx.instance)["oryx"].outcome == "unchanged"


def test_a_second_update_says_that_another_runs(run, oryx):
    oryx.put(FILE)
    with update_lock(oryx.instance):
        result = run("--from", oryx.files)
    message = f"Error: another update runs on {oryx.instance}; nothing was updated\n"
    assert (result.exit_code, result.stderr) == (3, message)
    assert oryx.losses() == []


def test_a_damaged_record_of_states_is_not_overwritten(run, oryx):
    oryx.put(FILE)
    oryx.instance.mkdir()
    (oryx.instance / "feeds.json").write_text("{")
    result = run("--from", oryx.files)
    assert result.exit_code == 3
    assert f"{oryx.instance / 'feeds.json'} cannot be read" in result.stderr
    assert (oryx.instance / "feeds.json").read_text() == "{"


def test_an_instance_that_cannot_be_written_stops_the_update(run, oryx):
    oryx.put(FILE)
    oryx.instance.write_text("a file")
    result, folder = run("--from", oryx.files), oryx.instance / "feeds"
    assert (result.exit_code, result.stderr) == (3, f"Error: {folder}: Not a directory\n")


def test_a_wrong_table_of_feeds_stops_the_update(run, oryx):
    update(FEEDS, 2, cadence="daily")(oryx.datasets)
    oryx.put(FILE)
    result = run("--from", oryx.files)
    assert result.exit_code == 3
    assert result.stderr == (
        "Error: reference/feeds.csv: 'daily' is not a cadence; write P1D, P1W, P3M, P1Y or, for a "
        "series that ended, none; run flask figures check\n"
    )


def test_an_error_that_the_ledgers_had_before_stops_the_feeds_and_the_release(run, oryx):
    update(LOSSES, 2, basis="")(oryx.datasets)
    oryx.put(FILE)
    result = run("--from", oryx.files)
    assert result.exit_code == 3
    assert f"why: the rules refuse the rows: {LOSSES}:2: V03 basis" in result.stdout
    assert result.stderr.endswith("Error: 1 error; the current release was not changed\n")


def test_without_urllib3_an_update_names_the_extra(run, oryx, monkeypatch):
    """An importing system without the package, as in an installation without the extra."""
    absent = builtins.__import__

    def without_urllib3(name, *args, **kwargs):
        if name.split(".")[0] == "urllib3" or name == "datasets.feeds.client":
            raise ModuleNotFoundError("No module named 'urllib3'", name="urllib3")
        return absent(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without_urllib3)
    result = run()
    assert (result.exit_code, result.stderr) == (
        3, "Error: 'urllib3' is not installed: pip install 'reported-figures[feeds]'\n",
    )  # fmt: skip
    oryx.put(FILE)
    assert run("--from", oryx.files).exit_code == 0
