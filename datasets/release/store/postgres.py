"""Releases in PostgreSQL, read by any number of workers on any number of machines."""

import json
import shutil
import tempfile
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from time import monotonic
from types import MappingProxyType
from typing import Any, TypeVar

import psycopg
from psycopg.abc import Buffer, PQGen
from psycopg.adapt import AdaptersMap
from psycopg.types.string import StrDumperUnknown
from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    create_engine,
    make_url,
    select,
)
from sqlalchemy.exc import InterfaceError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from datasets.release.exceptions import (
    DatabaseUnavailable,
    ReleaseGone,
    ReleaseUnavailable,
    SchemaMismatch,
)
from datasets.release.release import MAX_STATEMENTS, Release
from datasets.release.store.loader import opened
from datasets.release.store.releases import Releases
from datasets.release.tables import TEXT
from datasets.release.transparency.log import Entry

STATEMENT_MS = 2_000
"""Milliseconds after which the server gives a statement up."""

PATIENCE = 2.5
"""Seconds after which a server that says nothing, frozen perhaps, is given up."""

CONNECTING = 2
"""Seconds for opening a connection; libpq knows no fewer."""

QUEUEING = 1.0
"""Seconds that a request waits for a connection of its worker's pool."""

KEPT_PACKAGES = 3

GONE: Mapping[type[BaseException], str] = MappingProxyType(
    {
        psycopg.errors.UndefinedTable: "is not kept",
        psycopg.errors.InsufficientPrivilege: "may not be read",
    }
)
"""What the server says of a release that was taken away or was not granted."""

SCHEMA = "figures"

Answer = TypeVar("Answer")

_SHARED = MetaData(schema=SCHEMA)

# The releases that are there; the data package of each, for workers that have no copy.
PUBLISHED = Table(
    "releases",
    _SHARED,
    Column("release", TEXT, primary_key=True),
    Column("built", TEXT, nullable=False),
    Column("published", TEXT, nullable=False),
    Column("package", LargeBinary, nullable=False),
)

# One row: the release that is current.
CURRENT = Table("current", _SHARED, Column("release", TEXT, nullable=False))

# The log of releases, in its order.
LOG = Table(
    "log",
    _SHARED,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("release", TEXT, nullable=False, unique=True),
    Column("entry", TEXT, nullable=False),
)


class Cursor(psycopg.ServerCursor[Any]):
    """A cursor on the server's side, which may die with its server."""

    def __del__(self, _warn: Any = None) -> None:
        """Nobody can close it then, nor has to."""


class PatientConnection(psycopg.Connection[Any]):
    """A connection that gives up a server that says nothing: libpq would wait for ever."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.server_cursor_factory = Cursor

    def wait(
        self, gen: PQGen[Answer], interval: float = 0.1, timeout: float | None = None
    ) -> Answer:
        until = monotonic() + PATIENCE
        try:
            return super().wait(gen, interval, timeout or PATIENCE)
        except psycopg.Error:
            if monotonic() < until:
                raise
            self.pgconn.finish()
            raise psycopg.OperationalError(f"no answer in {PATIENCE} s") from None

    def __del__(self, _warn: Any = None) -> None:
        """A pool that has lost its server drops connections without closing them."""
        if pgconn := getattr(self, "pgconn", None):
            pgconn.finish()


class Text(StrDumperUnknown):
    """Text as it is sent. PostgreSQL has no NUL, so that one becomes what no figure holds."""

    def dump(self, obj: str) -> Buffer | None:
        return super().dump(obj.replace("\0", "\ufffd"))


def schema_of(release: str) -> str:
    """The schema that holds a release."""
    return f"release_{release}"


def engine_of(url: str, connections: int) -> Engine:
    """Open a database for reading: at most so many connections, each bounded in time.

    Statements stand by themselves, so that no time goes into beginning and ending transactions.
    """
    address = make_url(url).set(drivername="postgresql+psycopg")
    options = f"-c default_transaction_read_only=on -c statement_timeout={STATEMENT_MS}"
    adapters = AdaptersMap(psycopg.adapters)
    adapters.register_dumper(str, Text)
    connect: Callable[[], Any] = partial(
        PatientConnection.connect,
        address.set(drivername="postgresql").render_as_string(hide_password=False),
        context=adapters,
        client_encoding="utf8",
        options=options,
        connect_timeout=CONNECTING,
        application_name="reported-figures",
    )
    return create_engine(
        address,
        creator=connect,
        isolation_level="AUTOCOMMIT",
        pool_size=connections,
        max_overflow=0,
        pool_timeout=QUEUEING,
        query_cache_size=MAX_STATEMENTS,
    )


def release_in(engine: Engine, named: str, built: str) -> Release:
    """Open a release of a database. Raises ReleaseGone, SchemaMismatch, DatabaseUnavailable."""
    return opened(
        engine, built, partial(of_release, engine, named), partial(streaming, engine, named)
    )


@contextmanager
def connected(engine: Engine, schema: str = SCHEMA) -> Iterator[Connection]:
    """A connection that sees one schema alone. Raises DatabaseUnavailable.

    It stays with the schema when it goes back to the pool: few have to change.
    """
    try:
        with engine.connect() as connection:
            if connection.info.get("schema") != schema:
                connection.exec_driver_sql(f'SET search_path TO "{schema}"')
                connection.commit()
                connection.info["schema"] = schema
            yield connection
    except PoolTimeout:
        raise DatabaseUnavailable("every connection to the database is busy") from None
    except (OperationalError, InterfaceError) as error:
        raise DatabaseUnavailable(_reason(error)) from None


@contextmanager
def of_release(engine: Engine, release: str) -> Iterator[Connection]:
    """A connection that sees one release alone. Raises ReleaseGone, DatabaseUnavailable."""
    try:
        with connected(engine, schema_of(release)) as connection:
            yield connection
    except ProgrammingError as error:
        for kind, why in GONE.items():
            if isinstance(error.orig, kind):
                raise ReleaseGone(release, why) from None
        raise


@contextmanager
def streaming(engine: Engine, release: str) -> Iterator[Connection]:
    """A connection in a transaction, which a cursor on the server's side needs."""
    with of_release(engine, release) as connection:
        yield connection.execution_options(isolation_level="REPEATABLE READ")


def _reason(error: OperationalError | InterfaceError) -> str:
    """Why there was no answer, without the address of the server."""
    if isinstance(error.orig, psycopg.errors.QueryCanceled):
        return f"the answer took more than {STATEMENT_MS / 1000:g} s; ask for less"
    return "the database gives no answer"


class SharedReleases(Releases):
    """The releases of a database, and the one that is current.

    While the database gives no answer every question is refused at once, so that requests do not
    queue for one that is down.
    """

    def __init__(self, url: str, connections: int, poll: float = 1.0) -> None:
        super().__init__(Path(), poll)
        self._url = url
        self._connections = connections
        self._cleaning: weakref.finalize[..., SharedReleases] | None = None

    def logged(self) -> tuple[Entry, ...]:
        """The releases that were ever published here, oldest first. Raises DatabaseUnavailable."""
        entries = select(LOG.c.entry).order_by(LOG.c.number)
        with connected(self._reading) as connection:
            return tuple(map(json.loads, connection.execute(entries).scalars()))

    def _begin(self) -> None:
        super()._begin()
        self._older_ones: dict[str, Release] = {}
        self._reading = engine_of(self._url, self._connections)
        self._watching = engine_of(self._url, 1)
        if self._cleaning:
            self._cleaning.detach()  # it belongs to the process that this one was forked from
        self.folder = Path(tempfile.mkdtemp(prefix="figures-"))
        self._cleaning = weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)

    def _end(self) -> None:
        self._reading.dispose()
        self._watching.dispose()
        if self._cleaning:
            self._cleaning()

    def _older(self, release: str) -> Release:
        built = select(PUBLISHED.c.built).where(PUBLISHED.c.release == release)
        with connected(self._reading) as connection:
            found = connection.execute(built).scalar_one_or_none()
        if found is None:
            self._older_ones.pop(release, None)
            raise ReleaseGone(release, "is not kept")
        if release not in self._older_ones:
            try:
                self._older_ones[release] = release_in(self._reading, release, found)
            except SchemaMismatch as reason:
                raise ReleaseGone(release, f"cannot be read: {reason}") from None
        return self._older_ones[release]

    def _refresh(self) -> None:
        release, trouble = self._state[0], None
        try:
            named, built = self._pointer()
            if release is None or release.id != named:
                following = release_in(self._reading, named, built)
                self._fetch_package(named)
                release = following
        except ReleaseUnavailable as reason:
            trouble = reason
        except ReleaseGone as reason:
            trouble = ReleaseUnavailable(str(reason))
        self._state = (release, trouble)

    def _pointer(self) -> tuple[str, str]:
        pointed = select(CURRENT.c.release, PUBLISHED.c.built).where(
            CURRENT.c.release == PUBLISHED.c.release
        )
        try:
            with connected(self._watching) as connection:
                found = connection.execute(pointed).one_or_none()
        except ProgrammingError:
            found = None
        if found is None:
            raise ReleaseUnavailable("no release in the database; run `flask figures publish`")
        return found.release, found.built

    def _fetch_package(self, named: str) -> None:
        """Put the data package of a release where it is served from; older ones go."""
        package = select(PUBLISHED.c.package).where(PUBLISHED.c.release == named)
        with connected(self._watching) as connection:
            content = connection.execute(package).scalar_one()
        older = sorted(self.folder.iterdir(), key=lambda path: path.stat().st_mtime)
        for path in older[: 1 - KEPT_PACKAGES]:
            path.unlink()
        (self.folder / f"{named}.zip").write_bytes(content)
