from dataclasses import replace

import pytest

from datasets.curation.ledger_files import DatasetsFolder
from datasets.model.fields import Slug, Text
from datasets.model.figure import Figure
from datasets.model.filters import one_of
from datasets.model.published_row import PublishedRowSchema, column
from datasets.release.compiler.rows import publications_of, references_of

COLUMNS = (
    "id, revision, change, dataset, statement, metric, metric_name, unit, kind, subject, "
    "subject_name, place, place_name, country, period, period_start, period_end, quantifier, "
    "value, value_lower, value_upper, text, claimant, claimant_name, claimed_on, stance, basis, "
    "verification, via, derived_from, source, publisher, publisher_name, published, url, "
    "archive_url, wording, note, recorded_on, superseded_on, nature"
)


@pytest.fixture(scope="module")
def figure(sample_folder: DatasetsFolder) -> Figure:
    rows = publications_of(sample_folder.ledgers["losses"], references_of(sample_folder))
    return next(rows).figure


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
    figure = replace(
        figure,
        claimant=replace(figure.claimant, side=claimant),
        subject=replace(figure.subject, side=subject),
    )
    assert figure.stance == stance


def test_the_published_columns_are_those_of_the_contract_in_their_order():
    assert ", ".join(PublishedRowSchema().fields) == COLUMNS


def test_a_column_describes_its_tag_meaning_example_and_filters():
    metric = one_of("metric", "Metrics")
    declared = column(Slug, "figure.metric", "#metric", "What is counted.", "killed", metric)
    assert (type(declared), declared.attribute) == (Slug, "figure.metric")
    assert declared.metadata == {
        "hxl": "#metric",
        "description": "What is counted.",
        "example": "killed",
        "filters": (metric,),
        "prose": False,
    }
    assert column(Text, "note", "#note", "A caveat.", None, prose=True).metadata["prose"] is True


def test_a_filter_without_a_description_takes_the_one_of_its_column():
    declared = column(Slug, "metric", "#metric", "What is counted", "killed", one_of("metric"))
    assert declared.metadata["filters"] == (one_of("metric", "What is counted"),)
