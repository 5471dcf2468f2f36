"""Synthetic ledgers pass every check and depend on nothing but their size."""

from datetime import date

import pytest

from api.config import HOME
from bench.synthetic import LENGTHS, first_series, write_folder
from datasets.curation.ledger_files import folder_at
from datasets.curation.validation.context import ValidationContext
from datasets.curation.validation.rules import findings

DATASETS = HOME / "datasets"


def synthetic_folder(path, figures):
    path.mkdir()
    write_folder(DATASETS, path, figures)
    return path


def ledger_bytes(folder):
    return {path.name: path.read_bytes() for path in folder.glob("ledgers/*.csv")}


@pytest.mark.slow
def test_synthetic_ledgers_break_no_rule(tmp_path):
    folder = folder_at(synthetic_folder(tmp_path / "datasets", 4_000))
    all_findings = findings(ValidationContext(folder, None, date(2026, 12, 31)))
    assert [str(finding) for finding in all_findings if finding.level == "error"] == []
    rows = folder.rows
    assert (rows["figure_id"].nunique(), set(rows["change"])) == (
        4_000,
        {"new", "revised", "retracted"},
    )


@pytest.mark.slow
def test_the_same_number_of_figures_gives_the_same_ledgers(tmp_path):
    first, second = (
        ledger_bytes(synthetic_folder(tmp_path / name, 200)) for name in ("first", "second")
    )
    assert first == second


def test_a_larger_folder_begins_with_the_series_of_a_smaller_one():
    cycle = len(LENGTHS)
    assert first_series(DATASETS, 2 * cycle)[:cycle] == first_series(DATASETS, cycle)
    assert [series.length for series in first_series(DATASETS, cycle)] == list(LENGTHS)
