"""Imported claims in a form that can be checked by eye."""

import json
from pathlib import Path
from typing import Any

from datasets.curation.importers.format import Document, ImportedClaims

DOCUMENT = Document("2026-08-22", "https://example.org/file")


def cells(reading: ImportedClaims) -> list[dict[str, str]]:
    """The claims as rows, without their empty cells."""
    rows = reading.claims.to_dict("records")
    return [{name: text for name, text in row.items() if text != ""} for row in rows]


def brief(reading: ImportedClaims, *columns: str) -> list[str]:
    """The claims as lines of some columns; an empty cell is a dash."""
    rows = reading.claims[list(columns)].itertuples(index=False, name=None)
    return [" ".join(text or "-" for text in row) for row in rows]


def csv_file(path: Path, *lines: str) -> Path:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def json_file(path: Path, content: Any) -> Path:
    path.write_text(json.dumps(content), encoding="utf-8")
    return path
