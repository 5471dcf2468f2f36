"""atomic."""

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
    """Write a text that is there whole or not at all, whatever happens."""
    draft = path.with_name(f".draft-{os.getpid()}-{path.name}")
    with draft.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    fsync_directory(path.parent)


def fsync_directory(folder: Path) -> None:
    """Bring the names in a folder to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def exclusive_lock(folder: Path) -> Iterator[None]:
    """Wait until nobody else changes a folder of releases; readers do not wait."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


@contextmanager
def open_regular(path: Path) -> Iterator[BufferedReader]:
    """Open a file that is no link, no pipe and no device, without waiting for anybody.

    Raises FileNotFoundError, and ReleaseUnavailable for anything else that cannot be read.
    """
    told = f"{path.parent.name}/{path.name}"
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        handle = os.open(path, flags)
    except FileNotFoundError:
        raise
    except OSError as error:
        why = "is a link" if error.errno == errno.ELOOP else f"cannot be read: {error.strerror}"
        raise ReleaseUnavailable(f"{told} {why}") from None
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise ReleaseUnavailable(f"{told} is no regular file")
    with os.fdopen(handle, "rb") as file:
        try:
            yield file
        except OSError as error:
            raise ReleaseUnavailable(f"{told} cannot be read: {error.strerror}") from None


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
