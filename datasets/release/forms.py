"""A whole answer as the bytes of a file: CSV, JSON lines, Parquet."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import IO, Any

from datasets.model.columns import Count, Day, Number, column_names, columns_of
from datasets.model.publication import PublishedRow
from datasets.model.terms import LICENSE
from datasets.release.cutting import cutter
from datasets.release.engines import Release
from datasets.release.query import Query, lines, parts
from datasets.release.rendering import csv_cell, csv_line

CHUNK = 64 * 1024
PARQUET_GROUP = 20_000


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole answer to a question: the rows of a release, some or all of their columns.

    ``address`` is what was asked, for the file to say of itself; ``tagged`` asks for HXL tags.
    """

    release: Release
    query: Query
    columns: tuple[str, ...]
    address: str
    tagged: bool = False

    @property
    def whole(self) -> bool:
        return self.columns == column_names(PublishedRow)


def csv_chunks(answer: Answer) -> Iterator[bytes]:
    """RFC 4180: comma, CRLF, UTF-8 without BOM, one header row, perhaps a row of HXL tags."""
    found = parts(answer.release, answer.query, "csv")
    if not answer.whole:
        places = [column_names(PublishedRow).index(name) for name in answer.columns]
        found = (
            [",".join(csv_cell(cells[place]) for place in places) for cells in csv.reader(part)]
            for part in found
        )
    header = [csv_line(answer.columns)]
    if answer.tagged:
        fields = columns_of(PublishedRow)
        header.append(csv_line(fields[name].metadata["hxl"] for name in answer.columns))
    return _written([*header, *next(found, [])], found, "\r\n")


def ndjson_chunks(answer: Answer) -> Iterator[bytes]:
    """One JSON object a line."""
    found = parts(answer.release, answer.query, "json")
    if not answer.whole:
        cut = cutter(answer.columns)
        found = (list(map(cut, part)) for part in found)
    return _written(next(found, []), found, "\n")


def parquet_chunks(answer: Answer) -> Iterator[bytes]:
    """Apache Parquet with typed columns, some thousand rows a group."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    fields = columns_of(PublishedRow)
    types: dict[type, Any] = {Day: pa.date32(), Number: pa.float64(), Count: pa.int32()}
    schema = pa.schema(
        [(name, types.get(type(fields[name]), pa.string())) for name in answer.columns],
        metadata={"release": answer.release.id, "license": LICENSE, "query": answer.address},
    )
    rows = lines(answer.release, answer.query, "json")
    with tempfile.TemporaryFile() as file:
        with pq.ParquetWriter(file, schema, compression="zstd") as writer:
            while group := list(islice(rows, PARQUET_GROUP)):
                writer.write_table(_typed(group, schema))
        yield from contents(file)


def contents(file: IO[bytes]) -> Iterator[bytes]:
    """The bytes of an open file from its beginning, some tens of kilobytes at a time."""
    file.seek(0)
    while chunk := file.read(CHUNK):
        yield chunk


def _typed(rows: list[str], schema: Any) -> Any:
    """JSON objects as a table: read by Arrow itself, days as text and then as days."""
    import pyarrow as pa
    from pyarrow import json as arrow_json

    text = "\n".join(rows).encode()
    said = [(each.name, pa.string() if each.type == pa.date32() else each.type) for each in schema]
    return arrow_json.read_json(
        io.BytesIO(text),
        arrow_json.ReadOptions(use_threads=False, block_size=len(text) + 1),
        arrow_json.ParseOptions(pa.schema(said), unexpected_field_behavior="ignore"),
    ).cast(schema)


def _written(first: list[str], others: Iterable[list[str]], end: str) -> Iterator[bytes]:
    """Parts of some thousand lines as bytes. The first is there before anything is sent."""
    for part in chain([first], others):
        yield "".join([f"{line}{end}" for line in part]).encode()
