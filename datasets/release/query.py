"""From a question to the rendered rows that answer it: the only place that knows SQL."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import chain
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, Dialect, Select, bindparam, func, select

from datasets.release.clocks import visible
from datasets.release.engines import Release
from datasets.release.filters import FILTERS as FILTERS  # said again: it is what may be asked
from datasets.release.filters import OPEN_HEDGES, bound, condition, left_open
from datasets.release.gathered import gathered, scattered
from datasets.release.order import DEFAULT_SORT, Key, after, beyond, keys_of
from datasets.release.tables import FIGURES, RENDERED

_F = FIGURES.c
_BATCH = 2_000
_AT_ONCE = 256
MOST_COUNTS = 2_000  # questions may be 8 KiB long

Values = tuple[Any, ...]


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


class Claimed(NamedTuple):
    """What a row claims, in codes; ``position`` is its place in the release."""

    id: str
    metric: str
    kind: str
    unit: str
    subject: str
    place: str
    claimant: str
    period: str
    quantifier: str
    value: float | None
    value_lower: float | None
    value_upper: float | None
    claimed_on: str
    derived_from: str | None
    position: int


Form = Literal["json", "csv", "claimed", "ends", "total", "open_bounds", "figure", "keys"]


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
    with release.reading() as connection:
        count, open_bounds = _counts(release, connection, query)
        # Where nothing answers, all rows would be looked at for one.
        rows = _next_rows(connection, query) if count else []
    shown = rows[: query.limit]
    last = shown[-1].position if len(rows) > len(shown) else None
    return Page(tuple([row[0] for row in shown]), count, open_bounds, last)


def lines(release: Release, query: Query, form: Literal["json", "csv"]) -> Iterator[str]:
    """Every row that answers, as JSON objects or CSV lines, a few thousand in memory at a time."""
    return chain.from_iterable(parts(release, query, form))


def parts(release: Release, query: Query, form: Literal["json", "csv"]) -> Iterator[list[str]]:
    """The same in the parts in which they are read; none is empty."""
    with release.streaming() as connection:
        statement, values = _statement(connection.dialect, replace(query, limit=None), form)
        streaming = connection.execution_options(stream_results=True, max_row_buffer=_BATCH)
        for part in streaming.exec_driver_sql(statement, values).partitions(_BATCH):
            yield [row[0] for row in part]


def total(release: Release, query: Query) -> int:
    """How many rows answer."""
    with release.reading() as connection:
        return _counts(release, connection, query)[0]


def claimed(release: Release, query: Query) -> list[Claimed]:
    """What every row that answers claims, or so many of them, without reading them whole."""
    with release.reading() as connection:
        return _claimed(connection, query)


def last_claimed(release: Release, query: Query, days: int) -> list[Claimed]:
    """The same of the rows whose period ends in the last days of a claimant's, by claimant.

    The query names neither claimants nor a start: each is asked of once.
    """
    found = []
    with release.reading() as connection:
        for claimant, end in _rows(connection, query, "ends"):
            since = (date.fromisoformat(end) - timedelta(days=days)).isoformat()
            lately = (("claimant", (claimant,)), ("start_date", (since,)))
            found += _claimed(connection, replace(query, conditions=(*query.conditions, *lately)))
    return found


def rendered(release: Release, positions: Sequence[int]) -> dict[int, str]:
    """The JSON objects of rows by their positions."""
    found: dict[int, str] = {}
    with release.reading() as connection:
        for begin in range(0, len(positions), _AT_ONCE):
            some = _padded(tuple(positions[begin : begin + _AT_ONCE]))
            statement = _at_positions(connection.dialect, len(some))
            values = {bound("position", place): value for place, value in enumerate(some)}
            found |= {row[0]: row[1] for row in connection.exec_driver_sql(statement, values).all()}
    return found


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
    with release.reading() as connection:
        rows = _rows(connection, query, "figure")
    return rows[0][0] if rows else None


def revisions(release: Release, figure_id: str) -> tuple[str, ...]:
    """Every row of a figure as JSON, oldest first."""
    query = Query((("figure_id", (figure_id,)),), history=True, sort=("id",))
    with release.reading() as connection:
        return tuple(row[0] for row in _rows(connection, query, "json"))


def _counts(release: Release, connection: Connection, query: Query) -> tuple[int, int]:
    """How many rows answer, and how many an open hedge keeps out: the same on every page."""
    asked = replace(query, sort=DEFAULT_SORT, limit=None, offset=0, after=None)
    if asked not in release.counts:
        bounded = {parameter for parameter, _ in query.conditions} & set(OPEN_HEDGES)
        [[total]] = _rows(connection, asked, "total")
        [[open_bounds]] = _rows(connection, asked, "open_bounds") if bounded else [[0]]
        if len(release.counts) >= MOST_COUNTS:
            release.counts.clear()
        release.counts[asked] = (total, open_bounds)
    return release.counts[asked]


def _next_rows(connection: Connection, query: Query) -> Sequence[Any]:
    """The rows of a page, and one more if there is one."""
    more = replace(query, limit=query.limit + 1) if query.limit else query
    reached = tuple(_rows(connection, query, "keys")[0]) if query.after else ()
    return _rows(connection, more, "json", reached)


def _claimed(connection: Connection, query: Query) -> list[Claimed]:
    [[cell]] = _rows(connection, query, "claimed")
    return list(map(Claimed._make, scattered(cell)))


def _rows(connection: Connection, query: Query, form: Form, reached: Values = ()) -> Sequence[Any]:
    statement, values = _statement(connection.dialect, query, form, reached)
    return connection.exec_driver_sql(statement, values).all()


def _statement(
    dialect: Dialect, query: Query, form: Form, reached: Values = ()
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
def _written(dialect: Dialect, shape: Shape) -> tuple[str, Mapping[str, Any]]:
    compiled = _select(shape).compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
    constants = {name: value for name, value in compiled.params.items() if value is not None}
    return str(compiled), constants


@lru_cache(maxsize=64)
def _at_positions(dialect: Dialect, count: int) -> str:
    places: list[Any] = [bindparam(bound("position", place), 0) for place in range(count)]
    wanted = select(RENDERED.c.position, RENDERED.c.json).where(RENDERED.c.position.in_(places))
    return str(wanted.compile(dialect=dialect, compile_kwargs={"render_postcompile": True}))


def _select(shape: Shape) -> Select[Any]:
    keys = keys_of(shape.sort, history=shape.history)
    if shape.form == "keys":
        return select(*(key.column for key in keys)).where(_F.position == bindparam("position"))
    seen = visible(shape.clocks, history=shape.history, retracted=shape.form == "figure")
    asked = [condition(parameter, count) for parameter, count in shape.conditions]
    if shape.form in ("total", "open_bounds", "ends"):
        conditions = left_open(shape.conditions) if shape.form == "open_bounds" else asked
        return _summary(shape.form).where(*seen, *conditions)
    order = [key.ordered() for key in keys]
    if shape.form == "claimed":
        columns = (_F[name] for name in Claimed._fields)
        found = select(*columns).where(*seen, *asked).order_by(*order)
        return gathered(found.limit(bindparam("limit")) if shape.paged else found)
    served = RENDERED.c.csv if shape.form == "csv" else RENDERED.c.json
    both = FIGURES.join(RENDERED, RENDERED.c.position == _F.position)
    wanted = select(served, _F.position).select_from(both).where(*seen, *asked)
    if shape.form == "figure":
        return wanted.order_by(_F.revision.desc()).limit(1)
    if not shape.paged:
        return wanted.order_by(*order)
    return _page(select().where(*seen, *asked), keys, shape.reached)


def _summary(form: Form) -> Select[Any]:
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
        found = found.where(beyond(keys, reached))
    page = found.limit(bindparam("limit")).offset(bindparam("offset")).subquery("page")
    order = (key.ordered(page.c[name]) for key, name in zip(keys, names, strict=True))
    return (
        select(RENDERED.c.json, RENDERED.c.position)
        .join(page, page.c.position == RENDERED.c.position)
        .order_by(*order)
    )
