"""A whole answer as the bytes of a file: CSV, JSON lines, Parquet."""

import csv
from collections.abc import Iterable, Iterator
from itertools import chain

from datasets.model.fields import column_names, columns_of
from datasets.model.published_row import PublishedRow
from datasets.release.export.request import ExportRequest
from datasets.release.queries.figures import iter_batches
from datasets.release.queries.projection import column_selector
from datasets.release.serialization import csv_cell, csv_line


def csv_chunks(answer: ExportRequest) -> Iterator[bytes]:
    """RFC 4180: comma, CRLF, UTF-8 without BOM, one header row, perhaps a row of HXL tags."""
    found = iter_batches(answer.release, answer.query, "csv")
    if not answer.whole:
        places = [column_names(PublishedRow).index(name) for name in answer.columns]
        found = (
            [",".join(csv_cell(cells[place]) for place in places) for cells in csv.reader(part)]
            for part in found
        )
    header = [csv_line(answer.columns)]
    if answer.hxl:
        fields = columns_of(PublishedRow)
        header.append(csv_line(fields[name].metadata["hxl"] for name in answer.columns))
    return _written([*header, *next(found, [])], found, "\r\n")


def ndjson_chunks(answer: ExportRequest) -> Iterator[bytes]:
    """One JSON object a line."""
    found = iter_batches(answer.release, answer.query, "json")
    if not answer.whole:
        cut = column_selector(answer.columns)
        found = (list(map(cut, part)) for part in found)
    return _written(next(found, []), found, "\n")


def _written(first: list[str], others: Iterable[list[str]], end: str) -> Iterator[bytes]:
    """Parts of some thousand lines as bytes. The first is there before anything is sent."""
    for part in chain([first], others):
        yield "".join([f"{line}{end}" for line in part]).encode()
