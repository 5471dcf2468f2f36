"""Chart of a comparison as a Vega-Lite specification: a dated row for each claim.

Claims that are comparable in time with the newest one come first; the others follow in grey, below
a rule. The texts of a row are above its mark, so that long names fit on a narrow screen.
"""

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import ceil, floor, log10
from types import MappingProxyType
from typing import Any

from api.representations.charts import (
    COLOURS,
    EMPTY_LAYERS,
    SCHEMA,
    Row,
    source_lines,
    unit_text,
)
from api.representations.comparison_rows import (
    HEDGES,
    NOTE_LETTERS,
    ChartContext,
    Layout,
    days_text,
    layout_of,
)
from datasets.claims.comparisons import Comparison
from datasets.claims.periods import day_text
from datasets.model.codelists import COUNTABLE_UNITS

# Sizes in pixels.
WIDTH = 460
MARK_SIZE = 80  # area
TITLE_LETTERS = 50  # of a line
MAX_STEPS = 4  # between the ticks of the axis
NICE_STEPS = (1, 2, 2.5, 5, 10)
# For an axis that begins above zero: the lowest by the highest number, and the part of the highest
# that the axis spans, so that small differences look small.
MIN_CLOSENESS = 0.6
MIN_SPAN = 0.1

COLOUR_OF_GROUP: Mapping[str, str] = MappingProxyType({"current": COLOURS[0], "other": "#8a8a8a"})
TEXT_MARKS: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "name": {"x": 0, "align": "left", "fontSize": 12, "fontWeight": "bold"},
        "number": {"x": WIDTH, "align": "right", "fontSize": 12, "fontWeight": "bold"},
        "note": {"x": 0, "align": "left", "fontSize": 11, "color": "#555555"},
        "heading": {"x": 0, "align": "left", "fontSize": 11, "fontStyle": "italic"},
    }
)
VINTAGE_TEXTS: Mapping[str, str] = MappingProxyType(
    {"as_of": "The ledger as of {}.", "known_at": "Claims that were public by {}."}
)


def comparison(
    compared: Comparison, rows: Mapping[str, Row], context: ChartContext
) -> dict[str, Any]:
    """A chart of the claims of a comparison. ``rows`` are their published rows by id."""
    layout = layout_of(compared, rows, context)
    figures = "; ".join(
        f"{mark['series']}, {mark['day']}: {mark['label']}" for mark in layout.marks
    )
    title = context.question if compared.claims else "No claimant answers"
    first = next(iter(rows.values()), None)
    return {
        "$schema": SCHEMA,
        "description": f"{title}. {len(layout.marks)} figures: {figures}." if figures else title,
        "title": {
            "text": textwrap.wrap(title, TITLE_LETTERS),
            "subtitle": list(_subtitle(compared, rows, context)),
            "anchor": "start",
            "offset": 12,
            "fontSize": 15,
            "subtitleFontSize": 11,
            "subtitleColor": "#555555",
        },
        "width": WIDTH,
        "height": layout.height,
        "background": "white",
        "data": {"values": layout.marks},
        "layer": [*_text_layers(layout), *_mark_layers(layout, first)] or EMPTY_LAYERS,
        "config": {"font": "sans-serif", "view": {"stroke": None}},
    }


def _subtitle(
    compared: Comparison, rows: Mapping[str, Row], context: ChartContext
) -> Iterator[str]:
    sentences = [f"Latest figures whose period ended by {day_text(context.on)}."]
    if not compared.claims:
        sentences.insert(0, f"{context.question}?")
    sentences += [
        VINTAGE_TEXTS[name].format(day_text(day)) for name, day in context.vintages.items()
    ]
    if len(compared.claims) > 1:
        starts = " and start on the same day" if compared.claims[0].kind == "flow" else ""
        days = days_text(context.tolerance_days)
        sentences.append(f"Comparable: periods that end within {days} of the newest{starts}.")
    lines = (" ".join(sentences), *source_lines(rows.values(), context.release))
    for line in lines:
        yield from textwrap.wrap(line, NOTE_LETTERS)


def _text_layers(layout: Layout) -> Iterator[dict[str, Any]]:
    y = {"field": "y", **_vertical(layout.height)}
    if layout.rules:
        yield {
            "data": {"values": [{"y": rule} for rule in layout.rules]},
            "mark": {"type": "rule", "color": "#333333"},
            "encoding": {"y": y, "x": {"value": 0}, "x2": {"value": WIDTH}},
        }
    for style, mark in TEXT_MARKS.items():
        texts = [text for text in layout.texts if text["style"] == style]
        if texts:
            look = {name: value for name, value in mark.items() if name != "x"}
            yield {
                "data": {"values": texts},
                "mark": {"type": "text", "baseline": "bottom", **look},
                "encoding": {
                    "y": y,
                    "x": {"value": mark["x"]},
                    "text": {"field": "text"},
                },
            }


def _mark_layers(layout: Layout, row: Row | None) -> Iterator[dict[str, Any]]:
    """Ranges as bars, and points: filled for an unqualified number, hollow for any other.

    A range without a value has a point at each end and none between, because nobody claims its
    middle.
    """
    marks = layout.marks
    if row is None:
        return
    x = _axis(marks, unit_text(row), min_step=1 if row["unit"] in COUNTABLE_UNITS else 0)
    colour = {
        "field": "group",
        "type": "nominal",
        "legend": None,
        "scale": {
            "domain": list(COLOUR_OF_GROUP),
            "range": list(COLOUR_OF_GROUP.values()),
        },
    }
    shared: dict[str, Any] = {"y": {"field": "y", **_vertical(layout.height)}, "color": colour}
    if any(mark["upper"] is not None for mark in marks):
        yield {
            "transform": [{"filter": "datum.upper !== null"}],
            "mark": {"type": "rule", "strokeWidth": 6, "opacity": 0.35},
            "encoding": {**shared, "x": {**x, "field": "lower"}, "x2": {"field": "upper"}},
        }
    tooltip = [{"field": name} for name in ("series", "day", "label")]
    shared |= {"shape": _shape(marks), "tooltip": tooltip}
    layers = [
        ("value", f"datum.hollow === {str(hollow).lower()} && datum.value !== null", hollow)
        for hollow in sorted({mark["hollow"] for mark in marks if mark["value"] is not None})
    ]
    if any(mark["value"] is None for mark in marks):
        layers += [(end, "datum.value === null", True) for end in ("lower", "upper")]
    for field, condition, hollow in layers:
        yield {
            "transform": [{"filter": condition}],
            "mark": {"type": "point", "filled": not hollow, "size": MARK_SIZE, "strokeWidth": 1.5},
            "encoding": {**shared, "x": {**x, "field": field}},
        }


def _vertical(height: int) -> dict[str, Any]:
    scale = {"domain": [0, height], "reverse": True, "nice": False, "zero": False}
    return {"type": "quantitative", "axis": None, "scale": scale}


def _shape(marks: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Shapes of the hedges that occur. Without a hedge there is no legend."""
    labels = {mark["hedge"] for mark in marks}
    hedges = [hedge for hedge in HEDGES.values() if hedge.label in labels]
    legend = {
        "orient": "bottom",
        "columns": 2,
        "labelLimit": 0,
        "title": None,
        "symbolFillColor": "transparent",
        "symbolStrokeColor": "#333333",
    }
    return {
        "field": "hedge",
        "type": "nominal",
        "scale": {
            "domain": [hedge.label for hedge in hedges],
            "range": [hedge.shape for hedge in hedges],
        },
        "legend": None if labels == {HEDGES["unqualified"].label} else legend,
    }


def _axis(marks: Sequence[Mapping[str, Any]], unit: str, min_step: float) -> dict[str, Any]:
    """An axis from zero, or from above it if all numbers are close together, and says so."""
    ends = (mark[name] for mark in marks for name in ("value", "lower", "upper"))
    numbers = [number for number in ends if number is not None]
    low, high = min(numbers), max(numbers)
    above_zero = MIN_CLOSENESS * high < low < high
    span = max(high - low, MIN_SPAN * high) if above_zero else high
    step = max(min_step, _nice_step(span))
    first = max(0, floor(low / step) - 1) if above_zero else 0
    ticks = [
        round(step * number, 6) for number in range(first, max(first + 1, ceil(high / step)) + 1)
    ]
    title = f"{unit} (the axis does not begin at 0)" if first else unit
    return {
        "type": "quantitative",
        "title": title,
        "scale": {"domain": [ticks[0], ticks[-1]], "nice": False, "zero": False},
        "axis": {
            "values": ticks,
            "gridColor": "#eeeeee",
            "labelOverlap": True,
            "labelSeparation": 8,
        },
    }


def _nice_step(span: float) -> float:
    """The least round step that divides a span into at most MAX_STEPS parts; 1 for no span."""
    if span <= 0:
        return 1
    exact = span / MAX_STEPS
    power = 10.0 ** floor(log10(exact))
    return next(step * power for step in NICE_STEPS if step * power >= exact * (1 - 1e-9))
