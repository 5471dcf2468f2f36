"""Releases in PostgreSQL, read by any number of workers on any number of machines."""

import json
import shutil
import tempfile
import weakref
from functools import partial
from pathlib import Path

from sqlalchemy import Column, Engine, Integer, LargeBinary, MetaData, Table, select
from sqlalchemy.exc import ProgrammingError

from datasets.release.exceptions import ReleaseGone, ReleaseUnavailable, SchemaMismatch
from datasets.release.release import Release
from datasets.release.store.loader import load_release
from datasets.release.store.postgres_connections import (
    connect_streaming,
    connect_to_release,
    connect_to_schema,
    engine_of,
)
from datasets.release.store.releases import Releases
from datasets.release.tables import TEXT
from datasets.release.transparency.log import Entry

MAX_PACKAGES = 3  # data packages in the folder of a worker

SCHEMA = "figures"

_METADATA = MetaData(schema=SCHEMA)

# The published releases, each with its data package, for workers without a copy of it.
PUBLISHED = Table(
    "releases",
    _METADATA,
    Column("release", TEXT, primary_key=True),
    Column("built", TEXT, nullable=False),
    Column("published", TEXT, nullable=False),
    Column("package", LargeBinary, nullable=False),
)

# One row: the current release.
CURRENT = Table("current", _METADATA, Column("release", TEXT, nullable=False))

# The log of releases, in its order.
LOG = Table(
    "log",
    _METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("release", TEXT, nullable=False, unique=True),
    Column("entry", TEXT, nullable=False),
)


def release_in_database(engine: Engine, release: str, built: str) -> Release:
    """Open a release of a database. Raises ReleaseGone, SchemaMismatch, DatabaseUnavailable."""
    connect = partial(connect_to_release, engine, release)
    return load_release(engine, built, connect, partial(connect_streaming, engine, release))


class PostgresReleases(Releases):
    """The releases of a database, and the current one.

    While the database is down every request is refused at once, so that none waits for it.
    """

    def __init__(self, url: str, connections: int, poll: float = 1.0) -> None:
        super().__init__(Path(), poll)
        self._url = url
        self._connections = connections
        self._cleanup: weakref.finalize[..., PostgresReleases] | None = None

    def log_entries(self) -> tuple[Entry, ...]:
        """The log of all releases published here, oldest first. Raises DatabaseUnavailable."""
        entries = select(LOG.c.entry).order_by(LOG.c.number)
        with connect_to_schema(self._engine, SCHEMA) as connection:
            return tuple(map(json.loads, connection.execute(entries).scalars()))

    def _reset(self) -> None:
        super()._reset()
        self._older_releases: dict[str, Release] = {}
        self._engine = engine_of(self._url, self._connections)
        self._pointer_engine = engine_of(self._url, 1)
        if self._cleanup:
            self._cleanup.detach()  # the folder belongs to the process that was forked
        self.folder = Path(tempfile.mkdtemp(prefix="figures-"))
        self._cleanup = weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)

    def _dispose(self) -> None:
        self._engine.dispose()
        self._pointer_engine.dispose()
        if self._cleanup:
            self._cleanup()

    def _older(self, release: str) -> Release:
        statement = select(PUBLISHED.c.built).where(PUBLISHED.c.release == release)
        with connect_to_schema(self._engine, SCHEMA) as connection:
            built = connection.execute(statement).scalar_one_or_none()
        if built is None:
            self._older_releases.pop(release, None)
            raise ReleaseGone(release, "is not kept")
        if release not in self._older_releases:
            try:
                opened = release_in_database(self._engine, release, built)
            except SchemaMismatch as error:
                raise ReleaseGone(release, f"cannot be read: {error}") from None
            self._older_releases[release] = opened
        return self._older_releases[release]

    def _refresh(self) -> None:
        served = self._state[0]
        try:
            release, built = self._pointer()
            if served is None or served.id != release:
                opened = release_in_database(self._engine, release, built)
                self._fetch_package(release)
                served = opened
        except ReleaseUnavailable as error:
            self._state = (served, error)
        except ReleaseGone as error:
            self._state = (served, ReleaseUnavailable(str(error)))
        else:
            self._state = (served, None)

    def _pointer(self) -> tuple[str, str]:
        """The current release, and when it was built. Raises ReleaseUnavailable."""
        statement = select(CURRENT.c.release, PUBLISHED.c.built).where(
            CURRENT.c.release == PUBLISHED.c.release
        )
        try:
            with connect_to_schema(self._pointer_engine, SCHEMA) as connection:
                row = connection.execute(statement).one_or_none()
        except ProgrammingError:
            row = None
        if row is None:
            raise ReleaseUnavailable("no release in the database; run `flask figures publish`")
        return row.release, row.built

    def _fetch_package(self, release: str) -> None:
        """Write the data package of a release to the folder, and remove the oldest ones."""
        statement = select(PUBLISHED.c.package).where(PUBLISHED.c.release == release)
        with connect_to_schema(self._pointer_engine, SCHEMA) as connection:
            package = connection.execute(statement).scalar_one()
        oldest_first = sorted(self.folder.iterdir(), key=lambda path: path.stat().st_mtime)
        for path in oldest_first[: 1 - MAX_PACKAGES]:
            path.unlink()
        (self.folder / f"{release}.zip").write_bytes(package)
