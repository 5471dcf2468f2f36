"""Edits of a copy of a datasets folder. Each function returns an edit that takes the folder."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

Edit = Callable[[Path], None]

DISPLACEMENT, EVACUATIONS, LOSSES, POPULATION, TERRITORY = (
    f"ledgers/{name}.csv"
    for name in ("displacement", "evacuations", "losses", "population", "territory")
)
ACTORS, CONFLICTS, FEEDS, METRICS, PLACES, SOURCES = (
    f"reference/{name}.csv"
    for name in ("actors", "conflicts", "feeds", "metrics", "places", "sources")
)


def update(file: str, line: int, **values: str) -> Edit:
    """Change cells of a line; the header is line 1."""

    def edit(folder: Path) -> None:
        rows = _rows(folder / file)
        rows[line - 1] = _changed(rows[0], rows[line - 1], values)
        _write(folder / file, rows)

    return edit


def append(file: str, like: int, **values: str) -> Edit:
    """Append a copy of a line with some cells changed."""

    def edit(folder: Path) -> None:
        rows = _rows(folder / file)
        _write(folder / file, [*rows, _changed(rows[0], rows[like - 1], values)])

    return edit


def delete(file: str, line: int) -> Edit:
    """Delete a line."""

    def edit(folder: Path) -> None:
        rows = _rows(folder / file)
        _write(folder / file, rows[: line - 1] + rows[line:])

    return edit


def replace_bytes(file: str, old: bytes, new: bytes) -> Edit:
    """Replace all occurrences of some bytes, of which there must be one."""

    def edit(folder: Path) -> None:
        content = (folder / file).read_bytes()
        assert old in content
        (folder / file).write_bytes(content.replace(old, new))

    return edit


def write_file(file: str, content: bytes) -> Edit:
    """Write a whole file."""

    def edit(folder: Path) -> None:
        (folder / file).write_bytes(content)

    return edit


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


def _changed(header: list[str], row: list[str], values: dict[str, str]) -> list[str]:
    assert set(values) <= set(header)
    return [values.get(name, cell) for name, cell in zip(header, row, strict=True)]


def _write(path: Path, rows: list[list[str]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
