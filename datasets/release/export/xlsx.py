"""XLSX writer: a workbook with a sheet of rows and a sheet about them.

XlsxWriter takes three times as long to write the rows cell by cell as this module. Therefore
XlsxWriter writes everything but the rows: the header, styles, column widths, filter, and one row
with a date in its last cell. Then the XML of that row is replaced by the XML of all rows. The
result has the same bytes as a workbook that XlsxWriter writes alone, which a test checks.
"""

import io
import json
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from functools import lru_cache, partial
from types import MappingProxyType
from typing import IO, Any

from datasets.model.datapackage import LICENSE, NOTICE
from datasets.model.fields import Count, Day, Number, columns_of
from datasets.model.licences import licence_text
from datasets.model.published_row import PublishedRowSchema
from datasets.release.export.request import ExportRequest, read_chunks
from datasets.release.queries import catalog
from datasets.release.queries.figures import count_rows, iter_lines, rows_by_code

DEFAULT_WIDTH = 14  # characters, as all widths
WIDTHS: Mapping[str, int] = MappingProxyType({"statement": 60, "wording": 40, "note": 40})
SOURCE_WIDTHS: Mapping[str, int] = MappingProxyType(
    {"Publisher": 30, "Source": 100, "Licence": 24, "Address": 60, "Rows": 10, "Note": 60}
)
OPTIONS: Mapping[str, bool] = MappingProxyType(
    {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
)
CACHE_CELLS = 20_000  # cached cells of each type

DATA_SHEET = "xl/worksheets/sheet1.xml"
DAY_ZERO = date(1899, 12, 31).toordinal()  # the day before serial number 1
# Excel counts a 29 February 1900, which never was: later serial numbers are one higher.
LAST_EXACT_SERIAL = 59
MAX_CELL_UNITS = 32_767  # UTF-16 code units
ESCAPE_LIKE = re.compile(r"_(?=x[0-9a-fA-F]{4}_)")
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")

# A value as the rest of a cell's XML, after its reference.
CellXml = Callable[[Any], str]


def xlsx_chunks(request: ExportRequest) -> Iterator[bytes]:
    """The workbook of a request. The same release gives the same bytes."""
    with tempfile.TemporaryFile() as file:
        _write(request, file)
        yield from read_chunks(file)


def _write(request: ExportRequest, file: IO[bytes]) -> None:
    row_count = count_rows(request.release, request.query)
    template = zipfile.ZipFile(_template(request, row_count))
    with template, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as workbook:
        for member in template.infolist():
            content = template.read(member)
            with workbook.open(member, "w") as part:
                if member.filename == DATA_SHEET and row_count:
                    for xml in _data_sheet(content.decode(), request, row_count):
                        part.write(xml.encode())
                else:
                    part.write(content)


def _template(request: ExportRequest, row_count: int) -> IO[bytes]:
    """The workbook with the last data row only, which has a date in its last cell."""
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, OPTIONS) as workbook:
        recorded = datetime.fromisoformat(request.release.newest)
        workbook.set_properties({"title": "Reported Figures", "created": recorded})
        sheet = workbook.add_worksheet("data")
        bold = workbook.add_format({"bold": True})
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        for column, name in enumerate(request.columns):
            sheet.set_column(column, column, WIDTHS.get(name, DEFAULT_WIDTH))
            sheet.write_string(0, column, name, bold)
        sheet.freeze_panes(1, 0)
        if row_count:
            sheet.write_datetime(row_count, len(request.columns) - 1, recorded, day)
        sheet.autofilter(0, 0, row_count, len(request.columns) - 1)
        about = workbook.add_worksheet("about")
        _write_sources(about, request, bold, first_row=_write_about(about, request))
    return file


def _write_about(sheet: Any, request: ExportRequest) -> int:
    """Write what the workbook is. Returns the number of rows."""
    facts = {
        "Content": "Reported figures about armed conflict",
        "Query": request.url,
        "Release": request.release.id,
        "Recorded until": request.release.newest,
        "Licence": f"{LICENSE} (the compilation)",
        "Notice": NOTICE,
        "Cite as": f"Reported Figures, release {request.release.id}, {request.url}",
        "Sources": "The rows come from these documents and files. Each has its own licence.",
    }
    for row, (name, text) in enumerate(facts.items()):
        sheet.write_string(row, 0, name)
        sheet.write_string(row, 1, text)
    return len(facts)


def _write_sources(sheet: Any, request: ExportRequest, bold: Any, first_row: int) -> None:
    """Write the sources of the rows, each with its licence and its number of rows."""
    rows_of_sources = rows_by_code(request.release, request.query, "source")
    rows_by_source = dict(sorted(rows_of_sources.items(), key=lambda item: (-item[1], item[0])))
    sources = {row["source_id"]: row for row in catalog.sources(request.release, rows_by_source)}
    for column, (name, width) in enumerate(SOURCE_WIDTHS.items()):
        sheet.set_column(column, column, width)
        sheet.write_string(first_row, column, name, bold)
    for row, (source_id, rows) in enumerate(rows_by_source.items(), start=first_row + 1):
        for column, value in enumerate(_source_cells(sources[source_id], rows)):
            sheet.write(row, column, value)


def _source_cells(source: Mapping[str, Any], rows: int) -> tuple[str | int, ...]:
    """The cells of a source, in the order of `SOURCE_WIDTHS`."""
    return (
        source["publisher_name"],
        source["title"],
        licence_text(source["licence"]),
        source["url"] or "",
        rows,
        source["note"] or "",
    )


def _data_sheet(template: str, request: ExportRequest, row_count: int) -> Iterator[str]:
    """The XML of the data sheet: that of the template, with all rows in place of its last one."""
    before, _, rest = template.partition(f'<row r="{row_count + 1}">')
    last_row, _, after = rest.partition("</row>")
    day_style = last_row.partition(' s="')[2].partition('"')[0]
    yield before
    yield from _rows(request, day_style)
    yield after


def _rows(request: ExportRequest, day_style: str) -> Iterator[str]:
    from xlsxwriter.utility import xl_col_to_name

    fields = columns_of(PublishedRowSchema)
    number = lru_cache(CACHE_CELLS)(_number)
    day = lru_cache(CACHE_CELLS)(partial(_day, day_style))
    text = lru_cache(CACHE_CELLS)(_text)
    xml_by_type: dict[type, CellXml] = {Day: day, Number: number, Count: number}
    columns = [
        (name, xl_col_to_name(column), xml_by_type.get(type(fields[name]), text))
        for column, name in enumerate(request.columns)
    ]
    lines = iter_lines(request.release, request.query, "json")
    for row_number, line in enumerate(lines, start=2):
        row = json.loads(line)
        cells = [
            f'<c r="{letters}{row_number}"{cell_xml(value)}'
            for name, letters, cell_xml in columns
            if (value := row[name]) is not None
        ]
        yield f'<row r="{row_number}">{"".join(cells)}</row>'


def _number(value: float) -> str:
    return f"><v>{value:.16G}</v></c>"


def _day(style: str, value: str) -> str:
    serial = date.fromisoformat(value).toordinal() - DAY_ZERO
    return f' s="{style}"><v>{serial + (serial > LAST_EXACT_SERIAL)}</v></c>'


def _text(value: str) -> str:
    """Text as an inline string, which no program reads as a formula or a link.

    Text that is too long is cut. Excel reads ``_x0041_`` as an escaped character: control
    characters are written so, and an underscore that begins such text is escaped itself.
    """
    if len(value) > MAX_CELL_UNITS // 2:  # a character takes one unit or two
        value = value.encode("utf-16-le")[: 2 * MAX_CELL_UNITS].decode("utf-16-le", "ignore")
    value = ESCAPE_LIKE.sub("_x005F_", value)
    value = CONTROL.sub(lambda match: f"_x{ord(match[0]):04X}_", value)
    space = ' xml:space="preserve"' if value[:1].isspace() or value[-1:].isspace() else ""
    escaped = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f' t="inlineStr"><is><t{space}>{escaped}</t></is></c>'
