"""Figures, periods and dates as English text."""

from datetime import date
from functools import lru_cache

from datasets.model.codelists import QUANTIFIERS
from datasets.model.figure import Figure
from datasets.model.period import Edge, Period

UNIT_SYMBOLS = {"km2": " km²", "km": " km"}
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def text_of(figure: Figure) -> str:
    """The number of a figure with its hedge: ``more than 600,000``."""
    unit = UNIT_SYMBOLS.get(figure.metric.unit, "")
    return hedged(figure.quantifier, figure.value, figure.value_lower, figure.value_upper, unit)


def hedged(
    quantifier: str, value: float | None, lower: float | None, upper: float | None, unit: str = ""
) -> str:
    """A number with its hedge, its range and the symbol of its unit.

    ``between 60,000 and 100,000``; ``about 5 (4 to 6)``.
    """
    prefix = QUANTIFIERS[quantifier].prefix
    if value is None:
        if lower is None:
            return "a number that cannot be told"
        if upper is None:
            return f"{number(lower)}{unit} or more"
        conjunction = "and" if quantifier == "between" else "to"
        return f"{prefix}{number(lower)} {conjunction} {number(upper)}{unit}"
    stated = f"{prefix}{number(value)}{unit}"
    if lower is None or upper is None:
        return stated
    return f"{stated} ({number(lower)} to {number(upper)}{unit})"


def statement_of(figure: Figure) -> str:
    """A sentence with claimant, day, hedged number, subject, place, period, outlets and source."""
    outlets = "".join(f"relayed by {actor.name}; " for actor in figure.via)
    return (
        f"{capitalized(figure.claimant.name)}, {day_text(figure.claimed_on)}: "
        f"{text_of(figure)} {metric_name(figure)}, {figure.subject.name}, {figure.place.name}, "
        f"{period_text(figure.period)} "
        f"({outlets}{figure.source.publisher.name}, {day_text(figure.source.published)})"
    )


def metric_name(figure: Figure) -> str:
    """The name of the metric, singular if the value is 1."""
    return figure.metric.singular or figure.metric.name if figure.value == 1 else figure.metric.name


def number(value: float) -> str:
    """A number with commas between thousands."""
    return f"{value:,}"


def capitalized(name: str) -> str:
    return name[:1].upper() + name[1:]


@lru_cache(maxsize=20_000)
def period_text(period: Period) -> str:
    """A period as text: ``24 February 2022 to about 20 August 2024``."""
    if period.single or period.opening is None:
        return f"{'' if period.single else 'up to '}{_edge_text(period.closing)}"
    return f"{_edge_text(period.opening)} to {_edge_text(period.closing)}"


def span_text(start: date | None, end: date) -> str:
    """A span of days as text: ``24 February 2022 to 19 August 2024``, or one day."""
    if start is None:
        return f"up to {day_text(end)}"
    return day_text(end) if start == end else f"{day_text(start)} to {day_text(end)}"


@lru_cache(maxsize=20_000)
def day_text(day: date) -> str:
    return f"{day.day} {_month_text(day)}"


def _edge_text(edge: Edge) -> str:
    text = {
        "day": f"{edge.last.day} {_month_text(edge.last)}",
        "month": _month_text(edge.last),
        "year": f"{edge.last.year}",
    }[edge.precision]
    return f"about {text}" if edge.approximate else text


def _month_text(day: date) -> str:
    return f"{_MONTHS[day.month - 1]} {day.year}"
