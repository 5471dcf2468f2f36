"""serialization."""

import json
import re
from collections.abc import Iterable
from typing import Any

# A cell that begins so is run as a formula by spreadsheets (OWASP, CSV injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)
_QUOTED = re.compile('[,"\r\n]')


def json_of(value: Any) -> str:
    """A value as compact JSON in UTF-8, keys in their own order."""
    return _JSON.encode(value)


def csv_of(value: Any) -> str:
    """A value as an RFC 4180 cell; text that a spreadsheet would run gets an apostrophe before.

    So does such text with apostrophes before it already: to take one away always gives it back.
    """
    if value is None:
        return ""
    if not isinstance(value, str):
        return json_of(value)
    runs = value.lstrip("'").startswith(FORMULA_STARTS)
    return csv_cell(f"'{value}" if runs else value)


def csv_cell(text: str) -> str:
    """Text as it stands, quoted where RFC 4180 asks for it."""
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text


def csv_line(values: Iterable[Any]) -> str:
    return ",".join(csv_of(value) for value in values)
