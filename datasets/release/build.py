"""From checked ledgers to a release: one file, put in place at once."""

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count, islice
from math import inf
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, create_engine, insert, text

from datasets.curation.ledger import Folder
from datasets.model.descriptor import datasets_of
from datasets.model.publication import PublishedRow
from datasets.release.coverage import series_rows
from datasets.release.descriptions import dataset_descriptions, reference_rows, vocabulary
from datasets.release.engines import POINTER, opened, sqlite_engine
from datasets.release.figures import Dated, References, publications_of, references_of
from datasets.release.files import forget_files, make_files
from datasets.release.package import write_package
from datasets.release.rendering import Renderer, json_of
from datasets.release.tables import (
    DATASETS,
    FIGURES,
    HOMES,
    METADATA,
    REFERENCES,
    RELEASE,
    RENDERED,
    SERIES,
    VOCABULARY,
    WITHIN,
    stored_columns,
)

KEPT = 3
BATCH = 2_000
PAGE_SIZE = 16_384  # bytes; a rendered row takes 2,000, and what is left of a page is lost

Cells = tuple[Any, ...]
Progress = Callable[[Iterable[Dated], int], Iterable[Dated]]


@dataclass(frozen=True, slots=True)
class Built:
    """What was built: the release's id, its file, and how much it holds."""

    release: str
    file: str
    figures: int
    rows: int
    built: str


@dataclass(slots=True)
class Tally:
    """What is counted while rows go by: the digest of the content and how often codes occur."""

    digest: Any = field(default_factory=hashlib.sha256)
    ids: set[str] = field(default_factory=set)
    rows: int = 0
    newest: str = ""


def build(
    folder: Folder,
    into: Path,
    progress: Progress = lambda rows, _: rows,
    *,
    files: bool = False,
) -> Built:
    """Compile a folder without errors into a release and make it the current one.

    The same folder gives the same release id anywhere: it is a digest of everything served. The
    file is written beside and renamed, so that a build that fails leaves the old one serving.
    ``files`` makes the whole of each dataset as files too, which else are made when asked for.
    """
    into.mkdir(parents=True, exist_ok=True)
    draft = into / f".draft-{os.getpid()}.sqlite"
    package = draft.with_suffix(".zip")
    draft.unlink(missing_ok=True)
    try:
        tally = _written(folder, draft, progress)
        release = tally.digest.hexdigest()[:16]
        file = f"{release}.sqlite"
        write_package(folder, release, tally.newest, package)
        _put(package, into / f"{release}.zip")
        _put(draft, into / file)
    finally:
        draft.unlink(missing_ok=True)
        package.unlink(missing_ok=True)
    built = datetime.now(UTC).isoformat(timespec="seconds")
    if files:
        _make_files(folder, into, release, built)
    facts = Built(release, file, len(tally.ids), tally.rows, built)
    inputs = _inputs(folder.root)
    _point(into, {"release": release, "file": file, "built": built, "inputs": inputs})
    _forget_old(into)
    return facts


def _make_files(folder: Folder, into: Path, release: str, built: str) -> None:
    engine = sqlite_engine(into / f"{release}.sqlite")
    names = [dataset.name for dataset in datasets_of(folder.descriptor)]
    make_files(opened(engine, built, engine.connect, engine.connect), names, into / release)
    engine.dispose()


def is_built(root: Path, into: Path) -> bool:
    """Tell whether the current release was made from these very files by this very program."""
    try:
        pointer = json.loads((into / POINTER).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return False
    built: bool = pointer.get("inputs") == _inputs(root)
    return built and (into / pointer["file"]).is_file()


def _inputs(root: Path) -> str:
    """A digest of the files of a datasets folder and of the program that compiles them."""
    digest = hashlib.sha256()
    program = Path(__file__).resolve().parent.parent
    for folder, kinds in ((root, ("*.csv", "*.json", "*.md")), (program, ("*.py",))):
        for file in sorted(path for kind in kinds for path in folder.rglob(kind)):
            content = hashlib.sha256(file.read_bytes()).hexdigest()
            digest.update(f"{file.relative_to(folder)} {content}\n".encode())
    return digest.hexdigest()


def _written(folder: Folder, path: Path, progress: Progress) -> Tally:
    references = references_of(folder)
    tally = Tally()
    engine = create_engine(f"sqlite:///{path}", paramstyle="qmark")
    with engine.connect() as connection:
        for pragma in ("journal_mode=OFF", "synchronous=OFF", f"page_size={PAGE_SIZE}"):
            connection.exec_driver_sql(f"PRAGMA {pragma}")
        METADATA.create_all(connection)
        total = sum(len(ledger.frame) for ledger in folder.ledgers.values())
        dated = progress(_all_publications(folder, references), total)
        rows = _figure_rows(dated, tally)
        while batch := list(islice(rows, BATCH)):
            _fill(connection, FIGURES, iter([asked for asked, _ in batch]))
            _fill(connection, RENDERED, iter([served for _, served in batch]))
        _fill(connection, WITHIN, _within(references))
        homes = ((metric.metric_id, metric.dataset) for metric in references.metrics.values())
        _fill(connection, HOMES, homes)
        _fill(connection, VOCABULARY, vocabulary(connection, references))
        _fill(connection, REFERENCES, _digested(reference_rows(connection, references), tally))
        _fill(connection, DATASETS, _digested(dataset_descriptions(connection, folder), tally))
        _fill(
            connection, SERIES, _digested(series_rows(connection, references, tally.newest), tally)
        )
        facts = (tally.digest.hexdigest()[:16], len(tally.ids), tally.rows, tally.newest)
        _fill(connection, RELEASE, iter([facts]))
        connection.execute(text("ANALYZE"))
        connection.commit()
    engine.dispose()
    return tally


def _all_publications(folder: Folder, references: References) -> Iterator[Dated]:
    for ledger in folder.ledgers.values():
        yield from publications_of(ledger, references)


def _figure_rows(dated: Iterable[Dated], tally: Tally) -> Iterator[tuple[Cells, Cells]]:
    """What can be asked of each row, and what is served of it."""
    renderer = Renderer(PublishedRow)
    kept = tuple(name in set(stored_columns(PublishedRow)) for name in PublishedRow().fields)
    for position, (publication, outclaimed_on) in zip(count(1), dated, strict=False):
        figure = publication.figure
        rendered = renderer.render(publication)
        tally.digest.update(rendered.json.encode() + b"\n")
        tally.ids.add(figure.figure_id)
        tally.rows = position
        tally.newest = max(tally.newest, figure.recorded_on.isoformat())
        asked = (
            position,
            len(tally.ids),
            *(cell for cell, keep in zip(rendered.cells, kept, strict=True) if keep),
            figure.claimant.side,
            figure.value if figure.value is not None else figure.value_lower,
            figure.value if figure.value is not None else figure.value_upper,
            figure.value if figure.value is not None else inf,
            figure.value if figure.value is not None else -inf,
            outclaimed_on.isoformat() if outclaimed_on else None,
        )
        yield asked, (position, rendered.json, rendered.csv)


def _within(references: References) -> Iterator[tuple[str, str]]:
    places = references.places
    for place_id in places:
        ancestor: str | None = place_id
        while ancestor:
            yield ancestor, place_id
            ancestor = places[ancestor].parent


def _digested(rows: Iterable[tuple[Any, ...]], tally: Tally) -> Iterator[tuple[Any, ...]]:
    """Let rows whose last cell is served JSON pass through the digest."""
    for row in rows:
        tally.digest.update(row[-1].encode() + b"\n")
        yield row


def _fill(connection: Connection, table: Table, rows: Iterator[tuple[Any, ...]]) -> None:
    statement = str(insert(table).compile(dialect=connection.dialect))
    while batch := list(islice(rows, BATCH)):
        connection.exec_driver_sql(statement, batch)


def _put(draft: Path, file: Path) -> None:
    """Bring a finished file to the disk, then give it its name."""
    with draft.open("rb") as finished:
        os.fsync(finished.fileno())
    draft.replace(file)


def _point(into: Path, facts: Mapping[str, str]) -> None:
    """Make a release the current one with a single rename."""
    draft = into / f".{POINTER}-{os.getpid()}"
    with draft.open("w", encoding="utf-8") as pointer:
        pointer.write(json_of(facts) + "\n")
        pointer.flush()
        os.fsync(pointer.fileno())
    draft.replace(into / POINTER)


def _forget_old(into: Path) -> None:
    """Keep the newest releases; a worker that still reads an older one keeps its open file."""
    files = sorted(into.glob("*.sqlite"), key=lambda file: file.stat().st_mtime, reverse=True)
    current = json.loads((into / POINTER).read_text(encoding="utf-8"))["file"]
    for file in files[KEPT:]:
        if file.name != current:
            file.unlink()
            file.with_suffix(".zip").unlink(missing_ok=True)
    forget_files(into)
