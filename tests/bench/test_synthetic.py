"""What the benchmark is fed with is what a curator could have recorded."""

from datetime import date

import pytest

from api.config import HOME
from bench.synthetic import LENGTHS, first_series, write_folder
from datasets.curation.ledger_files import folder_at
from datasets.curation.validation.context import ValidationContext
from datasets.curation.validation.rules import findings

LEDGERS = HOME / "datasets"


def written(folder, figures):
    folder.mkdir()
    write_folder(LEDGERS, folder, figures)
    return folder


def ledgers(folder):
    return {path.name: path.read_bytes() for path in folder.glob("ledgers/*.csv")}


@pytest.mark.slow
def test_synthetic_ledgers_break_no_rule(tmp_path):
    folder = folder_at(written(tmp_path / "datasets", 4_000))
    found = findings(ValidationContext(folder, None, date(2026, 12, 31)))
    assert [str(finding) for finding in found if finding.level == "error"] == []
    rows = folder.rows
    assert (rows["figure_id"].nunique(), set(rows["change"])) == (
        4_000,
        {"new", "revised", "retracted"},
    )


@pytest.mark.slow
def test_the_same_number_of_figures_gives_the_same_ledgers(tmp_path):
    one, other = (ledgers(written(tmp_path / name, 200)) for name in ("one", "other"))
    assert one == other


def test_a_larger_folder_begins_with_the_series_of_a_smaller_one():
    cycle = len(LENGTHS)
    assert first_series(LEDGERS, 2 * cycle)[:cycle] == first_series(LEDGERS, cycle)
    assert [one.length for one in first_series(LEDGERS, cycle)] == list(LENGTHS)
