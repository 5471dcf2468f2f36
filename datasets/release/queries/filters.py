"""Filters of figures, each as a condition on the rows of a release."""

from collections.abc import Callable, Collection, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any

from sqlalchemy import Column, ColumnElement, and_, bindparam, or_, select

from datasets.model.codelists import QUANTIFIERS
from datasets.model.filters import Filter, filters_of
from datasets.model.published_row import PublishedRowSchema
from datasets.release.tables import CONFLICT_FIGURES, FEED_SOURCES, FIGURES, WITHIN

Clause = ColumnElement[bool]

# Filters by columns that are not published.
UNPUBLISHED: Mapping[Filter, str] = MappingProxyType(
    {
        Filter(
            "claimant_side", "one-of", "Claims of actors on this side of the conflict"
        ): "claimant_side",
        Filter(
            "exclude_belligerents", "is-missing", "Only claims of third parties"
        ): "claimant_side",
        Filter(
            "conflict",
            "of-conflict",
            "Figures of the places and the subjects of a conflict since it began",
        ): "position",
        Filter("feed", "of-feed", "Figures that were read in a file of this feed"): "source",
    }
)
FILTERS: Mapping[Filter, str] = MappingProxyType({**filters_of(PublishedRowSchema), **UNPUBLISHED})

# Filters that are no parameters of the API.
_INTERNAL = {
    Filter("figure_id", "one-of", "One figure"): "id",
    Filter("revision", "one-of", "One revision of it"): "revision",
    Filter("ended_by", "at-most", "The period had ended by this day"): "period_end",
}
_BY_PARAMETER = {
    filter_.parameter: (filter_, column) for filter_, column in {**FILTERS, **_INTERNAL}.items()
}
_F = FIGURES.c
# Comparisons with codes of another table: the column of the codes, and the key of its rows, which
# is the value of the filter's own column.
LINKS: Mapping[str, tuple[Column[Any], Column[Any]]] = MappingProxyType(
    {
        "inside": (WITHIN.c.ancestor, WITHIN.c.place),
        "of-conflict": (CONFLICT_FIGURES.c.conflict, CONFLICT_FIGURES.c.position),
        "of-feed": (FEED_SOURCES.c.feed, FEED_SOURCES.c.source),
    }
)


def _is_linked(
    code: Column[Any], key: Column[Any], column: ColumnElement[Any], values: list[Any]
) -> Clause:
    return column.in_(select(key).where(code.in_(values)))


COMPARISONS: Mapping[str, Callable[[ColumnElement[Any], list[Any]], Clause]] = MappingProxyType(
    {
        "one-of": lambda column, values: column.in_(values),
        **{name: partial(_is_linked, code, key) for name, (code, key) in LINKS.items()},
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

# For each bound: the open-ended hedges that may satisfy it although the printed value does not.
OPEN_HEDGES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "value_min": tuple(code for code, q in QUANTIFIERS.items() if q.lower > q.upper),
        "value_max": tuple(code for code, q in QUANTIFIERS.items() if q.upper > q.lower),
    }
)


# The name of a value in a statement, of (parameter, index): SQLAlchemy makes no such names from
# columns.
bind_name = "filter_{}_{}".format


def comparison_of(parameter: str) -> tuple[str, str]:
    """The comparison of a filter, and its column."""
    filter_, column = _BY_PARAMETER[parameter]
    return filter_.comparison, column


def code_parameters() -> tuple[str, ...]:
    """The filters that select rows by codes."""
    return tuple(
        filter_.parameter
        for filter_, column in _BY_PARAMETER.values()
        if filter_.comparison in ("one-of", *LINKS) and column != "id"
    )


def condition_of(parameter: str, count: int) -> Clause:
    """The condition of a filter with so many values, which are bound by `bind_name`."""
    filter_, column = _BY_PARAMETER[parameter]
    values: list[Any] = [bindparam(bind_name(parameter, index)) for index in range(count)]
    return COMPARISONS[filter_.comparison](_F[column], values)


def code_column(parameter: str) -> tuple[Column[Any], tuple[Clause, ...]]:
    """The column with the codes of a filter, and the conditions that link its row to a figure."""
    filter_, name = _BY_PARAMETER[parameter]
    if filter_.comparison not in LINKS:
        return _F[name], ()
    code, key = LINKS[filter_.comparison]
    return code, (key == _F[name],)


def hidden_by_open_hedge(conditions: Collection[tuple[str, int]]) -> list[Clause]:
    """Conditions for rows that only an open hedge excludes, of (parameter, number of values)."""
    bounds = {parameter for parameter, _ in conditions} & set(OPEN_HEDGES)
    others = [condition_of(name, count) for name, count in conditions if name not in bounds]
    excluded = (
        and_(or_(*(_F.quantifier == code for code in OPEN_HEDGES[name])), ~condition_of(name, 1))
        for name in sorted(bounds)
    )
    return [*others, or_(*excluded)]
