"""The order of figures: by columns, total in the end, and what comes after one of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import Column, ColumnElement, and_, bindparam, or_

from datasets.release.tables import FIGURES

DEFAULT_SORT = ("-claimed_on", "id")

_F = FIGURES.c

# What orders as a column does, and an index can serve.
INDEXED_COLUMNS: Mapping[str, Column[Any]] = MappingProxyType(
    {
        "id": _F.rank,
        "-id": _F.rank,
        "value": _F.least_first,
        "-value": _F.greatest_first,
    }
)

Clause = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Key:
    """A column to sort by, in its direction; missing values come last in both."""

    column: Column[Any]
    descending: bool

    def ordered(self, column: ColumnElement[Any] | None = None) -> ColumnElement[Any]:
        """The column, or another that holds the same, in its direction."""
        column = self.column if column is None else column
        directed = column.desc() if self.descending else column.asc()
        return directed.nulls_last() if self.column.nullable else directed

    def same(self, value: Any, *, missing: bool) -> Clause:
        return self.column.is_(None) if missing else self.column == value

    def after(self, value: Any, *, missing: bool) -> Clause | None:
        """What comes after a value by this column alone; None where nothing can."""
        if missing:
            return None
        beyond = self.column < value if self.descending else self.column > value
        return or_(beyond, self.column.is_(None)) if self.column.nullable else beyond


def keys_of(sort: tuple[str, ...], *, history: bool) -> tuple[Key, ...]:
    """The columns of a sort, until and with the one that makes the order total.

    ``position`` stands for the id, and for id and revision, so that an index can serve the sort.
    """
    keys: list[Key] = []
    for place, name in enumerate(sort):
        descending = name.startswith("-")
        if _is_total(sort[place:], history=history):
            return (*keys, Key(_F.position, descending))
        keys.append(Key(INDEXED_COLUMNS.get(name, _F[name.removeprefix("-")]), descending))
    return (*keys, Key(_F.position, False))


def after_row(keys: tuple[Key, ...], missing: tuple[bool, ...]) -> Clause:
    """Rows after the one whose values are bound as ``after_0``, ``after_1`` …

    ``missing`` tells which of its values are: they are not bound.
    """
    same: list[Clause] = []
    ways: list[Clause] = []
    for place, (key, is_missing) in enumerate(zip(keys, missing, strict=True)):
        value: ColumnElement[Any] = bindparam(after(place))
        further = key.after(value, missing=is_missing)
        if further is not None:
            ways.append(and_(*same, further))
        same.append(key.same(value, missing=is_missing))
    return and_(*_begin(keys[0]), or_(*ways))


def after(place: int) -> str:
    """The name of a value of the row that was reached."""
    return f"after_{place}"


def _begin(first: Key) -> list[Clause]:
    """Where an index is entered: implied by the rest, but no engine sees that."""
    if first.column.nullable:
        return []
    value: ColumnElement[Any] = bindparam(after(0))
    return [first.column <= value if first.descending else first.column >= value]


def _is_total(rest: tuple[str, ...], *, history: bool) -> bool:
    """The rest orders as ``position`` does: by id with one row of each, or by id and revision."""
    if rest[0].removeprefix("-") != "id":
        return False
    both = (("id", "revision"), ("-id", "-revision"))
    return not history or rest == ("id",) or rest[:2] in both
