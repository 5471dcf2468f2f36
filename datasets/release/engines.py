"""A compiled release, opened for reading."""

import json
from collections.abc import Callable, Hashable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import QueuePool

from datasets.release.tables import HOMES, METADATA, RELEASE, VOCABULARY

POINTER = "current.json"

Reading = Callable[[], AbstractContextManager[Connection]]


class NoRelease(Exception):
    """There is no release to serve, or it cannot be read."""


class Unreachable(NoRelease):
    """The database that holds the releases gives no answer."""


class ReleaseGone(Exception):
    """A release that was asked for by its id is not kept any more, or was never made."""


@dataclass(frozen=True, eq=False)
class Release:
    """One immutable set of figures.

    ``newest`` is the last day on which a row was recorded, ISO text. ``codes`` holds, by dataset
    and column, the codes that occur there with their names; under the dataset ``""`` all that are
    known, used or not. ``homes`` is the dataset of each metric. ``reading`` gives a connection
    that sees this release alone, ``streaming`` one for more rows than memory should hold; either
    raises Unreachable while the database gives no answer. ``counts`` remembers how many rows
    answered a question.
    """

    id: str
    built: str
    figures: int
    rows: int
    newest: str
    codes: Mapping[tuple[str, str], Mapping[str, str | None]]
    homes: Mapping[str, str]
    engine: Engine
    reading: Reading
    streaming: Reading
    counts: dict[Hashable, tuple[int, int]] = field(default_factory=dict)

    @property
    def built_at(self) -> datetime:
        return datetime.fromisoformat(self.built)


class Releases:
    """The folder of releases, and the one that is current, opened when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._opened: Release | None = None
        self._older: dict[str, Release] = {}

    @property
    def current(self) -> Release:
        """Raises NoRelease while there is none."""
        if self._opened is None:
            self._opened = current_release(self.folder)
        return self._opened

    @property
    def trouble(self) -> str | None:
        """Why the newest release could not be taken, in a sentence; None if all is well."""
        return None

    def of(self, release: str) -> Release:
        """The release of an id, while its file is kept. Raises ReleaseGone, NoRelease."""
        if release == self.current.id:
            return self.current
        path = self.folder / f"{release}.sqlite"
        if not path.is_file():
            self._older.pop(release, None)
            raise ReleaseGone(f"release {release} is not kept")
        if release not in self._older:
            self._older[release] = _older_release(path)
        return self._older[release]


def current_release(folder: Path) -> Release:
    """Open the release that the pointer in a folder names. Raises NoRelease."""
    try:
        pointer = json.loads((folder / POINTER).read_text(encoding="utf-8"))
        path = folder / pointer["file"]
    except FileNotFoundError:
        raise NoRelease(f"no release in {folder.name}/; run `flask figures build`") from None
    except (ValueError, KeyError) as error:
        raise NoRelease(f"{folder.name}/{POINTER} is damaged: {error}") from None
    if not path.is_file():
        raise NoRelease(f"{folder.name}/{path.name} is missing; run `flask figures build`")
    engine = sqlite_engine(path)
    return opened(engine, pointer["built"], engine.connect, engine.connect)


def _older_release(path: Path) -> Release:
    """Open a release that was current once. Raises ReleaseGone where this program cannot."""
    engine = sqlite_engine(path)
    made = datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="seconds")
    try:
        tables = inspect(engine)
        for name, table in METADATA.tables.items():
            if {column["name"] for column in tables.get_columns(name)} != set(table.c.keys()):
                raise ReleaseGone(f"{path.name} was made by another version of the program")
        return opened(engine, made, engine.connect, engine.connect)
    except SQLAlchemyError as error:
        raise ReleaseGone(f"{path.name} cannot be read: {error}") from None


def opened(engine: Engine, built: str, reading: Reading, streaming: Reading) -> Release:
    """Read what a release says of itself."""
    with reading() as connection:
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
        codes=MappingProxyType(codes),
        homes=MappingProxyType({home.metric: home.dataset for home in homes}),
        engine=engine,
        reading=reading,
        streaming=streaming,
    )


def sqlite_engine(path: Path) -> Engine:
    """Open a finished file read-only; threads take its connections in turn."""
    address = URL.create(
        "sqlite",
        database=f"file:{quote(str(path.resolve()))}",
        query={"mode": "ro", "immutable": "1", "uri": "true"},
    )
    engine = create_engine(
        address,
        paramstyle="named",
        poolclass=QueuePool,
        pool_size=16,
        connect_args={"check_same_thread": False},
    )
    event.listen(engine, "connect", _mapped)
    return engine


def _mapped(connection: Any, _record: Any) -> None:
    """Read pages where all workers share them, instead of copying each into every worker."""
    for pragma in ("query_only=1", "mmap_size=2147418112", "temp_store=MEMORY"):
        connection.execute(f"PRAGMA {pragma}")
