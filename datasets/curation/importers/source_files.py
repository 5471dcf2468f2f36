"""Readers of publishers' files: CSV and JSON as text. Unreadable content is an error."""

import csv
import gzip
import io
import json
import re
import zlib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

_GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")
_HTML = re.compile(r"\s*<(!doctype html|html)\b", re.IGNORECASE)
_PLAIN = re.compile(r"\d+(\.\d+)?")
_ORDERS = {
    "iso": re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"),
    "day-first": re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})"),
}


class UpstreamError(Exception):
    """A file that cannot be read correctly: its name, the line, and the reason."""

    def __init__(self, file: str, line: int | None, reason: str) -> None:
        where = f"{file}:{line}" if line else file
        super().__init__(f"{where}: {reason}")
        self.file = file
        self.line = line
        self.reason = reason


def table(path: Path, columns: Sequence[str], lines_before_header: int = 0) -> pd.DataFrame:
    """Read a CSV file (perhaps gzipped, with a BOM or an HXL tag row) as text.

    The index is the line of the file; an empty cell is ``""``. Raises UpstreamError for a file
    without the columns, with a ragged row, or cut off.
    """
    reader = csv.reader(io.StringIO(_text(path), newline=""))
    rows, lines = [], []
    try:
        for _ in range(lines_before_header):
            next(reader, [])
        header = next(reader, [])
        _require(path, header, columns)
        for cells in reader:
            if cells and len(cells) != len(header):
                reason = f"row has {len(cells)} cells, the header {len(header)}: cut off?"
                raise UpstreamError(path.name, reader.line_num, reason)
            if cells and not _is_hxl(cells):
                rows.append(cells)
                lines.append(reader.line_num)
    except csv.Error as error:
        raise UpstreamError(path.name, reader.line_num, str(error)) from None
    return pd.DataFrame(rows, columns=header, index=lines, dtype=object)


def records(path: Path, columns: Sequence[str], at: str | None = None) -> pd.DataFrame:
    """Read a JSON list of objects as text, ``""`` where a key is missing or null.

    ``at`` names the key that holds the list, for a file whose top is an object. The index counts
    the objects from 1. Raises UpstreamError for a file that is no such list or lacks the columns.
    """
    content = json_content(path)
    objects = content.get(at) if at and isinstance(content, dict) else content
    if not isinstance(objects, list) or not all(isinstance(thing, dict) for thing in objects):
        raise UpstreamError(path.name, None, "not a list of objects")
    names = list(dict.fromkeys(name for thing in objects for name in thing))
    _require(path, names, columns)
    rows = [[_as_text(thing.get(name)) for name in names] for thing in objects]
    return pd.DataFrame(rows, columns=names, index=range(1, len(rows) + 1), dtype=object)


def json_content(path: Path) -> Any:
    """The content of a JSON file. Raises UpstreamError for a file that is none."""
    try:
        return json.loads(_text(path))
    except json.JSONDecodeError as error:
        reason = f"not JSON: {error.msg}; cut off?"
        raise UpstreamError(path.name, error.lineno, reason) from None


def column_names(path: Path) -> tuple[str, ...]:
    """The columns of a CSV file, or the keys of the objects, or of the one object, of a JSON file.

    Raises UpstreamError for a file that is neither, or that has no row.
    """
    if path.suffix == ".json" and isinstance(content := json_content(path), dict):
        return tuple(content)
    frame = records(path, ()) if path.suffix == ".json" else table(path, ())
    if frame.empty:
        raise UpstreamError(path.name, None, "has no row")
    return tuple(map(str, frame.columns))


def layout_of(path: Path, frame: pd.DataFrame, layouts: Mapping[str, Sequence[str]]) -> str:
    """Which of the tables that a format knows a file is: the first whose columns it has.

    Raises UpstreamError with the columns that are missing where it is none.
    """
    for name, columns in layouts.items():
        if frame.columns.isin(columns).sum() == len(columns):
            return name
    known = "; ".join(f"{name}: {', '.join(columns)}" for name, columns in layouts.items())
    raise UpstreamError(path.name, 1, f"the columns of no table that is known ({known})")


def days(path: Path, texts: pd.Series, order: str = "iso") -> pd.Series:
    """Read dates as ISO days. ``order`` is ``iso`` or ``day-first``; nothing is guessed."""
    read = {text: _day(text, order) for text in texts.unique()}
    _refuse(path, texts, read, f"is not a date ({order})")
    return texts.map(read)


def numbers(path: Path, texts: pd.Series) -> pd.Series:
    """Read numbers as plain text, ``""`` where the cell is empty.

    ``1,200,000`` is read as 1200000; a comma that does not part thousands is refused.
    """
    read = {text: _number(text) for text in texts.unique()}
    _refuse(path, texts, read, "is not a number")
    return texts.map(read)


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
        if content[:2] == b"\x1f\x8b":
            content = gzip.decompress(content)
        text = content.decode("utf-8-sig")
    except FileNotFoundError:
        raise UpstreamError(path.name, None, "there is no such file") from None
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise UpstreamError(path.name, None, f"gzip is damaged: {error}; cut off?") from None
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise UpstreamError(path.name, line, "not UTF-8") from None
    if _HTML.match(text):
        raise UpstreamError(path.name, None, "is a web page, not a data file")
    return text


def _require(path: Path, header: Sequence[str], columns: Sequence[str]) -> None:
    missing = [f"'{name}'" for name in columns if name not in header]
    if missing:
        raise UpstreamError(path.name, 1, f"column missing: {', '.join(missing)}")


def _is_hxl(cells: Sequence[str]) -> bool:
    """An HXL tag row: hashtags only, some cells perhaps empty (hxlstandard.org 1.1)."""
    filled = [cell for cell in cells if cell]
    return bool(filled) and all(cell.startswith("#") for cell in filled)


def _refuse(path: Path, texts: pd.Series, read: dict[str, str | None], why: str) -> None:
    wrong = texts[texts.map(lambda text: read[text] is None)]
    if len(wrong):
        line = int(str(wrong.index[0]))
        raise UpstreamError(path.name, line, f"{texts.name}: '{wrong.iloc[0]}' {why}")


def _day(text: str, order: str) -> str | None:
    match = _ORDERS[order].fullmatch(text)
    try:
        parts = (int(match[part]) for part in ("year", "month", "day")) if match else ()
        return date(*parts).isoformat() if match else None
    except ValueError:
        return None


def _number(text: str) -> str | None:
    plain = text.replace(",", "") if _GROUPED.fullmatch(text) else text
    if plain == "":
        return ""
    return _tidy(plain) if _PLAIN.fullmatch(plain) else None


def _tidy(plain: str) -> str:
    whole, _, fraction = plain.partition(".")
    fraction = fraction.rstrip("0")
    return (whole.lstrip("0") or "0") + (f".{fraction}" if fraction else "")


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
