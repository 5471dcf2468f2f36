"""The ledgers against the publishers' raw files, read by code that is not the importers'.

FIGURES_DATA names the folder of raw files; without it these tests are skipped.
"""

import csv
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from tests.curated.readers import (
    awsd,
    economist,
    general_staff,
    idmc,
    insecurity_insight,
    ohchr_2022,
    oryx,
    palestine,
    population,
    reliefweb,
    ucdp,
    ukrainewarlosses,
    un_missions,
    unhcr,
)

Row = dict[str, str]

# Per publisher: the beginning of the ids of its sources, and the reader of its raw files.
READERS: dict[str, tuple[str, Callable[[Path], Iterator[Row]]]] = {
    "awsd-2016": (awsd.FIRST, awsd.first),
    "awsd-2025": (awsd.SECOND, awsd.second),
    "economist": (f"{economist.SOURCE}-", economist.rows),
    "general-staff": (general_staff.SOURCE, general_staff.rows),
    "idmc": (idmc.SOURCE, idmc.rows),
    "insecurity-insight": (insecurity_insight.SOURCE, insecurity_insight.rows),
    "ohchr-2022": (ohchr_2022.SOURCE, ohchr_2022.rows),
    "oryx": (oryx.SOURCE, oryx.rows),
    "palestine": (palestine.SOURCE, palestine.rows),
    "reliefweb": (reliefweb.SOURCE, reliefweb.rows),
    "ucdp": (ucdp.SOURCE, ucdp.rows),
    "ukraine-hromadas": (population.HROMADAS, population.hromadas),
    "ukraine-units": (population.WORKBOOK, population.units),
    "ukrainewarlosses": (ukrainewarlosses.SOURCE, ukrainewarlosses.rows),
    "un-missions": (un_missions.SOURCE, un_missions.rows),
    "unhcr": (unhcr.SOURCE, unhcr.rows),
    "world-bank": (population.WORLD_BANK, population.countries),
}
# A file that a folder of raw files may lack.
OPTIONAL = {"awsd-2025": "awsd/incidents_2025-08-26.csv"}
CLAIM = ("claimant", "metric", "subject", "place", "period", "value", "value_lower", "value_upper")
# A reader's word that stands in the note of the row.
NOTED = "noted"


@pytest.fixture(scope="module")
def raw_files() -> Path:
    folder = os.environ.get("FIGURES_DATA")
    if not folder:
        pytest.skip("FIGURES_DATA names no folder of raw files: the ledgers are not compared")
    return Path(folder)


@pytest.fixture(scope="module")
def claims(curated: Path) -> list[Row]:
    """The rows of the ledgers, without those that a later row corrects or retracts."""
    standing: dict[str, list[Row]] = {}
    for path in sorted((curated / "ledgers").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, strict=True):
                rows = standing.setdefault(row["figure_id"], [])
                if row["change"] in ("corrected", "retracted"):
                    rows.pop()
                if row["change"] != "retracted":
                    rows.append(row)
    return [row for rows in standing.values() for row in rows]


@pytest.mark.parametrize("publisher", READERS)
def test_the_ledgers_hold_the_claims_of_the_raw_files_and_no_others(
    publisher: str, raw_files: Path, claims: list[Row]
) -> None:
    optional = raw_files / OPTIONAL.get(publisher, "")
    if not optional.exists():
        pytest.skip(f"there is no {optional}: the ledgers are not compared with it")
    prefix, read = READERS[publisher]
    expected = list(read(raw_files))
    assert expected
    columns = tuple(name for name in expected[0] if name != NOTED)
    own = [row for row in claims if row["source"].startswith(prefix)]
    recorded = Counter(cells(row, columns) for row in own)
    assert [row for row, times in recorded.items() if times > 1] == []
    wanted = {cells(row, columns) for row in expected}
    assert sorted(set(recorded) - wanted) == []
    elsewhere = {cells(row, CLAIM) for row in claims if not row["source"].startswith(prefix)}
    missing = [row for row in expected if cells(row, columns) not in recorded]
    assert [row for row in missing if cells(row, CLAIM) not in elsewhere] == []
    assert missing_notes(own, expected, columns) == []


def missing_notes(own: Iterable[Row], expected: Iterable[Row], columns: tuple[str, ...]) -> list:
    """The rows whose note lacks the word that the raw file gives for it."""
    notes = {cells(row, columns): row.get(NOTED, "") for row in expected}
    return [row for row in own if notes[cells(row, columns)] not in row["note"]]


def cells(row: Row, columns: Iterable[str]) -> tuple[str, ...]:
    return tuple(row[name] for name in columns)
