"""The label of a release: what its file must be, written beside it and pointed to."""

import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from datasets.release.atomic import open_regular, write_atomic
from datasets.release.exceptions import ReleaseDamaged, ReleaseUnavailable
from datasets.release.serialization import json_of

POINTER = "current.json"
MAX_MANIFEST_BYTES = 64 * 2**10  # of a label; what is longer is none

MEND = "run `flask figures build`"

RELEASE_ID = re.compile("[0-9a-f]{16}")
_MANIFEST = re.compile(r"[0-9a-f]{16}\.json")
_SHA256 = re.compile("[0-9a-f]{64}")

FileIdentity = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What was built: the id of a release, when, from what, and the digests of its files.

    ``built`` is ISO text in UTC, ``inputs`` a digest of what it was made from, ``bytes`` and
    ``sha256`` are of the database. ``beside`` has the digest of each other file by its name.
    """

    release: str
    built: str
    inputs: str
    bytes: int
    sha256: str
    beside: Mapping[str, str]

    @property
    def file(self) -> str:
        return f"{self.release}.sqlite"


def current_manifest(folder: Path) -> Manifest:
    """The label that the pointer of a folder repeats. Raises ReleaseUnavailable."""
    try:
        return read_manifest(folder / POINTER)
    except FileNotFoundError:
        raise ReleaseUnavailable(f"no release in {folder.name}/; {MEND}") from None


def manifest_of(folder: Path, release: str) -> Manifest | None:
    """The label of a release that is kept in a folder, by its id. Raises ReleaseUnavailable."""
    if not RELEASE_ID.fullmatch(release):
        return None
    try:
        label = read_manifest(folder / f"{release}.json")
    except FileNotFoundError:
        return None
    if label.release != release:
        raise ReleaseDamaged(f"{folder.name}/{release}.json is the label of another release")
    return label


def release_ids(folder: Path) -> tuple[str, ...]:
    """The ids of the releases that are kept, newest first."""
    with os.scandir(folder) as entries:
        labels = [entry for entry in entries if _MANIFEST.fullmatch(entry.name)]
    newest_first = sorted(labels, key=_changed, reverse=True)
    return tuple(entry.name.removesuffix(".json") for entry in newest_first)


def _changed(entry: os.DirEntry[str]) -> int:
    """When it was last written, in nanoseconds; 0 for what was taken away meanwhile."""
    try:
        return entry.stat(follow_symlinks=False).st_mtime_ns
    except FileNotFoundError:
        return 0


def read_manifest(path: Path) -> Manifest:
    """Read a manifest. Raises FileNotFoundError, ReleaseUnavailable, ReleaseDamaged."""
    told = f"{path.parent.name}/{path.name}"
    with open_regular(path) as file:
        content = file.read(MAX_MANIFEST_BYTES + 1)
    if len(content) > MAX_MANIFEST_BYTES:
        raise ReleaseDamaged(f"{told} is damaged: more than {MAX_MANIFEST_BYTES // 2**10} KiB")
    try:
        return _manifest(json.loads(content))
    except (ValueError, TypeError, RecursionError) as error:
        raise ReleaseDamaged(f"{told} is damaged: {error}") from None


def write_manifest(label: Manifest, path: Path) -> None:
    """Put a label in its place with a single rename."""
    write_atomic(path, json_of(asdict(label)) + "\n")


def verify_digest(folder: Path, label: Manifest) -> FileIdentity:
    """Compare the database of a release with its label, byte for byte by its digest.

    Returns the identity of the file, which changes with its content. Raises ReleaseUnavailable
    where it is missing, and ReleaseDamaged.
    """
    path = folder / label.file
    try:
        with open_regular(path) as file:
            signature = file_identity(os.fstat(file.fileno()))
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        raise ReleaseUnavailable(f"{folder.name}/{label.file} is missing; {MEND}") from None
    if found != label.sha256:
        told = f"its sha256 is {found[:16]}…, not {label.sha256[:16]}…; {MEND}"
        raise ReleaseDamaged(f"{folder.name}/{label.file} is not what was built: {told}")
    return signature


def file_identity(status: os.stat_result) -> FileIdentity:
    """Which file it is, and when it was last changed; the first two numbers are the former."""
    return (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def _manifest(read: Any) -> Manifest:
    """Raises TypeError or ValueError for what is no label."""
    missing = [name for name in Manifest.__slots__ if name not in read]
    if missing:
        raise ValueError(f"it says no {missing[0]}; {MEND}")
    label = Manifest(**{name: read[name] for name in Manifest.__slots__})
    datetime.fromisoformat(label.built)
    if not RELEASE_ID.fullmatch(label.release):
        raise ValueError(f"'{label.release}' is no release id")
    for digest in (label.sha256, *label.beside.values()):
        if not _SHA256.fullmatch(digest):
            raise ValueError(f"'{digest}' is no sha256")
    if strange := [name for name in label.beside if not name.startswith(label.release)]:
        raise ValueError(f"'{strange[0]}' is no file of the release")
    return label
