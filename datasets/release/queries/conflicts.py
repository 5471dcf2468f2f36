"""Queries for conflicts: the newest figure of each of their series, and of each conflict."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, case, func, select

from datasets.release.queries.vintages import visible_at
from datasets.release.release import Release
from datasets.release.tables import CONFLICT_FIGURES, FIGURES

_F = FIGURES.c
_CONFLICT = CONFLICT_FIGURES.c
_IS_COUNT = case((_F.nature == "count", 1), else_=0)
# Deaths first, then other people, then all else.
_INTEREST = case(
    ((_F.unit == "person") & (_F.dataset == "losses"), 0), (_F.unit == "person", 1), else_=2
)
_NEWEST_FIRST = (_F.claimed_on.desc(), _F.period_end.desc(), _F.position)


class SeriesEnd(NamedTuple):
    """The newest figure of a series: its question and claimant, and its position.

    ``printed_high`` is its value, or the upper end of its range.
    """

    dataset: str
    metric: str
    subject: str
    place: str
    claimant: str
    unit: str
    claimed_on: str
    printed_high: float
    position: int


def series_ends(release: Release, conflict: str) -> tuple[SeriesEnd, ...]:
    """The newest figure of each series of a conflict, a total rather than a count; newest first."""
    columns = [_F[name] for name in SeriesEnd._fields]
    series = (_F.metric, _F.subject, _F.place, _F.claimant)
    ends = _first_of_each(
        columns, series, (_IS_COUNT, *_NEWEST_FIRST), _CONFLICT.conflict == conflict
    )
    newest_first = ends.order_by(
        *(ends.selected_columns[name].desc() for name in ("claimed_on", "position"))
    )
    with release.connect() as connection:
        return tuple(SeriesEnd._make(row) for row in connection.execute(newest_first))


def newest_positions(release: Release) -> dict[str, int]:
    """The position of the newest figure of each conflict, by its code."""
    columns = [_CONFLICT.conflict, _F.position]
    order = (_INTEREST, _F.claimed_on.desc(), _IS_COUNT, _F.period_end.desc(), _F.position)
    with release.connect() as connection:
        rows = connection.execute(_first_of_each(columns, (_CONFLICT.conflict,), order))
        return {row.conflict: row.position for row in rows}


def _first_of_each(
    columns: Sequence[ColumnElement[Any]],
    group: Sequence[ColumnElement[Any]],
    order: Sequence[ColumnElement[Any]],
    *conditions: ColumnElement[bool],
) -> Any:
    """A statement for the first current figure of each group, in an order."""
    rank = func.row_number().over(partition_by=group, order_by=order).label("rank")
    ranked = (
        select(*columns, rank)
        .join(CONFLICT_FIGURES, _CONFLICT.position == _F.position)
        .where(*visible_at(frozenset(), history=False, retracted=False), *conditions)
        .subquery()
    )
    return select(*(ranked.c[column.name] for column in columns)).where(ranked.c.rank == 1)
