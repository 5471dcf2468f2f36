"""Benchmark fixtures: a release of each size, and the same rows in the formats of the peers."""

import csv
import hashlib
import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
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
from datasets.model.datapackage import DESCRIPTOR
from datasets.model.fields import Count, Day, Number, columns_of
from datasets.model.published_row import PublishedRowSchema
from datasets.release.compiler.build import build, is_built
from datasets.release.figure_indexes import VISIBILITY_COLUMNS
from datasets.release.queries.figures import iter_lines
from datasets.release.queries.query import Query
from datasets.release.release import Release
from datasets.release.store.loader import current_release
from datasets.release.tables import FIGURES

DATA = HOME / "bench" / "data"
DATASETS = HOME / "datasets"
BATCH_ROWS = 10_000
SEED_SERIES = 240  # the first series of the seed; a size has those that it holds as a whole
WriteLedgers = Callable[[Path], None]
# The published columns that stand for ours in the indexes of the peers.
PEER_COLUMNS = {"greatest_first": "value", "least_first": "value"}
TYPES: Mapping[type, TypeEngine[Any]] = {Day: Date(), Number: Float(), Count: Integer()}


@dataclass(frozen=True, slots=True)
class Fixture:
    """The folders of one size: ledgers, release, and the current rows for the peers.

    ``series`` are those to ask for. A larger size has the series of a smaller one. With
    ``history`` the peers also have all revisions, and the places within each place.
    """

    figures: int
    datasets: Path
    instance: Path
    release: str
    series: Sequence[Series] = field(repr=False, compare=False)
    history: bool = False

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
        """The current rows as CSV, for pandas. The other tables are beside it."""
        return self.instance / self.release / "figures.csv"

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


def curated_fixture() -> Fixture:
    """The same for the curated ledgers. Their questions are drawn from rows, not from series."""
    ledgers = sorted((DATASETS / "ledgers").glob("*.csv"))
    folder = DATA / f"curated-{_digest(*ledgers)}"

    def write(into: Path) -> None:
        for name in ("ledgers", "reference"):
            shutil.copytree(DATASETS / name, into / name)
        shutil.copy(DATASETS / DESCRIPTOR, into)

    release = _release(folder, write, files=False)
    return Fixture(
        release.rows, folder / "datasets", folder / "instance", release.id, (), history=True
    )


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


@dataclass(frozen=True, slots=True)
class PeerTable:
    """A table of the peers: its columns, and its rows in their order."""

    name: str
    columns: Sequence[Column[Any]]
    rows: Callable[[], Iterator[tuple[Any, ...]]]

    def created_at(self, url: str) -> str:
        """The statement that creates it in the dialect of a database URL."""
        table = Table(self.name, MetaData(), *self.columns)
        return str(CreateTable(table).compile(create_engine(url)))

    def indexes(self) -> Iterator[str]:
        """Our own indexes as statements, as far as its columns allow.

        The columns that say whether a row is current are left out.
        """
        names = {column.name for column in self.columns}
        tie = "rank" if "rank" in names else "id"
        for index in sorted(FIGURES.indexes, key=lambda index: str(index.name)):
            terms = (str(term).removeprefix("figures.").split() for term in index.expressions)
            replaced = {**PEER_COLUMNS, "position": tie}
            named = [" ".join((replaced.get(name, name), *order)) for name, *order in terms]
            columns = dict.fromkeys(term for term in named if term not in VISIBILITY_COLUMNS)
            if {term.split()[0] for term in columns} <= names:
                name = f"{self.name}_{index.name}"
                yield f"CREATE INDEX {name} ON {self.name} ({', '.join(columns)})"


def tables_of(fixture: Fixture) -> Sequence[PeerTable]:
    """The tables of the peers."""
    if not fixture.history:
        return (PeerTable("figures", _columns(("id",)), partial(_rows, fixture.open_release())),)
    places = (Column("ancestor", Text), Column("place", Text, index=True))
    return (
        PeerTable(
            "figures", _ranked_columns(("id",)), partial(_ranked_rows, fixture, history=False)
        ),
        PeerTable(
            "revisions",
            _ranked_columns(("id", "revision")),
            partial(_ranked_rows, fixture, history=True),
        ),
        PeerTable("within", places, partial(_places, fixture)),
    )


def export_rows(fixture: Fixture) -> None:
    """Write the tables for the peers that read files, unless they exist."""
    if fixture.table.exists():
        return
    draft = fixture.table.with_suffix(".draft")
    draft.parent.mkdir(exist_ok=True)
    draft.unlink(missing_ok=True)
    with closing(sqlite3.connect(draft)) as connection:
        for table in tables_of(fixture):
            names = [column.name for column in table.columns]
            connection.execute(table.created_at("sqlite://"))
            placeholders = ",".join("?" * len(names))
            rows = table.rows()
            file = fixture.csv.with_name(f"{table.name}.csv")
            with file.open("w", encoding="utf-8", newline="") as lines:
                writer = csv.writer(lines)
                writer.writerow(names)
                while batch := list(islice(rows, BATCH_ROWS)):
                    writer.writerows(batch)
                    statement = f"INSERT INTO {table.name} VALUES ({placeholders})"
                    connection.executemany(statement, batch)
            for statement in table.indexes():
                connection.execute(statement)
        connection.commit()
        connection.execute("ANALYZE")
    draft.rename(fixture.table)


def copy_rows(fixture: Fixture, url: str) -> None:
    """Load the tables into a PostgreSQL database."""
    with psycopg.connect(url, autocommit=True) as connection:
        for table in tables_of(fixture):
            connection.execute(table.created_at("postgresql+psycopg://").encode())
            statement = f"COPY {table.name} FROM STDIN".encode()
            with connection.cursor() as cursor, cursor.copy(statement) as copy:
                for row in table.rows():
                    copy.write_row(row)
            for index in table.indexes():  # PostgreSQL sorts nulls first by default
                connection.execute(index.replace("value DESC", "value DESC NULLS LAST").encode())
            connection.execute(f"VACUUM ANALYZE {table.name}".encode())


def _columns(key: tuple[str, ...]) -> tuple[Column[Any], ...]:
    """The published columns."""
    return tuple(
        Column(name, TYPES.get(type(field), Text()), primary_key=name in key)
        for name, field in columns_of(PublishedRowSchema).items()
    )


def _ranked_columns(key: tuple[str, ...]) -> tuple[Column[Any], ...]:
    """The published columns, the rank of the id, and the day on which it was outclaimed."""
    return (*_columns(key), Column("rank", Integer), Column("outclaimed_on", Date))


def _rows(release: Release) -> Iterator[tuple[Any, ...]]:
    """The current rows in the order of their ids."""
    for line in iter_lines(release, Query(sort=("id",)), "json"):
        yield tuple(json.loads(line).values())


def _ranked_rows(fixture: Fixture, *, history: bool) -> Iterator[tuple[Any, ...]]:
    """The same, or all revisions, each with the rank of its id and the day it was outclaimed."""
    with closing(sqlite3.connect(f"file:{fixture.file}?mode=ro", uri=True)) as connection:
        columns = connection.execute("SELECT id, revision, rank, outclaimed_on FROM figures")
        more = {(id_, revision): rest for id_, revision, *rest in columns}
    lines = iter_lines(fixture.open_release(), Query(sort=("id",), history=history), "json")
    for row in map(json.loads, lines):
        yield (*row.values(), *more[row["id"], row["revision"]])


def _places(fixture: Fixture) -> Iterator[tuple[Any, ...]]:
    with closing(sqlite3.connect(f"file:{fixture.file}?mode=ro", uri=True)) as connection:
        yield from connection.execute("SELECT ancestor, place FROM within")


def _digest(*files: Path) -> str:
    """A digest of everything that the ledgers, releases and peer tables are made from."""
    digest = hashlib.sha256()
    for file in (*files, *sorted((DATASETS / "reference").glob("*.csv"))):
        digest.update(file.read_bytes())
    for index in sorted(FIGURES.indexes, key=lambda index: str(index.name)):
        digest.update(str(CreateIndex(index)).encode())
    return digest.hexdigest()[:8]
