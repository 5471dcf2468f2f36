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

from datasets.release.atomic import regular, write_whole
from datasets.release.exceptions import Damaged, NoRelease
from datasets.release.serialization import json_of

POINTER = "current.json"
MOST_BYTES = 64 * 2**10  # of a label; what is longer is none

MEND = "run `flask figures build`"

RELEASE_ID = re.compile("[0-9a-f]{16}")
_LABEL = re.compile(r"[0-9a-f]{16}\.json")
_SHA256 = re.compile("[0-9a-f]{64}")

Signature = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Label:
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


def pointed(folder: Path) -> Label:
    """The label that the pointer of a folder repeats. Raises NoRelease."""
    try:
        return label_at(folder / POINTER)
    except FileNotFoundError:
        raise NoRelease(f"no release in {folder.name}/; {MEND}") from None


def labelled(folder: Path, release: str) -> Label | None:
    """The label of a release that is kept in a folder, by its id. Raises NoRelease."""
    if not RELEASE_ID.fullmatch(release):
        return None
    try:
        label = label_at(folder / f"{release}.json")
    except FileNotFoundError:
        return None
    if label.release != release:
        raise Damaged(f"{folder.name}/{release}.json is the label of another release")
    return label


def kept(folder: Path) -> tuple[str, ...]:
    """The ids of the releases that are kept, newest first."""
    with os.scandir(folder) as entries:
        labels = [entry for entry in entries if _LABEL.fullmatch(entry.name)]
    newest_first = sorted(labels, key=_changed, reverse=True)
    return tuple(entry.name.removesuffix(".json") for entry in newest_first)


def _changed(entry: os.DirEntry[str]) -> int:
    """When it was last written, in nanoseconds; 0 for what was taken away meanwhile."""
    try:
        return entry.stat(follow_symlinks=False).st_mtime_ns
    except FileNotFoundError:
        return 0


def label_at(path: Path) -> Label:
    """Read a label. Raises FileNotFoundError, NoRelease, and Damaged for what is none."""
    told = f"{path.parent.name}/{path.name}"
    with regular(path) as file:
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Damaged(f"{told} is damaged: more than {MOST_BYTES // 2**10} KiB")
    try:
        return _label(json.loads(content))
    except (ValueError, TypeError, RecursionError) as error:
        raise Damaged(f"{told} is damaged: {error}") from None


def write_label(label: Label, path: Path) -> None:
    """Put a label in its place with a single rename."""
    write_whole(path, json_of(asdict(label)) + "\n")


def verified(folder: Path, label: Label) -> Signature:
    """Compare the database of a release with its label, byte for byte by its digest.

    Returns what tells this very file from any other and from a changed one. Raises NoRelease
    where it is missing, and Damaged.
    """
    path = folder / label.file
    try:
        with regular(path) as file:
            signature = signature_of(os.fstat(file.fileno()))
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        raise NoRelease(f"{folder.name}/{label.file} is missing; {MEND}") from None
    if found != label.sha256:
        told = f"its sha256 is {found[:16]}…, not {label.sha256[:16]}…; {MEND}"
        raise Damaged(f"{folder.name}/{label.file} is not what was built: {told}")
    return signature


def signature_of(status: os.stat_result) -> Signature:
    """Which file it is, and when it was last changed; the first two numbers are the former."""
    return (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def _label(read: Any) -> Label:
    """Raises TypeError or ValueError for what is no label."""
    missing = [name for name in Label.__slots__ if name not in read]
    if missing:
        raise ValueError(f"it says no {missing[0]}; {MEND}")
    label = Label(**{name: read[name] for name in Label.__slots__})
    datetime.fromisoformat(label.built)
    if not RELEASE_ID.fullmatch(label.release):
        raise ValueError(f"'{label.release}' is no release id")
    for digest in (label.sha256, *label.beside.values()):
        if not _SHA256.fullmatch(digest):
            raise ValueError(f"'{digest}' is no sha256")
    if strange := [name for name in label.beside if not name.startswith(label.release)]:
        raise ValueError(f"'{strange[0]}' is no file of the release")
    return label
