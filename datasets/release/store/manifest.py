"""The manifest of a release: what was built, and the digests of its files.

Each release has one, ``<release>.json``; the pointer ``current.json`` is a copy of the current
one.
"""

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
from datasets.release.exceptions import ReleaseDamaged, ReleaseUnavailable, SchemaMismatch
from datasets.release.serialization import json_of

POINTER = "current.json"
MAX_MANIFEST_BYTES = 64 * 2**10

BUILD_HINT = "run `flask figures build`"

RELEASE_ID = re.compile("[0-9a-f]{16}")
_MANIFEST = re.compile(r"[0-9a-f]{16}\.json")
_SHA256 = re.compile("[0-9a-f]{64}")

FileIdentity = tuple[int, ...]
Identities = tuple[FileIdentity, ...]
"""The identities of the files that a release is served from, the database first."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """A built release: its id, when it was built, from what inputs, and the digests of its files.

    ``built`` is ISO text in UTC. ``inputs`` is a digest of the ledgers and the program. ``bytes``
    and ``sha256`` describe the database file. ``files`` maps the name of each other file to its
    SHA-256.
    """

    release: str
    built: str
    inputs: str
    bytes: int
    sha256: str
    files: Mapping[str, str]

    @property
    def file(self) -> str:
        return f"{self.release}.sqlite"

    @property
    def figures_file(self) -> str:
        return figures_file_of(self.release)

    @property
    def served(self) -> Mapping[str, str]:
        """The files that the release is served from, each with its SHA-256.

        Raises SchemaMismatch where an older version of the program built no such files.
        """
        if self.figures_file not in self.files:
            message = "the release was built by another version of the program"
            raise SchemaMismatch(f"{message}; {BUILD_HINT}")
        return {self.file: self.sha256, self.figures_file: self.files[self.figures_file]}


def figures_file_of(release: str) -> str:
    """The name of the file of the embedded engine."""
    return f"{release}.figures"


def current_manifest(folder: Path) -> Manifest:
    """The manifest of the current release of a folder. Raises ReleaseUnavailable."""
    try:
        return read_manifest(folder / POINTER)
    except FileNotFoundError:
        raise ReleaseUnavailable(f"no release in {folder.name}/; {BUILD_HINT}") from None


def manifest_of(folder: Path, release: str) -> Manifest | None:
    """The manifest of a release in a folder, by its id. Raises ReleaseUnavailable."""
    if not RELEASE_ID.fullmatch(release):
        return None
    try:
        manifest = read_manifest(folder / f"{release}.json")
    except FileNotFoundError:
        return None
    if manifest.release != release:
        raise ReleaseDamaged(f"{folder.name}/{release}.json is the manifest of another release")
    return manifest


def release_ids(folder: Path) -> tuple[str, ...]:
    """The ids of the releases in a folder, newest first."""
    with os.scandir(folder) as entries:
        manifests = [entry for entry in entries if _MANIFEST.fullmatch(entry.name)]
    newest_first = sorted(manifests, key=_modified_ns, reverse=True)
    return tuple(entry.name.removesuffix(".json") for entry in newest_first)


def _modified_ns(entry: os.DirEntry[str]) -> int:
    """When a file was last written, in nanoseconds; 0 if it was removed meanwhile."""
    try:
        return entry.stat(follow_symlinks=False).st_mtime_ns
    except FileNotFoundError:
        return 0


def read_manifest(path: Path) -> Manifest:
    """Read a manifest. Raises FileNotFoundError, ReleaseUnavailable, ReleaseDamaged."""
    name = f"{path.parent.name}/{path.name}"
    with open_regular(path) as file:
        content = file.read(MAX_MANIFEST_BYTES + 1)
    if len(content) > MAX_MANIFEST_BYTES:
        raise ReleaseDamaged(
            f"{name} is damaged: it has more than {MAX_MANIFEST_BYTES // 2**10} KiB"
        )
    try:
        return _parse(json.loads(content))
    except (ValueError, TypeError, RecursionError) as error:
        raise ReleaseDamaged(f"{name} is damaged: {error}") from None


def write_manifest(manifest: Manifest, path: Path) -> None:
    """Write a manifest atomically."""
    write_atomic(path, json_of(asdict(manifest)) + "\n")


def verify_digests(folder: Path, manifest: Manifest) -> Identities:
    """Compare the SHA-256 of the files that a release is served from with its manifest.

    Returns the identities of the files, which change with their content. Raises ReleaseUnavailable
    if one is missing, ReleaseDamaged, and SchemaMismatch.
    """
    return tuple(_verify(folder / name, digest) for name, digest in manifest.served.items())


def _verify(path: Path, sha256: str) -> FileIdentity:
    name = f"{path.parent.name}/{path.name}"
    try:
        with open_regular(path) as file:
            identity = file_identity(os.fstat(file.fileno()))
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        raise ReleaseUnavailable(f"{name} is missing; {BUILD_HINT}") from None
    if digest != sha256:
        difference = f"its sha256 is {digest[:16]}…, not {sha256[:16]}…; {BUILD_HINT}"
        raise ReleaseDamaged(f"{name} is not the file that was built: {difference}")
    return identity


def file_identity(status: os.stat_result) -> FileIdentity:
    """Device and inode of a file, then its size and the times of its last changes."""
    return (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def _parse(document: Any) -> Manifest:
    """Raises TypeError or ValueError for a document that is no manifest."""
    missing = [name for name in Manifest.__slots__ if name not in document]
    if missing:
        raise ValueError(f"it has no {missing[0]}; {BUILD_HINT}")
    manifest = Manifest(**{name: document[name] for name in Manifest.__slots__})
    datetime.fromisoformat(manifest.built)
    if not RELEASE_ID.fullmatch(manifest.release):
        raise ValueError(f"'{manifest.release}' is not a release id")
    for digest in (manifest.sha256, *manifest.files.values()):
        if not _SHA256.fullmatch(digest):
            raise ValueError(f"'{digest}' is not a sha256")
    if strange := [name for name in manifest.files if not name.startswith(manifest.release)]:
        raise ValueError(f"'{strange[0]}' is not a file of the release")
    return manifest
