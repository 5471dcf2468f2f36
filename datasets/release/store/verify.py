"""Whether the releases that are kept are what was built, down to the last row."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from types import MappingProxyType

from sqlalchemy import func, select

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
    verify_digest,
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
from datasets.release.transparency.log import logged
from datasets.release.transparency.merkle import leaf_of, root_of


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found of a release: what was checked, and what is wrong, in words; nothing is good.

    ``built`` and ``rows`` are what its label and its file say, where they can be read.
    """

    release: str
    built: str
    rows: int | None
    wrong: tuple[str, ...]


def verdicts(folder: Path, release: str = "") -> Iterator[Verdict]:
    """Check one release of a folder, or all that are kept, newest first. Raises ReleaseGone."""
    for each in [release] if release else release_ids(folder):
        yield verdict(folder, each)


def verdict(folder: Path, release: str) -> Verdict:
    """Check a release in every way. Raises ReleaseGone for one that is not kept."""
    try:
        label = manifest_of(folder, release)
        if label is None:
            raise ReleaseGone(release, "is not kept")
        opened = release_in_file(folder, label, verify_digest(folder, label))
    except ReleaseUnavailable as reason:
        return Verdict(release, "", None, (str(reason),))
    try:
        wrong = (*_beside(folder, label), *_unlogged(folder, opened), *faults(opened))
        return Verdict(release, label.built, opened.rows, wrong)
    finally:
        opened.engine.dispose()


def faults(release: Release) -> Iterator[str]:
    """What is wrong in the tables of a release, on either engine."""
    for check in CHECKS.get(release.engine.dialect.name, ()):
        yield from check(release)
    yield from _miscounted(release)
    yield from _other_roots(release)


def roll_back(folder: Path, release: str = "") -> Manifest:
    """Make a release of a folder the current one again: the one before, if none is named.

    Raises ReleaseGone where it is not kept, and ReleaseUnavailable where it fails verification.
    """
    with exclusive_lock(folder):
        chosen = release or _before(folder)
        found = verdict(folder, chosen)
        if found.wrong:
            raise ReleaseUnavailable(
                f"release {chosen} stays where it is: {'; '.join(found.wrong)}"
            )
        label = manifest_of(folder, chosen)
        assert label  # noqa: S101  # it was verified, and nobody else changes the folder
        write_manifest(label, folder / POINTER)
    return label


def _before(folder: Path) -> str:
    """The release that was built before the one that is current."""
    current = current_manifest(folder).release
    in_order = release_ids(folder)
    older = in_order[in_order.index(current) + 1 :] if current in in_order else in_order
    if not older:
        raise ReleaseUnavailable(f"no release before {current} is kept in {folder.name}/")
    return older[0]


def _beside(folder: Path, label: Manifest) -> Iterator[str]:
    for name, digest in label.beside.items():
        path = folder / name
        if not path.is_file():
            yield f"{folder.name}/{name} is missing"
        elif digest_of(path) != digest:
            yield f"{folder.name}/{name} is not what was built"


def _unlogged(folder: Path, release: Release) -> Iterator[str]:
    """The log is what the world was told: it must tell of this release, and with this root."""
    roots = {entry["release"]: entry["root"] for entry in logged(folder)}
    if release.id not in roots:
        yield "the log does not tell of it"
    elif roots[release.id] != release.root:
        yield f"the log says that its root is {roots[release.id][:16]}…, not {release.root[:16]}…"


def _not_integral(release: Release) -> Iterator[str]:
    with release.reading() as connection:
        said = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    yield from (f"SQLite says: {words}" for words in said if words != "ok")


CHECKS: Mapping[str, tuple[Callable[[Release], Iterator[str]], ...]] = MappingProxyType(
    {"sqlite": (_not_integral,)}
)


def _miscounted(release: Release) -> Iterator[str]:
    """Tables that have a row for each row of a ledger."""
    with release.reading() as connection:
        for table in (FIGURES, RENDERED, LEAVES):
            found = connection.execute(select(func.count()).select_from(table)).scalar_one()
            if found != release.rows:
                yield f"'{table.name}' has {found:,} rows, not {release.rows:,}"


def _other_roots(release: Release) -> Iterator[str]:
    """Make every tree anew from the rows as they are served, and compare the roots."""
    found = FIGURES.join(RENDERED, RENDERED.c.position == FIGURES.c.position)
    rows = (
        select(FIGURES.c.dataset, RENDERED.c.json)
        .select_from(found.join(LEAVES, LEAVES.c.position == FIGURES.c.position))
        .order_by(FIGURES.c.dataset, LEAVES.c.number)
    )
    made = {}
    with release.streaming() as connection:
        streamed = connection.execution_options(stream_results=True).execute(rows)
        for dataset, group in groupby(streamed, lambda row: str(row.dataset)):
            leaves = [leaf_of(canonical_json(ledger_row(json.loads(row.json)))) for row in group]
            made[dataset] = Head(dataset, len(leaves), root_of(leaves).hex())
    told = {head.dataset: head for head in ledger_heads(release)}
    for dataset, head in told.items():
        if made.get(dataset, Head(dataset, 0, root_of([]).hex())) != head:
            yield f"the rows of {dataset} do not have the root that is told of them"
    if root_over(told.values()) != release.root:
        yield "the root of the release is not the one over its ledgers"
