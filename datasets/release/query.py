"""From a question to the rendered rows that answer it: the only place that knows SQL."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Literal

from sqlalchemy import ColumnElement, Dialect, Select, and_, bindparam, func, or_, select

from datasets.model.codes import QUANTIFIERS
from datasets.model.columns import Filter, filters_of
from datasets.model.publication import PublishedRow
from datasets.release.clocks import visible
from datasets.release.engines import Release
from datasets.release.order import DEFAULT_SORT, Key, after, beyond, keys_of
from datasets.release.tables import FIGURES, RENDERED, WITHIN

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
MOST_COUNTS = 10_000

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
    recorded later, retracted figures included; ``history`` keeps every revision. A page begins
    behind the row at the position ``after``, or ``offset`` rows later.
    """

    conditions: tuple[tuple[str, Values], ...] = ()
    as_of: date | None = None
    known_at: date | None = None
    updated_after: date | None = None
    history: bool = False
    sort: tuple[str, ...] = DEFAULT_SORT
    limit: int | None = None
    offset: int = 0
    after: int | None = None

    @property
    def clocks(self) -> Mapping[str, str]:
        """The days that were given, as ISO text."""
        days = {"as_of": self.as_of, "known_at": self.known_at, "updated": self.updated_after}
        return {name: day.isoformat() for name, day in days.items() if day}


@dataclass(frozen=True, slots=True)
class Page:
    """Rendered rows, how many there are in all, and how many an open hedge kept out.

    ``last`` is the position of the last row where more rows follow it.
    """

    rows: tuple[str, ...]
    total: int
    open_bounds: int
    last: int | None


Form = Literal["json", "csv", "total", "open_bounds", "figure", "keys"]


@dataclass(frozen=True, slots=True)
class Shape:
    """A question without its values: what a statement is written for, once."""

    form: Form
    conditions: tuple[tuple[str, int], ...]
    clocks: frozenset[str]
    history: bool
    sort: tuple[str, ...]
    paged: bool
    reached: tuple[bool, ...] = ()


def page(release: Release, query: Query) -> Page:
    """The rows of one page as JSON objects."""
    rows = _next_rows(release, query)
    shown = rows[: query.limit]
    last = shown[-1].position if len(rows) > len(shown) else None
    return Page(tuple(row.json for row in shown), *_counts(release, query), last)


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


def _counts(release: Release, query: Query) -> tuple[int, int]:
    """How many rows answer, and how many an open hedge keeps out: the same on every page."""
    asked = replace(query, sort=DEFAULT_SORT, limit=None, offset=0, after=None)
    if asked not in release.counts:
        bounded = {parameter for parameter, _ in query.conditions} & set(OPEN_HEDGES)
        [[total]] = _rows(release, asked, "total")
        [[open_bounds]] = _rows(release, asked, "open_bounds") if bounded else [[0]]
        if len(release.counts) >= MOST_COUNTS:
            release.counts.clear()
        release.counts[asked] = (total, open_bounds)
    return release.counts[asked]


def _next_rows(release: Release, query: Query) -> list[Any]:
    """The rows of a page, and one more if there is one."""
    more = replace(query, limit=query.limit + 1) if query.limit else query
    reached = tuple(_rows(release, query, "keys")[0]) if query.after else ()
    return _rows(release, more, "json", reached)


def _rows(release: Release, query: Query, form: Form, reached: Values = ()) -> list[Any]:
    statement, values = _statement(release, query, form, reached)
    with release.reading() as connection:
        return list(connection.exec_driver_sql(statement, values).all())


def _statement(
    release: Release, query: Query, form: Form, reached: Values = ()
) -> tuple[str, dict[str, Any]]:
    """The text of a statement, written once for each shape, and the values for it."""
    conditions = tuple((parameter, _padded(values)) for parameter, values in query.conditions)
    shape = Shape(
        form,
        tuple((parameter, len(values)) for parameter, values in conditions),
        frozenset(query.clocks),
        query.history,
        query.sort,
        query.limit is not None,
        tuple(value is None for value in reached),
    )
    values = {
        _bind(parameter, place): value
        for parameter, several in conditions
        for place, value in enumerate(several)
    }
    paging = {"limit": query.limit, "offset": query.offset, "position": query.after}
    paging |= {after(place): value for place, value in enumerate(reached)}
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
    keys = keys_of(shape.sort, history=shape.history)
    if shape.form == "keys":
        return select(*(key.column for key in keys)).where(_F.position == bindparam("position"))
    seen = visible(shape.clocks, history=shape.history, retracted=shape.form == "figure")
    asked = [_condition(parameter, count) for parameter, count in shape.conditions]
    if shape.form in ("total", "open_bounds"):
        counted = select(func.count()).select_from(FIGURES)
        conditions = asked if shape.form == "total" else _left_open(shape)
        return counted.where(*seen, *conditions)
    served = RENDERED.c.csv if shape.form == "csv" else RENDERED.c.json
    found = FIGURES.join(RENDERED, RENDERED.c.position == _F.position)
    wanted = select(served, _F.position).select_from(found).where(*seen, *asked)
    if shape.form == "figure":
        return wanted.order_by(_F.revision.desc()).limit(1)
    if not shape.paged:
        return wanted.order_by(*(key.ordered() for key in keys))
    return _page(select().where(*seen, *asked), keys, shape.reached)


def _page(asked: Select[Any], keys: tuple[Key, ...], reached: tuple[bool, ...]) -> Select[Any]:
    """Some rows of those that answer: found first, so that no long text is sorted or left out."""
    names = tuple(after(place) for place in range(len(keys)))
    columns = (key.column.label(name) for key, name in zip(keys, names, strict=True))
    found = asked.add_columns(_F.position, *columns).order_by(*(key.ordered() for key in keys))
    if reached:
        found = found.where(beyond(keys, reached))
    page = found.limit(bindparam("limit")).offset(bindparam("offset")).subquery("page")
    order = (key.ordered(page.c[name]) for key, name in zip(keys, names, strict=True))
    return (
        select(RENDERED.c.json, RENDERED.c.position)
        .join(page, page.c.position == RENDERED.c.position)
        .order_by(*order)
    )


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
