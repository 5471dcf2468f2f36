"""Short labels of rows: ``L8`` is ``losses-0008``, ``L2.3`` is revision 3 of ``losses-0002``."""

from collections.abc import Iterable, Mapping
from typing import Any


def short(rows: Iterable[Mapping[str, Any]]) -> str:
    """The labels of rows in their order: ``L8 L4 L5``."""
    return " ".join(_label(row) for row in rows)


def _label(row: Mapping[str, Any]) -> str:
    dataset, _, serial = row["id"].rpartition("-")
    revision = int(row["revision"])
    return f"{dataset[0].upper()}{int(serial)}" + (f".{revision}" if revision > 1 else "")
