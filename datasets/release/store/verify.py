"""Verifies the stored releases down to the last row, and rolls back to an earlier one."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sqlalchemy import Column, func, select

from datasets.release.atomic import digest_of, exclusive_lock
from datasets.release.exceptions import ReleaseGone, ReleaseUnavailable
from datasets.release.release import Release
from datasets.release.store.loader import release_in_file
from datasets.release.store.manifest import (
    POINTER,
    Manifest,
    current_manifest,
    manifest_of,
    release_ids,
    verify_digests,
    write_manifest,
)
from datasets.release.tables import FIGURES, LEAVES, RENDERED
from datasets.release.transparency.ledger_tree import (
    Head,
    canonical_json,
    ledger_heads,
    ledger_row,
    root_over,
)
from datasets.release.transparency.log import log_entries
from datasets.release.transparency.merkle import leaf_of, root_of


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of verifying a release: its faults in sentences, none if it is intact.

    ``built`` and ``rows`` are from its manifest and its file, where they can be read.
    """

    release: str
    built: str
    rows: int | None
    faults: tuple[str, ...]


def verify_releases(folder: Path, release: str = "") -> Iterator[Verdict]:
    """Verify one release of a folder, or all of them, newest first. Raises ReleaseGone."""
    for release_id in [release] if release else release_ids(folder):
        yield verify_release(folder, release_id)


def verify_release(folder: Path, release: str) -> Verdict:
    """Verify files, log entry, tables and Merkle trees of a release. Raises ReleaseGone."""
    try:
        manifest = manifest_of(folder, release)
        if manifest is None:
            raise ReleaseGone(release, "is not kept")
        opened = release_in_file(folder, manifest, verify_digests(folder, manifest))
    except ReleaseUnavailable as error:
        return Verdict(release, "", None, (str(error),))
    try:
        faults = (*_file_faults(folder, manifest), *_log_faults(folder, opened))
        return Verdict(release, manifest.built, opened.rows, (*faults, *table_faults(opened)))
    finally:
        opened.engine.dispose()


def table_faults(release: Release) -> Iterator[str]:
    """The faults in the tables of a release, on either engine."""
    for check in CHECKS.get(release.engine.dialect.name, ()):
        yield from check(release)
    yield from _count_faults(release)
    yield from _root_faults(release)


def roll_back(folder: Path, release: str = "") -> Manifest:
    """Make a release of a folder current again: the previous one, if none is named.

    Raises ReleaseGone if it is not there, and ReleaseUnavailable if it fails verification.
    """
    with exclusive_lock(folder):
        chosen = release or _previous(folder)
        faults = verify_release(folder, chosen).faults
        if faults:
            raise ReleaseUnavailable(f"release {chosen} stays where it is: {'; '.join(faults)}")
        manifest = manifest_of(folder, chosen)
        assert manifest  # noqa: S101  # verified above, under the lock
        write_manifest(manifest, folder / POINTER)
    return manifest


def _previous(folder: Path) -> str:
    """The release that was built before the current one."""
    current = current_manifest(folder).release
    newest_first = release_ids(folder)
    is_listed = current in newest_first
    older = newest_first[newest_first.index(current) + 1 :] if is_listed else newest_first
    if not older:
        raise ReleaseUnavailable(f"no release before {current} is kept in {folder.name}/")
    return older[0]


def _file_faults(folder: Path, manifest: Manifest) -> Iterator[str]:
    for name, digest in manifest.files.items():
        path = folder / name
        if not path.is_file():
            yield f"{folder.name}/{name} is missing"
        elif digest_of(path) != digest:
            yield f"{folder.name}/{name} is not what was built"


def _log_faults(folder: Path, release: Release) -> Iterator[str]:
    """The published log must have an entry of this release with this root."""
    roots = {entry["release"]: entry["root"] for entry in log_entries(folder)}
    if release.id not in roots:
        yield "the log does not tell of it"
    elif roots[release.id] != release.root:
        yield f"the log says that its root is {roots[release.id][:16]}…, not {release.root[:16]}…"


def _integrity_faults(release: Release) -> Iterator[str]:
    with release.connect() as connection:
        messages = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    yield from (f"SQLite says: {message}" for message in messages if message != "ok")


CHECKS: Mapping[str, tuple[Callable[[Release], Iterator[str]], ...]] = MappingProxyType(
    {"sqlite": (_integrity_faults,)}
)


def _count_faults(release: Release) -> Iterator[str]:
    """Some tables, and the figures file, must have one row for each row of a ledger."""
    file = release.figures_file
    rows = {"the figures file": len(file)} if file else {}
    with release.connect() as connection:
        for table in (FIGURES, LEAVES, *(() if file else (RENDERED,))):
            count = select(func.count()).select_from(table)
            rows[f"'{table.name}'"] = connection.execute(count).scalar_one()
    for name, number in rows.items():
        if number != release.rows:
            yield f"{name} has {number:,} rows, not {release.rows:,}"


def _root_faults(release: Release) -> Iterator[str]:
    """Compute every tree from the rendered rows, and compare the roots."""
    computed = {}
    for dataset, group in groupby(_rendered_rows(release), itemgetter(0)):
        leaves = [leaf_of(canonical_json(ledger_row(json.loads(text)))) for _, text in group]
        computed[dataset] = Head(dataset, len(leaves), root_of(leaves).hex())
    stored = {head.dataset: head for head in ledger_heads(release)}
    for dataset, head in stored.items():
        if computed.get(dataset, Head(dataset, 0, root_of([]).hex())) != head:
            yield f"the rows of {dataset} do not have the root that is told of them"
    if root_over(stored.values()) != release.root:
        yield "the root of the release is not the one over its ledgers"


def _rendered_rows(release: Release) -> Iterator[tuple[str, str | bytes]]:
    """The dataset and the JSON object of each row, in the order of the ledgers."""
    tables = FIGURES.join(LEAVES, LEAVES.c.position == FIGURES.c.position)
    columns: list[Column[Any]] = [FIGURES.c.dataset, FIGURES.c.position]
    file = release.figures_file
    if file is None:
        tables = tables.join(RENDERED, RENDERED.c.position == FIGURES.c.position)
        columns = [FIGURES.c.dataset, RENDERED.c.json]
    rows = select(*columns).select_from(tables).order_by(FIGURES.c.dataset, LEAVES.c.number)
    with release.connect_streaming() as connection:
        result = connection.execution_options(stream_results=True).execute(rows)
        for dataset, cell in result:
            yield dataset, file.texts("json", [cell])[0] if file else cell
