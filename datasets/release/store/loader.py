"""A compiled release, opened for reading, whatever holds it."""

from functools import partial
from math import inf
from pathlib import Path
from types import MappingProxyType

from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from datasets.release.exceptions import ReleaseGone, ReleaseUnavailable, SchemaMismatch
from datasets.release.release import Reading, Release
from datasets.release.store.manifest import FileIdentity, Manifest, current_manifest, verify_digest
from datasets.release.store.sqlite import connected_to_file, engine_of_file, is_fault_of_file
from datasets.release.tables import DATASET_BY_METRIC, RELEASE, VOCABULARY, schema_version

UNDEFINED_COLUMN = "42703"  # PostgreSQL's name for it


def current_release(folder: Path) -> Release:
    """Verify and open the release that the pointer in a folder names. Raises ReleaseUnavailable."""
    label = current_manifest(folder)
    return release_in_file(folder, label, verify_digest(folder, label))


def release_in_file(
    folder: Path, label: Manifest, signature: FileIdentity, seconds: float = inf
) -> Release:
    """Open a release whose file was verified, and no other file. Raises ReleaseUnavailable.

    What is read at once is given up after some seconds; what streams takes the time it takes.
    """
    engine = engine_of_file(folder / label.file, signature)
    file = f"{folder.name}/{label.file}"
    streaming = partial(connected_to_file, engine, label.release, file)
    reading = partial(streaming, seconds=seconds)
    try:
        return opened(engine, label.built, reading, streaming)
    except (ReleaseGone, SQLAlchemyError) as reason:
        raise ReleaseUnavailable(f"{file} cannot be read: {reason}") from None


def opened(engine: Engine, built: str, reading: Reading, streaming: Reading) -> Release:
    """Read what a release says of itself. Raises SchemaMismatch, and what ``reading`` raises."""
    with reading() as connection:
        _refuse_other_version(connection)
        facts = connection.execute(select(RELEASE)).one()
        words = connection.execute(select(VOCABULARY)).all()
        homes = connection.execute(select(DATASET_BY_METRIC)).all()
    codes: dict[tuple[str, str], dict[str, str | None]] = {}
    for word in words:
        codes.setdefault((word.dataset, word.column), {})[word.code] = word.name
    return Release(
        id=facts.id,
        built=built,
        figures=facts.figures,
        rows=facts.rows,
        newest=facts.newest,
        root=facts.root,
        codes=MappingProxyType(codes),
        dataset_by_metric=MappingProxyType({home.metric: home.dataset for home in homes}),
        engine=engine,
        reading=reading,
        streaming=streaming,
    )


def _refuse_other_version(connection: Connection) -> None:
    try:
        made_as = connection.execute(select(RELEASE.c.layout)).scalar_one()
    except DBAPIError as error:
        if is_fault_of_file(error) or getattr(error.orig, "sqlstate", None) not in (
            None,
            UNDEFINED_COLUMN,
        ):
            raise
        made_as = None  # older versions did not say
    if made_as != schema_version():
        made = "the release was made by another version of the program"
        raise SchemaMismatch(f"{made}; run `flask figures build`")
