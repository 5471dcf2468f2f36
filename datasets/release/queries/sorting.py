"""Sort orders of figures: always total, so that a page can continue after any row."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import Column, ColumnElement, and_, bindparam, or_

from datasets.release.tables import FIGURES

DEFAULT_SORT = ("-claimed_on", "id")

_F = FIGURES.c

# For "value" and "-value": columns with the same order that an index can serve.
INDEXED_COLUMNS: Mapping[tuple[str, bool], Column[Any]] = MappingProxyType(
    {("value", False): _F.least_first, ("value", True): _F.greatest_first}
)

Clause = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class SortKey:
    """A column and a direction to sort by. Missing values come last in both directions."""

    column: Column[Any]
    descending: bool

    def ordered(self, column: ColumnElement[Any] | None = None) -> ColumnElement[Any]:
        """The column, or another one with the same values, for ORDER BY."""
        column = self.column if column is None else column
        directed = column.desc() if self.descending else column.asc()
        return directed.nulls_last() if self.column.nullable else directed

    def same(self, value: Any, *, missing: bool) -> Clause:
        return self.column.is_(None) if missing else self.column == value

    def after(self, value: Any, *, missing: bool) -> Clause | None:
        """Rows that sort after a value by this column; None after a missing value."""
        if missing:
            return None
        later = self.column < value if self.descending else self.column > value
        return or_(later, self.column.is_(None)) if self.column.nullable else later


def total_order(sort: tuple[str, ...], *, history: bool) -> tuple[tuple[str, bool], ...]:
    """The columns of a sort, each with whether it is descending, up to one that makes it total.

    ``position`` replaces the id, or id and revision, at the end; ``rank`` replaces it elsewhere.
    """
    keys: list[tuple[str, bool]] = []
    for index, name in enumerate(sort):
        descending = name.startswith("-")
        if _is_total(sort[index:], history=history):
            return (*keys, ("position", descending))
        column = name.removeprefix("-")
        keys.append(("rank" if column == "id" else column, descending))
    return (*keys, ("position", False))


def sort_keys(sort: tuple[str, ...], *, history: bool) -> tuple[SortKey, ...]:
    """The keys of a sort in SQL."""
    return tuple(
        SortKey(INDEXED_COLUMNS.get((name, descending), _F[name]), descending)
        for name, descending in total_order(sort, history=history)
    )


def after_row(keys: tuple[SortKey, ...], missing: tuple[bool, ...]) -> Clause:
    """The rows after the one whose values are bound as ``after_0``, ``after_1`` …

    ``missing`` tells which of its values are missing. Those are not bound.
    """
    same: list[Clause] = []
    alternatives: list[Clause] = []
    for index, (key, is_missing) in enumerate(zip(keys, missing, strict=True)):
        value: ColumnElement[Any] = bindparam(after_name(index))
        later = key.after(value, missing=is_missing)
        if later is not None:
            alternatives.append(and_(*same, later))
        same.append(key.same(value, missing=is_missing))
    return and_(*_index_start(keys[0]), or_(*alternatives))


def after_name(index: int) -> str:
    """The name of a value of the row after which a page begins."""
    return f"after_{index}"


def _index_start(first: SortKey) -> list[Clause]:
    """Where to enter the index. The other conditions imply this, but no engine infers it."""
    if first.column.nullable:
        return []
    value: ColumnElement[Any] = bindparam(after_name(0))
    return [first.column <= value if first.descending else first.column >= value]


def _is_total(rest: tuple[str, ...], *, history: bool) -> bool:
    """The rest sorts like ``position``: by id with one row of each, or by id and revision."""
    if rest[0].removeprefix("-") != "id":
        return False
    both = (("id", "revision"), ("-id", "-revision"))
    return not history or rest == ("id",) or rest[:2] in both
