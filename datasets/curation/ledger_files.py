"""Readers of the datasets folder: CSV files as tables of text, with line numbers."""

import csv
import io
import json
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
from marshmallow import Schema, fields

from datasets.model.datapackage import DESCRIPTOR, datasets_of
from datasets.model.fields import column_names, columns_of
from datasets.model.figure import LedgerRowSchema
from datasets.model.references import REFERENCE_SCHEMAS

Reader = Callable[[str], bytes]


@dataclass(frozen=True)
class CsvTable:
    """One CSV file as text.

    ``frame`` has a column of strings for each column of ``schema``, an empty string for an empty
    cell, and the line number as its index. ``faults`` are (line, rule, message) of lines that
    cannot be read; they are not in the frame.
    """

    file: str
    schema: type[Schema]
    frame: pd.DataFrame
    faults: tuple[tuple[int, str, str], ...]

    @property
    def name(self) -> str:
        return Path(self.file).stem


@dataclass(frozen=True)
class DatasetsFolder:
    """The datasets folder: the descriptor, the ledgers and the reference tables.

    ``root`` is its path. ``files`` are all its CSV files, relative to the root, also those that
    the descriptor does not list; empty for a folder read at a git revision.
    """

    root: Path
    descriptor: dict[str, Any]
    ledgers: Mapping[str, CsvTable]
    references: Mapping[str, CsvTable]
    files: tuple[str, ...]

    @property
    def tables(self) -> tuple[CsvTable, ...]:
        return (*self.ledgers.values(), *self.references.values())

    @cached_property
    def rows(self) -> pd.DataFrame:
        """All rows of all ledgers, with additional columns ``dataset``, ``file`` and ``line``."""
        return pd.concat(
            [
                table.frame.reset_index(names="line").assign(file=table.file, dataset=name)
                for name, table in self.ledgers.items()
            ],
            ignore_index=True,
        )


def folder_at(root: Path) -> DatasetsFolder:
    """Read a datasets folder. Raises FileNotFoundError if a file of the descriptor is missing."""
    paths = sorted(root.glob("ledgers/*.csv")) + sorted(root.glob("reference/*.csv"))
    files = tuple(path.relative_to(root).as_posix() for path in paths)
    return _folder(root, lambda file: (root / file).read_bytes(), files)


def folder_at_revision(root: Path, revision: str) -> DatasetsFolder:
    """Read a datasets folder at a git revision.

    Raises ValueError with the message of git if the revision or a file does not exist.
    """
    return _folder(root, lambda file: content_at_revision(root, revision, file), ())


def table_of(file: str, content: bytes, schema: type[Schema]) -> CsvTable:
    """Parse the bytes of a CSV file."""
    columns = column_names(schema)
    text, faults = _decode(content)
    rows, lines = [], []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        if tuple(header) != columns:
            return CsvTable(
                file, schema, _frame([], columns, []), (*faults, _header_fault(header, columns))
            )
        for cells in reader:
            if len(cells) == len(columns):
                rows.append(cells)
                lines.append(reader.line_num)
            else:
                message = f"row has {len(cells)} cells; the header has {len(columns)}"
                faults.append((reader.line_num, "V02", message))
    except csv.Error as error:
        faults.append((reader.line_num, "V01", f"file cannot be read as CSV: {error}"))
    return CsvTable(file, schema, _frame(rows, columns, lines), tuple(faults))


def _folder(root: Path, read: Reader, files: tuple[str, ...]) -> DatasetsFolder:
    descriptor = json.loads(read(DESCRIPTOR))
    ledgers = {dataset.name: dataset.path for dataset in datasets_of(descriptor)}
    references = {name: f"reference/{name}.csv" for name in REFERENCE_SCHEMAS}
    return DatasetsFolder(
        root,
        descriptor,
        {
            name: table_of(ledgers[name], read(ledgers[name]), LedgerRowSchema)
            for name in sorted(ledgers)
        },
        {
            name: table_of(file, read(file), REFERENCE_SCHEMAS[name])
            for name, file in references.items()
        },
        files,
    )


def content_at_revision(root: Path, revision: str, file: str) -> bytes:
    """Read a file of a datasets folder at a git revision. Raises ValueError."""
    command = ["git", "-C", str(root), "show", "--end-of-options", f"{revision}:./{file}"]
    completed = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 (no shell; the revision is one argument)
    if completed.returncode:
        raise ValueError(completed.stderr.decode(errors="replace").strip())
    return completed.stdout


def _decode(content: bytes) -> tuple[str, list[tuple[int, str, str]]]:
    """Decode a file, with a fault if it is not UTF-8 with LF and one newline at the end."""
    fault = (1, "V01", "file must be UTF-8 with LF line ends and one newline at the end")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return "", [(line, *fault[1:])]
    tidy = (
        not text.startswith("\ufeff")
        and "\r" not in text
        and text.endswith("\n")
        and not text.endswith("\n\n")
    )
    return text.removeprefix("\ufeff").replace("\r\n", "\n"), [] if tidy else [fault]


def _header_fault(header: list[str], columns: tuple[str, ...]) -> tuple[int, str, str]:
    unknown = [f"'{name}'" for name in header if name not in columns]
    missing = [f"'{name}'" for name in columns if name not in header]
    difference = f"found {', '.join(unknown)}" if unknown else "found another order"
    if missing and not unknown:
        difference = f"missing {', '.join(missing)}"
    return 1, "V02", f"columns must be exactly: {', '.join(columns)}; {difference}"


def _frame(rows: list[list[str]], columns: tuple[str, ...], lines: list[int]) -> pd.DataFrame:
    cells = dict(zip(columns, zip(*rows, strict=True), strict=True)) if rows else {}
    return pd.DataFrame(cells, columns=list(columns), index=lines, dtype=object)


def values_of(table: CsvTable) -> dict[str, list[Any]]:
    """Parse the cells of a table by its schema: values by column, ``None`` for empty cells.

    Each distinct text is parsed once. Raises marshmallow.ValidationError for an invalid text.
    """
    return {
        column: _cast(table.frame[column], field, column)
        for column, field in columns_of(table.schema).items()
    }


def _cast(texts: pd.Series, field: fields.Field[Any], column: str) -> list[Any]:
    values = {text: field.deserialize(text, column) if text else None for text in texts.unique()}
    return [values[text] for text in texts]
