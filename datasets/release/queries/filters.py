"""What may be asked of figures: each filter as a condition on the rows of a release."""

from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, or_, select

from datasets.model.codelists import QUANTIFIERS
from datasets.model.filters import Filter, filters_of
from datasets.model.published_row import PublishedRowSchema
from datasets.release.tables import FIGURES, WITHIN

Clause = ColumnElement[bool]

# Questions about columns that are not published.
UNPUBLISHED: Mapping[Filter, str] = MappingProxyType(
    {
        Filter("claimant_side", "one-of", "Claims of one belligerent's side"): "claimant_side",
        Filter(
            "exclude_belligerents", "is-missing", "Only claims of third parties"
        ): "claimant_side",
    }
)
FILTERS: Mapping[Filter, str] = MappingProxyType({**filters_of(PublishedRowSchema), **UNPUBLISHED})

_BY_ID = {
    Filter("figure_id", "one-of", "One figure"): "id",
    Filter("revision", "one-of", "One revision of it"): "revision",
    Filter("ended_by", "at-most", "The period had ended by this day"): "period_end",
}
_ASKED = {asks.parameter: (asks, column) for asks, column in {**FILTERS, **_BY_ID}.items()}
_F = FIGURES.c
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


def condition(parameter: str, count: int) -> Clause:
    asks, column = _ASKED[parameter]
    values: list[Any] = [bindparam(bound(parameter, place)) for place in range(count)]
    return COMPARISONS[asks.comparison](_F[column], values)


def bound(parameter: str, place: int) -> str:
    """The name of a value in a statement, unlike those that SQLAlchemy makes from columns."""
    return f"asked_{parameter}_{place}"


def hidden_by_open_hedge(asked: Collection[tuple[str, int]]) -> list[Clause]:
    """Rows that only an open hedge keeps out: all else holds, and the hedge may reach the bound."""
    bounds = {parameter for parameter, _ in asked} & set(OPEN_HEDGES)
    rest = [condition(parameter, count) for parameter, count in asked if parameter not in bounds]
    return [*rest, or_(*(OPEN_HEDGES[name](bindparam(bound(name, 0))) for name in sorted(bounds)))]
