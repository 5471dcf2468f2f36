"""The update of feeds: what is appended, what stops a feed, and what is recorded of it."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest

from datasets.curation.ledger_files import folder_at, table_of
from datasets.curation.validation.context import ValidationContext
from datasets.curation.validation.rules import findings
from datasets.feeds.archive import UpdateRunningError, update_lock
from datasets.feeds.client import Limits, download
from datasets.feeds.retrieval import ReceivedFile, files_in
from datasets.feeds.states import FeedState, read_states
from datasets.feeds.update import FeedUpdate, UpdateSettings, update_feeds
from datasets.model.references import FeedSchema
from datasets.release.compiler.rows import feeds_of
from tests.feeds.oryx_file import HEADER, OryxFeed, oryx_csv
from tests.feeds.publisher import content, half, redirect, unless_known
from tests.ledger_edits import FEEDS, append, update

FIVE = oryx_csv(3500, 3510, 3520, 3530, 3540)
FIRST = [f"losses-00{9 + number:02d} 1 new {3500 + 10 * number} 2024-11-0{number + 1}"
         for number in range(5)]  # fmt: skip
INSTANT = re.compile(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def updates_of(oryx: OryxFeed, retrieve=None, names=(), **settings) -> list[FeedUpdate]:
    file = oryx.datasets / FEEDS
    feeds = feeds_of(table_of(FEEDS, file.read_bytes(), FeedSchema))
    chosen = [feed for name, feed in feeds.items() if not names or name in names]
    return list(
        update_feeds(
            chosen,
            retrieve or partial(files_in, oryx.files),
            UpdateSettings(oryx.datasets, oryx.instance, **settings),
        )
    )


def outcome(oryx: OryxFeed, body: bytes, **settings) -> tuple[str, str]:
    oryx.put(body)
    [result] = updates_of(oryx, **settings)
    return result.outcome, result.reason


def is_valid(oryx: OryxFeed) -> bool:
    context = ValidationContext(folder_at(oryx.datasets), None, datetime.now(UTC).date())
    return [str(finding) for finding in findings(context) if finding.level == "error"] == []


def test_new_claims_are_appended_and_the_state_recorded(oryx):
    assert outcome(oryx, FIVE) == ("imported", "")
    assert oryx.losses() == FIRST
    assert is_valid(oryx)
    state = read_states(oryx.instance)["oryx"]
    assert INSTANT.fullmatch(state.tried_at)
    assert state == FeedState(
        "oryx", state.tried_at, "imported", "", state.tried_at, state.tried_at,
        ReceivedFile("", FIVE).digest, len(FIVE), columns=tuple(HEADER.split(",")),
    )  # fmt: skip


def test_the_bytes_of_each_file_are_stored_by_their_digest(oryx):
    bodies = [FIVE, b"<!DOCTYPE html><title>Sign in</title>"]
    for body in bodies:
        outcome(oryx, body)
    names = {ReceivedFile("", body).digest: body for body in bodies}
    stored = {path.name: path.read_bytes() for path in (oryx.instance / "feeds").iterdir()}
    assert stored == names


def test_a_source_has_the_digest_of_its_file_and_no_archived_copy(oryx):
    outcome(oryx, FIVE)
    sources = folder_at(oryx.datasets).references["sources"].frame.set_index("source_id")
    source = sources.loc["oryx-data-2024-11-05"]
    assert (source["url"], source["archive_url"], source["published"]) == (
        "https://localhost:1/daily_count.csv", "", "2024-11-05",
    )  # fmt: skip
    digest = ReceivedFile("", FIVE).digest
    assert source["note"].endswith(f" SHA-256 of the file that was read: {digest}.")


def test_a_later_file_appends_what_is_new_and_revises_what_differs(oryx):
    outcome(oryx, oryx_csv(3500, 3510, 3520))
    assert outcome(oryx, oryx_csv(3500, 3512, 3520, 3530)) == ("imported", "")
    assert oryx.losses() == [
        *FIRST[:3],
        "losses-0012 1 new 3530 2024-11-04",
        "losses-0010 2 revised 3512 2024-11-02",
    ]
    assert is_valid(oryx)


def test_the_same_file_again_changes_nothing(oryx):
    outcome(oryx, FIVE)
    before, state = oryx.ledgers(), read_states(oryx.instance)["oryx"]
    assert outcome(oryx, FIVE) == ("unchanged", "")
    assert outcome(oryx, FIVE, full=True) == ("unchanged", "")
    assert oryx.ledgers() == before
    again = read_states(oryx.instance)["oryx"]
    assert (again.outcome, again.imported_at, again.columns) == (
        "unchanged", state.imported_at, state.columns,
    )  # fmt: skip


def test_a_full_update_appends_rows_that_the_ledgers_lost(oryx):
    before = oryx.ledgers()
    outcome(oryx, FIVE)
    for name, body in before.items():
        next(oryx.datasets.rglob(name)).write_bytes(body)
    assert outcome(oryx, FIVE) == ("unchanged", "")
    assert oryx.losses() == []
    assert outcome(oryx, FIVE, full=True) == ("imported", "")
    assert oryx.losses() == FIRST


def test_a_dry_run_writes_nothing(oryx):
    before = oryx.ledgers()
    assert outcome(oryx, FIVE, dry_run=True) == ("imported", "")
    assert oryx.ledgers() == before
    assert not oryx.instance.exists()


# what follows the file of five days; the reason why the feed is stopped
STOPS = [
    (b"<!DOCTYPE html><title>Sign in</title>", "daily_count.csv: is a web page, not a data file"),
    (FIVE[: len(FIVE) - 20], "daily_count.csv:6: row has 6 cells, the header 9: cut off?"),
    (b"", "daily_count.csv: has no row"),
    (oryx_csv(header=HEADER), "daily_count.csv: has no row"),
    (FIVE.replace(b"Tanks", b"Boats"), "no claim was read in the file"),
    (FIVE.replace(b"date_recorded", b"day"), "daily_count.csv:1: column missing: 'date_recorded'"),
    (FIVE.replace(b",row_id", b",number"),
     "columns are missing that the last file had: 'row_id'"),
    (b'{"days": []}\n{"days": 1}', "daily_count.csv:1: column missing: 'date_recorded'"),
    (FIVE.replace(b"3520,2024", b"?,2024"), "daily_count.csv:4: type_total: '?' is not a number"),
    (FIVE[:-1], "the last line of the file has no end: cut off?"),
    (oryx_csv(3500, 3510, 3520), "2 of 5 recorded figures are not in the file"),
    (oryx_csv(3500, 3510, 3520, 3530, 354),
     "1 of 1 revised rows are totals with a lower number than before; a documented total falls to "
     "a tenth or less: losses-0013, tanks-lost of ru-armed-forces at theatre-ru-ua, from 3540 to "
     "354"),
    (FIVE + b"Russia,Tanks,1,1,1,1,3541,2024-11-05,9\n",
     "lines 6 and 7 give 3540 and 3541 for tanks-lost of ru-armed-forces at theatre-ru-ua, "
     "2022-02-24/2024-11-05"),
    (FIVE + b"Russia,Tanks,1,1,1,1,3541,2999-01-01,9\n",
     "the rules refuse the rows: ledgers/losses.csv:18: V23 recorded_on: recorded_on {today} is "
     "before the source was published (2999-01-01)"),
    (b"PK\x03\x04 half an archive", "daily_count.csv is a damaged archive: File is not a zip file"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "reason"), STOPS)
def test_a_feed_is_stopped_with_a_reason_and_appends_nothing(oryx, body, reason):
    outcome(oryx, FIVE)
    before, state = oryx.ledgers(), read_states(oryx.instance)["oryx"]
    today = datetime.now(UTC).date().isoformat()
    assert outcome(oryx, body) == ("stopped", reason.format(today=today))
    assert oryx.ledgers() == before
    after = read_states(oryx.instance)["oryx"]
    assert (after.outcome, after.reason) == ("stopped", reason.format(today=today))
    assert (after.digest, after.confirmed_at) == (state.digest, state.confirmed_at)


def test_a_person_can_accept_a_file_that_may_be_damaged(oryx):
    outcome(oryx, FIVE)
    assert outcome(oryx, oryx_csv(3500, 3510, 3525), accept=True) == ("imported", "")
    assert oryx.losses() == [*FIRST, "losses-0011 2 revised 3525 2024-11-03"]


def test_a_person_cannot_accept_rows_that_the_rules_refuse(oryx):
    body = FIVE + b"Russia,Tanks,1,1,1,1,3541,2999-01-01,9\n"
    assert outcome(oryx, body, accept=True)[0] == "stopped"


def test_a_publisher_who_never_ends_the_last_line_is_accepted_once(oryx):
    assert outcome(oryx, oryx_csv(3500)[:-1])[0] == "stopped"
    assert outcome(oryx, oryx_csv(3500)[:-1], accept=True) == ("imported", "")
    assert outcome(oryx, oryx_csv(3500, 3510)[:-1]) == ("imported", "")


@pytest.mark.parametrize(("days", "outcome_of_all"), [(101, "imported"), (102, "stopped")])
def test_a_file_of_which_a_part_was_imported_is_stopped(oryx, days, outcome_of_all):
    """A hundred new figures, and half as many as are recorded, are no surprise; more are."""
    dates = [date(2023, 1, 1) + timedelta(number) for number in range(days)]
    rows = [f"Russia,Tanks,1,1,1,1,{1000 + number},{day},1" for number, day in enumerate(dates)]
    outcome(oryx, oryx_csv(3500, 3510))
    body = oryx_csv(3500, 3510) + "".join(f"{row}\n" for row in rows).encode()
    reason = "102 new figures, where 2 are recorded" if outcome_of_all == "stopped" else ""
    assert outcome(oryx, body) == (outcome_of_all, reason)


def test_a_new_column_is_reported_and_does_not_stop(oryx):
    outcome(oryx, oryx_csv(3500))
    oryx.put(b"".join(line + b",x\n" for line in FIVE.splitlines()))
    [result] = updates_of(oryx)
    assert (result.outcome, result.comparison.new_columns) == ("imported", ("x",))


def test_a_file_without_a_day_needs_one(oryx):
    update(FEEDS, 2, dated_by="")(oryx.datasets)
    reason = (
        "the file has no day of publication, and new numbers for 5 figures; look at the "
        "publisher's page, then run flask figures update --only oryx --published DATE"
    )
    assert outcome(oryx, FIVE) == ("stopped", reason)
    assert outcome(oryx, FIVE, published="2024-11-06") == ("imported", "")
    assert "oryx-data-2024-11-06" in folder_at(oryx.datasets).rows["source"].to_list()
    assert outcome(oryx, FIVE, full=True) == ("unchanged", "")  # nothing is new: it needs no day


def test_the_day_of_a_download_is_that_of_the_answer(oryx, publisher):
    modified = content(FIVE, last_modified="Thu, 07 Nov 2024 23:30:00 GMT")
    address = publisher.answer("/daily_count.csv", modified)
    update(FEEDS, 2, dated_by="", address=address)(oryx.datasets)
    limits = Limits(backoff=0)
    [result] = updates_of(oryx, partial(download, user_agent="test", limits=limits))
    assert result.comparison.published == "2024-11-07"


def test_the_trouble_of_one_feed_is_never_that_of_another(oryx, publisher):
    """Eight feeds: one is fine, one has not changed, six have each a trouble of their own."""
    limits = Limits(backoff=0, tries=2)
    answers = {
        "oryx": content(FIVE),
        "b-same": unless_known(FIVE, '"1"'),
        "c-absent": content(b"", 404),
        "d-broken": content(b"", 500),
        "e-half": half(FIVE),
        "f-moved": redirect("https://elsewhere.example.org/"),
        "g-page": content(b"<html>"),
        "h-crash": content(json.dumps([{"flash_source": "un", "verified": "no object",
                                        "report_date": "2024-11-01"}]).encode()),
    }  # fmt: skip
    for name, answer in answers.items():
        path = "/west_bank_daily.json" if name == "h-crash" else f"/{name}.csv"
        cells = {
            "address": publisher.answer(path, answer),
            "format": "palestine" if name == "h-crash" else "oryx",
            "dated_by": "report_date" if name == "h-crash" else "date_recorded",
        }
        if name == "oryx":
            update(FEEDS, 2, **cells)(oryx.datasets)
        else:
            append(FEEDS, 2, feed_id=name, sources="", **cells)(oryx.datasets)
    oryx.instance.mkdir()
    (oryx.instance / "feeds.json").write_text(
        '{"feeds": [{"feed_id": "b-same", "tried_at": "2024-11-05T04:00:00Z", "columns": [], '
        '"outcome": "imported", "etag": "\\"1\\""}]}'
    )
    results = updates_of(oryx, partial(download, user_agent="test", limits=limits))
    assert [(result.feed.feed_id, result.outcome) for result in results] == [
        ("oryx", "imported"),
        ("b-same", "unchanged"),
        *((name, "stopped") for name in list(answers)[2:]),
    ]
    assert oryx.losses() == FIRST
    assert [state.outcome for state in read_states(oryx.instance).values()] == [
        "unchanged", *["stopped"] * 6, "imported",
    ]  # fmt: skip
    assert re.fullmatch(
        r"the program failed \(JSONDecodeError: .*, decoder.py:\d+\); please report it",
        results[-1].reason,
    )


def test_a_second_update_at_the_same_time_is_refused(tmp_path):
    second = update_lock(tmp_path)
    with update_lock(tmp_path), pytest.raises(UpdateRunningError) as error, second:
        pass
    assert str(error.value) == f"another update runs on {tmp_path}"
    with update_lock(tmp_path):
        pass
