"""The request for a complete export: which rows and columns of which release."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from datasets.model.fields import column_names
from datasets.model.published_row import PublishedRowSchema
from datasets.release.queries.query import Query
from datasets.release.release import Release

CHUNK_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """All rows of a query, without pagination.

    ``columns`` are in the order of `PublishedRowSchema`. ``url`` is the URL of the request, which
    some formats write into the file. ``hxl`` adds a row of HXL tags to CSV.
    """

    release: Release
    query: Query
    columns: tuple[str, ...]
    url: str
    hxl: bool = False

    @property
    def selects_all_columns(self) -> bool:
        return self.columns == column_names(PublishedRowSchema)


def read_chunks(file: IO[bytes]) -> Iterator[bytes]:
    """The bytes of an open file from its beginning, at most ``CHUNK_BYTES`` at a time."""
    file.seek(0)
    while chunk := file.read(CHUNK_BYTES):
        yield chunk
