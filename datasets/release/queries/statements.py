"""SQL statements for queries, built once for each set of queries that differ only in values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, Text, bindparam, cast, func, select

from datasets.release.figure_indexes import CLAIM_COLUMNS
from datasets.release.queries.filters import Clause, bind_name, condition_of, hidden_by_open_hedge
from datasets.release.queries.query import Query, Values
from datasets.release.queries.sorting import SortKey, after_name, after_row, sort_keys
from datasets.release.queries.vintages import visible_at
from datasets.release.release import MAX_STATEMENTS
from datasets.release.tables import FIGURES, RENDERED

ResultKind = Literal[
    "json",
    "csv",
    "claims",
    "period_ends",
    "total",
    "open_bounds",
    "figure",
    "sort_values",
]

_F = FIGURES.c


@dataclass(frozen=True, slots=True)
class StatementKey:
    """A query without its values: what decides the text of its statement.

    ``conditions`` are (parameter, number of values). ``missing`` tells, for a page after a row,
    which of that row's sort values are missing.
    """

    result: ResultKind
    conditions: tuple[tuple[str, int], ...]
    vintages: frozenset[str]
    history: bool
    sort: tuple[str, ...]
    paged: bool
    missing: tuple[bool, ...]


def statement_of(
    query: Query, result: ResultKind, after: Values = ()
) -> tuple[Select[Any], dict[str, Any]]:
    """A statement and the values to execute it with.

    ``after`` are the sort values of the row after which a page begins.
    """
    conditions = tuple((parameter, pad_values(values)) for parameter, values in query.conditions)
    vintages = {"as_of": query.as_of, "known_at": query.known_at, "updated": query.updated_after}
    vintage_days = {name: day.isoformat() for name, day in vintages.items() if day}
    key = StatementKey(
        result,
        tuple((parameter, len(values)) for parameter, values in conditions),
        frozenset(vintage_days),
        query.history,
        query.sort,
        query.limit is not None,
        tuple(value is None for value in after),
    )
    filters = {
        bind_name(parameter, index): value
        for parameter, values in conditions
        for index, value in enumerate(values)
    }
    paging = {"limit": query.limit, "offset": query.offset, "position": query.after}
    paging |= {after_name(index): value for index, value in enumerate(after)}
    return _select(key), {**filters, **vintage_days, **paging}


@lru_cache(maxsize=64)
def rows_at_positions(count: int) -> Select[Any]:
    """A statement for the rendered rows at so many positions."""
    positions: list[Any] = [bindparam(bind_name("position", index)) for index in range(count)]
    return select(RENDERED.c.position, RENDERED.c.json).where(RENDERED.c.position.in_(positions))


def pad_values(values: Values) -> Values:
    """Repeat the last value up to a power of two: few statements serve lists of any length."""
    size = 1 << (len(values) - 1).bit_length()
    return values + values[-1:] * (size - len(values))


@lru_cache(maxsize=MAX_STATEMENTS)
def _select(key: StatementKey) -> Select[Any]:
    return _BUILDERS[key.result](key)


def _page_or_rows(key: StatementKey) -> Select[Any]:
    return _page(key) if key.paged else _rendered(key).order_by(*_order(key))


def _page(key: StatementKey) -> Select[Any]:
    """A page of rendered rows. A subquery selects them first: no long text is sorted or skipped."""
    keys = _sort_keys(key)
    names = tuple(after_name(index) for index in range(len(keys)))
    columns = (sort_key.column.label(name) for sort_key, name in zip(keys, names, strict=True))
    rows = select(_F.position, *columns).where(*_where(key)).order_by(*_order(key))
    if key.missing:
        rows = rows.where(after_row(keys, key.missing))
    page = rows.limit(bindparam("limit")).offset(bindparam("offset")).subquery("page")
    order = (sort_key.ordered(page.c[name]) for sort_key, name in zip(keys, names, strict=True))
    return (
        select(RENDERED.c.json, RENDERED.c.position)
        .join(page, page.c.position == RENDERED.c.position)
        .order_by(*order)
    )


def _figure(key: StatementKey) -> Select[Any]:
    return _rendered(key).order_by(_F.revision.desc()).limit(1)


def _rendered(key: StatementKey) -> Select[Any]:
    text = RENDERED.c.csv if key.result == "csv" else RENDERED.c.json
    both = FIGURES.join(RENDERED, RENDERED.c.position == _F.position)
    return select(text, _F.position).select_from(both).where(*_where(key))


def _claims(key: StatementKey) -> Select[Any]:
    columns = (_F[name] for name in CLAIM_COLUMNS)
    claims = select(*columns, _F.position).where(*_where(key)).order_by(*_order(key))
    return as_json_array(claims.limit(bindparam("limit")) if key.paged else claims)


def as_json_array(statement: Select[Any]) -> Select[Any]:
    """The rows of a statement as one cell of one row: a JSON array of arrays, NULL for no rows.

    That saves a conversion for each cell. PostgreSQL documents that an aggregate reads an ordered
    subquery in its order (Aggregate Functions).
    """
    cells = func.json_build_array(*statement.subquery("gathered").c)
    return select(cast(func.json_agg(cells), Text))


def _period_ends(key: StatementKey) -> Select[Any]:
    """The last period end of each claimant."""
    last = select(_F.claimant, func.max(_F.period_end)).where(*_where(key))
    return last.group_by(_F.claimant).order_by(_F.claimant)


def _total(key: StatementKey) -> Select[Any]:
    return select(func.count()).select_from(FIGURES).where(*_where(key))


def _open_bounds(key: StatementKey) -> Select[Any]:
    conditions = (*_visible(key), *hidden_by_open_hedge(key.conditions))
    return select(func.count()).select_from(FIGURES).where(*conditions)


def _sort_values(key: StatementKey) -> Select[Any]:
    """The values by which the row at a position sorts."""
    columns = (sort_key.column for sort_key in _sort_keys(key))
    return select(*columns).where(_F.position == bindparam("position"))


def _where(key: StatementKey) -> list[Clause]:
    filters = (condition_of(parameter, count) for parameter, count in key.conditions)
    return [*_visible(key), *filters]


def _visible(key: StatementKey) -> list[Clause]:
    return visible_at(key.vintages, history=key.history, retracted=key.result == "figure")


def _sort_keys(key: StatementKey) -> tuple[SortKey, ...]:
    return sort_keys(key.sort, history=key.history)


def _order(key: StatementKey) -> list[ColumnElement[Any]]:
    return [sort_key.ordered() for sort_key in _sort_keys(key)]


_BUILDERS: Mapping[ResultKind, Callable[[StatementKey], Select[Any]]] = MappingProxyType(
    {
        "json": _page_or_rows,
        "csv": _page_or_rows,
        "figure": _figure,
        "claims": _claims,
        "period_ends": _period_ends,
        "total": _total,
        "open_bounds": _open_bounds,
        "sort_values": _sort_values,
    }
)
