"""The ledgers against the publishers' raw files, read by code that is not the importers'.

FIGURES_DATA names the folder of raw files; without it these tests are skipped.
"""

import csv
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.curated.readers import economist

Row = dict[str, str]

# Per publisher: the beginning of the ids of its sources, and the reader of its raw files.
READERS: dict[str, tuple[str, Callable[[Path], Iterator[Row]]]] = {
    "economist": (f"{economist.SOURCE}-", economist.rows),
}
CLAIM = ("claimant", "metric", "subject", "place", "period", "value", "value_lower", "value_upper")
COMPARED = (*CLAIM, "quantifier", "claimed_on", "source")


@pytest.fixture(scope="module")
def raw_files() -> Path:
    folder = os.environ.get("FIGURES_DATA")
    if not folder:
        pytest.skip("FIGURES_DATA names no folder of raw files: the ledgers are not compared")
    return Path(folder)


@pytest.fixture(scope="module")
def current_rows(curated: Path) -> list[Row]:
    """The last revision of every figure."""
    last: dict[str, Row] = {}
    for path in sorted((curated / "ledgers").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            last |= {row["figure_id"]: row for row in csv.DictReader(file, strict=True)}
    return [row for row in last.values() if row["change"] != "retracted"]


@pytest.mark.parametrize("publisher", READERS)
def test_the_ledgers_hold_the_claims_of_the_raw_files_and_no_others(
    publisher: str, raw_files: Path, current_rows: list[Row]
) -> None:
    prefix, read = READERS[publisher]
    expected = {compared(row) for row in read(raw_files)}
    recorded = {compared(row) for row in current_rows if row["source"].startswith(prefix)}
    assert sorted(recorded - expected) == []
    elsewhere = {claim(row) for row in current_rows if not row["source"].startswith(prefix)}
    missing = expected - recorded
    assert sorted(row for row in missing if row[: len(CLAIM)] not in elsewhere) == []


def claim(row: Row) -> tuple[str, ...]:
    return tuple(row[name] for name in CLAIM)


def compared(row: Row) -> tuple[str, ...]:
    return tuple(row[name] for name in COMPARED)
