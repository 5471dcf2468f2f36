"""Days and periods in the words of a newspaper."""

from datetime import date
from functools import lru_cache

from datasets.model.period import Edge, Period, parse

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@lru_cache(maxsize=20_000)
def period_in_sentence(period: Period, nature: str, claimed_on: date | None = None) -> str:
    """A period as a sentence says it: ``on 14 March 2022``, ``since 24 February 2022``.

    ``nature`` is the nature of the figure. A running total that ends on the day of the claim is
    counted "since" its start; a count of two days is "on" them; a stock on the last day of a year
    is counted "at the end of" it.
    """
    period = _shortest(period)
    if period.single:
        return _moment(period.closing, nature)
    closing = _edge_text(period.closing)
    if period.opening is None:
        return f"by {closing}"
    if nature == "total" and period.closing.precision == "day" and period.end == claimed_on:
        return f"since {_edge_text(period.opening)}"
    opening = _opening_text(period.opening, period.closing)
    if nature == "count" and _is_two_days(period):
        return f"on {opening} and {closing}"
    return f"between {opening} and {closing}"


@lru_cache(maxsize=20_000)
def period_name(period: Period) -> str:
    """A period by itself: ``August 2024``, ``12 to 18 August 2024``, ``until 19 August 2024``."""
    period = _shortest(period)
    closing = _edge_text(period.closing)
    if period.single:
        return closing
    if period.opening is None:
        return f"until {closing}"
    return f"{_opening_text(period.opening, period.closing)} to {closing}"


def span(start: date | None, end: date) -> Period:
    """The period from a day to a day; without a start, the period until a day."""
    return parse(f"{end}" if start == end else f"{start or ''}/{end}")


@lru_cache(maxsize=20_000)
def day_text(day: date) -> str:
    """A day: ``19 August 2024``."""
    return f"{day.day} {month_text(day)}"


def range_text(first: date, last: date) -> str:
    """Days from one to another: ``on 18 August 2024``, ``from 12 to 18 August 2024``."""
    period = span(first, last)
    if period.opening is None or first == last:
        return f"on {day_text(last)}"
    return f"from {_opening_text(period.opening, period.closing)} to {day_text(last)}"


def days_text(days: int) -> str:
    """A number of days: ``1 day``, ``7 days``, ``1,559 days``."""
    return f"{days:,} {'day' if days == 1 else 'days'}"


def _shortest(period: Period) -> Period:
    """The day, month or year that a period from its first to its last day is, else the period."""
    opening, closing = period.opening, period.closing
    if period.single or opening is None or period.approximate or period.precision != "day":
        return period
    if opening.first == closing.last:
        return parse(f"{closing.last}")
    for text in (f"{opening.first}"[:7], f"{opening.first}"[:4]):
        whole = parse(text)
        if (whole.start, whole.end) == (period.start, period.end):
            return whole
    return period


def _is_two_days(period: Period) -> bool:
    if period.start is None or period.approximate or period.precision != "day":
        return False
    return (period.end - period.start).days == 1


def _moment(edge: Edge, nature: str) -> str:
    if (
        nature == "stock"
        and edge.precision == "day"
        and (edge.last.month, edge.last.day) == (12, 31)
    ):
        return f"{'around' if edge.approximate else 'at'} the end of {edge.last.year}"
    if edge.approximate:
        return _edge_text(edge)
    return f"{'on' if edge.precision == 'day' else 'in'} {_edge_text(edge)}"


def _opening_text(opening: Edge, closing: Edge) -> str:
    """The start of a period, without the year that it shares with the end.

    It is a day alone if the end is in the same month and both are exact.
    """
    first, last = opening.last, closing.last
    units = {opening.precision, closing.precision}
    if len(units) > 1 or units == {"year"} or first.year != last.year:
        return _edge_text(opening)
    exact = not (opening.approximate or closing.approximate)
    if opening.precision == "day" and exact and first.month == last.month:
        return f"{first.day}"
    return _edge_text(opening).removesuffix(f" {first.year}")


def _edge_text(edge: Edge) -> str:
    text = {
        "day": day_text(edge.last),
        "month": month_text(edge.last),
        "year": f"{edge.last.year}",
    }[edge.precision]
    return f"around {text}" if edge.approximate else text


def month_text(day: date) -> str:
    return f"{_MONTHS[day.month - 1]} {day.year}"
