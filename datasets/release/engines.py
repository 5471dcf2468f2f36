"""A compiled release, opened for reading."""

import json
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, select
from sqlalchemy.pool import QueuePool

from datasets.release.tables import HOMES, RELEASE, VOCABULARY

POINTER = "current.json"

Reading = Callable[[], AbstractContextManager[Connection]]


class NoRelease(Exception):
    """There is no release to serve, or it cannot be read."""


class Unreachable(NoRelease):
    """The database that holds the releases gives no answer."""


@dataclass(frozen=True, eq=False)
class Release:
    """One immutable set of figures.

    ``newest`` is the last day on which a row was recorded, ISO text. ``codes`` holds, by dataset
    and column, the codes that occur there with their names; under the dataset ``""`` all that are
    known, used or not. ``homes`` is the dataset of each metric. ``reading`` gives a connection
    that sees this release alone, ``streaming`` one for more rows than memory should hold; either
    raises Unreachable while the database gives no answer.
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

    @property
    def built_at(self) -> datetime:
        return datetime.fromisoformat(self.built)


class Releases:
    """The folder of releases, and the one that is current, opened when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._opened: Release | None = None

    @property
    def current(self) -> Release:
        """Raises NoRelease while there is none."""
        if self._opened is None:
            self._opened = current_release(self.folder)
        return self._opened


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
    return create_engine(
        address,
        paramstyle="named",
        poolclass=QueuePool,
        pool_size=16,
        connect_args={"check_same_thread": False},
    )
