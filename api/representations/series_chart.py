"""Chart of a series as a Vega-Lite specification: running totals above counts, on one time axis.

Above the panels is a line for each claimant, with the number that stands at the end of its marks;
below them are the signs that occur.
"""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from api.representations.axes import time_axis
from api.representations.charts import (
    EMPTY_LAYERS,
    FONT,
    GREY,
    NOTE_LETTERS,
    SCHEMA,
    Row,
    description,
    source_lines,
    title_block,
    vintage_texts,
)
from api.representations.series_marks import (
    MAX_SERIES_POINTS,
    Mark,
    Name,
    first_and_last_day,
    marks_of,
    names_of,
)
from api.representations.series_panels import AXIS_WIDTH, WIDTH, Panel, panel_view
from api.representations.signs import HEDGES, Sign, hedge_signs, key_height, key_layers
from datasets.claims.periods import period_name
from datasets.claims.series import Series

# Sizes in pixels.
HEIGHTS: Mapping[int, Mapping[str, int]] = MappingProxyType(
    {
        1: {"total": 250, "count": 250, "stock": 250, "intensive": 250},
        2: {"total": 200, "count": 150},
    }
)
EMPTY_HEIGHT = 140
NAME_HEIGHT = 16

LAST_DESCRIBED = 12  # figures in the description

NATURE_TITLES: Mapping[str, str] = MappingProxyType(
    {
        "total": "Running totals",
        "count": "Counts of single periods",
        "stock": "Numbers at one moment",
        "intensive": "Rates or distances",
    }
)
DISAGREEMENT = Sign("the claimant's counts and totals do not agree here", symbol="≠")
MAX_REFUSALS = 3  # that are named
RANGE = Sign("a bar through a mark is the claimant's range", symbol="|")
MISSING = Sign("the small number above a bar: days without a count", symbol="3")
ALONE = "a count that is not added to others, because its days are in two {}s"
GAPS = "lines are interrupted at gaps"
INTERRUPTION = (
    "lines are interrupted at gaps, and where two figures are no steps of one count: a total that "
    "falls or rises again, two numbers for one day, another basis, or claims made in another order"
)


@dataclass(frozen=True, slots=True)
class SeriesContext:
    """The parts of a chart that do not follow from its series. ``reason`` tells why it is empty."""

    question: str
    release: str
    interval: str | None = None
    reason: str | None = None
    vintages: Mapping[str, date] = field(default_factory=dict)


def series(
    parts: Sequence[Series], rows: Mapping[str, Row], context: SeriesContext
) -> dict[str, Any]:
    """A chart of one question over time. ``rows`` are published rows by id."""
    marks = marks_of(parts, rows)
    refusals = _refusals(parts)
    reason = context.reason or ("" if marks else refusals)
    title = reason or context.question
    notes = [
        f"{context.question}?" if reason else "",
        refusals if marks else "",
        " ".join(vintage_texts(context.vintages)),
        _omission(parts),
        *source_lines(rows.values(), context.release),
    ]
    return {
        "$schema": SCHEMA,
        "description": description(title, marks, marks[-LAST_DESCRIBED:]),
        "title": title_block(title, filter(None, notes), offset=10),
        "background": "white",
        "data": {"values": marks},
        "spacing": 12,
        "vconcat": list(_views(parts, marks, context, next(iter(rows.values()), None))),
        "config": {"font": FONT, "view": {"stroke": None}, "concat": {"spacing": 12}},
    }


def _omission(parts: Sequence[Series]) -> str:
    """The sentence that tells which points are not drawn, if any."""
    longest = max((len(part.points) for part in parts), default=0)
    if longest <= MAX_SERIES_POINTS:
        return ""
    return f"Only the last {MAX_SERIES_POINTS:,} points of each series are drawn."


def _refusals(parts: Sequence[Series]) -> str:
    """The sentence that tells which intervals have no sum, if any."""
    refused = [
        period_name(point.claim.period)
        for part in parts
        for point in part.points
        if not point.has_number
    ]
    if not refused:
        return ""
    more = f" and {len(refused) - MAX_REFUSALS} more" if len(refused) > MAX_REFUSALS else ""
    return (
        f"No sum for {', '.join(refused[:MAX_REFUSALS])}{more}: the claimant's own figure "
        "contradicts it."
    )


def _views(
    parts: Sequence[Series], marks: Sequence[Mark], context: SeriesContext, row: Row | None
) -> Iterator[dict[str, Any]]:
    """The names, a panel for each nature, and the key."""
    if row is None or not marks:
        yield {"width": WIDTH + AXIS_WIDTH, "height": EMPTY_HEIGHT, "layer": EMPTY_LAYERS}
        return
    names = names_of(marks)
    yield _names_view(names)
    axis = time_axis(*first_and_last_day(parts), WIDTH)
    natures = [nature for nature in NATURE_TITLES if any(m["panel"] == nature for m in marks)]
    for nature in natures:
        panel_marks = [mark for mark in marks if mark["panel"] == nature]
        height = HEIGHTS[len(natures)][nature]
        title = _panel_title(nature, panel_marks, context.interval)
        yield panel_view(Panel(nature, panel_marks, names, axis, row, title, height))
    signs = list(_signs(marks, context.interval))
    if signs:
        layers = list(key_layers(signs, -AXIS_WIDTH))
        yield {"width": WIDTH, "height": key_height(signs), "layer": layers}


def _signs(marks: Sequence[Mark], interval: str | None) -> Iterator[Sign]:
    yield from hedge_signs(HEDGES.values(), (mark["hedge"] for mark in marks))
    if any(mark["upper"] is not None and mark["value"] is not None for mark in marks):
        yield RANGE
    if any(mark["differs"] for mark in marks):
        yield DISAGREEMENT
    if any(mark["missing"] for mark in marks):
        yield MISSING
    if interval and any(mark["alone"] for mark in marks):
        text = f"a mark without a number of its {interval}: {ALONE.format(interval)}"
        yield Sign(text, symbol="•")
    lines = {mark["name"] for mark in marks if mark["joined"]}
    if any(mark["interrupts"] for mark in marks):
        yield Sign(INTERRUPTION, symbol="/")
    elif len({mark["run"] for mark in marks if mark["joined"]}) > len(lines):
        yield Sign(GAPS, symbol="/")


def _panel_title(nature: str, marks: Sequence[Mark], interval: str | None) -> str:
    """The heading of a panel: what its marks are, and the days that they have in common."""
    title = NATURE_TITLES[nature]
    if nature == "count":
        return f"{title}, added up by {interval} where possible" if interval else title
    starts = {mark["start"] for mark in marks}
    if nature == "total" and len(starts) == 1:
        [start] = starts
        title += f" since {start}" if start else ", since an unknown day"
    if interval:
        return f"{title}, the last one of each {interval}"
    days = {mark["day"] for mark in marks}
    if all(day.endswith("-12-31") for day in days):
        return f"{title}, on 31 December"
    return title


def _names_view(names: Sequence[Name]) -> dict[str, Any]:
    """A line for each name with a colour of its own, and a paragraph for the others."""
    layers: list[dict[str, Any]] = []
    y = NAME_HEIGHT // 2
    grouped = [name for name in names if name.is_grouped]
    entries = [(_numbered(name, names), name.colour) for name in names if not name.is_grouped]
    if grouped:
        others = "; ".join(_numbered(name, names) for name in grouped)
        entries.append((f"In grey, {len(grouped)} others: {others}", GREY))
    for text, colour in entries:
        # A stroke, because a filled circle is the sign of a number as printed.
        swatch = {"type": "point", "shape": "stroke", "size": 150, "strokeWidth": 5, "opacity": 1}
        layers.append(_static(swatch, colour, 6, y))
        for line in textwrap.wrap(text, NOTE_LETTERS - 4):
            mark = {"type": "text", "align": "left", "baseline": "middle", "fontSize": 12}
            layers.append(_static({**mark, "text": line}, "#222222", 18, y))
            y += NAME_HEIGHT
    height = y - NAME_HEIGHT // 2
    return {"width": WIDTH, "height": height, "layer": layers}


def _numbered(name: Name, names: Sequence[Name]) -> str:
    return f"{name.number}  {name.text}" if len(names) > 1 else name.text


def _static(mark: Mapping[str, Any], colour: str, x: int, y: int) -> dict[str, Any]:
    return {
        "data": {"values": [{}]},
        "mark": {**mark, "color": colour},
        "encoding": {"x": {"value": x - AXIS_WIDTH}, "y": {"value": y}},
    }
