"""Atomic writes, locks and safe opening of the files of a release."""

import errno
import fcntl
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path

from datasets.release.exceptions import ReleaseUnavailable


def write_atomic(path: Path, text: str) -> None:
    """Write a file so that readers see the old content or the new, even after a crash."""
    draft = path.with_name(f".draft-{os.getpid()}-{path.name}")
    with draft.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    fsync_directory(path.parent)


def fsync_directory(folder: Path) -> None:
    """Flush the names in a folder to the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def exclusive_lock(folder: Path) -> Iterator[None]:
    """Lock a folder of releases against other writers. Readers take no lock."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def open_regular(path: Path) -> Iterator[BufferedReader]:
    """Open a regular file: never a link, a pipe or a device, and without blocking.

    Raises FileNotFoundError, and ReleaseUnavailable for anything else that cannot be read.
    """
    name = f"{path.parent.name}/{path.name}"
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        descriptor = os.open(path, flags)
    except FileNotFoundError:
        raise
    except OSError as error:
        reason = "is a link" if error.errno == errno.ELOOP else f"cannot be read: {error.strerror}"
        raise ReleaseUnavailable(f"{name} {reason}") from None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise ReleaseUnavailable(f"{name} is not a regular file")
    with os.fdopen(descriptor, "rb") as file:
        try:
            yield file
        except OSError as error:
            raise ReleaseUnavailable(f"{name} cannot be read: {error.strerror}") from None


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
