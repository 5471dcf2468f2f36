"""The newest figure of each series of a conflict."""

from typing import Any, NamedTuple

from sqlalchemy import Select, case, func, select

from datasets.release.queries.vintages import visible_at
from datasets.release.release import Release
from datasets.release.tables import CONFLICT_FIGURES, FIGURES

_F = FIGURES.c
_SERIES = (_F.metric, _F.subject, _F.place, _F.claimant)
# A total says more than the count of a day.
_IS_COUNT = case((_F.nature == "count", 1), else_=0)
_NEWEST_FIRST = (_IS_COUNT, _F.claimed_on.desc(), _F.period_end.desc(), _F.position)


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
    rank = func.row_number().over(partition_by=_SERIES, order_by=_NEWEST_FIRST).label("rank")
    ranked = (
        select(*(_F[name] for name in SeriesEnd._fields), rank)
        .join(CONFLICT_FIGURES, CONFLICT_FIGURES.c.position == _F.position)
        .where(
            *visible_at(frozenset(), history=False, retracted=False),
            CONFLICT_FIGURES.c.conflict == conflict,
        )
        .subquery()
    )
    ends = select(*(ranked.c[name] for name in SeriesEnd._fields)).where(ranked.c.rank == 1)
    return ends.order_by(ranked.c.claimed_on.desc(), ranked.c.position.desc())
