"""The table of export formats: extension, media type, documentation and writer of each."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from datasets.release.export.parquet import parquet_chunks
from datasets.release.export.request import ExportRequest
from datasets.release.export.text import csv_chunks, ndjson_chunks
from datasets.release.export.xlsx import xlsx_chunks

MAX_XLSX_ROWS = 100_000


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """One export format.

    ``content_type`` is the media type with its parameters, as it is sent. A format that is not
    ``per_dataset`` is offered for all figures together only. ``records_query`` means that the
    URL of the request is written into the file, so that two URLs give different bytes.
    """

    extension: str
    content_type: str
    disposition: str
    title: str
    description: str
    write: Callable[[ExportRequest], Iterator[bytes]]
    binary: bool = False
    per_dataset: bool = True
    records_query: bool = False
    max_rows: int | None = None

    @property
    def media_type(self) -> str:
        """The media type without parameters."""
        return self.content_type.partition(";")[0]


_FORMATS = (
    ExportFormat(
        "csv",
        "text/csv; charset=utf-8; header=present",
        "inline",
        "CSV",
        "All matching figures, not one page. Separator comma, encoding UTF-8, one header row, "
        "ISO dates; missing values are empty cells. Text that a spreadsheet would run as a formula "
        "(it starts with `=`, `+`, `-`, `@`, tab or return) has an apostrophe before it; remove "
        "the apostrophe to get the recorded text. `hxl=true` adds a row of HXL tags.",
        csv_chunks,
    ),
    ExportFormat(
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "attachment",
        "Excel (XLSX)",
        "All matching figures as a workbook, with typed dates, a frozen header row and a filter. A "
        f"second sheet describes the content. At most {MAX_XLSX_ROWS:,} rows.",
        xlsx_chunks,
        binary=True,
        records_query=True,
        max_rows=MAX_XLSX_ROWS,
    ),
    ExportFormat(
        "ndjson",
        "application/x-ndjson",
        "inline",
        "NDJSON",
        "All matching figures, one JSON object per line, for programs that read a stream.",
        ndjson_chunks,
    ),
    ExportFormat(
        "parquet",
        "application/vnd.apache.parquet",
        "attachment",
        "Apache Parquet",
        "All matching figures with typed columns, for pandas, R and DuckDB.",
        parquet_chunks,
        binary=True,
        per_dataset=False,
        records_query=True,
    ),
)

EXPORT_FORMATS: Mapping[str, ExportFormat] = MappingProxyType(
    {format_.extension: format_ for format_ in _FORMATS}
)
