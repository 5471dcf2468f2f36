"""The newest figure of each series of a conflict."""

from typing import Any, NamedTuple

from sqlalchemy import Select

from datasets.release.queries.newest import NEWEST_FIRST, first_of_each
from datasets.release.release import Release
from datasets.release.tables import CONFLICT_FIGURES, FIGURES

_F = FIGURES.c
_SERIES = (_F.metric, _F.subject, _F.place, _F.claimant)
IN_CONFLICT = CONFLICT_FIGURES.c.position == _F.position


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
