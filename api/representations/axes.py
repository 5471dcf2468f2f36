"""Axes of charts: round ticks for values, and calendar labels for days.

A day is a band from one midnight to the next, and its figure is drawn at noon. The label of a month
or a year is in the middle of its band, not at its start: the figure of 31 December 2022 is drawn in
the band of 2022.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from math import ceil, floor, inf, log10
from types import MappingProxyType
from typing import NamedTuple

from datasets.claims.intervals import INTERVALS, ONE_DAY, last_day
from datasets.claims.periods import month_text

MAX_STEPS = 4  # between the ticks of values
NICE_STEPS = (1, 2, 2.5, 5, 10)
# For an axis that begins above zero: the lowest by the highest number, and the part of the highest
# that the axis spans, so that small differences look small.
MIN_CLOSENESS = 0.6
MIN_SPAN = 0.1
NOT_FROM_ZERO = "the axis does not begin at 0"

_NOON = 0.5  # days
_EPOCH = date(1970, 1, 1)
_MILLISECONDS = 86_400_000  # of a day


class Level(NamedTuple):
    """Two rows of labels: ``inner`` intervals, and the ``outer`` ones around them, if any."""

    max_days: float
    inner: str
    outer: str
    strides: Sequence[int]  # the inner intervals from one label to the next


LEVELS = (
    Level(62, "day", "month", (1, 2, 5, 10)),
    Level(915, "month", "year", (1, 3, 6)),
    Level(inf, "year", "", (1, 2, 5, 10, 20, 50)),
)
# Pixels for a label, by interval and row.
LABEL_WIDTHS: Mapping[tuple[str, int], int] = MappingProxyType(
    {
        ("day", 0): 22,
        ("month", 0): 32,
        ("year", 0): 40,
        ("month", 1): 96,
        ("year", 1): 40,
    }
)


class TimeLabel(NamedTuple):
    time: float  # milliseconds since 1970, UTC
    text: str
    row: int  # 0 is next to the axis


class TimeAxis(NamedTuple):
    """Ends, ticks and borders in milliseconds since 1970, and labels between them."""

    ends: tuple[float, float]
    ticks: list[float]
    borders: list[float]  # of the intervals in the last row of labels
    labels: list[TimeLabel]


class _Band(NamedTuple):
    first: date
    start: float  # in days since 1970, within the ends of the axis
    end: float
    whole: bool

    @property
    def middle(self) -> float:
        return (self.start + self.end) / 2


def value_ticks(
    numbers: Sequence[float], min_step: float, *, from_zero: bool = False
) -> list[float]:
    """Ticks from zero, or from above it if all numbers are close together.

    ``min_step`` is the least distance between two ticks; ``from_zero`` forbids a start above zero.
    """
    low, high = min(numbers), max(numbers)
    above_zero = not from_zero and MIN_CLOSENESS * high < low < high
    width = max(high - low, MIN_SPAN * high) if above_zero else high
    step = max(min_step, _nice_step(width))
    first = max(0, floor(low / step) - 1) if above_zero else 0
    last = max(first + 1, ceil(high / step))
    return [round(step * number, 6) for number in range(first, last + 1)]


def axis_title(unit: str, ticks: Sequence[float]) -> str:
    """The unit, and that the axis begins above zero."""
    return f"{unit} ({NOT_FROM_ZERO})" if ticks[0] else unit


def _nice_step(width: float) -> float:
    """The least round step that divides a width into at most MAX_STEPS parts; 1 for no width."""
    if width <= 0:
        return 1
    exact = width / MAX_STEPS
    power = 10.0 ** floor(log10(exact))
    return next(step * power for step in NICE_STEPS if step * power >= exact * (1 - 1e-9))


def noon(day: date) -> float:
    """The middle of a day, in milliseconds since 1970."""
    return _milliseconds(_days(day) + _NOON)


def midnight(day: date) -> float:
    """The start of a day, in milliseconds since 1970."""
    return _milliseconds(_days(day))


def time_axis(first: date, last: date, width: int) -> TimeAxis:
    """The axis of the days from the first to the last, ``width`` pixels wide."""
    start, end = float(_days(first)), float(_days(last) + 1)
    level = next(level for level in LEVELS if end - start <= level.max_days)
    interval, row = (level.outer, 1) if level.outer else (level.inner, 0)
    start, end = _with_room(interval, start, end, LABEL_WIDTHS[interval, row] / width)
    outer, inner = list(_bands(interval, start, end)), list(_bands(level.inner, start, end))
    density = width / (end - start)  # pixels for a day
    stride = _stride(level, density * (end - start) / len(inner))
    labelled = [
        band
        for band in inner
        if (band.whole or (band.end - band.start) * density >= LABEL_WIDTHS[level.inner, 0])
        and _is_labelled(level.inner, band.first, stride)
    ]
    labels = [
        TimeLabel(_milliseconds(band.middle), _INNER_TEXTS[level.inner](band.first), 0)
        for band in labelled or [max(inner, key=lambda band: band.end - band.start)]
    ]
    if level.outer:
        labels += [
            TimeLabel(_milliseconds(band.middle), _OUTER_TEXTS[interval](band.first), 1)
            for band in outer
            if len(outer) == 1 or (band.end - band.start) * density >= LABEL_WIDTHS[interval, row]
        ]
    return TimeAxis(
        (_milliseconds(start), _milliseconds(end)),
        [_milliseconds(band.start) for band in inner[1:]],
        [_milliseconds(band.start) for band in outer[1:]],
        labels,
    )


def _with_room(interval: str, start: float, end: float, share: float) -> tuple[float, float]:
    """The ends of an axis, so far apart that the first and the last label fit into the axis.

    ``share`` is the part of the axis that a label takes. No other interval is added.
    """
    bands = list(_bands(interval, start, end))
    if len(bands) == 1:
        return start, end
    room = 1.2 * share * (end - start)  # more than a label takes, because the axis grows
    whole = _days(bands[0].first), _days(last_day(interval, bands[-1].first) + ONE_DAY)
    return (
        max(whole[0], min(start, bands[0].end - room)),
        min(whole[1], max(end, bands[-1].start + room)),
    )


def _bands(interval: str, start: float, end: float) -> Iterator[_Band]:
    first = INTERVALS[interval](_EPOCH + timedelta(days=floor(start)))
    while _days(first) < end:
        after = last_day(interval, first) + ONE_DAY
        whole = _days(first) >= start and _days(after) <= end
        yield _Band(first, max(start, _days(first)), min(end, _days(after)), whole)
        first = after


def _stride(level: Level, width: float) -> int:
    """The inner intervals from one label to the next. ``width`` is that of one, in pixels."""
    least = LABEL_WIDTHS[level.inner, 0]
    return next((step for step in level.strides if step * width >= least), level.strides[-1])


def _is_labelled(interval: str, first: date, stride: int) -> bool:
    if interval == "year":
        return first.year % stride == 0
    if interval == "month":
        return (first.month - 1) % stride == 0
    return stride == 1 or ((first.day - 1) % stride == 0 and first.day < 30)


_INNER_TEXTS: Mapping[str, Callable[[date], str]] = {
    "day": lambda day: f"{day.day}",
    "month": lambda day: month_text(day)[:3],
    "year": lambda day: f"{day.year}",
}
_OUTER_TEXTS: Mapping[str, Callable[[date], str]] = {
    "month": month_text,
    "year": lambda day: f"{day.year}",
}


def _days(day: date) -> int:
    return (day - _EPOCH).days


def _milliseconds(days: float) -> float:
    return round(days * _MILLISECONDS)
