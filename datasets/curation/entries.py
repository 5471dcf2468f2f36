"""Changes of the ledgers by one row: a new figure, or the next revision of a figure."""

import csv
import io
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from datasets.curation.codes import Row, rows_of_table
from datasets.curation.folder_files import REFERENCES, FolderFiles, write_files
from datasets.model.fields import column_names
from datasets.model.figure import LedgerRowSchema
from datasets.model.licences import FACT
from datasets.model.references import SourceSchema
from datasets.model.search_text import search_key

LEDGER_COLUMNS = column_names(LedgerRowSchema)
SOURCES = REFERENCES["sources"]
MAX_ID_PARTS = 3  # in the id of a source
STOPWORDS = frozenset(
    {"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to"}
)
NO_ARCHIVE = "No archived copy is known."

# The cells of a new figure that are the same for almost all figures.
USUAL_CELLS: Mapping[str, str] = MappingProxyType(
    {"revision": "1", "change": "new", "basis": "stated", "verification": "unstated"}
)


class UnknownFigureError(ValueError):
    """An id that no row of the ledgers has."""


class ConcurrentChangeError(Exception):
    """A file that another program changed since it was read."""


@dataclass(frozen=True)
class Entry:
    """A row to append, and the files with it.

    ``previous`` is the revision before it, if any. ``source`` is the row to add to the sources, if
    any. ``changed`` are the new contents of the changed files, references first. ``touched`` are
    the lines of the added rows.
    """

    row: Row
    previous: Row | None
    source: Row | None
    changed: Mapping[str, bytes]
    touched: Mapping[str, frozenset[int]]


def new_figure(files: FolderFiles, cells: Row, source: Row | None) -> Entry:
    """Append a figure with the next free id to the ledger of its metric's dataset."""
    metrics = rows_of_table(files.contents[REFERENCES["metrics"]])
    dataset = next(row["dataset"] for row in metrics if row["metric_id"] == cells["metric"])
    figure_id = next_id(dataset, files.contents[files.ledgers[dataset]])
    return _entry(files, {**USUAL_CELLS, **cells, "figure_id": figure_id}, None, source)


def next_revision(files: FolderFiles, previous: Row, cells: Row, source: Row | None) -> Entry:
    """Append a revision that repeats a row with some cells changed."""
    revision = str(int(previous["revision"]) + 1)
    return _entry(files, {**previous, **cells, "revision": revision}, previous, source)


def last_revision(files: FolderFiles, figure_id: str) -> Row:
    """The last row of a figure. Raises UnknownFigureError."""
    file = files.ledgers.get(figure_id.rpartition("-")[0], "")
    header, *lines = files.contents.get(file, b"").split(b"\n")
    own = [line for line in lines if line.startswith(figure_id.encode() + b",")]
    if not own:
        raise UnknownFigureError(f"no figure has the id '{figure_id}'")
    return rows_of_table(header + b"\n" + own[-1])[0]


def next_id(dataset: str, content: bytes) -> str:
    """The id after the highest in a ledger: ``losses-0010``."""
    numbers = (line.partition(b",")[0].rpartition(b"-")[2] for line in content.split(b"\n"))
    highest = max((int(number) for number in numbers if number.isdigit()), default=0)
    return f"{dataset}-{highest + 1:04d}"


def new_source(files: FolderFiles, cells: Row) -> Row:
    """A row of a document for single printed figures, with an id of its own."""
    ids = {row["source_id"] for row in rows_of_table(files.contents[SOURCES])}
    id_ = source_id_of(cells["publisher"], cells["published"], cells["title"], ids)
    note = cells["note"] if cells["archive_url"] else f"{cells['note']} {NO_ARCHIVE}".strip()
    row = {**cells, "source_id": id_, "licence": FACT, "note": note}
    return {name: row[name] for name in column_names(SourceSchema)}


def source_id_of(publisher: str, published: str, title: str, ids: Collection[str]) -> str:
    """An id for a source: publisher, day and the first words of the title, made unique."""
    parts = re.findall(r"[a-z0-9]+", search_key(title))
    chosen = [part for part in parts if part not in STOPWORDS][:MAX_ID_PARTS]
    base = "-".join([publisher, published, *chosen])
    numbered = (f"{base}-{number}" for number in range(2, len(ids) + 3))
    return base if base not in ids else next(id_ for id_ in numbered if id_ not in ids)


def write(files: FolderFiles, entry: Entry) -> None:
    """Write the changed files.

    Raises ConcurrentChangeError if a file is not as it was when it was read.
    """
    paths = {files.root / file: content for file, content in entry.changed.items()}
    for file in entry.changed:
        if (files.root / file).read_bytes() != files.contents[file]:
            raise ConcurrentChangeError(f"{file} was changed by another program")
    write_files(paths)


def files_with(files: FolderFiles, entry: Entry) -> FolderFiles:
    return replace(files, contents={**files.contents, **entry.changed})


def _entry(files: FolderFiles, cells: Row, previous: Row | None, source: Row | None) -> Entry:
    row = {name: cells.get(name, "") for name in LEDGER_COLUMNS}
    ledger = files.ledgers[row["figure_id"].rpartition("-")[0]]
    content = files.contents[ledger] + _line(row.values())
    changed, touched = {ledger: content}, {ledger: frozenset({content.count(b"\n")})}
    if source is not None:
        line, sources = _inserted(files.contents[SOURCES], source)
        changed = {SOURCES: sources, **changed}
        touched[SOURCES] = frozenset({line})
    return Entry(row, previous, source, changed, touched)


def _inserted(content: bytes, row: Row) -> tuple[int, bytes]:
    """Insert a row before the first with a greater id; its line number and the new content."""
    reader = csv.DictReader(io.StringIO(content.decode(), newline=""))
    key = next(iter(row.values()))
    after = 1  # the header
    for other in reader:
        if next(iter(other.values())) > key:
            break
        after = reader.line_num
    lines = content.splitlines(keepends=True)
    return after + 1, b"".join([*lines[:after], _line(row.values()), *lines[after:]])


def _line(cells: Iterable[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue().encode()
