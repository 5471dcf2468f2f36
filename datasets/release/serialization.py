"""Values as JSON and as CSV cells."""

import json
import re
from collections.abc import Iterable
from typing import Any

# Spreadsheets run a cell that begins with one of these as a formula (OWASP, CSV injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

# A value as compact JSON. Keys stay in their order.
json_of = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode

_QUOTED = re.compile('[,"\r\n]')


def csv_of(value: Any) -> str:
    """A value as an RFC 4180 cell, with an apostrophe before text that is a formula.

    Text that already has apostrophes before a formula gets one more, so that removing one
    apostrophe always restores the text.
    """
    if value is None:
        return ""
    if not isinstance(value, str):
        return json_of(value)
    is_formula = value.lstrip("'").startswith(FORMULA_STARTS)
    return csv_cell(f"'{value}" if is_formula else value)


def csv_cell(text: str) -> str:
    """Text as an RFC 4180 cell, quoted where needed."""
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text


def csv_line(values: Iterable[Any]) -> str:
    return ",".join(csv_of(value) for value in values)
