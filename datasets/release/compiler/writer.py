"""Writer of the files of a release: the tables and the figures file, from a checked folder."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from math import inf
from operator import itemgetter
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Index, Table, create_engine, insert, text
from sqlalchemy.schema import CreateIndex, CreateTable

from datasets.curation.ledger_files import DatasetsFolder
from datasets.model.feed_sources import feeds_of_sources
from datasets.model.figure import ClaimColumns, Figure
from datasets.model.place_tree import with_containers
from datasets.model.published_row import Publication, PublishedRowSchema
from datasets.release.compiler.conflicts import conflict_figures
from datasets.release.compiler.figures_file import write_postings
from datasets.release.compiler.renderer import Rendered, Renderer
from datasets.release.compiler.rows import References, publications_of, references_of
from datasets.release.compiler.series_summaries import series_rows
from datasets.release.compiler.summaries import dataset_descriptions, reference_rows, vocabulary
from datasets.release.figure_indexes import INDEX_BY_ID
from datasets.release.figures_file import FiguresFileWriter
from datasets.release.serialization import json_of
from datasets.release.tables import (
    CONFLICT_FIGURES,
    DATASET_BY_METRIC,
    DATASETS,
    FEED_SOURCES,
    FIGURES,
    LEAVES,
    REFERENCES,
    RELEASE,
    SERIES,
    TILES,
    TREES,
    VOCABULARY,
    WITHIN,
    file_tables,
    schema_version,
)
from datasets.release.transparency.ledger_tree import (
    Head,
    canonical_json,
    ledger_row,
    root_over,
    tiles_of,
)
from datasets.release.transparency.merkle import leaf_of, root_of

BATCH_ROWS = 2_000
# An interrupted draft is deleted, so it needs neither journal nor sync. The summaries read the rows
# in another order than they were written, so the cache holds 256 MiB of them.
PRAGMAS = ("journal_mode=OFF", "synchronous=OFF", "page_size=16384", "cache_size=-262144")

Row = tuple[Any, ...]  # in the order of the table's columns
# Shows the progress of a build: takes the rows and their number, and passes the rows through.
Progress = Callable[[Iterable[Publication], int], Iterable[Publication]]


@dataclass(slots=True)
class ReleaseTotals:
    """Totals of a release while its rows are written.

    ``digest`` covers all served JSON. ``leaves`` maps figure id and revision to the position of
    the row and the hash of its ledger row. ``newest`` is the latest day of recording.
    """

    digest: Any = field(default_factory=hashlib.sha256)
    ids: set[str] = field(default_factory=set)
    leaves: dict[tuple[str, int], tuple[int, bytes]] = field(default_factory=dict)
    rows: int = 0
    newest: str = ""

    def add(self, figure: Figure, rendered: Rendered) -> None:
        """Count the next row. Its position is then ``rows``."""
        self.rows += 1
        self.ids.add(figure.figure_id)
        self.newest = max(self.newest, rendered.row["recorded_on"])
        self.digest.update(rendered.json.encode() + b"\n")
        # Clients recompute the hash from the published row, so it is made from that one here too.
        leaf = leaf_of(canonical_json(ledger_row(rendered.row)))
        self.leaves[figure.figure_id, figure.revision] = (self.rows, leaf)

    @property
    def release_id(self) -> str:
        digest: str = self.digest.hexdigest()[:16]
        return digest


def write_release(
    folder: DatasetsFolder, database: Path, figures_file: Path, progress: Progress
) -> ReleaseTotals:
    """Write new files from a checked folder. Raises KeyError for an unknown reference."""
    references = references_of(folder)
    totals = ReleaseTotals()
    engine = create_engine(f"sqlite:///{database}", paramstyle="qmark")
    with engine.connect() as connection, figures_file.open("xb") as file:
        for pragma in PRAGMAS:
            connection.exec_driver_sql(f"PRAGMA {pragma}")
        for table in file_tables():
            connection.execute(CreateTable(table))
        ledgers = folder.ledgers.values()
        publications = (publications_of(ledger, references) for ledger in ledgers)
        row_count = sum(len(ledger.frame) for ledger in ledgers)
        rows = progress(chain.from_iterable(publications), row_count)
        writer = FiguresFileWriter(file)
        _insert_figures(connection, writer, rows, totals)
        for index in _indexes():  # after the rows: it is faster to fill an index at once
            connection.execute(CreateIndex(index))
        _insert_links(connection, references)
        _insert_summaries(connection, folder, references, totals)
        write_postings(connection, writer)
        root = _write_trees(connection, folder, totals)
        totals.digest.update(f"{root}\n".encode())
        release = (totals.release_id, len(totals.ids), totals.rows, totals.newest, root)
        _insert(connection, RELEASE, [(*release, schema_version())])
        connection.execute(text("ANALYZE"))
        connection.commit()
    engine.dispose()
    return totals


def _indexes() -> list[Index]:
    """The indexes of the file by name, so that every build writes them in the same order.

    The postings of the figures file answer what the other indexes of the figures are for.
    """
    indexes = chain.from_iterable(table.indexes for table in file_tables())
    chosen = (index for index in indexes if index.table is not FIGURES or index.name == INDEX_BY_ID)
    return sorted(chosen, key=lambda index: str(index.name))


def _insert_figures(
    connection: Connection,
    writer: FiguresFileWriter,
    publications: Iterable[Publication],
    totals: ReleaseTotals,
) -> None:
    """Write each row twice: its columns for queries, and its rendered texts."""
    renderer = Renderer(PublishedRowSchema)
    in_table_order = itemgetter(*FIGURES.columns.keys())
    remaining = iter(publications)
    while batch := list(islice(remaining, BATCH_ROWS)):
        figures = []
        for publication in batch:
            rendered = renderer.render(publication)
            totals.add(publication.figure, rendered)
            figures.append(in_table_order(_figures_row(publication, rendered, totals)))
            texts = (rendered.json, rendered.csv, json_of(_claim(rendered.row)))
            writer.add_row(*(text.encode() for text in texts))
        _insert(connection, FIGURES, figures)


def _claim(row: dict[str, Any]) -> list[Any]:
    """The cells of a `ClaimRow`. Numbers are floats."""
    cells = (row[name] for name in ClaimColumns._fields)
    return [float(cell) if isinstance(cell, int) else cell for cell in cells]


def _figures_row(
    publication: Publication, rendered: Rendered, totals: ReleaseTotals
) -> dict[str, Any]:
    """The published columns of a row, and those that only queries need."""
    outclaimed_on = publication.outclaimed_on
    return {
        **rendered.row,
        "position": totals.rows,
        "rank": len(totals.ids),
        "claimant_side": publication.figure.claimant.side,
        "outclaimed_on": outclaimed_on.isoformat() if outclaimed_on else None,
        **_bounds(publication.figure),
    }


def _bounds(figure: Figure) -> dict[str, float | None]:
    """The value to filter and to sort by; a bare range is filtered by its ends, and sorted last."""
    names = ("printed_low", "printed_high", "least_first", "greatest_first")
    if figure.value is None:
        ends = (figure.value_lower, figure.value_upper, inf, -inf)
        return dict(zip(names, ends, strict=True))
    return dict.fromkeys(names, figure.value)


def _insert_links(connection: Connection, references: References) -> None:
    """Fill the tables that filters are linked to."""
    _insert(connection, WITHIN, _within(references))
    _insert(connection, CONFLICT_FIGURES, conflict_figures(connection, references))
    _insert(connection, FEED_SOURCES, _feed_sources(references))


def _insert_summaries(
    connection: Connection, folder: DatasetsFolder, references: References, totals: ReleaseTotals
) -> None:
    """Fill the tables that are made from the reference tables and from the rows written so far."""
    metrics = references.metrics.values()
    _insert(connection, DATASET_BY_METRIC, ((row.metric_id, row.dataset) for row in metrics))
    _insert(connection, VOCABULARY, vocabulary(connection, references))
    for table, rows in (
        (REFERENCES, reference_rows(connection, references, totals.newest)),
        (DATASETS, dataset_descriptions(connection, folder, totals.newest)),
        (SERIES, series_rows(connection, totals.newest)),
    ):
        _insert(connection, table, _digested(rows, totals))


def _within(references: References) -> Iterator[tuple[str, str]]:
    parents = {place.place_id: place.parent for place in references.places.values()}
    for place_id in parents:
        yield from ((container, place_id) for container in with_containers(place_id, parents))


def _feed_sources(references: References) -> Iterator[tuple[str, str]]:
    patterns = ((feed.feed_id, feed.sources) for feed in references.feeds.values())
    licences = ((source.source_id, source.licence) for source in references.sources.values())
    return feeds_of_sources(patterns, licences)


def _digested(rows: Iterable[Row], totals: ReleaseTotals) -> Iterator[Row]:
    """Pass rows through, and add their last cell, which is served JSON, to the digest."""
    for row in rows:
        totals.digest.update(row[-1].encode() + b"\n")
        yield row


def _write_trees(connection: Connection, folder: DatasetsFolder, totals: ReleaseTotals) -> str:
    """Write the Merkle tree of each ledger, in the order of its file; the root over all trees."""
    heads = []
    for name, ledger in folder.ledgers.items():
        keys = zip(ledger.frame["figure_id"], map(int, ledger.frame["revision"]), strict=True)
        rows = [totals.leaves[key] for key in keys]
        leaves = [leaf for _, leaf in rows]
        heads.append(Head(name, len(leaves), root_of(leaves).hex()))
        positions = ((position, number) for number, (position, _) in enumerate(rows))
        _insert(connection, LEAVES, positions)
        _insert(connection, TILES, ((name, *tile) for tile in tiles_of(leaves)))
    _insert(connection, TREES, ((head.dataset, head.size, head.root) for head in heads))
    return root_over(heads)


def _insert(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    statement = str(insert(table).compile(dialect=connection.dialect))
    remaining = iter(rows)
    while batch := list(islice(remaining, BATCH_ROWS)):
        connection.exec_driver_sql(statement, batch)
