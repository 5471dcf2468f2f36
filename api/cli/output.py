"""How the commands print: in the width of a terminal, with bars and colours only there."""

import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import click

GAP = "  "
NARROWEST = 4
COLOURS = {"error": "red", "warning": "yellow"}


def print_findings(found: Iterable[Any]) -> None:
    """Each finding on a line: errors red, warnings yellow."""
    for finding in found:
        click.secho(str(finding), fg=COLOURS[finding.level])


def print_next_step(step: str) -> None:
    """What to do now, for people: it does not mix with what a program reads."""
    click.secho(f"next: {step}", dim=True, err=True)


def pluralize(count: int, noun: str) -> str:
    """A count with its noun in the number that it asks for."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Aligned columns, as wide as the terminal at most; whole where the output goes elsewhere."""
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    return "\n".join(fitted([header, *rows], width))


def fitted(lines: Sequence[Sequence[str]], width: int | None) -> list[str]:
    """Lines of aligned cells. Where they are wider than ``width``, the widest cells are cut.

    The first cell of a line is what people look for, and stays whole.
    """
    first, *others = (max(map(len, cells)) for cells in zip(*lines, strict=True))
    room = width - first - len(GAP) * len(others) if width is not None else sum(others)
    while sum(others) > room and max(others) > NARROWEST:
        others[others.index(max(others))] -= 1
    return [GAP.join(map(_cell, cells, (first, *others))).rstrip() for cells in lines]


def progress_bar(rows: Iterable[Any] | None, total: int, label: str) -> Any:
    """A bar on standard error, if that is a terminal."""
    hidden = not sys.stderr.isatty()
    return click.progressbar(rows, length=total, label=label, file=sys.stderr, hidden=hidden)


def with_progress(rows: Iterable[Any], total: int) -> Iterator[Any]:
    """Pass rows on to a build, with a bar."""
    with progress_bar(rows, total, "building") as going:
        yield from going


def _cell(text: str, width: int) -> str:
    return text.ljust(width) if len(text) <= width else f"{text[: width - 1]}…"
