"""The figures of each conflict, by the rule of `datasets.model.references.Conflict`."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Select, case, or_, select

from datasets.model.references import Conflict
from datasets.release.compiler.rows import References
from datasets.release.queries.conflicts import IN_CONFLICT
from datasets.release.queries.newest import IS_COUNT, first_of_each
from datasets.release.tables import CONFLICT_FIGURES, FIGURES, WITHIN

_F = FIGURES.c
_IS_PERSON = _F.unit == "person"
# People lost first, then other people, then all else; the newest; a total before a count of a day.
_NEWEST_FIRST = (
    case((_IS_PERSON & (_F.dataset == "losses"), 0), (_IS_PERSON, 1), else_=2),
    _F.claimed_on.desc(),
    IS_COUNT,
    _F.period_end.desc(),
    _F.position,
)


def conflict_figures(connection: Connection, references: References) -> Iterator[tuple[str, int]]:
    """The rows of `CONFLICT_FIGURES`. Needs the rows of `FIGURES` and `WITHIN`."""
    for code, conflict in references.conflicts.items():
        for position in connection.execute(_positions(conflict)).scalars().all():
            yield code, position


def newest_figures(connection: Connection) -> dict[str, str]:
    """The id of the newest current figure of each conflict, by the code of the conflict."""
    conflict = CONFLICT_FIGURES.c.conflict
    newest = first_of_each((conflict, _F.id), (conflict,), _NEWEST_FIRST, IN_CONFLICT)
    return dict(map(tuple, connection.execute(newest)))


def _positions(conflict: Conflict) -> Select[Any]:
    inside = select(WITHIN.c.place).where(WITHIN.c.ancestor.in_(conflict.places))
    rows = select(_F.position).where(
        or_(_F.place.in_(inside), _F.subject.in_(conflict.subjects)),
        _F.period_end >= conflict.start.isoformat(),
    )
    if conflict.end:
        rows = rows.where(_F.period_end <= conflict.end.isoformat())
    return rows.order_by(_F.position)
