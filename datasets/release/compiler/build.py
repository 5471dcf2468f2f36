"""From checked ledgers to a release: one file, put in place at once."""

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
    release_ids,
    verify_digest,
    write_manifest,
)
from datasets.release.transparency.log import log

MAX_RELEASES = 3


class BuildError(Exception):
    """The release could not be made: a file cannot be read, or the disk not be written to."""


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What was built: the release's id, its file, and how much it holds."""

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
    """Compile a folder without errors into a release and make it the current one.

    The same folder gives the same release id anywhere: it is a digest of everything served. Files
    are written beside and renamed, the pointer last, so that a build that fails or is killed
    leaves the old release serving. ``files`` makes the whole of each dataset as files too, which
    else are made when asked for. Raises NotBuilt.
    """
    inputs = _inputs(folder.root)
    with _writing(into), exclusive_lock(into):
        for stale in into.glob(".draft-*"):
            stale.unlink()
        draft = into / f".draft-{os.getpid()}.sqlite"
        try:
            tally = write_release(folder, draft, progress)
            label = _put(folder, tally, draft, inputs)
            label = _opened_once(folder, into, label, files=files)
            _date(into, label)
        finally:
            for unfinished in into.glob(".draft-*"):
                unfinished.unlink()
        write_manifest(label, into / POINTER)
        _forget_old(into, label.release)
    return BuildResult(label.release, label.file, len(tally.ids), tally.rows, label.built)


@contextmanager
def _writing(into: Path) -> Iterator[None]:
    """Tell in a sentence what keeps a folder from being written to, and which file it is."""
    try:
        into.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        raise BuildError(f"{_at_fault(error, into)}: {error.strerror}") from error
    except OperationalError as error:
        raise BuildError(f"{into.name}/ cannot be written: {error.orig}") from error


def _at_fault(error: OSError, into: Path) -> str:
    """The file that an error names; a disk that is full names none."""
    named = error.filename2 or error.filename  # where it was to be brought, if it was to be moved
    if not isinstance(named, str | Path):
        return f"{into.name}/ cannot be written"
    file = Path(named)
    shown = file.relative_to(into.parent) if file.is_relative_to(into) else file
    return f"{shown} cannot be read or written"


def is_built(root: Path, into: Path) -> bool:
    """Tell whether the current release was made from these very files by this very program."""
    try:
        label = current_manifest(into)
        verify_digest(into, label)
    except ReleaseUnavailable:
        return False
    return label.inputs == _inputs(root)


def _inputs(root: Path) -> str:
    """A digest of the files of a datasets folder and of the program that compiles them."""
    digest = hashlib.sha256()
    program = Path(__file__).resolve().parents[2]
    for folder, kinds in ((root, ("*.csv", "*.json", "*.md")), (program, ("*.py",))):
        for file in sorted(path for kind in kinds for path in folder.rglob(kind)):
            content = hashlib.sha256(file.read_bytes()).hexdigest()
            digest.update(f"{file.relative_to(folder)} {content}\n".encode())
    return digest.hexdigest()


def _put(folder: DatasetsFolder, tally: ReleaseTotals, draft: Path, inputs: str) -> Manifest:
    """Give the files of a finished release their names, and a label that says what they are."""
    into = draft.parent
    release = tally.release
    package = draft.with_suffix(".zip")
    write_package(folder, release, tally.newest, package)
    beside = {f"{release}.zip": _named(package, into / f"{release}.zip")}
    sha256 = _named(draft, into / f"{release}.sqlite")
    size = (into / f"{release}.sqlite").stat().st_size
    built = datetime.now(UTC).isoformat(timespec="seconds")
    label = Manifest(release, built, inputs, size, sha256, beside)
    write_manifest(label, into / f"{release}.json")
    return label


def _opened_once(folder: DatasetsFolder, into: Path, label: Manifest, *, files: bool) -> Manifest:
    """Open a release as it will be served, to tell of it in the log and to make its files."""
    release = release_in_file(into, label, verify_digest(into, label))
    try:
        log(into, release)
        if not files:
            return label
        names = [dataset.name for dataset in datasets_of(folder.descriptor)]
        made = write_prebuilt(release, names, into / label.release)
    finally:
        release.engine.dispose()
    digests = {f"{label.release}/{path.name}": digest_of(path) for path in made}
    complete = replace(label, beside={**label.beside, **digests})
    write_manifest(complete, into / f"{label.release}.json")
    return complete


def _date(into: Path, label: Manifest) -> None:
    """Give the files the time of their release, which a proxy tells of them as the service does."""
    built = datetime.fromisoformat(label.built).timestamp()
    for name in label.beside:
        os.utime(into / name, (built, built))


def _named(draft: Path, file: Path) -> str:
    """Bring a finished file to the disk, then give it its name; its digest.

    Where the same bytes stand already they are left there, for those who read them.
    """
    digest = digest_of(draft)
    if file.is_file() and not file.is_symlink() and digest_of(file) == digest:
        draft.unlink()
        return digest
    with draft.open("rb") as finished:
        os.fsync(finished.fileno())
    draft.replace(file)
    return digest


def _forget_old(into: Path, current: str) -> None:
    """Keep the newest releases, and take the files of all others away, the label of each first."""
    found = {path.name[:16] for path in into.glob("*") if RELEASE_ID.match(path.name)}
    for release in found - {current, *release_ids(into)[:MAX_RELEASES]}:
        (into / f"{release}.json").unlink(missing_ok=True)
        for path in into.glob(f"{release}*"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
