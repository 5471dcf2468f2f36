"""From a question to the rendered rows that answer it: the only place that knows SQL."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Literal

from sqlalchemy import ColumnElement, Dialect, Select, and_, bindparam, exists, func, or_, select

from datasets.model.codes import QUANTIFIERS
from datasets.model.columns import Filter, filters_of
from datasets.model.publication import PublishedRow
from datasets.release.engines import Release
from datasets.release.tables import FIGURES, WITHIN

DEFAULT_SORT = ("-claimed_on", "id")

# Questions about columns that are not published.
UNPUBLISHED: Mapping[Filter, str] = MappingProxyType(
    {
        Filter("claimant_side", "one-of", "Claims of one belligerent's side"): "claimant_side",
        Filter(
            "exclude_belligerents", "is-missing", "Only claims of third parties"
        ): "claimant_side",
    }
)
FILTERS: Mapping[Filter, str] = MappingProxyType({**filters_of(PublishedRow), **UNPUBLISHED})

_BY_ID = {
    Filter("figure_id", "one-of", "One figure"): "id",
    Filter("revision", "one-of", "One revision of it"): "revision",
    Filter("ended_by", "at-most", "The period had ended by this day"): "period_end",
}
_ASKED = {asks.parameter: (asks, column) for asks, column in {**FILTERS, **_BY_ID}.items()}
_F = FIGURES.c
_BATCH = 2_000

Values = tuple[Any, ...]
Clause = ColumnElement[bool]

COMPARISONS: Mapping[str, Callable[[ColumnElement[Any], list[Any]], Clause]] = MappingProxyType(
    {
        "one-of": lambda column, values: column.in_(values),
        "inside": lambda column, values: column.in_(
            select(WITHIN.c.place).where(WITHIN.c.ancestor.in_(values))
        ),
        "at-least": lambda column, values: column >= values[0],
        "at-most": lambda column, values: column <= values[0],
        "starts-by": lambda column, values: or_(column.is_(None), column <= values[0]),
        "contains": lambda _, values: and_(
            or_(_F.period_start.is_(None), _F.period_start <= values[0]),
            _F.period_end >= values[0],
        ),
        "reaches": lambda _, values: _F.printed_high >= values[0],
        "stays-under": lambda _, values: _F.printed_low <= values[0],
        "is-missing": lambda column, _: column.is_(None),
    }
)

# What a one-sided hedge may still be, for the bound that the printed value fails.
OPEN_HEDGES: Mapping[str, Callable[[Any], Clause]] = MappingProxyType(
    {
        "value_min": lambda bound: and_(
            or_(*(_F.quantifier == code for code, q in QUANTIFIERS.items() if q.lower > q.upper)),
            _F.printed_high < bound,
        ),
        "value_max": lambda bound: and_(
            or_(*(_F.quantifier == code for code, q in QUANTIFIERS.items() if q.upper > q.lower)),
            _F.printed_low > bound,
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Query:
    """A question about figures.

    ``conditions`` are (parameter, values) of `FILTERS`: values of one mean OR, conditions AND.
    ``as_of`` replays this ledger, ``known_at`` the public record; ``updated_after`` keeps what was
    recorded later, retracted figures included; ``history`` keeps every revision.
    """

    conditions: tuple[tuple[str, Values], ...] = ()
    as_of: date | None = None
    known_at: date | None = None
    updated_after: date | None = None
    history: bool = False
    sort: tuple[str, ...] = DEFAULT_SORT
    limit: int | None = None
    offset: int = 0

    @property
    def clocks(self) -> Mapping[str, str]:
        """The days that were given, as ISO text."""
        days = {"as_of": self.as_of, "known_at": self.known_at, "updated": self.updated_after}
        return {name: day.isoformat() for name, day in days.items() if day}


@dataclass(frozen=True, slots=True)
class Page:
    """Rendered rows, how many there are in all, and how many an open hedge kept out."""

    rows: tuple[str, ...]
    total: int
    open_bounds: int


Form = Literal["json", "csv", "total", "open_bounds", "figure"]


@dataclass(frozen=True, slots=True)
class Shape:
    """A question without its values: what a statement is written for, once."""

    form: Form
    conditions: tuple[tuple[str, int], ...]
    clocks: frozenset[str]
    history: bool
    sort: tuple[str, ...]
    paged: bool


def page(release: Release, query: Query) -> Page:
    """The rows of one page as JSON objects."""
    asked = {parameter for parameter, _ in query.conditions}
    rows = _rows(release, query, "json")
    [[total]] = _rows(release, query, "total")
    [[open_bounds]] = _rows(release, query, "open_bounds") if asked & set(OPEN_HEDGES) else [[0]]
    return Page(tuple(row[0] for row in rows), total, open_bounds)


def lines(release: Release, query: Query, form: Literal["json", "csv"]) -> Iterator[str]:
    """Every row that answers, as JSON objects or CSV lines, a few thousand in memory at a time."""
    statement, values = _statement(release, replace(query, limit=None), form)
    with release.streaming() as connection:
        streaming = connection.execution_options(stream_results=True, max_row_buffer=_BATCH)
        for part in streaming.exec_driver_sql(statement, values).partitions(_BATCH):
            yield from (row[0] for row in part)


def figure(
    release: Release,
    figure_id: str,
    *,
    as_of: date | None = None,
    known_at: date | None = None,
    revision: int | None = None,
) -> str | None:
    """A row of a figure as JSON: the one that counts on the two clocks, or a given revision.

    A retracted figure is given too: its row says so.
    """
    pinned = (("revision", (revision,)),) if revision else ()
    query = Query(
        (("figure_id", (figure_id,)), *pinned),
        as_of=as_of,
        known_at=known_at,
        history=revision is not None,
    )
    rows = _rows(release, query, "figure")
    return rows[0][0] if rows else None


def revisions(release: Release, figure_id: str) -> tuple[str, ...]:
    """Every row of a figure as JSON, oldest first."""
    query = Query((("figure_id", (figure_id,)),), history=True, sort=("id",))
    return tuple(row[0] for row in _rows(release, query, "json"))


def _rows(release: Release, query: Query, form: Form) -> list[Any]:
    statement, values = _statement(release, query, form)
    with release.reading() as connection:
        return list(connection.exec_driver_sql(statement, values))


def _statement(release: Release, query: Query, form: Form) -> tuple[str, dict[str, Any]]:
    """The text of a statement, written once for each shape, and the values for it."""
    conditions = tuple((parameter, _padded(values)) for parameter, values in query.conditions)
    shape = Shape(
        form,
        tuple((parameter, len(values)) for parameter, values in conditions),
        frozenset(query.clocks),
        query.history,
        query.sort,
        query.limit is not None,
    )
    values = {
        _bind(parameter, place): value
        for parameter, several in conditions
        for place, value in enumerate(several)
    }
    paging = {"limit": query.limit, "offset": query.offset}
    text, constants = _written(release.engine.dialect, shape)
    return text, {**constants, **values, **query.clocks, **paging}


def _padded(values: Values) -> Values:
    """Repeat the last value up to a power of two, so that few shapes serve lists of any length."""
    size = 1 << (len(values) - 1).bit_length()
    return values + values[-1:] * (size - len(values))


@lru_cache(maxsize=4_096)
def _written(dialect: Dialect, shape: Shape) -> tuple[str, Mapping[str, Any]]:
    compiled = _select(shape).compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
    constants = {name: value for name, value in compiled.params.items() if value is not None}
    return str(compiled), constants


def _select(shape: Shape) -> Select[Any]:
    visible = _visible(shape)
    asked = [_condition(parameter, count) for parameter, count in shape.conditions]
    if shape.form in ("total", "open_bounds"):
        counted = select(func.count()).select_from(FIGURES)
        conditions = asked if shape.form == "total" else _left_open(shape)
        return counted.where(*visible, *conditions)
    wanted = select(_F.csv if shape.form == "csv" else _F.json).where(*visible, *asked)
    if shape.form == "figure":
        return wanted.order_by(_F.revision.desc()).limit(1)
    ordered = wanted.order_by(*_order(shape.sort))
    if not shape.paged:
        return ordered
    return ordered.limit(bindparam("limit")).offset(bindparam("offset"))


def _condition(parameter: str, count: int) -> Clause:
    asks, column = _ASKED[parameter]
    values: list[Any] = [bindparam(_bind(parameter, place)) for place in range(count)]
    return COMPARISONS[asks.comparison](_F[column], values)


def _bind(parameter: str, place: int) -> str:
    """The name of a value in a statement, unlike those that SQLAlchemy makes from columns."""
    return f"asked_{parameter}_{place}"


def _left_open(shape: Shape) -> list[Clause]:
    """Rows that only an open hedge keeps out: all else holds, and the hedge may reach the bound."""
    bounds = {parameter for parameter, _ in shape.conditions} & set(OPEN_HEDGES)
    rest = [
        _condition(parameter, count)
        for parameter, count in shape.conditions
        if parameter not in bounds
    ]
    return [*rest, or_(*(OPEN_HEDGES[name](bindparam(_bind(name, 0))) for name in sorted(bounds)))]


def _visible(shape: Shape) -> list[Clause]:
    """Which rows count on the two clocks; chosen before anything else is asked of them."""
    recorded = [_F.recorded_on <= bindparam("as_of")] if "as_of" in shape.clocks else []
    known = [_F.claimed_on <= bindparam("known_at")] if "known_at" in shape.clocks else []
    later = [_F.recorded_on > bindparam("updated")] if "updated" in shape.clocks else []
    if shape.history:
        return [*recorded, *known, *later]
    keeps_retracted = shape.form == "figure" or bool(later)
    present = [] if keeps_retracted else [_F.change != "retracted"]
    return [*recorded, *known, *_unsurpassed(shape.clocks), *present, *later]


def _unsurpassed(clocks: frozenset[str]) -> list[Clause]:
    """No later revision of the same figure had been recorded, or claimed, by then."""
    if {"as_of", "known_at"} <= clocks:
        newer = FIGURES.alias("newer")
        surpassed = exists().where(
            newer.c.id == _F.id,
            newer.c.revision > _F.revision,
            newer.c.recorded_on <= bindparam("as_of"),
            newer.c.claimed_on <= bindparam("known_at"),
        )
        return [or_(_F.superseded_on.is_(None), ~surpassed)]
    if "as_of" in clocks:
        return [or_(_F.superseded_on.is_(None), _F.superseded_on > bindparam("as_of"))]
    if "known_at" in clocks:
        return [or_(_F.outclaimed_on.is_(None), _F.outclaimed_on > bindparam("known_at"))]
    return [_F.superseded_on.is_(None)]


def _order(sort: tuple[str, ...]) -> list[ColumnElement[Any]]:
    """The columns to sort by, missing values last, and the position to make the order total."""
    keys: list[ColumnElement[Any]] = []
    for key in sort:
        name = key.removeprefix("-")
        column = _F.rank if name == "id" else _F[name]
        directed = column.desc() if key.startswith("-") else column.asc()
        keys.append(directed.nulls_last() if column.nullable else directed)
    return [*keys, _F.position]
