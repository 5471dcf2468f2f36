"""What a size is measured with: its release, and the same rows as the peers want them."""

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
from datasets.release.tables import FIGURES, SEEN_BY

KEPT = HOME / "bench" / "data"
LEDGERS = HOME / "datasets"
BATCH = 10_000
DRAWN_FROM = 240  # series of the seed, as far as a size holds them whole
Write = Callable[[Path], None]
# What our own columns are to those who have only the published ones.
THEIRS = {"position": "id", "greatest_first": "value", "least_first": "value"}
TYPES: Mapping[type, TypeEngine[Any]] = {Day: Date(), Number: Float(), Count: Integer()}


@dataclass(frozen=True, slots=True)
class Prepared:
    """A size: the folder of ledgers, that of its release, and the rows that count today.

    ``series`` are those that can be asked for, the same of the seed in every larger size.
    """

    figures: int
    datasets: Path
    instance: Path
    release: str
    series: Sequence[Series] = field(repr=False, compare=False)

    @property
    def file(self) -> Path:
        """The release itself."""
        return self.instance / f"{self.release}.sqlite"

    @property
    def table(self) -> Path:
        """The rows in a SQLite table called ``figures``, for Datasette."""
        return self.instance / self.release / "rows.sqlite"

    @property
    def csv(self) -> Path:
        """The rows as CSV, for pandas."""
        return self.instance / self.release / "rows.csv"

    def opened(self) -> Release:
        return current_release(self.instance)


def prepared(figures: int, *, files: bool = True) -> Prepared:
    """Write the ledgers of a size and build their release, unless they are there.

    ``files`` makes whole datasets as files with it, which only downloads need.
    """
    folder = KEPT / f"{figures}-{_digest(Path(synthetic.__file__))}"
    write = partial(synthetic.write_folder, LEDGERS, figures=figures)
    release = _released(folder, write, files)
    series = tuple(_whole(figures))
    return Prepared(figures, folder / "datasets", folder / "instance", release.id, series)


def prepared_table(file: Path) -> Prepared:
    """The same of UNHCR's table."""
    folder = KEPT / f"unhcr-{_digest(Path(unhcr.__file__), Path(importer.__file__), file)}"
    write = partial(unhcr.write_folder, LEDGERS, file=file)
    release = _released(folder, write, files=False)
    series = tuple(unhcr.series_of(folder / "datasets"))
    return Prepared(release.rows, folder / "datasets", folder / "instance", release.id, series)


def _released(folder: Path, write: Write, files: bool) -> Release:
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


def _whole(figures: int) -> Iterator[Series]:
    """Series of the seed that are whole in so many figures."""
    so_far = 0
    for one in synthetic.first_series(LEDGERS, DRAWN_FROM):
        so_far += one.length
        if so_far <= figures:
            yield one


def export(size: Prepared) -> None:
    """Write the rows for the peers that read files, unless they are there."""
    if size.table.exists() and size.csv.exists():
        return
    draft = size.table.with_suffix(".draft")
    draft.parent.mkdir(exist_ok=True)
    draft.unlink(missing_ok=True)
    with sqlite3.connect(draft) as connection:
        connection.execute(_creation("sqlite://"))
        marks = ",".join("?" * len(column_names(PublishedRowSchema)))
        rows = _rows(size.opened())
        with size.csv.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(column_names(PublishedRowSchema))
            while batch := list(islice(rows, BATCH)):
                writer.writerows(batch)
                connection.executemany(f"INSERT INTO figures VALUES ({marks})", batch)
        for statement in indexes():
            connection.execute(statement)
        connection.execute("ANALYZE")
    draft.rename(size.table)


def copy(size: Prepared, url: str) -> None:
    """Load the rows into a table of a PostgreSQL database."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(_creation("postgresql+psycopg://"))
        with connection.cursor() as cursor, cursor.copy("COPY figures FROM STDIN") as sending:
            for row in _rows(size.opened()):
                sending.write_row(row)
        for statement in indexes():  # where nothing is said, it puts missing values first
            connection.execute(statement.replace("value DESC", "value DESC NULLS LAST"))
        connection.execute("VACUUM ANALYZE figures")


def indexes() -> Iterator[str]:
    """The indexes that we have ourselves, as far as they are of columns of the rows.

    The peers hold no other revisions, so that what decides whether a row counts is left out.
    """
    for index in sorted(FIGURES.indexes, key=lambda index: str(index.name)):
        terms = (str(term).removeprefix("figures.").split() for term in index.expressions)
        named = [" ".join((THEIRS.get(name, name), *order)) for name, *order in terms]
        kept = dict.fromkeys(term for term in named if term not in SEEN_BY)
        if {term.split()[0] for term in kept} <= set(column_names(PublishedRowSchema)):
            yield f"CREATE INDEX {index.name} ON figures ({', '.join(kept)})"


def _creation(url: str) -> str:
    """The statement that makes the table of the rows in a kind of database."""
    columns = (
        Column(name, TYPES.get(type(field), Text()), primary_key=name == "id")
        for name, field in columns_of(PublishedRowSchema).items()
    )
    return str(CreateTable(Table("figures", MetaData(), *columns)).compile(create_engine(url)))


def _rows(release: Release) -> Iterator[tuple[Any, ...]]:
    """What counts today, in the order of the figures."""
    for text in iter_lines(release, Query(sort=("id",)), "json"):
        yield tuple(json.loads(text).values())


def _digest(*files: Path) -> str:
    """A digest of what decides the ledgers, and the indexes of all that is made from them."""
    digest = hashlib.sha256()
    for file in (*files, *sorted((LEDGERS / "reference").glob("*.csv"))):
        digest.update(file.read_bytes())
    for index in sorted(FIGURES.indexes, key=lambda index: str(index.name)):
        digest.update(str(CreateIndex(index)).encode())
    return digest.hexdigest()[:8]
