"""The forms in which a whole answer is taken away: what each is called, and how it is sent."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from datasets.release.export.parquet import parquet_chunks
from datasets.release.export.request import ExportRequest
from datasets.release.export.text import csv_chunks, ndjson_chunks
from datasets.release.export.xlsx import xlsx_chunks

XLSX_ROWS = 100_000


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A form of file: who writes it, whether each dataset has it, and what it can hold.

    ``says_address`` tells that the question stands in the file.
    """

    write: Callable[[ExportRequest], Iterator[bytes]]
    of_each: bool = True
    says_address: bool = False
    most_rows: int | None = None


FORMS: Mapping[str, ExportFormat] = MappingProxyType(
    {
        "csv": ExportFormat(csv_chunks),
        "xlsx": ExportFormat(xlsx_chunks, says_address=True, most_rows=XLSX_ROWS),
        "ndjson": ExportFormat(ndjson_chunks),
        "parquet": ExportFormat(parquet_chunks, of_each=False, says_address=True),
    }
)

TEXT: Mapping[str, str] = MappingProxyType({"type": "string"})
BYTES: Mapping[str, str] = MappingProxyType({"type": "string", "format": "binary"})


@dataclass(frozen=True, slots=True)
class Format:
    """A form of file: its ending, its media type, how a browser takes it, and who writes it."""

    ending: str
    content_type: str
    disposition: str
    title: str
    description: str
    shape: Mapping[str, str]
    write: Callable[[ExportRequest], Iterator[bytes]]
    most_rows: int | None = None


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
            FORMS["csv"].write,
        ),
        "xlsx": Format(
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "attachment",
            "a workbook (Excel)",
            "The whole answer, with real dates, a frozen header and a filter; a second sheet says "
            f"what it is. At most {XLSX_ROWS:,} rows.",
            BYTES,
            FORMS["xlsx"].write,
            FORMS["xlsx"].most_rows,
        ),
        "ndjson": Format(
            "ndjson",
            "application/x-ndjson",
            "inline",
            "one JSON object a line",
            "The whole answer, one JSON object a line, for programs that read as they go.",
            TEXT,
            FORMS["ndjson"].write,
        ),
        "parquet": Format(
            "parquet",
            "application/vnd.apache.parquet",
            "attachment",
            "Apache Parquet",
            "The whole answer with typed columns, for pandas, R and DuckDB.",
            BYTES,
            FORMS["parquet"].write,
        ),
    }
)
