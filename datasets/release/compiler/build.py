"""Build of a release: checked ledgers become one file, renamed into place."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.exc import OperationalError

from datasets.curation.ledger_files import DatasetsFolder
from datasets.model.datapackage import datasets_of
from datasets.release.atomic import digest_of, exclusive_lock
from datasets.release.compiler.datapackage import write_package
from datasets.release.compiler.writer import Progress, ReleaseTotals, write_release
from datasets.release.exceptions import ReleaseUnavailable
from datasets.release.export.prebuilt import write_prebuilt
from datasets.release.store.loader import release_in_file
from datasets.release.store.manifest import (
    POINTER,
    RELEASE_ID,
    Manifest,
    current_manifest,
    figures_file_of,
    release_ids,
    verify_digests,
    write_manifest,
)
from datasets.release.transparency.log import append_entry

MAX_RELEASES = 3  # the newest that stay in the folder, besides the current one


class BuildError(Exception):
    """A release cannot be built: a file cannot be read, or the folder cannot be written to."""


@dataclass(frozen=True, slots=True)
class BuildResult:
    """A new release: its id, its file name, its figures and rows, and the time of the build."""

    release: str
    file: str
    figures: int
    rows: int
    built: str


def build(
    folder: DatasetsFolder,
    into: Path,
    progress: Progress = lambda rows, _: rows,
    *,
    files: bool = False,
) -> BuildResult:
    """Compile a checked folder into a release and make it the current one.

    The release id is a digest of everything served: the same folder has the same id anywhere.
    Drafts are renamed into place, the pointer to the current release last, so that a build that
    fails or is killed leaves the old release in service. ``files`` also writes the export files
    of each dataset, which are otherwise made on request. Raises BuildError.
    """
    inputs = _inputs(folder.root)
    with _build_errors(into), exclusive_lock(into):
        _delete_drafts(into)
        draft = into / f".draft-{os.getpid()}.sqlite"
        try:
            figures_file = draft.with_suffix(".figures")
            totals = write_release(folder, draft, figures_file, progress)
            manifest = _move_into_place(folder, totals, draft, inputs)
            manifest = _complete(folder, into, manifest, files=files)
            _set_times(into, manifest)
        finally:
            _delete_drafts(into)
        write_manifest(manifest, into / POINTER)
        _delete_old_releases(into, manifest.release)
    return BuildResult(
        manifest.release, manifest.file, len(totals.ids), totals.rows, manifest.built
    )


@contextmanager
def _build_errors(into: Path) -> Iterator[None]:
    """Create the folder; raise what keeps it from being written to as BuildError."""
    try:
        into.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        raise BuildError(f"{_subject(error, into)}: {error.strerror}") from error
    except OperationalError as error:
        raise BuildError(f"{into.name}/ cannot be written: {error.orig}") from error


def _subject(error: OSError, into: Path) -> str:
    """The file that an error names. The error of a full disk names none."""
    name = error.filename2 or error.filename  # the second is the target of a rename
    if not isinstance(name, str | Path):
        return f"{into.name}/ cannot be written"
    file = Path(name)
    relative = file.relative_to(into.parent) if file.is_relative_to(into) else file
    return f"{relative} cannot be read or written"


def is_built(root: Path, into: Path) -> bool:
    """Whether the current release was built from these files by this version of the program."""
    try:
        manifest = current_manifest(into)
        verify_digests(into, manifest)
    except ReleaseUnavailable:
        return False
    return manifest.inputs == _inputs(root)


def _inputs(root: Path) -> str:
    """A digest of the files of a datasets folder and of the program that compiles them."""
    digest = hashlib.sha256()
    program = Path(__file__).resolve().parents[2]
    for folder, patterns in ((root, ("*.csv", "*.json", "*.md")), (program, ("*.py",))):
        for file in sorted(path for pattern in patterns for path in folder.rglob(pattern)):
            content = hashlib.sha256(file.read_bytes()).hexdigest()
            digest.update(f"{file.relative_to(folder)} {content}\n".encode())
    return digest.hexdigest()


def _delete_drafts(into: Path) -> None:
    for draft in into.glob(".draft-*"):
        draft.unlink()


def _move_into_place(
    folder: DatasetsFolder, totals: ReleaseTotals, draft: Path, inputs: str
) -> Manifest:
    """Write the data package and rename all files to their final names; their manifest."""
    into = draft.parent
    release = totals.release_id
    package = draft.with_suffix(".zip")
    write_package(folder, release, totals.newest, package)
    figures_file = figures_file_of(release)
    beside = {
        f"{release}.zip": _rename(package, into / f"{release}.zip"),
        figures_file: _rename(draft.with_suffix(".figures"), into / figures_file),
    }
    sha256 = _rename(draft, into / f"{release}.sqlite")
    size = (into / f"{release}.sqlite").stat().st_size
    built = datetime.now(UTC).isoformat(timespec="seconds")
    manifest = Manifest(release, built, inputs, size, sha256, beside)
    write_manifest(manifest, into / f"{release}.json")
    return manifest


def _complete(folder: DatasetsFolder, into: Path, manifest: Manifest, *, files: bool) -> Manifest:
    """Open the release as it will be served, enter it into the log and write its exports."""
    release = release_in_file(into, manifest, verify_digests(into, manifest))
    try:
        append_entry(into, release)
        if not files:
            return manifest
        names = [dataset.name for dataset in datasets_of(folder.descriptor)]
        exports = write_prebuilt(release, names, into / manifest.release)
    finally:
        release.engine.dispose()
    digests = {f"{manifest.release}/{path.name}": digest_of(path) for path in exports}
    complete = replace(manifest, files={**manifest.files, **digests})
    write_manifest(complete, into / f"{manifest.release}.json")
    return complete


def _set_times(into: Path, manifest: Manifest) -> None:
    """Set the time of all files to download to the build's: a proxy sends it as Last-Modified."""
    built = datetime.fromisoformat(manifest.built).timestamp()
    for name in set(manifest.files) - {manifest.figures_file}:
        os.utime(into / name, (built, built))


def _rename(draft: Path, file: Path) -> str:
    """Sync a finished draft to the disk and rename it; its digest.

    A file with the same bytes is left alone, because a server may have it open.
    """
    digest = digest_of(draft)
    if file.is_file() and not file.is_symlink() and digest_of(file) == digest:
        draft.unlink()
        return digest
    with draft.open("rb") as finished:
        os.fsync(finished.fileno())
    draft.replace(file)
    return digest


def _delete_old_releases(into: Path, current: str) -> None:
    """Delete all releases but the newest, the manifest of each before its other files."""
    releases = {path.name[:16] for path in into.glob("*") if RELEASE_ID.match(path.name)}
    for release in releases - {current, *release_ids(into)[:MAX_RELEASES]}:
        (into / f"{release}.json").unlink(missing_ok=True)
        for path in into.glob(f"{release}*"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
