"""Archive of the received files, each under its digest, and the lock of an update."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from datasets.feeds.retrieval import ReceivedFile
from datasets.release.atomic import fsync_directory

FOLDER = "feeds"  # in the instance folder
LOCK = ".lock"


class UpdateRunningError(Exception):
    """Another update runs on the same instance folder."""


def archive(instance: Path, file: ReceivedFile) -> Path:
    """Write a file under its digest, unless it is there; return its path."""
    folder = instance / FOLDER
    path = folder / file.digest
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f".draft-{file.digest}"
        with draft.open("wb") as stream:
            stream.write(file.content)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
        fsync_directory(folder)
    return path


def archived(instance: Path, digest: str | None) -> bytes | None:
    """The file with a digest; None if there is no digest or the file was deleted."""
    path = instance / FOLDER / (digest or "")
    return path.read_bytes() if path.is_file() else None


@contextmanager
def update_lock(instance: Path) -> Iterator[None]:
    """Lock the archive against another update. Raises UpdateRunningError instead of waiting."""
    folder = instance / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UpdateRunningError(f"another update runs on {instance}") from None
        yield
