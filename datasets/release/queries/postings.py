"""Selects rows with the postings of the file of a release, and puts them in order."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import reduce
from operator import or_
from types import MappingProxyType
from typing import Any

from pyroaring import FrozenBitMap

from datasets.release.figures_file import Column, FiguresFile
from datasets.release.queries.filters import OPEN_HEDGES, comparison_of
from datasets.release.queries.query import Query, Values
from datasets.release.queries.sorting import DEFAULT_SORT, total_order

Rows = FrozenBitMap
SortColumn = tuple[Column, bool]
"""A column, and whether the order is descending."""

_BATCH_ROWS = 1_000
_MAX_SORTED_ROWS = 200
"""So many rows are sorted by their ranks at once; more are first divided by the planes."""
_LAST_RANK = 2**32


def select_rows(file: FiguresFile, query: Query, *, retracted: bool = False) -> Rows:
    """The rows that match a query, whatever its page. ``retracted`` includes retracted figures."""
    rows = file.all
    for parameter, values in query.conditions:
        rows = _matching(file, rows, parameter, values)
    return _visible(file, rows, query, retracted=retracted)


def hidden_by_open_hedge(file: FiguresFile, query: Query) -> Rows:
    """The rows that only an open hedge excludes."""
    others = tuple(pair for pair in query.conditions if pair[0] not in OPEN_HEDGES)
    rows = _visible(file, file.all, query)
    for parameter, values in others:
        rows = _matching(file, rows, parameter, values)
    excluded = (
        (rows & _any_of(file, "quantifier", OPEN_HEDGES[parameter]))
        - _matching(file, rows, parameter, values)
        for parameter, values in query.conditions
        if parameter in OPEN_HEDGES
    )
    return reduce(or_, excluded, FrozenBitMap())


def _matching(file: FiguresFile, rows: Rows, parameter: str, values: Values) -> Rows:
    """The rows among some that a filter selects."""
    comparison, column = comparison_of(parameter)
    if column == "id":
        return rows & FrozenBitMap.union(*map(file.rows_of_figure, values))
    if comparison in COMPARISONS:
        return COMPARISONS[comparison](file, rows, column, values[0])
    return rows & _any_of(file, parameter, values)


def _any_of(file: FiguresFile, parameter: str, codes: Values) -> Rows:
    return FrozenBitMap.union(*(file.posting(parameter, code) for code in codes))


def _starts_by(file: FiguresFile, rows: Rows, column: str, value: Any) -> Rows:
    start = file.columns[column]
    return (rows & start.missing) | start.at_most(rows, value)


def _contains(file: FiguresFile, rows: Rows, _column: str, value: Any) -> Rows:
    begun = _starts_by(file, rows, "period_start", value)
    return file.columns["period_end"].at_least(begun, value)


# The comparisons that are none with codes: file, rows, column and value to the matching rows.
COMPARISONS: Mapping[str, Callable[[FiguresFile, Rows, str, Any], Rows]] = MappingProxyType(
    {
        "at-least": lambda file, rows, name, value: file.columns[name].at_least(rows, value),
        "at-most": lambda file, rows, name, value: file.columns[name].at_most(rows, value),
        "starts-by": _starts_by,
        "contains": _contains,
        "reaches": lambda file, rows, _, value: file.columns["printed_high"].at_least(rows, value),
        "stays-under": lambda file, rows, _, value: file.columns["printed_low"].at_most(
            rows, value
        ),
        "is-missing": lambda file, rows, name, _: rows & file.columns[name].missing,
    }
)


def _visible(file: FiguresFile, rows: Rows, query: Query, *, retracted: bool = False) -> Rows:
    """The revisions among some rows that a query sees: as `vintages.visible_at` in SQL."""
    rows = _known(file, rows, query)
    if query.updated_after:
        recorded_on = file.columns["recorded_on"]
        rows -= recorded_on.at_most(rows, query.updated_after.isoformat())
    if query.history:
        return rows
    rows -= _superseded(file, rows, query)
    if retracted or query.updated_after:
        return rows
    return rows - file.posting("change", "retracted")


def _known(file: FiguresFile, rows: Rows, query: Query) -> Rows:
    """The rows that were recorded and claimed by the days of a query."""
    if query.as_of:
        rows = file.columns["recorded_on"].at_most(rows, query.as_of.isoformat())
    if query.known_at:
        rows = file.columns["claimed_on"].at_most(rows, query.known_at.isoformat())
    return rows


def _superseded(file: FiguresFile, rows: Rows, query: Query) -> Rows:
    """The rows with a later revision that was recorded, and claimed, by the days of a query."""
    superseded_on, outclaimed_on = (
        file.columns[name] for name in ("superseded_on", "outclaimed_on")
    )
    rows -= superseded_on.missing
    if query.as_of:
        rows = superseded_on.at_most(rows, query.as_of.isoformat())
    if query.known_at:
        rows = outclaimed_on.at_most(rows, query.known_at.isoformat())
    if query.as_of and query.known_at:
        visible = (
            row
            for row in rows & file.entangled
            if not _known(file, file.later_revisions(row), query)
        )
        rows -= FrozenBitMap(visible)
    return rows


def rows_in_order(
    file: FiguresFile, rows: Rows, query: Query, begin: int, end: int
) -> Iterator[list[int]]:
    """The rows between two places in the order of a query, in batches that are not empty."""
    keys = total_order(query.sort, history=query.history)
    if keys == total_order(DEFAULT_SORT, history=False):
        end = min(end, len(rows))
        for first in range(begin, end, _BATCH_ROWS):
            yield list(rows[first : min(first + _BATCH_ROWS, end)])
        return
    columns = [(file.columns[name], descending) for name, descending in keys]
    yield from _divided(rows, list(_planes(columns)), columns, begin, end)


def place_after(file: FiguresFile, rows: Rows, query: Query, row: int) -> int:
    """The number of rows that are not after another row in the order of a query."""
    keys = total_order(query.sort, history=query.history)
    if keys == total_order(DEFAULT_SORT, history=False):
        return int(rows.rank(row))
    before = 0
    columns = [(file.columns[name], descending) for name, descending in keys]
    for plane, descending in _planes(columns):
        first, second = _parts(rows, plane, descending=descending)
        is_second = (row in plane) != descending
        before += len(first) if is_second else 0
        rows = second if is_second else first
    return before + (row in rows)


def _planes(columns: Sequence[SortColumn]) -> Iterator[tuple[FrozenBitMap, bool]]:
    """The planes by which rows are divided, each with whether its rows come first."""
    for column, descending in columns:
        if not descending:
            yield column.missing, False
        yield from ((plane, descending) for plane in column.planes)


def _divided(
    rows: Rows,
    planes: Sequence[tuple[FrozenBitMap, bool]],
    columns: Sequence[SortColumn],
    begin: int,
    end: int,
) -> Iterator[list[int]]:
    """The rows of a page, by a radix sort that leaves out what is on no page."""
    end = min(end, len(rows))
    if begin >= end:
        return
    if len(rows) <= _MAX_SORTED_ROWS:
        yield _sorted(rows, columns)[begin:end]
        return
    (plane, descending), *others = planes
    first, second = _parts(rows, plane, descending=descending)
    yield from _divided(first, others, columns, begin, end)
    yield from _divided(second, others, columns, max(0, begin - len(first)), end - len(first))


def _sorted(rows: Rows, columns: Sequence[SortColumn]) -> list[int]:
    """All rows in order."""
    numbers = list(rows)
    keys = [
        [-column.ranks[row] if descending else column.ranks[row] or _LAST_RANK for row in numbers]
        for column, descending in columns
    ]
    return [entry[-1] for entry in sorted(zip(*keys, numbers, strict=True))]


def _parts(rows: Rows, plane: FrozenBitMap, *, descending: bool) -> tuple[Rows, Rows]:
    """The rows without and with a digit; the first part comes first in the order."""
    without, with_digit = rows - plane, rows & plane
    return (with_digit, without) if descending else (without, with_digit)
