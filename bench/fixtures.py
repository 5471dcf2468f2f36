"""Benchmark fixtures: a release of each size, and the same rows in the formats of the peers."""

import csv
import hashlib
import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Column, Date, Float, Integer, MetaData, Table, Text, create_engine
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlalchemy.types import TypeEngine

from api.config import HOME
from bench import synthetic, unhcr
from bench.synthetic import Series
from datasets.curation.importers import unhcr as importer
from datasets.curation.ledger_files import folder_at
from datasets.model.fields import Count, Day, Number, column_names, columns_of
from datasets.model.published_row import PublishedRowSchema
from datasets.release.compiler.build import build, is_built
from datasets.release.queries.figures import iter_lines
from datasets.release.queries.query import Query
from datasets.release.release import Release
from datasets.release.store.loader import current_release
from datasets.release.tables import FIGURES, VISIBILITY_COLUMNS

DATA = HOME / "bench" / "data"
DATASETS = HOME / "datasets"
BATCH_ROWS = 10_000
SEED_SERIES = 240  # the first series of the seed; a size has those that it holds as a whole
WriteLedgers = Callable[[Path], None]
# The published columns that stand for ours in the indexes of the peers.
PEER_COLUMNS = {"position": "id", "greatest_first": "value", "least_first": "value"}
TYPES: Mapping[type, TypeEngine[Any]] = {Day: Date(), Number: Float(), Count: Integer()}


@dataclass(frozen=True, slots=True)
class Fixture:
    """The folders of one size: ledgers, release, and the current rows for the peers.

    ``series`` are those to ask for. A larger size has the series of a smaller one.
    """

    figures: int
    datasets: Path
    instance: Path
    release: str
    series: Sequence[Series] = field(repr=False, compare=False)

    @property
    def file(self) -> Path:
        """The release file."""
        return self.instance / f"{self.release}.sqlite"

    @property
    def table(self) -> Path:
        """The current rows in a SQLite table named ``figures``, for Datasette."""
        return self.instance / self.release / "rows.sqlite"

    @property
    def csv(self) -> Path:
        """The current rows as CSV, for pandas."""
        return self.instance / self.release / "rows.csv"

    def open_release(self) -> Release:
        return current_release(self.instance)


def synthetic_fixture(figures: int, *, files: bool = True) -> Fixture:
    """Write the ledgers of a size and build their release, unless they exist.

    ``files`` also builds the export files, which only downloads need.
    """
    folder = DATA / f"{figures}-{_digest(Path(synthetic.__file__))}"
    write = partial(synthetic.write_folder, DATASETS, figures=figures)
    release = _release(folder, write, files)
    series = tuple(_complete_series(figures))
    return Fixture(figures, folder / "datasets", folder / "instance", release.id, series)


def unhcr_fixture(file: Path) -> Fixture:
    """The same for UNHCR's table."""
    folder = DATA / f"unhcr-{_digest(Path(unhcr.__file__), Path(importer.__file__), file)}"
    write = partial(unhcr.write_folder, DATASETS, file=file)
    release = _release(folder, write, files=False)
    series = tuple(unhcr.series_of(folder / "datasets"))
    return Fixture(release.rows, folder / "datasets", folder / "instance", release.id, series)


def _release(folder: Path, write: WriteLedgers, files: bool) -> Release:
    ledgers, instance = folder / "datasets", folder / "instance"
    if not ledgers.exists():
        draft = folder / "draft"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        write(draft)
        draft.rename(ledgers)
    if not is_built(ledgers, instance):
        build(folder_at(ledgers), instance, files=files)
    return current_release(instance)


def _complete_series(figures: int) -> Iterator[Series]:
    """The series of the seed that so many figures hold as a whole."""
    total = 0
    for series in synthetic.first_series(DATASETS, SEED_SERIES):
        total += series.length
        if total <= figures:
            yield series


def export_rows(fixture: Fixture) -> None:
    """Write the current rows for the peers that read files, unless they exist."""
    if fixture.table.exists() and fixture.csv.exists():
        return
    draft = fixture.table.with_suffix(".draft")
    draft.parent.mkdir(exist_ok=True)
    draft.unlink(missing_ok=True)
    with sqlite3.connect(draft) as connection:
        connection.execute(_create_table("sqlite://"))
        placeholders = ",".join("?" * len(column_names(PublishedRowSchema)))
        rows = _rows(fixture.open_release())
        with fixture.csv.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(column_names(PublishedRowSchema))
            while batch := list(islice(rows, BATCH_ROWS)):
                writer.writerows(batch)
                connection.executemany(f"INSERT INTO figures VALUES ({placeholders})", batch)
        for statement in indexes():
            connection.execute(statement)
        connection.execute("ANALYZE")
    draft.rename(fixture.table)


def copy_rows(fixture: Fixture, url: str) -> None:
    """Load the current rows into a table of a PostgreSQL database."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(_create_table("postgresql+psycopg://"))
        with connection.cursor() as cursor, cursor.copy("COPY figures FROM STDIN") as copy:
            for row in _rows(fixture.open_release()):
                copy.write_row(row)
        for statement in indexes():  # PostgreSQL sorts nulls first by default
            connection.execute(statement.replace("value DESC", "value DESC NULLS LAST"))
        connection.execute("VACUUM ANALYZE figures")


def indexes() -> Iterator[str]:
    """Our own indexes as statements for the peers, as far as published columns allow.

    The peers hold current rows only, so the columns that say whether a row is current are left
    out.
    """
    for index in sorted(FIGURES.indexes, key=lambda index: str(index.name)):
        terms = (str(term).removeprefix("figures.").split() for term in index.expressions)
        named = [" ".join((PEER_COLUMNS.get(name, name), *order)) for name, *order in terms]
        columns = dict.fromkeys(term for term in named if term not in VISIBILITY_COLUMNS)
        if {term.split()[0] for term in columns} <= set(column_names(PublishedRowSchema)):
            yield f"CREATE INDEX {index.name} ON figures ({', '.join(columns)})"


def _create_table(url: str) -> str:
    """The statement that creates the table of rows in the dialect of a database URL."""
    columns = (
        Column(name, TYPES.get(type(field), Text()), primary_key=name == "id")
        for name, field in columns_of(PublishedRowSchema).items()
    )
    return str(CreateTable(Table("figures", MetaData(), *columns)).compile(create_engine(url)))


def _rows(release: Release) -> Iterator[tuple[Any, ...]]:
    """The current rows in the order of their ids."""
    for line in iter_lines(release, Query(sort=("id",)), "json"):
        yield tuple(json.loads(line).values())


def _digest(*files: Path) -> str:
    """A digest of everything that the ledgers, releases and peer tables are made from."""
    digest = hashlib.sha256()
    for file in (*files, *sorted((DATASETS / "reference").glob("*.csv"))):
        digest.update(file.read_bytes())
    for index in sorted(FIGURES.indexes, key=lambda index: str(index.name)):
        digest.update(str(CreateIndex(index)).encode())
    return digest.hexdigest()[:8]
