"""A workbook has the same bytes as one that XlsxWriter writes cell by cell."""

import io
import json
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from datasets.curation.ledger_files import folder_at
from datasets.model.datapackage import NOTICE
from datasets.model.fields import Day, column_names, columns_of
from datasets.model.published_row import PublishedRowSchema
from datasets.release.compiler.build import build
from datasets.release.export.request import ExportRequest
from datasets.release.export.xlsx import xlsx_chunks
from datasets.release.queries.figures import iter_lines
from datasets.release.queries.query import Query
from datasets.release.store.loader import current_release
from tests.conftest import SAMPLES
from tests.ledger_edits import LOSSES, update

COLUMNS = column_names(PublishedRowSchema)
SAMPLE = SAMPLES / "basic"
DAYS = {name for name, field in columns_of(PublishedRowSchema).items() if isinstance(field, Day)}
WIDTHS = {"statement": 60, "wording": 40, "note": 40}
OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
# Notes that Excel treats specially, by line of the ledger.
NOTES = {
    2: "_x0041_ is no A",
    5: "<b>a & b</b>",
    6: "=1+1",
    7: "http://example.org",
    11: 'she said "so"',
    12: "Їжак \N{SLIGHTLY SMILING FACE}",
}


@pytest.fixture
def release(copy: Path, tmp_path: Path):
    for line, note in NOTES.items():
        update(LOSSES, line, note=note)(copy)
    build(folder_at(copy), tmp_path / "instance")
    release = current_release(tmp_path / "instance")
    yield release
    release.engine.dispose()


@pytest.mark.parametrize("query", [Query(), Query(history=True), Query((("metric", ("none",)),))])
def test_a_workbook_has_the_bytes_that_xlsxwriter_writes(release, query):
    request = ExportRequest(release, query, COLUMNS, "/v1/figures.xlsx?a=<1>&b=2")
    assert b"".join(xlsx_chunks(request)) == written_by_xlsxwriter(request)


def written_by_xlsxwriter(request: ExportRequest) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        recorded = datetime.fromisoformat(request.release.newest)
        book.set_properties({"title": "Reported Figures", "created": recorded})
        sheet = book.add_worksheet("data")
        bold = book.add_format({"bold": True})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for column, name in enumerate(COLUMNS):
            sheet.set_column(column, column, WIDTHS.get(name, 14))
            sheet.write_string(0, column, name, bold)
        sheet.freeze_panes(1, 0)
        rows = [json.loads(line) for line in iter_lines(request.release, request.query, "json")]
        for number, row in enumerate(rows, start=1):
            for column, name in enumerate(COLUMNS):
                write(sheet, (number, column), row[name], day if name in DAYS else None)
        sheet.autofilter(0, 0, len(rows), len(COLUMNS) - 1)
        about(book.add_worksheet("about"), request, bold)
    return file.getvalue()


def write(sheet, row_and_column, value, day) -> None:
    if value is None:
        return
    if day:
        sheet.write_datetime(*row_and_column, date.fromisoformat(value), day)
    elif isinstance(value, str):
        sheet.write_string(*row_and_column, value)
    else:
        sheet.write_number(*row_and_column, value)


def about(sheet, request: ExportRequest, bold) -> None:
    facts = [
        ("Content", "Reported figures about armed conflict"),
        ("Query", request.url),
        ("Release", request.release.id),
        ("Recorded until", request.release.newest),
        ("Licence", "CC-BY-4.0 (the compilation)"),
        ("Notice", NOTICE),
        ("Cite as", f"Reported Figures, release {request.release.id}, {request.url}"),
        ("Sources", "The rows come from these documents and files. Each has its own licence."),
    ]
    for row, fact in enumerate(facts):
        sheet.write_row(row, 0, fact)
    for column, width in enumerate((30, 100, 24, 60, 10, 60)):
        sheet.set_column(column, column, width)
    sheet.write_row(8, 0, ("Publisher", "Source", "Licence", "Address", "Rows", "Note"), bold)
    for row, source in enumerate(sources_of(request), start=9):
        sheet.write_row(row, 0, source)


def sources_of(request: ExportRequest) -> list[tuple[str | int, ...]]:
    """The sources of the rows, those with most rows first: all are single figures in the sample."""
    rows = [json.loads(line) for line in iter_lines(request.release, request.query, "json")]
    counts = Counter(row["source"] for row in rows)
    sources = folder_at(SAMPLE).references["sources"].frame.set_index("source_id").to_dict("index")
    names = {row["source"]: row["publisher_name"] for row in rows}
    return [
        (names[id_], sources[id_]["title"], "single printed figure", sources[id_]["url"], number,
         sources[id_]["note"])
        for id_, number in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]  # fmt: skip
