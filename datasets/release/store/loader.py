"""Opens a compiled release: verifies its version, and reads its facts and code lists."""

import os
from dataclasses import replace
from functools import partial
from math import inf
from pathlib import Path
from types import MappingProxyType

from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from datasets.release.atomic import open_regular
from datasets.release.exceptions import ReleaseGone, ReleaseUnavailable, SchemaMismatch
from datasets.release.figures_file import FiguresFile
from datasets.release.release import Connect, Release
from datasets.release.store.manifest import (
    BUILD_HINT,
    FileIdentity,
    Identities,
    Manifest,
    current_manifest,
    file_identity,
    verify_digests,
)
from datasets.release.store.sqlite import connect_to_file, engine_of_file, is_fault_of_file
from datasets.release.tables import DATASET_BY_METRIC, RELEASE, VOCABULARY, schema_version

UNDEFINED_COLUMN = "42703"  # SQLSTATE of PostgreSQL


def current_release(folder: Path) -> Release:
    """Verify and open the current release of a folder. Raises ReleaseUnavailable."""
    manifest = current_manifest(folder)
    return release_in_file(folder, manifest, verify_digests(folder, manifest))


def release_in_file(
    folder: Path, manifest: Manifest, identities: Identities, seconds: float = inf
) -> Release:
    """Open a release from the files that were verified, and no others. Raises ReleaseUnavailable.

    ``seconds`` bounds each connection, except streaming ones.
    """
    engine = engine_of_file(folder / manifest.file, identities[0])
    file = f"{folder.name}/{manifest.file}"
    streaming = partial(connect_to_file, engine, manifest.release, file)
    connect = partial(streaming, seconds=seconds)
    try:
        release = load_release(engine, manifest.built, connect, streaming)
        figures_file = _figures_file(folder / manifest.figures_file, identities[1])
        return replace(release, figures_file=figures_file)
    except (ReleaseGone, SQLAlchemyError) as error:
        raise ReleaseUnavailable(f"{file} cannot be read: {error}") from None


def _figures_file(path: Path, identity: FileIdentity) -> FiguresFile:
    try:
        with open_regular(path) as file:
            if file_identity(os.fstat(file.fileno())) != identity:
                message = f"{path.parent.name}/{path.name} was changed after it was verified"
                raise ReleaseUnavailable(message)
            return FiguresFile(file)
    except FileNotFoundError:
        message = f"{path.parent.name}/{path.name} is missing; {BUILD_HINT}"
        raise ReleaseUnavailable(message) from None


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
