"""The figures that were read in a file of a feed."""

import json

import pytest

from datasets.curation.ledger_files import folder_at
from datasets.release.compiler.build import build
from datasets.release.queries.catalog import reference
from datasets.release.queries.figures import fetch_page
from datasets.release.queries.query import Query
from datasets.release.store.loader import current_release
from tests.ledger_edits import FEEDS, SOURCES, update
from tests.row_labels import short

UNHCR_2024_06_13 = 11  # line of sources.csv


@pytest.mark.parametrize(
    ("licence", "patterns", "labels"),
    [
        ("CC BY 4.0", "unhcr-2024-*", "D2"),
        ("fact", "unhcr-2024-*", ""),
        ("CC BY 4.0", "unhcr-*-population", ""),
    ],
)
def test_a_feed_has_the_figures_of_its_files(copy, tmp_path, licence, patterns, labels):
    update(SOURCES, UNHCR_2024_06_13, licence=licence)(copy)
    update(FEEDS, 2, sources=patterns)(copy)
    build(folder_at(copy), tmp_path / "instance")
    release = current_release(tmp_path / "instance")
    query = Query((("feed", ("sample-unhcr",)),), sort=("id",))
    assert short(map(json.loads, fetch_page(release, query).rows)) == labels
    row = json.loads(reference(release, "feeds", "sample-unhcr") or "")
    assert (row["figures"], row["cadence"]) == (len(labels.split()), "P1Y")
    release.engine.dispose()
