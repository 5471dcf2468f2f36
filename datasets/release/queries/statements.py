"""statements."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from sqlalchemy import Select, bindparam, func, select

from datasets.release.queries.filters import (
    bound,
    condition,
    hidden_by_open_hedge,
)
from datasets.release.queries.json_rows import as_json_array
from datasets.release.queries.query import Query, Values
from datasets.release.queries.sorting import Key, after, after_row, keys_of
from datasets.release.queries.vintages import visible_at
from datasets.release.release import MAX_STATEMENTS
from datasets.release.tables import CLAIM_COLUMNS, FIGURES, RENDERED

_F = FIGURES.c


ResultKind = Literal["json", "csv", "claimed", "ends", "total", "open_bounds", "figure", "keys"]


@dataclass(frozen=True, slots=True)
class StatementKey:
    """A question without its values: what a statement is written for, once."""

    form: ResultKind
    conditions: tuple[tuple[str, int], ...]
    clocks: frozenset[str]
    history: bool
    sort: tuple[str, ...]
    paged: bool
    reached: tuple[bool, ...] = ()


def statement_of(
    query: Query, form: ResultKind, reached: Values = ()
) -> tuple[Select[Any], dict[str, Any]]:
    """The statement for a query, built once for each shape, and the values of its parameters."""
    conditions = tuple((parameter, padded(values)) for parameter, values in query.conditions)
    shape = StatementKey(
        form,
        tuple((parameter, len(values)) for parameter, values in conditions),
        frozenset(query.clocks),
        query.history,
        query.sort,
        query.limit is not None,
        tuple(value is None for value in reached),
    )
    values = {
        bound(parameter, place): value
        for parameter, several in conditions
        for place, value in enumerate(several)
    }
    paging = {"limit": query.limit, "offset": query.offset, "position": query.after}
    paging |= {after(place): value for place, value in enumerate(reached)}
    return _select(shape), {**values, **query.clocks, **paging}


def padded(values: Values) -> Values:
    """Repeat the last value up to a power of two, so that few shapes serve lists of any length."""
    size = 1 << (len(values) - 1).bit_length()
    return values + values[-1:] * (size - len(values))


@lru_cache(maxsize=64)
def rows_at_positions(count: int) -> Select[Any]:
    places: list[Any] = [bindparam(bound("position", place)) for place in range(count)]
    return select(RENDERED.c.position, RENDERED.c.json).where(RENDERED.c.position.in_(places))


@lru_cache(maxsize=MAX_STATEMENTS)
def _select(shape: StatementKey) -> Select[Any]:
    keys = keys_of(shape.sort, history=shape.history)
    if shape.form == "keys":
        return select(*(key.column for key in keys)).where(_F.position == bindparam("position"))
    seen = visible_at(shape.clocks, history=shape.history, retracted=shape.form == "figure")
    asked = [condition(parameter, count) for parameter, count in shape.conditions]
    if shape.form in ("total", "open_bounds", "ends"):
        conditions = (
            hidden_by_open_hedge(shape.conditions) if shape.form == "open_bounds" else asked
        )
        return _summary(shape.form).where(*seen, *conditions)
    order = [key.ordered() for key in keys]
    if shape.form == "claimed":
        columns = (_F[name] for name in CLAIM_COLUMNS)
        found = select(*columns, _F.position).where(*seen, *asked).order_by(*order)
        return as_json_array(found.limit(bindparam("limit")) if shape.paged else found)
    served = RENDERED.c.csv if shape.form == "csv" else RENDERED.c.json
    both = FIGURES.join(RENDERED, RENDERED.c.position == _F.position)
    wanted = select(served, _F.position).select_from(both).where(*seen, *asked)
    if shape.form == "figure":
        return wanted.order_by(_F.revision.desc()).limit(1)
    if not shape.paged:
        return wanted.order_by(*order)
    return _page(select().where(*seen, *asked), keys, shape.reached)


def _summary(form: ResultKind) -> Select[Any]:
    """How many rows there are, or the last period end of each claimant."""
    if form == "ends":
        last = select(_F.claimant, func.max(_F.period_end))
        return last.group_by(_F.claimant).order_by(_F.claimant)
    return select(func.count()).select_from(FIGURES)


def _page(asked: Select[Any], keys: tuple[Key, ...], reached: tuple[bool, ...]) -> Select[Any]:
    """Some rows of those that answer: found first, so that no long text is sorted or left out."""
    names = tuple(after(place) for place in range(len(keys)))
    columns = (key.column.label(name) for key, name in zip(keys, names, strict=True))
    found = asked.add_columns(_F.position, *columns).order_by(*(key.ordered() for key in keys))
    if reached:
        found = found.where(after_row(keys, reached))
    page = found.limit(bindparam("limit")).offset(bindparam("offset")).subquery("page")
    order = (key.ordered(page.c[name]) for key, name in zip(keys, names, strict=True))
    return (
        select(RENDERED.c.json, RENDERED.c.position)
        .join(page, page.c.position == RENDERED.c.position)
        .order_by(*order)
    )
