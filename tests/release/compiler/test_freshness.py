"""Ages of feeds, datasets and series, and claimants who are silent."""

import json

import pytest

from datasets.curation.ledger_files import folder_at
from datasets.release.compiler.build import build
from datasets.release.compiler.freshness import FeedFiles, freshness_of_series
from datasets.release.queries import catalog
from datasets.release.store.loader import current_release
from tests.ledger_edits import FEEDS, SOURCES, update

UNHCR_2024_06_13 = 11  # line of sources.csv

Row = dict[str, str]


class SeriesRow:
    """A current figure of a series."""

    claimant = "gaza-media-office"
    source = "file-of-october"

    def __init__(self, claimed_on: str, recorded_on: str = "2026-11-24") -> None:
        self.claimed_on = claimed_on
        self.recorded_on = recorded_on


@pytest.mark.parametrize(
    ("newest_claim", "newest_file", "cadence", "silent_since"),
    [
        ("2025-10-06", "2026-08-22", 1, "2025-10-06"),
        ("2025-10-06", "2026-08-22", 100, "2025-10-06"),
        ("2025-10-06", "2026-08-22", 107, None),  # less than three intervals
        ("2025-10-06", "2025-11-05", 1, None),  # thirty days
        ("2025-10-06", "2025-11-06", 1, "2025-10-06"),
        ("2025-10-06", "2025-10-06", 1, None),  # its file was not read again
        ("2025-12-01", "2026-08-22", 1, None),  # it spoke elsewhere
        ("2025-10-06", "2026-08-22", None, None),  # it has no usual interval
    ],
)
def test_a_claimant_is_silent_only_if_its_file_was_read_later(
    newest_claim, newest_file, cadence, silent_since
):
    files = FeedFiles(
        {"file-of-october": "palestine-gaza"},
        {"palestine-gaza": newest_file},
        {"gaza-media-office": newest_claim},
    )
    rows = [SeriesRow("2025-10-05", "2026-11-25"), SeriesRow("2025-10-06")]
    document = freshness_of_series(rows, cadence, files, "2026-11-30")
    assert document["silent_since"] == silent_since
    assert (document["newest_claim"], document["recorded_on"]) == ("2025-10-06", "2026-11-25")


def test_a_claim_that_is_in_no_feed_never_makes_its_claimant_silent():
    files = FeedFiles({}, {"palestine-gaza": "2026-08-22"}, {"gaza-media-office": "2025-10-06"})
    document = freshness_of_series([SeriesRow("2025-10-06")], 1, files, "2026-11-30")
    assert document["text"] == (
        "Newest claim 6 October 2025 (420 days before 30 November 2026, the day of the newest row "
        "in this release). Not updated here since 24 November 2026."
    )


def test_feeds_datasets_and_series_state_their_age_alike(copy, tmp_path):
    update(SOURCES, UNHCR_2024_06_13, licence="CC BY 4.0")(copy)
    update(FEEDS, 2, sources="unhcr-2024-*")(copy)
    build(folder_at(copy), tmp_path / "instance")
    release = current_release(tmp_path / "instance")
    feed = json.loads(catalog.reference(release, "feeds", "sample-unhcr") or "")
    dataset = json.loads(catalog.dataset(release, "displacement") or "")
    source = json.loads(catalog.reference(release, "sources", "unhcr-2024-06-13") or "")
    texts, _ = catalog.series(release, "displacement", {"place": ("world",)}, 9, 0)
    release.engine.dispose()
    age = {
        "newest_claim": "2024-06-13",
        "recorded_on": "2024-09-03",
        "counted_to": "2024-10-02",
        "days_behind": 111,
        "silent_since": None,
        "text": "Newest claim 13 June 2024 (111 days before 2 October 2024, the day of the newest "
        "row in this release). Not updated here since 3 September 2024.",
    }
    assert feed["freshness"] == age
    assert [json.loads(text)["freshness"] for text in texts] == [age]
    assert source["links"]["feed"] == "/v1/feeds/sample-unhcr"
    assert dataset["freshness"]["text"] == (
        "Newest claim 2 September 2024 (30 days before 2 October 2024, the day of the newest row "
        "in this release). Not updated here since 3 September 2024."
    )


def test_a_feed_without_a_figure_has_no_age(sample_release):
    row = json.loads(catalog.reference(sample_release, "feeds", "sample-unhcr") or "")
    assert (row["figures"], row["freshness"]) == (0, None)
