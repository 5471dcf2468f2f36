"""statements."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from sqlalchemy import Dialect, Select, bindparam, func, select

from datasets.release.queries.filters import (
    bound,
    condition,
    hidden_by_open_hedge,
)
from datasets.release.queries.json_rows import as_json_array
from datasets.release.queries.query import ClaimRow, Query, Values
from datasets.release.queries.sorting import Key, after, after_row, keys_of
from datasets.release.queries.vintages import visible_at
from datasets.release.tables import FIGURES, RENDERED

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


def _statement(
    dialect: Dialect, query: Query, form: ResultKind, reached: Values = ()
) -> tuple[str, dict[str, Any]]:
    """The text of a statement, written once for each shape, and the values for it."""
    conditions = tuple((parameter, _padded(values)) for parameter, values in query.conditions)
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
    text, constants = _written(dialect, shape)
    return text, {**constants, **values, **query.clocks, **paging}


def _padded(values: Values) -> Values:
    """Repeat the last value up to a power of two, so that few shapes serve lists of any length."""
    size = 1 << (len(values) - 1).bit_length()
    return values + values[-1:] * (size - len(values))


@lru_cache(maxsize=1_024)
def _written(dialect: Dialect, shape: StatementKey) -> tuple[str, Mapping[str, Any]]:
    compiled = _select(shape).compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
    constants = {name: value for name, value in compiled.params.items() if value is not None}
    return str(compiled), constants


@lru_cache(maxsize=64)
def _at_positions(dialect: Dialect, count: int) -> str:
    places: list[Any] = [bindparam(bound("position", place), 0) for place in range(count)]
    wanted = select(RENDERED.c.position, RENDERED.c.json).where(RENDERED.c.position.in_(places))
    return str(wanted.compile(dialect=dialect, compile_kwargs={"render_postcompile": True}))


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
        columns = (_F[name] for name in ClaimRow._fields)
        found = select(*columns).where(*seen, *asked).order_by(*order)
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
