"""The figures of each conflict, by the rule of `datasets.model.references.Conflict`."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Select, or_, select

from datasets.model.references import Conflict
from datasets.release.compiler.rows import References
from datasets.release.tables import FIGURES, WITHIN

_F = FIGURES.c


def conflict_figures(connection: Connection, references: References) -> Iterator[tuple[str, int]]:
    """The rows of `CONFLICT_FIGURES`. Needs the rows of `FIGURES` and `WITHIN`."""
    for code, conflict in references.conflicts.items():
        for position in connection.execute(_positions(conflict)).scalars().all():
            yield code, position


def _positions(conflict: Conflict) -> Select[Any]:
    inside = select(WITHIN.c.place).where(WITHIN.c.ancestor.in_(conflict.places))
    rows = select(_F.position).where(
        or_(_F.place.in_(inside), _F.subject.in_(conflict.subjects)),
        _F.period_end >= conflict.start.isoformat(),
    )
    if conflict.end:
        rows = rows.where(_F.period_end <= conflict.end.isoformat())
    return rows.order_by(_F.position)
