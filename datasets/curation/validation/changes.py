"""Validation of a change: the rules applied to the rows that the change can affect.

Two rows of the ledgers affect each other if they share a figure or a question (metric, subject
and place); a row of a reference table affects the rows that name it. All other rows are neither
parsed nor checked, so that a change of one row is checked in a fraction of a second.
"""

import json
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import accumulate

from marshmallow import Schema

from datasets.curation.folder_files import REFERENCES, FolderFiles
from datasets.curation.ledger_files import CsvTable, DatasetsFolder, table_of
from datasets.curation.validation.context import ValidationContext
from datasets.curation.validation.rules import Finding, findings
from datasets.model.datapackage import DESCRIPTOR
from datasets.model.figure import LedgerRowSchema
from datasets.model.references import REFERENCE_SCHEMAS

Lines = Mapping[str, frozenset[int]]
"""Line numbers by file; a row has the number of its last line."""

Rows = Mapping[int, bytes]
"""The rows of a CSV file without line ends, by line number."""

HEADER = 1
UNUSED = "V47"  # the rule on unused rows of reference tables
RECORDED_ON = 3  # index of the column
_SEPARATORS = re.compile(rb"[,;]")
QUESTION = slice(4, 7)  # metric, subject and place


def changed_lines(files: FolderFiles, base: FolderFiles) -> Lines:
    """The lines that differ between two versions of a folder, also those that were removed."""
    changed = {}
    for file in base.contents.keys() | files.contents.keys():
        before, after = base.contents.get(file, b""), files.contents.get(file, b"")
        if before != after and file.endswith(".csv"):
            compare = _moved_rows if file.startswith("reference/") else _differing_lines
            changed[file] = frozenset(compare(rows_of(before), rows_of(after)))
    return changed


def findings_of_change(
    files: FolderFiles, touched: Lines, today: date, base: FolderFiles | None = None
) -> tuple[Finding, ...]:
    """The findings on the touched rows, on related rows, and on touched reference tables.

    They are the same that a check of all rows has on these lines. Whether an untouched row of a
    reference table is used cannot be told from a part of the ledgers, and is not reported.
    """
    context, lines = context_of_change(files, touched, today, base)
    return tuple(
        finding
        for finding in findings(context)
        if finding.line == HEADER
        or finding.line in lines.get(finding.file, ())
        or (
            finding.file in REFERENCES.values()
            and touched.get(finding.file)
            and finding.rule != UNUSED
        )
    )


def context_of_change(
    files: FolderFiles, touched: Lines, today: date, base: FolderFiles | None = None
) -> tuple[ValidationContext, Lines]:
    """A folder with the affected rows and all reference rows, and the lines to report on.

    ``base`` is the version that the change is compared with; its rows on the same lines are kept,
    and one with its newest ``recorded_on``.
    """
    ledgers = {file: rows_of(files.contents[file]) for file in files.ledgers.values()}
    lines = affected_lines(ledgers, touched, _citing_ids(files, touched))
    reported = {**touched, **{file: lines[file] | touched.get(file, frozenset()) for file in lines}}
    if base is None:
        return ValidationContext(_folder(files, lines), None, today), reported
    extended = _with_newest(base, reported)
    return ValidationContext(_folder(files, extended), _folder(base, extended), today), reported


def affected_lines(
    ledgers: Mapping[str, Rows], touched: Lines, ids: Collection[bytes]
) -> dict[str, frozenset[int]]:
    """The rows that are touched or cite a touched reference row, and all that they affect."""
    rows = [(file, line, row) for file, rows in ledgers.items() for line, row in rows.items()]
    related = [row for row in rows if row[1] in touched.get(row[0], ()) or _names_one(row[2], ids)]
    size = -1
    while len(related) > size:
        size = len(related)
        figures = {_id(row) for _, _, row in related}
        questions = {_question(row) for _, _, row in related} - {b""}
        related = [
            row
            for row in rows
            if _id(row[2]) in figures or any(question in row[2] for question in questions)
        ]
    return {file: frozenset(row[1] for row in related if row[0] == file) for file in ledgers}


def rows_of(content: bytes) -> dict[int, bytes]:
    """Split a CSV file into rows by the number of their last line."""
    lines = content.removesuffix(b"\n").split(b"\n")
    rows = dict(enumerate(lines, 1))
    open_rows = [number for number, line in rows.items() if line.count(b'"') % 2]
    for first, last in zip(open_rows[::2], open_rows[1::2], strict=False):  # a cell with line ends
        rows[last] = b"\n".join(rows.pop(number) for number in range(first, last)) + (
            b"\n" + rows[last]
        )
    return rows


def _id(row: bytes) -> bytes:
    return row.partition(b",")[0]


def _question(row: bytes) -> bytes:
    """The cells of the question as they stand in the row; empty for a row that is cut short."""
    cells = row.split(b",", QUESTION.stop)
    question = b",".join(cells[QUESTION])
    return b"," + question + b"," if len(cells) > QUESTION.stop else b""


def _differing_lines(before: Rows, after: Rows) -> Iterator[int]:
    """Lines that differ; all lines under another header, which gives the cells other meanings."""
    header_differs = before.get(HEADER) != after.get(HEADER)
    for line in before.keys() | after.keys():
        if header_differs or before.get(line) != after.get(line):
            yield line


def _moved_rows(before: Rows, after: Rows) -> Iterator[int]:
    """Lines of rows that are new or changed, and the lines in ``before`` of those removed."""
    yield from _surplus(after, before)
    yield from _surplus(before, after)


def _surplus(rows: Rows, others: Rows) -> Iterator[int]:
    """Lines of rows that the other version has not, or has fewer times."""
    remaining = Counter(others.values())
    for line, row in rows.items():
        if remaining[row]:
            remaining[row] -= 1
        else:
            yield line


def _citing_ids(files: FolderFiles, touched: Lines) -> Collection[bytes]:
    """The ids of touched reference rows, and of the sources that name one of them."""
    ids = set(_ids(files, touched))
    sources = rows_of(files.contents[REFERENCES["sources"]]) if ids else {}
    return ids | {_id(row) for row in sources.values() if _names_one(row, ids)}


def _names_one(row: bytes, ids: Collection[bytes]) -> bool:
    """Whether a cell of a row is one of the ids, or a list with one of them."""
    return any(id_ in row for id_ in ids) and not set(ids).isdisjoint(_SEPARATORS.split(row))


def _ids(files: FolderFiles, touched: Lines) -> Iterator[bytes]:
    for file in REFERENCES.values():
        lines = touched.get(file, frozenset()) - {HEADER}
        rows = rows_of(files.contents[file]) if lines else {}
        yield from (_id(rows[line]) for line in lines if line in rows)


def _with_newest(base: FolderFiles, lines: Lines) -> Lines:
    """Add the line of the newest row of the base, which is the limit of ``recorded_on``."""
    newest = max(
        (
            (row.split(b",", RECORDED_ON + 1)[RECORDED_ON : RECORDED_ON + 1], file, line)
            for file in base.ledgers.values()
            for line, row in rows_of(base.contents[file]).items()
            if line > HEADER
        ),
        default=None,
    )
    if newest is None:
        return lines
    _, file, line = newest
    return {**lines, file: lines.get(file, frozenset()) | {line}}


def _folder(files: FolderFiles, lines: Lines) -> DatasetsFolder:
    """The folder with some rows of the ledgers, and all rows of the reference tables."""
    return DatasetsFolder(
        files.root,
        json.loads(files.contents[DESCRIPTOR]),
        {
            name: _part(file, files.contents[file], LedgerRowSchema, lines.get(file, frozenset()))
            for name, file in files.ledgers.items()
        },
        {
            name: table_of(file, files.contents[file], REFERENCE_SCHEMAS[name])
            for name, file in REFERENCES.items()
        },
        files.csv_files,
    )


def _part(file: str, content: bytes, schema: type[Schema], lines: frozenset[int]) -> CsvTable:
    """Some rows of a file, with the line numbers that they have in the whole file."""
    with_header = lines | {HEADER}
    selected = {line: row for line, row in rows_of(content).items() if line in with_header}
    end = b"\n" if content.endswith(b"\n") else b""
    table = table_of(file, b"\n".join(selected.values()) + end, schema)
    heights = accumulate(row.count(b"\n") + 1 for row in selected.values())
    numbers = dict(zip(heights, selected, strict=True))
    return replace(
        table,
        frame=table.frame.set_axis([numbers[line] for line in table.frame.index]),
        faults=tuple(
            (numbers.get(line, line), rule, message) for line, rule, message in table.faults
        ),
    )
