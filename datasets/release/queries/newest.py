"""Statement for the newest current figure of each group: of each series, or of each conflict."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select

from datasets.release.queries.vintages import CURRENT
from datasets.release.tables import FIGURES

_F = FIGURES.c
# A total says more than the count of a day.
IS_COUNT = case((_F.nature == "count", 1), else_=0)
NEWEST_FIRST = (IS_COUNT, _F.claimed_on.desc(), _F.period_end.desc(), _F.position)


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
