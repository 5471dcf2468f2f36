"""The forms in which a whole answer is taken away: rendered rows to the bytes of a file."""

import csv
import io
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, islice
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any

from api.config import LICENSE, NOTICE
from datasets.model.columns import Count, Day, Number, column_names, columns_of
from datasets.model.publication import PublishedRow
from datasets.release.engines import Release
from datasets.release.query import Query, lines
from datasets.release.rendering import csv_cell, csv_line, json_of

CHUNK = 64 * 1024
XLSX_ROWS = 100_000
XLSX_WIDTHS: Mapping[str, int] = MappingProxyType({"statement": 60, "wording": 40, "note": 40})
PARQUET_GROUP = 20_000

TEXT: Mapping[str, str] = MappingProxyType({"type": "string"})
BYTES: Mapping[str, str] = MappingProxyType({"type": "string", "format": "binary"})


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


@dataclass(frozen=True, slots=True)
class Format:
    """A form of file: its ending, its media type, how a browser takes it, and who writes it."""

    ending: str
    content_type: str
    disposition: str
    title: str
    description: str
    shape: Mapping[str, str]
    write: Callable[[Answer], Iterator[bytes]]
    most_rows: int | None = None


def csv_chunks(answer: Answer) -> Iterator[bytes]:
    """RFC 4180: comma, CRLF, UTF-8 without BOM, one header row, perhaps a row of HXL tags."""
    rows = lines(answer.release, answer.query, "csv")
    if not answer.whole:
        places = [column_names(PublishedRow).index(name) for name in answer.columns]
        rows = (",".join(csv_cell(cells[place]) for place in places) for cells in csv.reader(rows))
    header = [csv_line(answer.columns)]
    if answer.tagged:
        fields = columns_of(PublishedRow)
        header.append(csv_line(fields[name].metadata["hxl"] for name in answer.columns))
    return _gathered(f"{line}\r\n" for line in chain(header, rows))


def ndjson_chunks(answer: Answer) -> Iterator[bytes]:
    """One JSON object a line."""
    rows = lines(answer.release, answer.query, "json")
    if not answer.whole:
        objects = (json.loads(row) for row in rows)
        rows = (json_of({name: row[name] for name in answer.columns}) for row in objects)
    return _gathered(f"{row}\n" for row in rows)


def xlsx_chunks(answer: Answer) -> Iterator[bytes]:
    """Sheet 1 the data, with real dates; sheet 2 what they are. Same release, same bytes."""
    import xlsxwriter

    with tempfile.TemporaryFile() as file:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(file, options) as book:
            recorded = datetime.fromisoformat(answer.release.newest)
            book.set_properties({"title": "Reported Figures", "created": recorded})
            _data_sheet(book, answer)
            _about_sheet(book, answer)
        yield from _contents(file)


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
    rows = _objects(answer)
    with tempfile.TemporaryFile() as file:
        with pq.ParquetWriter(file, schema, compression="zstd") as writer:
            while group := list(islice(rows, PARQUET_GROUP)):
                writer.write_table(pa.Table.from_pylist(group, schema=schema))
        yield from _contents(file)


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "csv": Format(
            "csv",
            "text/csv; charset=utf-8; header=present",
            "inline",
            "a table (CSV)",
            "The whole answer, never a page: comma, UTF-8, one header row, ISO dates, an empty "
            "cell where nothing is known. Text that a spreadsheet would run as a formula "
            "(beginning with `=`, `+`, `-`, `@`, tab or return) has an apostrophe before it; take "
            "it away to have the text as recorded. `hxl=true` adds a row of HXL tags.",
            TEXT,
            csv_chunks,
        ),
        "xlsx": Format(
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "attachment",
            "a workbook (Excel)",
            "The whole answer, with real dates, a frozen header and a filter; a second sheet says "
            f"what it is. At most {XLSX_ROWS:,} rows.",
            BYTES,
            xlsx_chunks,
            XLSX_ROWS,
        ),
        "ndjson": Format(
            "ndjson",
            "application/x-ndjson",
            "inline",
            "one JSON object a line",
            "The whole answer, one JSON object a line, for programs that read as they go.",
            TEXT,
            ndjson_chunks,
        ),
        "parquet": Format(
            "parquet",
            "application/vnd.apache.parquet",
            "attachment",
            "Apache Parquet",
            "The whole answer with typed columns, for pandas, R and DuckDB.",
            BYTES,
            parquet_chunks,
        ),
    }
)


def chunks_of(path: Path) -> Iterator[bytes]:
    """The bytes of a finished file."""
    with path.open("rb") as file:
        yield from _contents(file)


def _objects(answer: Answer) -> Iterator[dict[str, Any]]:
    """Rows as dicts, days as dates."""
    fields = columns_of(PublishedRow)
    dated = {name for name in answer.columns if isinstance(fields[name], Day)}
    for text in lines(answer.release, answer.query, "json"):
        row = json.loads(text)
        yield {
            name: date.fromisoformat(row[name]) if name in dated and row[name] else row[name]
            for name in answer.columns
        }


def _data_sheet(book: Any, answer: Answer) -> None:
    sheet = book.add_worksheet("data")
    bold = book.add_format({"bold": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for place, name in enumerate(answer.columns):
        sheet.set_column(place, place, XLSX_WIDTHS.get(name, 14))
        sheet.write_string(0, place, name, bold)
    sheet.freeze_panes(1, 0)
    last = 0
    for last, row in enumerate(_objects(answer), start=1):
        for place, value in enumerate(row.values()):
            if isinstance(value, date):
                sheet.write_datetime(last, place, value, day)
            elif isinstance(value, str):
                sheet.write_string(last, place, value)
            elif value is not None:
                sheet.write_number(last, place, value)
    sheet.autofilter(0, 0, last, len(answer.columns) - 1)


def _about_sheet(book: Any, answer: Answer) -> None:
    sheet = book.add_worksheet("about")
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 100)
    facts = {
        "What": "Reported figures about armed conflict",
        "Query": answer.address,
        "Release": answer.release.id,
        "Recorded until": answer.release.newest,
        "Licence": f"{LICENSE} (the compilation)",
        "How to read": NOTICE,
        "Cite as": citation_of(answer),
    }
    for place, (name, words) in enumerate(facts.items()):
        sheet.write_string(place, 0, name)
        sheet.write_string(place, 1, words)


def citation_of(answer: Answer) -> str:
    return f"Reported Figures, release {answer.release.id}, {answer.address}"


def _contents(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while chunk := file.read(CHUNK):
        yield chunk


def _gathered(texts: Iterable[str]) -> Iterator[bytes]:
    """Texts joined into chunks of some tens of kilobytes."""
    buffer = io.StringIO()
    for text in texts:
        buffer.write(text)
        if buffer.tell() >= CHUNK:
            yield buffer.getvalue().encode()
            buffer = io.StringIO()
    if buffer.tell():
        yield buffer.getvalue().encode()
