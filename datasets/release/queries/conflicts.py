"""The newest figure of each series of a conflict."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, case, func, select

from datasets.release.queries.vintages import CURRENT
from datasets.release.release import Release
from datasets.release.tables import CONFLICT_FIGURES, FIGURES

_F = FIGURES.c
_SERIES = (_F.metric, _F.subject, _F.place, _F.claimant)
IN_CONFLICT = CONFLICT_FIGURES.c.position == _F.position
# A total says more than the count of a day.
IS_COUNT = case((_F.nature == "count", 1), else_=0)
NEWEST_FIRST = (IS_COUNT, _F.claimed_on.desc(), _F.period_end.desc(), _F.position)


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
    with release.connect() as connection:
        rows = connection.execute(_series_ends(conflict))
        return tuple(SeriesEnd._make(row) for row in rows)


def _series_ends(conflict: str) -> Select[Any]:
    columns = [_F[name] for name in SeriesEnd._fields]
    of_conflict = CONFLICT_FIGURES.c.conflict == conflict
    ends = first_of_each(columns, _SERIES, NEWEST_FIRST, IN_CONFLICT, of_conflict)
    newest_first = (ends.selected_columns[name].desc() for name in ("claimed_on", "position"))
    return ends.order_by(*newest_first)


def first_of_each(
    columns: Sequence[ColumnElement[Any]],
    group: Sequence[ColumnElement[Any]],
    order: Sequence[ColumnElement[Any]],
    *conditions: ColumnElement[bool],
) -> Select[Any]:
    """A statement for the first current figure in each group, in an order."""
    rank = func.row_number().over(partition_by=group, order_by=order).label("rank")
    ranked = select(*columns, rank).where(*CURRENT, *conditions).subquery()
    selected = [column for column in ranked.c if column.key != rank.key]
    return select(*selected).where(ranked.c.rank == 1)
