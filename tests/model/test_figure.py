from dataclasses import replace

import pytest

from datasets.curation.ledger_files import DatasetsFolder
from datasets.model.figure import Figure
from datasets.model.filters import one_of
from datasets.model.published_row import PublishedRowSchema, column_metadata
from datasets.release.compiler.rows import publications_of, references_of

COLUMNS = (
    "id, revision, change, dataset, statement, metric, metric_name, unit, kind, subject, "
    "subject_name, place, place_name, country, period, period_start, period_end, quantifier, "
    "value, value_lower, value_upper, text, claimant, claimant_name, claimed_on, stance, basis, "
    "verification, via, derived_from, source, publisher, publisher_name, published, url, "
    "archive_url, wording, note, recorded_on, superseded_on"
)


@pytest.fixture(scope="module")
def figure(sample_folder: DatasetsFolder) -> Figure:
    rows = publications_of(sample_folder.ledgers["losses"], references_of(sample_folder))
    return next(rows).publication.figure


@pytest.mark.parametrize(
    ("claimant", "subject", "stance"),
    [
        ("ua", "ua", "own"),
        ("ua", "ru", "adverse"),
        ("ru", "ua", "adverse"),
        (None, "ru", "third-party"),
        (None, None, "third-party"),
        ("ru", None, None),
    ],
)
def test_the_stance_follows_from_the_sides(figure, claimant, subject, stance):
    said = replace(
        figure,
        claimant=replace(figure.claimant, side=claimant),
        subject=replace(figure.subject, side=subject),
    )
    assert said.stance == stance


def test_the_published_columns_are_those_of_the_contract_in_their_order():
    assert ", ".join(PublishedRowSchema().fields) == COLUMNS


def test_a_column_says_its_tag_its_meaning_an_example_and_its_filters():
    asks = one_of("metric", "Metrics")
    assert column_metadata("#metric", "What is counted.", "killed", asks) == {
        "hxl": "#metric",
        "description": "What is counted.",
        "example": "killed",
        "filters": (asks,),
        "prose": False,
    }
    assert column_metadata("#note", "A caveat.", "Seen.", prose=True)["prose"] is True
