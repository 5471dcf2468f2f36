"""From the current release to a PostgreSQL database, which any number of workers then serve."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, create_engine, delete, insert, make_url, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool
from sqlalchemy.schema import CreateIndex, CreateSchema, CreateTable, DropSchema

from datasets.release.exceptions import ReleaseGone, ReleaseUnavailable
from datasets.release.release import Release
from datasets.release.serialization import json_of
from datasets.release.store.loader import current_release
from datasets.release.store.postgres import CURRENT, LOG, PUBLISHED, SCHEMA, release_in, schema_of
from datasets.release.store.verify import faults
from datasets.release.tables import FIGURES, METADATA
from datasets.release.transparency.log import Entry, logged

KEPT = 3
_BATCH = 2_000

# Only one publishes at a time: the number names the lock, and means nothing else.
_LOCK = "SELECT pg_advisory_xact_lock(8021402)"


class NotPublished(Exception):
    """The database refused, or was not there; what it served before it still serves."""


@dataclass(frozen=True, slots=True)
class Published:
    """What was published: the release's id, its rows, and whether they had to be loaded."""

    release: str
    rows: int
    loaded: bool


def publish(folder: Path, url: str, reader: str = "") -> Published:
    """Load the current release of a folder into a database and make it the current one there.

    All of it is one transaction: an interrupted one leaves nothing behind, and readers change over
    at its end. ``reader`` is a role that may then read, and only read.
    Raises ReleaseUnavailable and NotPublished.
    """
    release = current_release(folder)
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"), poolclass=NullPool)
    try:
        with engine.begin() as connection:
            connection.execute(text(_LOCK))
            loaded = _load(connection, release, (folder / f"{release.id}.zip").read_bytes())
            _log(connection, logged(folder))
            _point(connection, release.id)
            _grant(connection, release.id, reader)
        with engine.begin() as connection:
            connection.execute(text(_LOCK))
            _forget_old(connection)
    except DBAPIError as error:
        raise NotPublished(str(error.orig).strip()) from None
    finally:
        release.engine.dispose()
    return Published(release.id, release.rows, loaded)


def roll_back_shared(url: str, release: str = "") -> tuple[str, str]:
    """Make a release of a database the current one again: the one before, if none is named.

    Its id, and when it was built. Raises NotPublished where it is not kept or not whole.
    """
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"), poolclass=NullPool)
    try:
        with engine.begin() as connection:
            connection.execute(text(_LOCK))
            chosen, built = _chosen(connection, release)
            if wrong := tuple(faults(release_in(engine, chosen, built))):
                raise NotPublished(f"release {chosen} stays where it is: {'; '.join(wrong)}")
            _point(connection, chosen)
    except DBAPIError as error:
        raise NotPublished(str(error.orig).strip()) from None
    except (ReleaseUnavailable, ReleaseGone) as reason:
        raise NotPublished(str(reason)) from None
    finally:
        engine.dispose()
    return chosen, built


def _chosen(connection: Connection, release: str) -> tuple[str, str]:
    """The release that is named, or the one published before the current one; when it was built."""
    newest_first = select(PUBLISHED.c.release, PUBLISHED.c.built).order_by(
        PUBLISHED.c.published.desc()
    )
    kept = {row.release: row.built for row in connection.execute(newest_first)}
    current = connection.execute(select(CURRENT.c.release)).scalar_one()
    ids = list(kept)
    older = ids[ids.index(current) + 1 :]
    chosen = release or (older[0] if older else "")
    if chosen not in kept:
        told = f"release {release}" if release else f"a release before {current}"
        raise NotPublished(f"{told} is not kept in the database")
    return chosen, kept[chosen]


def _load(connection: Connection, release: Release, package: bytes) -> bool:
    """Copy the tables of a release that is not there yet; indexes are faster made afterwards."""
    connection.execute(CreateSchema(SCHEMA, if_not_exists=True))
    for table in (PUBLISHED, CURRENT, LOG):
        table.create(connection, checkfirst=True)
    if connection.execute(select(PUBLISHED).where(PUBLISHED.c.release == release.id)).first():
        return False
    schema = schema_of(release.id)
    connection.execute(CreateSchema(schema))
    connection.exec_driver_sql(f'SET LOCAL search_path TO "{schema}"')
    spread = _is_citus(connection)
    for table in METADATA.sorted_tables:
        connection.execute(CreateTable(table))
        if spread:
            _distribute(connection, table)
        _copy(connection, table, release, frozen=not spread)
        for index in table.indexes:
            connection.execute(CreateIndex(index))
        connection.exec_driver_sql(f"ANALYZE {_quoted(connection, table.name)}")
    facts = {"release": release.id, "built": release.built, "published": _now()}
    connection.execute(insert(PUBLISHED).values(**facts, package=package))
    return True


def _log(connection: Connection, entries: tuple[Entry, ...]) -> None:
    """Tell of the releases that the log of the database does not tell of yet, in their order."""
    told = connection.execute(select(LOG.c.release)).scalars().all()
    added = [entry for entry in entries if entry["release"] not in told]
    for number, entry in enumerate(added, len(told)):
        row = {"number": number, "release": entry["release"], "entry": json_of(entry)}
        connection.execute(insert(LOG).values(row))


def _copy(connection: Connection, table: Table, release: Release, *, frozen: bool) -> None:
    """Send the rows of a table. Frozen rows need no second look by the server, ever."""
    columns = ", ".join(_quoted(connection, column.name) for column in table.columns)
    options = " WITH (FREEZE)" if frozen else ""
    statement = f"COPY {_quoted(connection, table.name)} ({columns}) FROM STDIN{options}"
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(statement) as sending:
        for row in _rows(release, table):
            sending.write_row(row)


def _rows(release: Release, table: Table) -> Iterator[tuple[Any, ...]]:
    with release.streaming() as connection:
        reading = connection.execution_options(stream_results=True, max_row_buffer=_BATCH)
        for part in reading.execute(select(table)).partitions(_BATCH):
            yield from (tuple(row) for row in part)


def _is_citus(connection: Connection) -> bool:
    found = connection.execute(text("SELECT 1 FROM pg_extension WHERE extname = 'citus'"))
    return found.first() is not None


def _distribute(connection: Connection, table: Table) -> None:
    """Citus: figures are spread by their id over the workers, all else is on each of them.

    A distributed table may have no unique key without the column it is spread by: the key of the
    position goes, which the build has made unique.
    """
    named = {"name": _quoted(connection, table.name)}
    if table is not FIGURES:
        connection.execute(text("SELECT create_reference_table(:name)"), named)
        return
    connection.exec_driver_sql("SET LOCAL citus.multi_shard_modify_mode TO 'sequential'")
    connection.exec_driver_sql(f"ALTER TABLE {table.name} DROP CONSTRAINT {table.name}_pkey")
    connection.execute(text("SELECT create_distributed_table(:name, 'id')"), named)


def _point(connection: Connection, release: str) -> None:
    connection.execute(delete(CURRENT))
    connection.execute(insert(CURRENT).values(release=release))


def _grant(connection: Connection, release: str, reader: str) -> None:
    if not reader:
        return
    role = _quoted(connection, reader)
    for schema in (SCHEMA, schema_of(release)):
        connection.exec_driver_sql(f'GRANT USAGE ON SCHEMA "{schema}" TO {role}')
        connection.exec_driver_sql(f'GRANT SELECT ON ALL TABLES IN SCHEMA "{schema}" TO {role}')


def _forget_old(connection: Connection) -> None:
    """Keep the releases published last; a worker that reads an older one has moved on by now."""
    newest_first = select(PUBLISHED.c.release).order_by(PUBLISHED.c.published.desc())
    current = connection.execute(select(CURRENT.c.release)).scalar_one()
    for release in connection.execute(newest_first).scalars().all()[KEPT:]:
        if release != current:
            connection.execute(DropSchema(schema_of(release), cascade=True, if_exists=True))
            connection.execute(delete(PUBLISHED).where(PUBLISHED.c.release == release))


def _quoted(connection: Connection, name: str) -> str:
    quoted: str = connection.dialect.identifier_preparer.quote_identifier(name)
    return quoted


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
