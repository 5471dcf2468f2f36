"""request."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from datasets.model.fields import column_names
from datasets.model.published_row import PublishedRow
from datasets.release.queries.query import Query
from datasets.release.release import Release

CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """The whole answer to a question: the rows of a release, some or all of their columns.

    ``address`` is what was asked, for the file to say of itself; ``tagged`` asks for HXL tags.
    """

    release: Release
    query: Query
    columns: tuple[str, ...]
    address: str
    hxl: bool = False

    @property
    def whole(self) -> bool:
        return self.columns == column_names(PublishedRow)


def contents(file: IO[bytes]) -> Iterator[bytes]:
    """The bytes of an open file from its beginning, some tens of kilobytes at a time."""
    file.seek(0)
    while chunk := file.read(CHUNK):
        yield chunk
