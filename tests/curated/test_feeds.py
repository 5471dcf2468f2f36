"""Each importer has a feed, and each imported file belongs to one."""

from pathlib import Path

import pytest

from datasets.curation.importers.registry import FORMATS
from datasets.curation.ledger_files import folder_at
from datasets.model.feed_sources import feeds_of_sources

DATASETS = Path(__file__).parents[2] / "datasets"
# Data files of which a person recorded one or two rows, before their publishers had importers.
READ_BY_HAND = {"poldat-2025-03-06-ucdp", "unhcr-data-finder-2026-06-25-idmc"}


@pytest.fixture(scope="module")
def references():
    return {name: table.frame for name, table in folder_at(DATASETS).references.items()}


def test_each_importer_has_a_feed(references):
    assert set(references["feeds"]["format"]) == set(FORMATS)


def test_each_imported_file_belongs_to_a_feed(references):
    feeds, sources = references["feeds"], references["sources"]
    patterns = zip(feeds["feed_id"], feeds["sources"].str.split(";"), strict=True)
    licences = list(zip(sources["source_id"], sources["licence"], strict=True))
    files = {source for source, licence in licences if licence != "fact"}
    assert files - {source for _, source in feeds_of_sources(patterns, licences)} == READ_BY_HAND


def test_a_feed_whose_terms_forbid_publication_has_no_source(references):
    feeds, sources = references["feeds"], references["sources"]
    forbidden = feeds[feeds["retrieval"] == "forbidden"]
    assert list(forbidden["feed_id"]) == ["hapi-idps", "iom-dtm-ukraine"]
    patterns = zip(forbidden["feed_id"], forbidden["sources"].str.split(";"), strict=True)
    licences = zip(sources["source_id"], sources["licence"], strict=True)
    assert list(feeds_of_sources(patterns, licences)) == []


def test_each_address_is_that_of_one_feed(references):
    addresses = " ".join(references["feeds"]["address"] + " " + references["feeds"]["companions"])
    assert len(set(addresses.split())) == len(addresses.split())
