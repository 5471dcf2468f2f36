from dataclasses import replace
from datetime import date

import pytest

from datasets.curation.ledger_files import DatasetsFolder
from datasets.model.fields import Slug, Text
from datasets.model.figure import Figure, nature_of
from datasets.model.filters import one_of
from datasets.model.period import parse
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


@pytest.mark.parametrize(
    ("kind", "period", "nature"),
    [
        ("flow", "2024-08-19", "count"),
        ("flow", "2024-08-19~", "count"),
        ("flow", "2024-08", "count"),
        ("flow", "2023", "count"),
        ("flow", "2024-08-19/2024-08-19", "count"),
        ("flow", "2024-02-01/2024-02-29", "count"),  # a whole month, written as two days
        ("flow", "1989-01-01/1989-12-31", "count"),
        ("flow", "2023-02-01/2023-02-27", "total"),
        ("flow", "2023-01-01/2023-02-28", "total"),
        ("flow", "2023-01-01/2024-12-31", "total"),
        ("flow", "2022-02-24/2024-08-20~", "total"),
        ("flow", "2024-08-12/2024-08-18", "total"),
        ("flow", "/2024-08-19", "total"),
        ("flow", "/2024", "total"),
        ("stock", "2024-08-19", "stock"),
        ("stock", "2024-01-01/2024-12-31", "stock"),
        ("intensive", "2024-08-12/2024-08-18", "intensive"),
    ],
)
def test_the_nature_follows_from_the_kind_of_the_metric_and_the_period(kind, period, nature):
    assert nature_of(kind, parse(period)) == nature


def test_a_month_that_had_not_ended_when_it_was_counted_is_a_count():
    period = parse("2024-08").known_on(date(2024, 8, 26))
    assert nature_of("flow", period) == "count"


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
