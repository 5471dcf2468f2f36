"""Chart of a comparison as a Vega-Lite specification: a dated row for each claim.

Claims that are comparable in time with the newest one come first; the others follow in grey, below
a rule. The texts of a row are above its mark, so that long names fit on a narrow screen.
"""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from api.representations.axes import axis_title, value_ticks
from api.representations.charts import (
    COLOURS,
    EMPTY_LAYERS,
    FONT,
    GREY,
    SCHEMA,
    Row,
    description,
    source_lines,
    title_block,
    unit_text,
    vintage_texts,
)
from api.representations.comparison_rows import (
    HEDGES,
    ChartContext,
    Layout,
    layout_of,
)
from api.representations.signs import Sign, hedge_signs, key_height, key_layers
from datasets.claims.comparisons import Comparison
from datasets.claims.periods import day_text, days_text
from datasets.model.codelists import COUNTABLE_UNITS

# Sizes in pixels.
WIDTH = 460
MARK_SIZE = 80  # area

COLOUR_OF_GROUP: Mapping[str, str] = MappingProxyType({"current": COLOURS[0], "other": GREY})
TEXT_MARKS: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "name": {"x": 0, "align": "left", "fontSize": 12, "fontWeight": "bold"},
        "number": {"x": WIDTH, "align": "right", "fontSize": 12, "fontWeight": "bold"},
        "note": {"x": 0, "align": "left", "fontSize": 11, "color": "#555555"},
        "heading": {"x": 0, "align": "left", "fontSize": 11, "fontStyle": "italic"},
    }
)


def comparison(
    compared: Comparison, rows: Mapping[str, Row], context: ChartContext
) -> dict[str, Any]:
    """A chart of the claims of a comparison. ``rows`` are their published rows by id."""
    layout = layout_of(compared, rows, context)
    title = context.question if compared.claims else "No claimant answers"
    first = next(iter(rows.values()), None)
    signs = hedge_signs(HEDGES.values(), (mark["hedge"] for mark in layout.marks))
    layers = [*_text_layers(layout), *_mark_layers(layout, first)] or EMPTY_LAYERS
    view = {"width": WIDTH, "height": layout.height, "layer": layers}
    return {
        "$schema": SCHEMA,
        "description": description(title, layout.marks, layout.marks),
        "title": title_block(title, _subtitle(compared, rows, context), offset=12),
        "background": "white",
        "data": {"values": layout.marks},
        "vconcat": [view, *([_key_view(signs)] if signs else [])],
        "config": {"font": FONT, "view": {"stroke": None}},
    }


def _key_view(signs: Sequence[Sign]) -> dict[str, Any]:
    return {"width": WIDTH, "height": key_height(signs), "layer": list(key_layers(signs))}


def _subtitle(
    compared: Comparison, rows: Mapping[str, Row], context: ChartContext
) -> Iterator[str]:
    sentences = [f"Latest figures whose period ended by {day_text(context.on)}."]
    if not compared.claims:
        sentences.insert(0, f"{context.question}?")
    sentences += vintage_texts(context.vintages)
    if len(compared.claims) > 1:
        starts = " and start on the same day" if compared.claims[0].kind == "flow" else ""
        days = days_text(context.tolerance_days)
        sentences.append(f"Comparable: periods that end within {days} of the newest{starts}.")
    yield " ".join(sentences)
    yield from source_lines(rows.values(), context.release)


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
    x = _axis(marks, row)
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
    shapes = {"field": "shape", "type": "nominal", "scale": None, "legend": None}
    shared |= {"shape": shapes, "tooltip": tooltip}
    layers = [
        ("value", f"datum.hollow === {str(hollow).lower()} && datum.value !== null", hollow)
        for hollow in sorted({mark["hollow"] for mark in marks if mark["value"] is not None})
    ]
    if any(mark["value"] is None for mark in marks):
        layers += [(end, "datum.value === null", True) for end in ("lower", "upper")]
    for field, condition, hollow in layers:
        yield {
            "transform": [{"filter": condition}],
            "mark": {
                "type": "point",
                "filled": not hollow,
                "size": MARK_SIZE,
                "strokeWidth": 1.5,
                "opacity": 1,
            },
            "encoding": {**shared, "x": {**x, "field": field}},
        }


def _vertical(height: int) -> dict[str, Any]:
    scale = {"domain": [0, height], "reverse": True, "nice": False, "zero": False}
    return {"type": "quantitative", "axis": None, "scale": scale}


def _axis(marks: Sequence[Mapping[str, Any]], row: Row) -> dict[str, Any]:
    """An axis from zero, or from above it if all numbers are close together, and says so."""
    ends = (mark[name] for mark in marks for name in ("value", "lower", "upper"))
    ticks = value_ticks(
        [number for number in ends if number is not None],
        min_step=1 if row["unit"] in COUNTABLE_UNITS else 0,
    )
    return {
        "type": "quantitative",
        "title": axis_title(unit_text(row), ticks),
        "scale": {"domain": [ticks[0], ticks[-1]], "nice": False, "zero": False},
        "axis": {
            "values": ticks,
            "gridColor": "#eeeeee",
            "labelOverlap": True,
            "labelSeparation": 8,
        },
    }
