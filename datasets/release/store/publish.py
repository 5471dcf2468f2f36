"""Publishes a release to PostgreSQL, and rolls back to an earlier one there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    Table,
    create_engine,
    delete,
    insert,
    make_url,
    select,
    text,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool
from sqlalchemy.schema import CreateIndex, CreateSchema, CreateTable, DropSchema

from datasets.release.exceptions import ReleaseGone, ReleaseUnavailable
from datasets.release.release import Release
from datasets.release.serialization import json_of
from datasets.release.store.loader import current_release
from datasets.release.store.postgres import (
    CURRENT,
    LOG,
    PUBLISHED,
    SCHEMA,
    release_in_database,
)
from datasets.release.store.postgres_connections import schema_of
from datasets.release.store.verify import table_faults
from datasets.release.tables import FIGURES, METADATA, RENDERED
from datasets.release.transparency.log import Entry, log_entries

MAX_RELEASES = 3
_BATCH_ROWS = 2_000

# An advisory lock with an arbitrary number: only one process publishes at a time.
_LOCK = text("SELECT pg_advisory_xact_lock(8021402)")


class NotPublished(Exception):
    """The database is down, or refused. It still serves the release that it served before."""


@dataclass(frozen=True, slots=True)
class Published:
    """The published release: its id, its rows, and whether they had to be loaded."""

    release: str
    rows: int
    loaded: bool


def publish(folder: Path, url: str, reader: str = "") -> Published:
    """Load the current release of a folder into a database and make it the current one there.

    One transaction: an interrupted one leaves nothing behind, and readers change over when it
    commits. ``reader`` is a role that gets the right to read, and only to read.
    Raises ReleaseUnavailable and NotPublished.
    """
    release = current_release(folder)
    engine = _engine(url)
    try:
        with engine.begin() as connection:
            connection.execute(_LOCK)
            loaded = _load(connection, release, (folder / f"{release.id}.zip").read_bytes())
            _append_log(connection, log_entries(folder))
            _set_current(connection, release.id)
            _grant(connection, release.id, reader)
        with engine.begin() as connection:
            connection.execute(_LOCK)
            _drop_old(connection)
    except DBAPIError as error:
        raise NotPublished(str(error.orig).strip()) from None
    finally:
        release.engine.dispose()
    return Published(release.id, release.rows, loaded)


def roll_back_database(url: str, release: str = "") -> tuple[str, str]:
    """Make a release of a database current again: the previous one, if none is named.

    Returns its id, and when it was built. Raises NotPublished if it is not there or has faults.
    """
    engine = _engine(url)
    try:
        with engine.begin() as connection:
            connection.execute(_LOCK)
            chosen, built = _chosen(connection, release)
            if faults := tuple(table_faults(release_in_database(engine, chosen, built))):
                raise NotPublished(f"release {chosen} stays where it is: {'; '.join(faults)}")
            _set_current(connection, chosen)
    except DBAPIError as error:
        raise NotPublished(str(error.orig).strip()) from None
    except (ReleaseUnavailable, ReleaseGone) as error:
        raise NotPublished(str(error)) from None
    finally:
        engine.dispose()
    return chosen, built


def _engine(url: str) -> Engine:
    return create_engine(make_url(url).set(drivername="postgresql+psycopg"), poolclass=NullPool)


def _chosen(connection: Connection, release: str) -> tuple[str, str]:
    """The named release, or the one published before the current one, and when it was built."""
    newest_first = select(PUBLISHED.c.release, PUBLISHED.c.built).order_by(
        PUBLISHED.c.published.desc()
    )
    built = {row.release: row.built for row in connection.execute(newest_first)}
    current = connection.execute(select(CURRENT.c.release)).scalar_one()
    ids = list(built)
    older = ids[ids.index(current) + 1 :]
    chosen = release or (older[0] if older else "")
    if chosen not in built:
        missing = f"release {release}" if release else f"a release before {current}"
        raise NotPublished(f"{missing} is not kept in the database")
    return chosen, built[chosen]


def _load(connection: Connection, release: Release, package: bytes) -> bool:
    """Copy the tables of a release, unless it is there. Indexes are built last, which is faster."""
    connection.execute(CreateSchema(SCHEMA, if_not_exists=True))
    for table in (PUBLISHED, CURRENT, LOG):
        table.create(connection, checkfirst=True)
    if connection.execute(select(PUBLISHED).where(PUBLISHED.c.release == release.id)).first():
        return False
    schema = schema_of(release.id)
    connection.execute(CreateSchema(schema))
    connection.exec_driver_sql(f'SET LOCAL search_path TO "{schema}"')
    distributed = _is_citus(connection)
    for table in METADATA.sorted_tables:
        connection.execute(CreateTable(table))
        if distributed:
            _distribute(connection, table)
        _copy(connection, table, release, frozen=not distributed)
        for index in table.indexes:
            connection.execute(CreateIndex(index))
        connection.exec_driver_sql(f"ANALYZE {_quoted(connection, table.name)}")
    facts = {"release": release.id, "built": release.built, "published": _now()}
    connection.execute(insert(PUBLISHED).values(**facts, package=package))
    return True


def _append_log(connection: Connection, entries: tuple[Entry, ...]) -> None:
    """Append the entries that are missing in the log of the database, in their order."""
    stored = connection.execute(select(LOG.c.release)).scalars().all()
    missing = [entry for entry in entries if entry["release"] not in stored]
    for number, entry in enumerate(missing, len(stored)):
        row = {"number": number, "release": entry["release"], "entry": json_of(entry)}
        connection.execute(insert(LOG).values(row))


def _copy(connection: Connection, table: Table, release: Release, *, frozen: bool) -> None:
    """Send the rows of a table. The server never has to vacuum frozen rows."""
    columns = ", ".join(_quoted(connection, column.name) for column in table.columns)
    options = " WITH (FREEZE)" if frozen else ""
    statement = f"COPY {_quoted(connection, table.name)} ({columns}) FROM STDIN{options}"
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        for row in _rows(release, table):
            copy.write_row(row)


def _rows(release: Release, table: Table) -> Iterator[tuple[Any, ...]]:
    if release.figures_file and table is RENDERED:
        yield from release.figures_file.rendered_rows()
        return
    with release.connect_streaming() as connection:
        options = {"stream_results": True, "max_row_buffer": _BATCH_ROWS}
        result = connection.execution_options(**options).execute(select(table))
        for batch in result.partitions(_BATCH_ROWS):
            yield from (tuple(row) for row in batch)


def _is_citus(connection: Connection) -> bool:
    rows = connection.execute(text("SELECT 1 FROM pg_extension WHERE extname = 'citus'"))
    return rows.first() is not None


def _distribute(connection: Connection, table: Table) -> None:
    """Citus: distribute figures over the workers by their id, and copy other tables to each.

    A distributed table may have no unique key without its distribution column, so the primary key
    on the position is dropped. The build has already checked that positions are unique.
    """
    name = {"name": _quoted(connection, table.name)}
    if table is not FIGURES:
        connection.execute(text("SELECT create_reference_table(:name)"), name)
        return
    connection.exec_driver_sql("SET LOCAL citus.multi_shard_modify_mode TO 'sequential'")
    connection.exec_driver_sql(f"ALTER TABLE {table.name} DROP CONSTRAINT {table.name}_pkey")
    connection.execute(text("SELECT create_distributed_table(:name, 'id')"), name)


def _set_current(connection: Connection, release: str) -> None:
    connection.execute(delete(CURRENT))
    connection.execute(insert(CURRENT).values(release=release))


def _grant(connection: Connection, release: str, reader: str) -> None:
    if not reader:
        return
    role = _quoted(connection, reader)
    for schema in (SCHEMA, schema_of(release)):
        connection.exec_driver_sql(f'GRANT USAGE ON SCHEMA "{schema}" TO {role}')
        connection.exec_driver_sql(f'GRANT SELECT ON ALL TABLES IN SCHEMA "{schema}" TO {role}')


def _drop_old(connection: Connection) -> None:
    """Drop all but the releases published last. By now no worker reads an older one."""
    newest_first = select(PUBLISHED.c.release).order_by(PUBLISHED.c.published.desc())
    current = connection.execute(select(CURRENT.c.release)).scalar_one()
    for release in connection.execute(newest_first).scalars().all()[MAX_RELEASES:]:
        if release != current:
            connection.execute(DropSchema(schema_of(release), cascade=True, if_exists=True))
            connection.execute(delete(PUBLISHED).where(PUBLISHED.c.release == release))


def _quoted(connection: Connection, name: str) -> str:
    quoted: str = connection.dialect.identifier_preparer.quote_identifier(name)
    return quoted


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
