"""Terminal output: aligned tables, colours and progress bars."""

import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import click

GAP = "  "
MIN_CELL_WIDTH = 4  # characters
COLOURS = {"error": "red", "warning": "yellow"}


def print_findings(findings: Iterable[Any]) -> None:
    """Print each finding on a line of its own: errors red, warnings yellow."""
    for finding in findings:
        click.secho(str(finding), fg=COLOURS[finding.level])


def print_next_step(step: str) -> None:
    """Print a hint on standard error, so that programs which read the output do not get it."""
    click.secho(f"next: {step}", dim=True, err=True)


def pluralize(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Align columns. Cells are cut to fit a terminal, but never in a pipe or a file."""
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    return "\n".join(fit_to_width([header, *rows], width))


def fit_to_width(rows: Sequence[Sequence[str]], width: int | None) -> list[str]:
    """Format rows as aligned lines of at most ``width`` characters, or of any length for None.

    The widest cells are cut first. The first cell of a row is its key and is never cut.
    """
    first, *others = (max(map(len, column)) for column in zip(*rows, strict=True))
    room = width - first - len(GAP) * len(others) if width is not None else sum(others)
    while sum(others) > room and max(others) > MIN_CELL_WIDTH:
        others[others.index(max(others))] -= 1
    return [GAP.join(map(_cell, row, (first, *others))).rstrip() for row in rows]


def progress_bar(items: Iterable[Any] | None, length: int, label: str) -> Any:
    """Return a progress bar on standard error, hidden where that is not a terminal."""
    hidden = not sys.stderr.isatty()
    return click.progressbar(items, length=length, label=label, file=sys.stderr, hidden=hidden)


def with_progress(rows: Iterable[Any], total: int) -> Iterator[Any]:
    """Yield the rows of a build and advance a progress bar."""
    with progress_bar(rows, total, "building") as progress:
        yield from progress


def _cell(text: str, width: int) -> str:
    return text.ljust(width) if len(text) <= width else f"{text[: width - 1]}…"
