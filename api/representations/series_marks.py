"""Marks of the chart of a series: each point with its name, its place in time and its signs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from api.representations.axes import midnight, noon
from api.representations.charts import COLOURS, GREY, Row, claimant_label
from api.representations.signs import FLOOR, HEDGES
from datasets.claims.counts import TWO_INTERVALS
from datasets.claims.intervals import ONE_DAY
from datasets.claims.periods import day_text
from datasets.claims.points import Point
from datasets.claims.series import Series

MAX_SERIES_POINTS = 5_000

NATURE_LABELS: Mapping[str, str] = MappingProxyType({"total": ", total", "count": ", counts"})

Mark = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Name:
    """The claimant of the marks of one colour. ``number`` stands beside them."""

    text: str
    number: int
    colour: str

    @property
    def is_grouped(self) -> bool:
        """Whether it shares its colour with others."""
        return self.colour == GREY


def names_of(marks: Sequence[Mark]) -> list[Name]:
    """The names of the marks, with the most marks first.

    Each of at most eight has a colour of its own. Of more, all but seven share grey.
    """
    counts: dict[str, int] = {}
    for mark in marks:
        counts[mark["name"]] = counts.get(mark["name"], 0) + 1
    names = sorted(counts, key=lambda name: (-counts[name], name))
    coloured = len(names) if len(names) <= len(COLOURS) else len(COLOURS) - 1
    return [
        Name(name, number, COLOURS[number - 1] if number <= coloured else GREY)
        for number, name in enumerate(names, 1)
    ]


def marks_of(parts: Sequence[Series], rows: Mapping[str, Row]) -> list[Mark]:
    """A mark for each point. ``rows`` are published rows by id, of the last figure of a point."""
    several_starts = len({part.start for part in parts if part.nature == "total"}) > 1
    return [mark for part in parts for mark in _marks(part, rows, several_starts=several_starts)]


def _marks(part: Series, rows: Mapping[str, Row], *, several_starts: bool) -> Iterator[Mark]:
    """The marks of a series.

    A gap, a range without a value, and two figures that are no steps of one count begin a new run
    of the line.
    """
    starts = {gap.first for gap in part.gaps}
    run, previous = 0, None
    for point in part.points[-MAX_SERIES_POINTS:]:
        row = {**rows[point.figures[-1].id], **point.sum_columns}
        end = point.claim.period.end
        is_after_gap = previous and any(previous < day <= end for day in starts)
        if is_after_gap or point.interrupts or row["value"] is None:
            run += 1
        previous = end
        if not point.has_number:
            continue
        name = claimant_label(row)
        if several_starts and part.nature == "total":
            name += f", since {day_text(part.start)}" if part.start else ", since an unknown day"
        label = f"{claimant_label(row)}{NATURE_LABELS.get(part.nature, '')}"
        if part.verification != "unstated":
            name, label = f"{name}, {part.verification}", f"{label}, {part.verification}"
        yield {
            "series": label,
            "name": name,
            "panel": part.nature,
            "start": day_text(part.start) if part.start else None,
            "run": f"{label} {part.start} {run}",
            "joined": part.nature != "count",
            **_place(point, part.nature),
            **_number(point, row),
        }


def _place(point: Point, nature: str) -> Mark:
    """The time of a mark: the middle of the period of a count, else the last day."""
    period = point.claim.period
    if nature != "count":
        return {"day": f"{period.end}", "time": noon(period.end)}
    start, end = midnight(period.start or period.end), midnight(period.end + ONE_DAY)
    return {"day": f"{period.end}", "time": (start + end) / 2, "from": start, "to": end}


def _number(point: Point, row: Row) -> Mark:
    is_floor = point.claim.is_floor
    hedge = HEDGES[FLOOR if is_floor else row["quantifier"]]
    check = point.disagreement
    missing = sum((gap.last - gap.first).days + 1 for gap in point.missing)
    return {
        "value": row["value"],
        "lower": row["value_lower"],
        "upper": row["value_upper"],
        "hedge": hedge.label,
        "hollow": hedge.hollow,
        "shape": hedge.shape,
        "label": row["text"],
        "missing": missing,
        "absent": f"{missing}" if missing else "",
        "differs": check is not None,
        "alone": point.reason is not None and TWO_INTERVALS in point.reason,
        "interrupts": point.interrupts,
        "reason": point.reason,
    }


def first_and_last_day(parts: Sequence[Series]) -> tuple[date, date]:
    """The days from the first to the last of all marks."""
    periods = [
        (part.nature, point.claim.period)
        for part in parts
        for point in part.points[-MAX_SERIES_POINTS:]
    ]
    first = min(
        (period.start or period.end) if nature == "count" else period.end
        for nature, period in periods
    )
    return first, max(period.end for _, period in periods)
