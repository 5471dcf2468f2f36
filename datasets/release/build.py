"""From checked ledgers to a release: one file, put in place at once."""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count, islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, create_engine, insert, text

from datasets.curation.ledger import Folder
from datasets.model.publication import PublishedRow
from datasets.release.coverage import series_rows
from datasets.release.descriptions import dataset_descriptions, reference_rows, vocabulary
from datasets.release.figures import Dated, References, publications_of, references_of
from datasets.release.labels import (
    POINTER,
    RELEASE_ID,
    Label,
    NoRelease,
    alone,
    digest_of,
    kept,
    pointed,
    verified,
    write_label,
)
from datasets.release.log import log
from datasets.release.merkle import leaf_of, root_of
from datasets.release.opening import layout, release_in_file
from datasets.release.package import write_package
from datasets.release.rendering import Renderer
from datasets.release.tables import (
    DATASETS,
    FIGURES,
    HOMES,
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
    stored_columns,
)
from datasets.release.trees import Head, entry_of, ledger_row, root_over, tiles_of

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


def build(folder: Folder, into: Path, progress: Progress = lambda rows, _: rows) -> Built:
    """Compile a folder without errors into a release and make it the current one.

    The same folder gives the same release id anywhere: it is a digest of everything served. Files
    are written beside and renamed, the pointer last, so that a build that fails or is killed
    leaves the old release serving.
    """
    into.mkdir(parents=True, exist_ok=True)
    inputs = _inputs(folder.root)
    with alone(into):
        for stale in into.glob(".draft-*"):
            stale.unlink()
        draft = into / f".draft-{os.getpid()}.sqlite"
        try:
            tally = _written(folder, draft, progress)
            label = _put(folder, tally, draft, inputs)
            _log(into, label)
        finally:
            for unfinished in into.glob(".draft-*"):
                unfinished.unlink()
        write_label(label, into / POINTER)
        _forget_old(into, label.release)
    return Built(label.release, label.file, len(tally.ids), tally.rows, label.built)


def is_built(root: Path, into: Path) -> bool:
    """Tell whether the current release was made from these very files by this very program."""
    try:
        label = pointed(into)
        verified(into, label)
    except NoRelease:
        return False
    return label.inputs == _inputs(root)


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
        root = _planted(connection, folder, tally)
        tally.digest.update(f"{root}\n".encode())
        facts = (tally.release, len(tally.ids), tally.rows, tally.newest, root, layout())
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
    names = tuple(PublishedRow().fields)
    stored = set(stored_columns(PublishedRow))
    for position, (publication, outclaimed_on) in zip(count(1), dated, strict=False):
        figure = publication.figure
        rendered = renderer.render(publication)
        tally.digest.update(rendered.json.encode() + b"\n")
        tally.ids.add(figure.figure_id)
        tally.rows = position
        entry = entry_of(ledger_row(dict(zip(names, rendered.cells, strict=True))))
        tally.leaves[figure.figure_id, figure.revision] = (position, leaf_of(entry))
        tally.newest = max(tally.newest, figure.recorded_on.isoformat())
        asked = (
            position,
            len(tally.ids),
            *(cell for cell, name in zip(rendered.cells, names, strict=True) if name in stored),
            figure.claimant.side,
            figure.value if figure.value is not None else figure.value_lower,
            figure.value if figure.value is not None else figure.value_upper,
            outclaimed_on.isoformat() if outclaimed_on else None,
        )
        yield asked, (position, rendered.json, rendered.csv)


def _planted(connection: Connection, folder: Folder, tally: Tally) -> str:
    """Write the trees of the ledgers, row after row as they stand there; the root over them."""
    heads = []
    for name, ledger in folder.ledgers.items():
        keys = zip(ledger.frame["figure_id"], map(int, ledger.frame["revision"]), strict=True)
        rows = [tally.leaves[key] for key in keys]
        leaves = [leaf for _, leaf in rows]
        heads.append(Head(name, len(leaves), root_of(leaves).hex()))
        _fill(connection, LEAVES, ((row[0], number) for number, row in enumerate(rows)))
        _fill(connection, TILES, ((name, *tile) for tile in tiles_of(leaves)))
    _fill(connection, TREES, ((head.dataset, head.size, head.root) for head in heads))
    return root_over(heads)


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


def _put(folder: Folder, tally: Tally, draft: Path, inputs: str) -> Label:
    """Give the files of a finished release their names, and a label that says what they are."""
    into = draft.parent
    release = tally.release
    package = draft.with_suffix(".zip")
    write_package(folder, release, tally.newest, package)
    beside = {f"{release}.zip": _named(package, into / f"{release}.zip")}
    sha256 = _named(draft, into / f"{release}.sqlite")
    size = (into / f"{release}.sqlite").stat().st_size
    built = datetime.now(UTC).isoformat(timespec="seconds")
    label = Label(release, built, inputs, size, sha256, beside)
    write_label(label, into / f"{release}.json")
    return label


def _log(into: Path, label: Label) -> None:
    release = release_in_file(into, label, verified(into, label))
    try:
        log(into, release)
    finally:
        release.engine.dispose()


def _named(draft: Path, file: Path) -> str:
    """Bring a finished file to the disk, then give it its name; its digest.

    Where the same bytes stand already they are left there, for those who read them.
    """
    digest = digest_of(draft)
    if file.is_file() and not file.is_symlink() and digest_of(file) == digest:
        draft.unlink()
        return digest
    with draft.open("rb") as finished:
        os.fsync(finished.fileno())
    draft.replace(file)
    return digest


def _forget_old(into: Path, current: str) -> None:
    """Keep the newest releases, and take the files of all others away, the label of each first."""
    found = {path.name[:16] for path in into.glob("*") if RELEASE_ID.match(path.name)}
    for release in found - {current, *kept(into)[:KEPT]}:
        (into / f"{release}.json").unlink(missing_ok=True)
        for path in into.glob(f"{release}*"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
