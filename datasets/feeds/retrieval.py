"""Files of feeds as they were received: from a folder, or by a client that downloads them."""

import hashlib
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote, urlsplit

from datasets.feeds.states import FeedState
from datasets.model.references import Feed

MAX_BYTES = 256 * 2**20  # of a file, also of one in a zip archive
ZIP_SIGNATURE = b"PK\x03\x04"


class RetrievalError(Exception):
    """A file that was not received, or not whole: the reason in plain words."""


@dataclass(frozen=True)
class ReceivedFile:
    """A file as it was received. The validators are those of the answer, as it wrote them."""

    name: str
    content: bytes
    etag: str | None = None
    last_modified: str | None = None

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the bytes, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


Retrieve = Callable[[Feed, FeedState | None], Sequence[ReceivedFile] | None]
"""Retrieves the files of a feed, the file of its address first.

Returns None if the file is the one that the state describes. Raises RetrievalError.
"""


def addresses_of(feed: Feed) -> tuple[str, ...]:
    """The addresses of a feed, first that of its file."""
    return (feed.address, *feed.companions) if feed.address else ()


def name_of(address: str) -> str:
    """The file name in an address: ``a b.csv`` of ``https://example.org/folder/a%20b.csv``."""
    return Path(unquote(urlsplit(address).path)).name


def files_in(folder: Path, feed: Feed, _state: FeedState | None) -> Sequence[ReceivedFile]:
    """The files in the folder of a feed, ``folder/<feed_id>/``; the file of its address first.

    Raises RetrievalError if there is no file.
    """
    names = [name_of(address) for address in addresses_of(feed)]
    paths = sorted(path for path in (folder / feed.feed_id).iterdir() if path.is_file())
    if not paths:
        raise RetrievalError(f"{folder / feed.feed_id} has no file")
    first = [path for name in names for path in paths if path.name == name]
    ordered = [*first, *(path for path in paths if path not in first)]
    return tuple(ReceivedFile(path.name, _content(path)) for path in ordered)


def unpacked(files: Sequence[ReceivedFile]) -> Iterator[tuple[str, bytes]]:
    """The names and contents of files; of a zip archive, those of the file in it.

    A workbook is an archive too, and is left as it is. Raises RetrievalError for an archive that
    is damaged, too large, or without exactly one CSV or JSON file.
    """
    for file in files:
        is_archive = file.content.startswith(ZIP_SIGNATURE) and not file.name.endswith(".xlsx")
        yield _member(file) if is_archive else (file.name, file.content)


def _member(file: ReceivedFile) -> tuple[str, bytes]:
    try:
        with zipfile.ZipFile(BytesIO(file.content)) as archive:
            names = [name for name in archive.namelist() if name.endswith((".csv", ".json"))]
            if len(names) != 1:
                raise RetrievalError(f"{file.name} has {len(names)} CSV or JSON files, not one")
            with archive.open(names[0]) as member:
                content = member.read(MAX_BYTES + 1)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise RetrievalError(f"{file.name} is a damaged archive: {error}") from None
    if len(content) > MAX_BYTES:
        raise RetrievalError(f"{file.name}: the file in it has more than {MAX_BYTES:,} bytes")
    return Path(names[0]).name, content


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise RetrievalError(f"{path} cannot be read: {error.strerror}") from None
