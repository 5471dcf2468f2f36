"""CSV and NDJSON writers: the rendered rows of a release, joined."""

import csv
from collections.abc import Iterator
from itertools import chain

from datasets.model.fields import column_names, columns_of
from datasets.model.published_row import PublishedRowSchema
from datasets.release.export.request import ExportRequest
from datasets.release.queries.figures import iter_batches
from datasets.release.queries.projection import column_selector
from datasets.release.serialization import csv_cell, csv_line


def csv_chunks(request: ExportRequest) -> Iterator[bytes]:
    """RFC 4180: comma, CRLF, UTF-8 without BOM, one header row, optionally a row of HXL tags."""
    batches = iter_batches(request.release, request.query, "csv")
    if not request.selects_all_columns:
        indexes = [column_names(PublishedRowSchema).index(name) for name in request.columns]
        batches = (
            [",".join(csv_cell(cells[index]) for index in indexes) for cells in csv.reader(lines)]
            for lines in batches
        )
    header = [csv_line(request.columns)]
    if request.hxl:
        fields = columns_of(PublishedRowSchema)
        header.append(csv_line(fields[name].metadata["hxl"] for name in request.columns))
    return _encode(batches, "\r\n", header)


def ndjson_chunks(request: ExportRequest) -> Iterator[bytes]:
    """One JSON object per line."""
    batches = iter_batches(request.release, request.query, "json")
    if not request.selects_all_columns:
        select_columns = column_selector(request.columns)
        batches = (list(map(select_columns, lines)) for lines in batches)
    return _encode(batches, "\n", [])


def _encode(batches: Iterator[list[str]], line_end: str, header: list[str]) -> Iterator[bytes]:
    """Batches of lines as bytes.

    The header is part of the first chunk, so that a failing query raises before a byte is sent.
    """
    first = [*header, *next(batches, [])]
    for batch in chain([first], batches):
        yield "".join([f"{line}{line_end}" for line in batch]).encode()
