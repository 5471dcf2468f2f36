"""Readers of export files, which give the same rows as the JSON list."""

import csv
import io
import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import openpyxl
import pyarrow.parquet

NUMBERS = {"revision": int, "value": float, "value_lower": float, "value_upper": float}
RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r")

Row = dict[str, Any]


def rows_of_csv(body: bytes) -> list[Row]:
    table = csv.DictReader(io.StringIO(body.decode(), newline=""), strict=True)
    return [{name: cell_of(name, text) for name, text in row.items()} for row in table]


def rows_of_ndjson(body: bytes) -> list[Row]:
    return [json.loads(line) for line in body.decode().split("\n")[:-1]]


def rows_of_xlsx(body: bytes) -> list[Row]:
    header, *rows = openpyxl.load_workbook(io.BytesIO(body))["data"].values
    return [dict(zip(header, map(as_json, row), strict=True)) for row in rows]


def rows_of_parquet(body: bytes) -> list[Row]:
    rows = pyarrow.parquet.read_table(io.BytesIO(body)).to_pylist()
    return [{name: as_json(value) for name, value in row.items()} for row in rows]


READERS: Mapping[str, Callable[[bytes], list[Row]]] = {
    "csv": rows_of_csv,
    "ndjson": rows_of_ndjson,
    "xlsx": rows_of_xlsx,
    "parquet": rows_of_parquet,
}


def cell_of(name: str, text: str) -> Any:
    """A CSV cell, read as the documentation says."""
    if text == "":
        return None
    if name in NUMBERS:
        return NUMBERS[name](text)
    escaped = text.startswith("'") and text.lstrip("'").startswith(RUN_BY_SPREADSHEETS)
    return text[1:] if escaped else text


def as_json(value: Any) -> Any:
    """A value as in JSON: days become text."""
    return value.isoformat()[:10] if isinstance(value, date) else value
