"""The report of an update, as a person reads it."""

from datetime import UTC, datetime
from functools import partial

from datasets.curation.ledger_files import table_of
from datasets.feeds.report import report_of
from datasets.feeds.retrieval import ReceivedFile, files_in
from datasets.feeds.update import UpdateSettings, update_feeds
from datasets.model.references import FeedSchema
from datasets.release.compiler.rows import feeds_of
from tests.feeds.oryx_file import HEADER, OryxFeed, oryx_csv
from tests.ledger_edits import FEEDS, append

AT = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)
TANKS = "tanks-lost of ru-armed-forces at theatre-ru-ua, 2022-02-24"
PAGE = b"<html>"


def report(oryx: OryxFeed, *, dry_run: bool = False) -> list[str]:
    file = oryx.datasets / FEEDS
    feeds = feeds_of(table_of(FEEDS, file.read_bytes(), FeedSchema))
    settings = UpdateSettings(oryx.datasets, oryx.instance, dry_run=dry_run)
    updates = update_feeds(feeds.values(), partial(files_in, oryx.files), settings)
    return report_of(list(updates), AT, dry_run=dry_run).splitlines()


def file_line(day: str, body: bytes) -> str:
    digest = ReceivedFile("", body).digest
    return f"  file: daily_count.csv{day}, {len(body)} bytes, SHA-256 {digest}"


def test_a_report_says_what_is_new_revised_absent_and_stopped_and_why(oryx):
    append(FEEDS, 2, feed_id="page", sources="")(oryx.datasets)
    append(FEEDS, 2, feed_id="same", sources="other-*")(oryx.datasets)
    first = oryx_csv(3500, 3510, 3520, 3530)
    for feed, body in (("oryx", first), ("page", PAGE), ("same", first)):
        oryx.put(body, feed=feed)
    report(oryx)
    later = oryx_csv(3500, None, 3525, 3530, 3540).replace(b"row_id", b"row_id,city")
    later = later.replace(b"\n", b",\n").replace(b"city,\n", b"city\n")
    oryx.put(later)
    oryx.put(oryx_csv(header=HEADER), feed="same")
    oryx.put(first, feed="same")
    assert report(oryx) == [
        "Update of 1 December 2026, 04:00 UTC: 1 unchanged, 0 imported, 2 stopped",
        "",
        "STOPPED oryx: Losses by category and day",
        "  why: 1 of 4 recorded figures are not in the file",
        file_line(", of 2024-11-05", later),
        "  new: 1 (1 in losses)",
        f"    losses-0013 {TANKS}/2024-11-05: 3,540",
        "  revised: 1 (1 in losses)",
        f"    losses-0011 {TANKS}/2024-11-03: 3,520 before, now 3,525",
        "  no longer in the file, left unchanged: 1",
        "    losses-0010",
        "  columns that the last file did not have: city",
        "  left out: 16 (destroyed, damaged, abandoned, captured: in the wording, no metrics of "
        "ours)",
        "  unchanged figures: 2",
        "  next: compare the file with the publisher's page; if it is right, run flask figures "
        "update --only oryx --yes",
        "",
        "STOPPED page: Losses by category and day",
        "  why: daily_count.csv: is a web page, not a data file",
        file_line("", PAGE),
        "",
        "UNCHANGED same",
    ]


def test_a_dry_run_says_that_nothing_was_written(oryx):
    body = oryx_csv(3500)
    oryx.put(body)
    assert report(oryx, dry_run=True) == [
        "Update of 1 December 2026, 04:00 UTC: 0 unchanged, 1 would be imported, 0 stopped; "
        "nothing was written (dry run)",
        "",
        "WOULD BE IMPORTED oryx: Losses by category and day",
        file_line(", of 2024-11-01", body),
        "  new: 1 (1 in losses)",
        f"    losses-0009 {TANKS}/2024-11-01: 3,500",
        "  left out: 4 (destroyed, damaged, abandoned, captured: in the wording, no metrics of "
        "ours)",
        "  unchanged figures: 0",
    ]


def test_a_report_lists_ten_figures_of_a_kind(oryx):
    days = [f"2024-10-{day:02d}" for day in range(1, 13)]
    rows = [f"Russia,Tanks,{number},2,3,4,{3000 + number},{day},{number}"
            for number, day in enumerate(days)]  # fmt: skip
    oryx.put("".join(f"{line}\n" for line in (HEADER, *rows)).encode())
    lines = report(oryx)
    assert lines[4:7] == [
        "  new: 12 (12 in losses)",
        f"    losses-0020 {TANKS}/2024-10-12: 3,011",
        f"    losses-0019 {TANKS}/2024-10-11: 3,010",
    ]
    assert lines[14:16] == [
        f"    losses-0011 {TANKS}/2024-10-03: 3,002",
        "    … and 2 more",
    ]
