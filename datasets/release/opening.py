"""A compiled release, opened for reading, whatever holds it."""

import hashlib
from collections.abc import Callable, Hashable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from math import inf
from pathlib import Path
from types import MappingProxyType

from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from datasets.release.file import connected_to_file, engine_of_file, is_fault_of_file
from datasets.release.labels import Label, NoRelease, ReleaseGone, Signature, pointed, verified
from datasets.release.tables import HOMES, METADATA, RELEASE, VOCABULARY

Reading = Callable[[], AbstractContextManager[Connection]]

UNDEFINED_COLUMN = "42703"  # PostgreSQL's name for it


class Unreachable(NoRelease):
    """The database that holds the releases gives no answer."""


class OtherVersion(NoRelease):
    """A release that another version of the program has made, with other tables."""


@dataclass(frozen=True, eq=False)
class Release:
    """One immutable set of figures.

    ``newest`` is the last day on which a row was recorded, ISO text. ``root`` is the root over the
    Merkle trees of its ledgers, in hexadecimal. ``codes`` holds, by dataset and column, the codes
    that occur there with their names; under the dataset ``""`` all that are known, used or not.
    ``homes`` is the dataset of each metric. ``reading`` gives a connection that sees this release
    alone, ``streaming`` one for more rows than memory should hold; either raises ReleaseGone where
    it was taken away meanwhile, and NoRelease while it cannot be read. ``counts`` remembers how
    many rows answered a question.
    """

    id: str
    built: str
    figures: int
    rows: int
    newest: str
    root: str
    codes: Mapping[tuple[str, str], Mapping[str, str | None]]
    homes: Mapping[str, str]
    engine: Engine
    reading: Reading
    streaming: Reading
    counts: dict[Hashable, tuple[int, int]] = field(default_factory=dict)

    @property
    def built_at(self) -> datetime:
        return datetime.fromisoformat(self.built)


def current_release(folder: Path) -> Release:
    """Verify and open the release that the pointer in a folder names. Raises NoRelease."""
    label = pointed(folder)
    return release_in_file(folder, label, verified(folder, label))


def release_in_file(
    folder: Path, label: Label, signature: Signature, seconds: float = inf
) -> Release:
    """Open a release whose file was verified, and no other file. Raises NoRelease.

    What is read at once is given up after some seconds; what streams takes the time it takes.
    """
    engine = engine_of_file(folder / label.file, signature)
    file = f"{folder.name}/{label.file}"
    streaming = partial(connected_to_file, engine, label.release, file)
    reading = partial(streaming, seconds=seconds)
    try:
        return opened(engine, label.built, reading, streaming)
    except (ReleaseGone, SQLAlchemyError) as reason:
        raise NoRelease(f"{file} cannot be read: {reason}") from None


def opened(engine: Engine, built: str, reading: Reading, streaming: Reading) -> Release:
    """Read what a release says of itself. Raises OtherVersion, and what ``reading`` raises."""
    with reading() as connection:
        _refuse_other_version(connection)
        facts = connection.execute(select(RELEASE)).one()
        words = connection.execute(select(VOCABULARY)).all()
        homes = connection.execute(select(HOMES)).all()
    codes: dict[tuple[str, str], dict[str, str | None]] = {}
    for word in words:
        codes.setdefault((word.dataset, word.column), {})[word.code] = word.name
    return Release(
        id=facts.id,
        built=built,
        figures=facts.figures,
        rows=facts.rows,
        newest=facts.newest,
        root=facts.root,
        codes=MappingProxyType(codes),
        homes=MappingProxyType({home.metric: home.dataset for home in homes}),
        engine=engine,
        reading=reading,
        streaming=streaming,
    )


def layout() -> str:
    """A digest of the tables and columns of a release: what this version reads and writes."""
    columns = (
        f"{table.name} {column.name} {column.type!r}"
        for table in METADATA.sorted_tables
        for column in table.columns
    )
    return hashlib.sha256("\n".join(columns).encode()).hexdigest()[:16]


def _refuse_other_version(connection: Connection) -> None:
    try:
        made_as = connection.execute(select(RELEASE.c.layout)).scalar_one()
    except DBAPIError as error:
        if is_fault_of_file(error) or getattr(error.orig, "sqlstate", None) not in (
            None,
            UNDEFINED_COLUMN,
        ):
            raise
        made_as = None  # older versions did not say
    if made_as != layout():
        made = "the release was made by another version of the program"
        raise OtherVersion(f"{made}; run `flask figures build`")
