"""Connections to PostgreSQL that see one schema, and give up a server that does not answer."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from time import monotonic
from types import MappingProxyType
from typing import Any, TypeVar

import psycopg
from psycopg.abc import Buffer, PQGen
from psycopg.adapt import AdaptersMap
from psycopg.types.string import StrDumperUnknown
from sqlalchemy import Connection, Engine, create_engine, make_url
from sqlalchemy.exc import InterfaceError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from datasets.release.exceptions import DatabaseUnavailable, ReleaseGone
from datasets.release.release import MAX_STATEMENTS

MAX_STATEMENT_MS = 2_000
"""Milliseconds after which the server cancels a statement."""

MAX_SILENCE_S = 2.5
"""Seconds without an answer after which a connection is closed: the server may be frozen."""

MAX_CONNECT_S = 2
"""Seconds for opening a connection; libpq accepts no shorter time."""

MAX_QUEUE_S = 1.0
"""Seconds that a request waits for a connection from the pool of its worker."""

GONE_REASONS: Mapping[type[BaseException], str] = MappingProxyType(
    {
        psycopg.errors.UndefinedTable: "is not kept",
        psycopg.errors.InsufficientPrivilege: "may not be read",
    }
)
"""Errors of the server for a release that was removed, or that its reader may not read."""

ResultT = TypeVar("ResultT")


def engine_of(url: str, connections: int) -> Engine:
    """A read-only engine with at most so many connections, each bounded in time.

    Connections commit automatically, which saves the statements that begin and end a transaction.
    """
    address = make_url(url).set(drivername="postgresql+psycopg")
    options = f"-c default_transaction_read_only=on -c statement_timeout={MAX_STATEMENT_MS}"
    adapters = AdaptersMap(psycopg.adapters)
    adapters.register_dumper(str, TextDumper)
    connect: Callable[[], Any] = partial(
        TimedConnection.connect,
        address.set(drivername="postgresql").render_as_string(hide_password=False),
        context=adapters,
        client_encoding="utf8",
        options=options,
        connect_timeout=MAX_CONNECT_S,
        application_name="reported-figures",
    )
    return create_engine(
        address,
        creator=connect,
        isolation_level="AUTOCOMMIT",
        pool_size=connections,
        max_overflow=0,
        pool_timeout=MAX_QUEUE_S,
        query_cache_size=MAX_STATEMENTS,
    )


def schema_of(release: str) -> str:
    """The schema that stores a release."""
    return f"release_{release}"


@contextmanager
def connect_to_schema(engine: Engine, schema: str) -> Iterator[Connection]:
    """A connection that sees only one schema. Raises DatabaseUnavailable.

    It keeps its schema in the pool, so that few connections have to change it.
    """
    try:
        with engine.connect() as connection:
            if connection.info.get("schema") != schema:
                connection.exec_driver_sql(f'SET search_path TO "{schema}"')
                connection.commit()
                connection.info["schema"] = schema
            yield connection
    except PoolTimeout:
        raise DatabaseUnavailable("all database connections are busy") from None
    except (OperationalError, InterfaceError) as error:
        raise DatabaseUnavailable(_reason(error)) from None


@contextmanager
def connect_to_release(engine: Engine, release: str) -> Iterator[Connection]:
    """A connection that sees only one release. Raises ReleaseGone, DatabaseUnavailable."""
    try:
        with connect_to_schema(engine, schema_of(release)) as connection:
            yield connection
    except ProgrammingError as error:
        for error_class, reason in GONE_REASONS.items():
            if isinstance(error.orig, error_class):
                raise ReleaseGone(release, reason) from None
        raise


@contextmanager
def connect_streaming(engine: Engine, release: str) -> Iterator[Connection]:
    """The same in a transaction, which a server-side cursor needs."""
    with connect_to_release(engine, release) as connection:
        yield connection.execution_options(isolation_level="REPEATABLE READ")


def _reason(error: OperationalError | InterfaceError) -> str:
    """Why there is no answer, without the address of the server."""
    if isinstance(error.orig, psycopg.errors.QueryCanceled):
        return f"the query took more than {MAX_STATEMENT_MS / 1000:g} s; request fewer figures"
    return "the database does not respond"


class QuietCursor(psycopg.ServerCursor[Any]):
    """A server-side cursor that does not warn when it was not closed."""

    def __del__(self, _warn: Any = None) -> None:
        """A cursor cannot be closed after its server has died."""


class TimedConnection(psycopg.Connection[Any]):
    """A connection that closes itself when the server is silent. libpq would wait for ever."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.server_cursor_factory = QuietCursor

    def wait(
        self, gen: PQGen[ResultT], interval: float = 0.1, timeout: float | None = None
    ) -> ResultT:
        deadline = monotonic() + MAX_SILENCE_S
        try:
            return super().wait(gen, interval, timeout or MAX_SILENCE_S)
        except psycopg.Error:
            if monotonic() < deadline:
                raise
            self.pgconn.finish()
            raise psycopg.OperationalError(f"no answer in {MAX_SILENCE_S} s") from None

    def __del__(self, _warn: Any = None) -> None:
        """A pool drops the connections to a dead server without closing them."""
        if pgconn := getattr(self, "pgconn", None):
            pgconn.finish()


class TextDumper(StrDumperUnknown):
    """Replaces NUL, which PostgreSQL does not accept, by a character that no figure contains."""

    def dump(self, obj: str) -> Buffer | None:
        return super().dump(obj.replace("\0", "\ufffd"))
