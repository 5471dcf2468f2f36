"""The file of a release while it is written: every table, filled from a checked folder."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, compress, count, islice
from math import inf
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Index, Table, create_engine, insert, text
from sqlalchemy.schema import CreateIndex, CreateTable

from datasets.curation.ledger_files import DatasetsFolder
from datasets.model.fields import column_names
from datasets.model.published_row import PublishedRowSchema
from datasets.release.compiler.renderer import Renderer
from datasets.release.compiler.rows import Dated, References, publications_of, references_of
from datasets.release.compiler.series_summaries import series_rows
from datasets.release.compiler.summaries import dataset_descriptions, reference_rows, vocabulary
from datasets.release.tables import (
    DATASET_BY_METRIC,
    DATASETS,
    FIGURES,
    LEAVES,
    METADATA,
    REFERENCES,
    RELEASE,
    RENDERED,
    SERIES,
    TILES,
    TREES,
    VOCABULARY,
    WITHIN,
    schema_version,
    stored_columns,
)
from datasets.release.transparency.ledger_tree import (
    Head,
    canonical_json,
    ledger_row,
    root_over,
    tiles_of,
)
from datasets.release.transparency.merkle import leaf_of, root_of

BATCH = 2_000
# A draft that is interrupted is thrown away, so that nothing has to survive. A rendered row takes
# 2,000 bytes, and what is left of a page of 16,384 is lost. What is summed up at the end is read in
# another order than it was written: from memory, as far as 256 MiB hold it.
PRAGMAS = ("journal_mode=OFF", "synchronous=OFF", "page_size=16384", "cache_size=-262144")

Cells = tuple[Any, ...]
Progress = Callable[[Iterable[Dated], int], Iterable[Dated]]


@dataclass(slots=True)
class ReleaseTotals:
    """What is counted while rows go by: the digest of the content, and the ids.

    ``leaves`` has the position of each row and its hash, by figure and revision.
    """

    digest: Any = field(default_factory=hashlib.sha256)
    ids: set[str] = field(default_factory=set)
    leaves: dict[tuple[str, int], tuple[int, bytes]] = field(default_factory=dict)
    rows: int = 0
    newest: str = ""

    @property
    def release(self) -> str:
        """The id of a release with this content."""
        digest: str = self.digest.hexdigest()[:16]
        return digest


def write_release(folder: DatasetsFolder, path: Path, progress: Progress) -> ReleaseTotals:
    """Write everything served of a folder into a new file, and tell what went by."""
    references = references_of(folder)
    tally = ReleaseTotals()
    engine = create_engine(f"sqlite:///{path}", paramstyle="qmark")
    with engine.connect() as connection:
        for pragma in PRAGMAS:
            connection.exec_driver_sql(f"PRAGMA {pragma}")
        for table in METADATA.sorted_tables:
            connection.execute(CreateTable(table))
        total = sum(len(ledger.frame) for ledger in folder.ledgers.values())
        dated = progress(_all_publications(folder, references), total)
        rows = _figure_rows(dated, tally)
        while batch := list(islice(rows, BATCH)):
            _insert(connection, FIGURES, iter([asked for asked, _ in batch]))
            _insert(connection, RENDERED, iter([served for _, served in batch]))
        for index in _indexes():  # at the end: none has to be kept in order row by row
            connection.execute(CreateIndex(index))
        _insert(connection, WITHIN, _within(references))
        homes = ((metric.metric_id, metric.dataset) for metric in references.metrics.values())
        _insert(connection, DATASET_BY_METRIC, homes)
        _insert(connection, VOCABULARY, vocabulary(connection, references))
        _insert(connection, REFERENCES, _digested(reference_rows(connection, references), tally))
        _insert(connection, DATASETS, _digested(dataset_descriptions(connection, folder), tally))
        _insert(
            connection, SERIES, _digested(series_rows(connection, references, tally.newest), tally)
        )
        root = _write_trees(connection, folder, tally)
        tally.digest.update(f"{root}\n".encode())
        facts = (tally.release, len(tally.ids), tally.rows, tally.newest, root, schema_version())
        _insert(connection, RELEASE, iter([facts]))
        connection.execute(text("ANALYZE"))
        connection.commit()
    engine.dispose()
    return tally


def _indexes() -> list[Index]:
    """All that are declared, in an order that is the same in every build."""
    declared = chain.from_iterable(table.indexes for table in METADATA.sorted_tables)
    return sorted(declared, key=lambda index: str(index.name))


def _all_publications(folder: DatasetsFolder, references: References) -> Iterator[Dated]:
    for ledger in folder.ledgers.values():
        yield from publications_of(ledger, references)


def _figure_rows(dated: Iterable[Dated], tally: ReleaseTotals) -> Iterator[tuple[Cells, Cells]]:
    """What can be asked of each row, and what is served of it."""
    renderer = Renderer(PublishedRowSchema)
    names = column_names(PublishedRowSchema)
    kept = [name in stored_columns(PublishedRowSchema) for name in names]
    for position, (publication, outclaimed_on) in zip(count(1), dated, strict=False):
        figure = publication.figure
        rendered = renderer.render(publication)
        tally.digest.update(rendered.json.encode() + b"\n")
        tally.ids.add(figure.figure_id)
        tally.rows = position
        entry = canonical_json(ledger_row(dict(zip(names, rendered.cells, strict=True))))
        tally.leaves[figure.figure_id, figure.revision] = (position, leaf_of(entry))
        tally.newest = max(tally.newest, figure.recorded_on.isoformat())
        asked = (
            position,
            len(tally.ids),
            *compress(rendered.cells, kept),
            figure.claimant.side,
            figure.value if figure.value is not None else figure.value_lower,
            figure.value if figure.value is not None else figure.value_upper,
            figure.value if figure.value is not None else inf,
            figure.value if figure.value is not None else -inf,
            outclaimed_on.isoformat() if outclaimed_on else None,
        )
        yield asked, (position, rendered.json, rendered.csv)


def _write_trees(connection: Connection, folder: DatasetsFolder, tally: ReleaseTotals) -> str:
    """Write the trees of the ledgers, row after row as they stand there; the root over them."""
    heads = []
    for name, ledger in folder.ledgers.items():
        keys = zip(ledger.frame["figure_id"], map(int, ledger.frame["revision"]), strict=True)
        rows = [tally.leaves[key] for key in keys]
        leaves = [leaf for _, leaf in rows]
        heads.append(Head(name, len(leaves), root_of(leaves).hex()))
        _insert(connection, LEAVES, ((row[0], number) for number, row in enumerate(rows)))
        _insert(connection, TILES, ((name, *tile) for tile in tiles_of(leaves)))
    _insert(connection, TREES, ((head.dataset, head.size, head.root) for head in heads))
    return root_over(heads)


def _within(references: References) -> Iterator[tuple[str, str]]:
    places = references.places
    for place_id in places:
        ancestor: str | None = place_id
        while ancestor:
            yield ancestor, place_id
            ancestor = places[ancestor].parent


def _digested(rows: Iterable[tuple[Any, ...]], tally: ReleaseTotals) -> Iterator[tuple[Any, ...]]:
    """Let rows whose last cell is served JSON pass through the digest."""
    for row in rows:
        tally.digest.update(row[-1].encode() + b"\n")
        yield row


def _insert(connection: Connection, table: Table, rows: Iterator[tuple[Any, ...]]) -> None:
    statement = str(insert(table).compile(dialect=connection.dialect))
    while batch := list(islice(rows, BATCH)):
        connection.exec_driver_sql(statement, batch)
