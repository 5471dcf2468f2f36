"""Opens a compiled release: verifies its version, and reads its facts and code lists."""

from functools import partial
from math import inf
from pathlib import Path
from types import MappingProxyType

from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from datasets.release.exceptions import ReleaseGone, ReleaseUnavailable, SchemaMismatch
from datasets.release.release import Connect, Release
from datasets.release.store.manifest import FileIdentity, Manifest, current_manifest, verify_digest
from datasets.release.store.sqlite import connect_to_file, engine_of_file, is_fault_of_file
from datasets.release.tables import DATASET_BY_METRIC, RELEASE, VOCABULARY, schema_version

UNDEFINED_COLUMN = "42703"  # SQLSTATE of PostgreSQL


def current_release(folder: Path) -> Release:
    """Verify and open the current release of a folder. Raises ReleaseUnavailable."""
    manifest = current_manifest(folder)
    return release_in_file(folder, manifest, verify_digest(folder, manifest))


def release_in_file(
    folder: Path, manifest: Manifest, identity: FileIdentity, seconds: float = inf
) -> Release:
    """Open a release from the file that was verified, and no other. Raises ReleaseUnavailable.

    ``seconds`` bounds each connection, except streaming ones.
    """
    engine = engine_of_file(folder / manifest.file, identity)
    file = f"{folder.name}/{manifest.file}"
    streaming = partial(connect_to_file, engine, manifest.release, file)
    connect = partial(streaming, seconds=seconds)
    try:
        return load_release(engine, manifest.built, connect, streaming)
    except (ReleaseGone, SQLAlchemyError) as error:
        raise ReleaseUnavailable(f"{file} cannot be read: {error}") from None


def load_release(engine: Engine, built: str, connect: Connect, streaming: Connect) -> Release:
    """Read the facts of a release. Raises SchemaMismatch, and what ``connect`` raises."""
    with connect() as connection:
        _check_version(connection)
        facts = connection.execute(select(RELEASE)).one()
        vocabulary = connection.execute(select(VOCABULARY)).all()
        datasets = connection.execute(select(DATASET_BY_METRIC)).all()
    codes: dict[tuple[str, str], dict[str, str | None]] = {}
    for row in vocabulary:
        codes.setdefault((row.dataset, row.column), {})[row.code] = row.name
    return Release(
        id=facts.id,
        built=built,
        figures=facts.figures,
        rows=facts.rows,
        newest=facts.newest,
        root=facts.root,
        codes=MappingProxyType(codes),
        dataset_by_metric=MappingProxyType({row.metric: row.dataset for row in datasets}),
        engine=engine,
        connect=connect,
        connect_streaming=streaming,
    )


def _check_version(connection: Connection) -> None:
    try:
        version = connection.execute(select(RELEASE.c.layout)).scalar_one()
    except DBAPIError as error:
        if is_fault_of_file(error) or getattr(error.orig, "sqlstate", None) not in (
            None,
            UNDEFINED_COLUMN,
        ):
            raise
        version = None  # old versions have no such column
    if version != schema_version():
        message = "the release was built by another version of the program"
        raise SchemaMismatch(f"{message}; run `flask figures build`")
