"""Read-only connections to the SQLite file of a release, as it was verified."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from math import inf
from pathlib import Path
from time import monotonic
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from datasets.release.exceptions import ReleaseGone, ReleaseUnavailable
from datasets.release.release import MAX_STATEMENTS
from datasets.release.store.manifest import FileIdentity, file_identity

# Errors of a file that cannot be trusted any more.
_FILE_FAULTS = frozenset(
    {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN}
)
# Instructions of SQLite's virtual machine between two checks of the deadline: 1 ms or less.
_STEPS = 20_000
_CONTENT = slice(0, 4)  # of a file identity: without the time of changed names and permissions


def engine_of_file(path: Path, identity: FileIdentity) -> Engine:
    """A read-only engine for a finished file, with a pool of connections for all threads."""
    return create_engine(
        "sqlite://",
        creator=partial(_connection, path.resolve(), identity),
        paramstyle="named",
        poolclass=QueuePool,
        pool_size=16,
        query_cache_size=MAX_STATEMENTS,
    )


@contextmanager
def connect_to_file(
    engine: Engine, release: str, file: str, seconds: float = inf
) -> Iterator[Connection]:
    """A connection to a release file, for some seconds. Raises ReleaseGone, ReleaseUnavailable."""
    try:
        connection = engine.connect()
    except DBAPIError as error:
        raise ReleaseGone(release, f"cannot be opened: {error.orig}") from None
    try:
        with connection, _deadline(connection, monotonic() + seconds):
            yield connection
    except DBAPIError as error:
        if _code(error) == sqlite3.SQLITE_INTERRUPT:
            raise ReleaseUnavailable(
                f"the query took more than {seconds:g} s; request fewer figures"
            ) from None
        if is_fault_of_file(error):
            raise ReleaseUnavailable(f"{file} cannot be read: {error.orig}") from None
        raise


def is_fault_of_file(error: DBAPIError) -> bool:
    """Tell whether an error is a fault of the file, not of the statement."""
    return _code(error) in _FILE_FAULTS


def _code(error: DBAPIError) -> int:
    """The primary result code: the low byte of SQLite's extended one."""
    code: int = getattr(error.orig, "sqlite_errorcode", sqlite3.SQLITE_OK)
    return code & 0xFF


@contextmanager
def _deadline(connection: Connection, deadline: float) -> Iterator[None]:
    """Interrupt a statement that runs past a time of the monotonic clock."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)  # noqa: S101  # for mypy
    driver.set_progress_handler(lambda: monotonic() > deadline, _STEPS)
    try:
        yield
    finally:
        driver.set_progress_handler(None, 0)


def _connection(path: Path, identity: FileIdentity) -> sqlite3.Connection:
    """Connect to the file that was verified, if it is still there unchanged.

    The file is mapped into memory, so that all workers share its pages.
    """
    address = f"file:{quote(str(path))}?mode=ro&immutable=1"
    connection = sqlite3.connect(address, uri=True, check_same_thread=False)
    if file_identity(os.lstat(path))[_CONTENT] != identity[_CONTENT]:
        connection.close()
        raise sqlite3.OperationalError("the file was changed after it was verified")
    for pragma in ("query_only=1", "mmap_size=2147418112", "temp_store=MEMORY"):
        connection.execute(f"PRAGMA {pragma}")
    return connection
