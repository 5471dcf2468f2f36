"""Compiles the figures of a release into the file of the embedded engine."""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Column, ColumnElement, Connection, Float, select

from datasets.model.fields import Day, columns_of
from datasets.model.published_row import PublishedRowSchema
from datasets.release.figures_file import FiguresFileWriter, Section, number_of
from datasets.release.queries.filters import code_column, code_parameters
from datasets.release.tables import FIGURES

Numbers = npt.NDArray[np.uint32]
Ranks = Numbers
Directory = dict[str, Any]

_F = FIGURES.c
# Numbers that only an index of SQL needs.
_UNUSED = ("least_first", "greatest_first")


def write_postings(connection: Connection, writer: FiguresFileWriter) -> None:
    """Complete a file that has the texts of all rows. Its numbers follow `DEFAULT_SORT`.

    Needs the rows of `FIGURES`, and of the tables that its filters are linked to.
    """
    positions = np.argsort(-_ranks(connection, _F.claimed_on)[0].astype(np.int64), kind="stable")
    numbers = np.empty_like(positions)
    numbers[positions] = np.arange(len(positions))
    directory = {
        "positions": writer.add_array(_array(positions + 1)),
        "numbers": writer.add_array(_array(numbers)),
        "by_id": writer.add_array(_first_positions_by_id(connection)),
        "columns": {
            column.name: _column(connection, writer, column, positions)
            for column in FIGURES.columns
            if column.name not in _UNUSED
        },
        "postings": {
            parameter: dict(_postings(connection, writer, parameter, numbers))
            for parameter in code_parameters()
        },
        "entangled": writer.add_bitmap(_array(numbers[_entangled(connection)])),
    }
    writer.finish(directory)


def _column(
    connection: Connection, writer: FiguresFileWriter, column: Column[Any], positions: Any
) -> Directory:
    """The sections of a column; ``positions`` are those of the rows by number, less 1."""
    ranks, values = _ranks(connection, column)
    numbers = map(number_of, values) if _is_number(column) else ()
    return write_column(writer, ranks[positions], numbers)


def write_column(writer: FiguresFileWriter, ranks: Ranks, values: Iterable[float]) -> Directory:
    """Write the sections of a column: the ranks of the rows by number, and the value of each."""
    digits = int(ranks.max(initial=0)).bit_length()
    return {
        "ranks": writer.add_array(_array(ranks)),
        "values": writer.add_array(array("d", values)),
        "missing": writer.add_bitmap(_array(np.flatnonzero(ranks == 0))),
        "planes": [
            writer.add_bitmap(_array(np.flatnonzero(ranks >> digit & 1)))
            for digit in reversed(range(digits))
        ],
    }


def _ranks(connection: Connection, column: Column[Any]) -> tuple[Ranks, list[Any]]:
    """The ranks of a column by position - 1, and its values in their order."""
    codes, cells = _numbered(connection.execute(select(column).order_by(_F.position)).scalars())
    values = sorted(cell for cell in cells if cell is not None)
    rank_of = {value: rank for rank, value in enumerate(values, start=1)}
    ranks = np.array([rank_of.get(cell, 0) for cell in cells], dtype=np.uint32)
    return ranks[codes], values


def _numbered(cells: Iterable[Any]) -> tuple[Numbers, list[Any]]:
    """The number of each cell in a list of the different cells, and that list."""
    numbers: dict[Any, int] = {}
    codes = array("I", (numbers.setdefault(cell, len(numbers)) for cell in cells))
    return np.array(codes, dtype=np.uint32), list(numbers)


def _is_number(column: Column[Any]) -> bool:
    field = columns_of(PublishedRowSchema).get(column.name)
    is_day = isinstance(field, Day) or column is _F.outclaimed_on
    return is_day or isinstance(column.type, Float)


def _postings(
    connection: Connection, writer: FiguresFileWriter, parameter: str, numbers: Any
) -> Iterator[tuple[str, Section]]:
    """The codes of a filter, each with the bitmap of its rows."""
    column, links = code_column(parameter)
    code: ColumnElement[Any] = column
    rows = connection.execute(select(code, _F.position).where(code.is_not(None), *links))
    positions = array("I")

    def codes() -> Iterator[Any]:
        for cell, position in rows:
            positions.append(position)
            yield cell

    numbered, cells = _numbered(codes())
    by_code = np.argsort(numbered, kind="stable")
    ends = np.cumsum(np.bincount(numbered, minlength=len(cells)))
    rows_by_code = numbers[np.array(positions, dtype=np.int64)[by_code] - 1]
    groups = np.split(rows_by_code, ends)[:-1]  # after the last end, nothing is left
    for name, group in sorted(zip(map(str, cells), groups, strict=True), key=itemgetter(0)):
        yield name, writer.add_bitmap(_array(np.sort(group)))


def _first_positions_by_id(connection: Connection) -> "array[int]":
    """The position of the first revision of each figure, in the order of the ids as text."""
    rows = connection.execute(select(_F.id, _F.position).order_by(_F.position.desc()))
    first: Mapping[str, int] = dict(map(tuple, rows))
    return array("I", (first[id_] for id_ in sorted(first)))


def _entangled(connection: Connection) -> list[int]:
    """Indexes of rows whose later revisions have to be compared one by one.

    A revision is hidden as soon as a later one is recorded and claimed. If the next revision has
    the first day of both, these two days tell. Otherwise the days may be of different revisions.
    """
    columns = (_F.position, _F.rank, _F.recorded_on, _F.claimed_on)
    rows = connection.execute(select(*columns).order_by(_F.position))
    return [
        row.position - 1
        for _, revisions in groupby(rows, attrgetter("rank"))
        for row in _entangled_revisions(list(revisions))
    ]


def _entangled_revisions(revisions: Sequence[Any]) -> Iterator[Any]:
    for index, row in enumerate(revisions[:-1], start=1):
        recorded_on = min(later.recorded_on for later in revisions[index:])
        claimed_on = min(later.claimed_on for later in revisions[index:])
        if (revisions[index].recorded_on, revisions[index].claimed_on) != (recorded_on, claimed_on):
            yield row


def _array(numbers: npt.NDArray[Any]) -> "array[int]":
    return array("I", numbers.astype(np.uint32).tobytes())
