"""Panel of the chart of a series: the marks of one nature over time, on one axis of values."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from typing import Any

from api.representations.axes import TimeAxis, axis_title, value_ticks
from api.representations.charts import NOTE_LETTERS, Row, unit_text
from api.representations.series_marks import Mark, Name
from datasets.model.codelists import COUNTABLE_UNITS

# Sizes in pixels.
WIDTH = 430
AXIS_WIDTH = 64
LABEL_ROWS = (16, 31)  # of the calendar, below the axis
LABEL_GAP = 11  # between two numbers at the ends of lines
LABEL_REACH = 14  # numbers that are farther apart along the axis of time never overlap
MARK_SIZES = ((60, 55), (400, 16), (10_000_000, 5))  # (maximum number of marks, area)

_PRESENT = "datum.value !== null"


@dataclass(frozen=True, slots=True)
class Panel:
    """``row`` is any published row of the question, for its unit."""

    nature: str
    marks: Sequence[Mark]
    names: Sequence[Name]
    axis: TimeAxis
    row: Row
    title: str
    height: int

    @property
    def ticks(self) -> list[float]:
        """Ticks of the values. Those of counts begin at zero, because bars may stand on it."""
        numbers = [
            number
            for mark in self.marks
            for number in (mark["value"], mark["lower"], mark["upper"])
            if number is not None
        ]
        min_step = 1 if self.row["unit"] in COUNTABLE_UNITS else 0
        return value_ticks(numbers, min_step, from_zero=self.nature == "count")


def panel_view(panel: Panel) -> dict[str, Any]:
    """A panel as a view of Vega-Lite. Its marks are those of the data with its nature."""
    encoding = _encoding(panel)
    selected = {"filter": f"datum.panel === '{panel.nature}'"}
    layers = [
        {**layer, "transform": [selected, {"filter": layer["transform"]}]}
        for layer in _mark_layers(panel, encoding)
    ]
    heading = f"{panel.title}: {axis_title(unit_text(panel.row), panel.ticks)}"
    return {
        "width": WIDTH,
        "height": panel.height,
        "title": {
            "text": textwrap.wrap(heading, NOTE_LETTERS - 8),
            "anchor": "start",
            "fontSize": 12,
            "offset": 8,
        },
        "layer": [
            *_calendar_layers(panel, encoding["x"]),
            *layers,
            *_end_layers(panel, encoding),
        ],
    }


def _encoding(panel: Panel) -> dict[str, Any]:
    """The axes, and the colours of the names."""
    ticks, axis = panel.ticks, panel.axis
    return {
        "x": {
            "field": "time",
            "type": "temporal",
            "title": None,
            "scale": {"type": "utc", "domain": list(axis.ends), "nice": False},
            "axis": {"values": axis.ticks, "labels": False, "gridColor": "#f2f2f2", "tickSize": 4},
        },
        "y": {
            "field": "value",
            "type": "quantitative",
            "title": None,
            "scale": {"domain": [ticks[0], ticks[-1]], "nice": False, "zero": False},
            "axis": {
                "values": ticks,
                "gridColor": "#e8e8e8",
                "labelFontSize": 12,
                "minExtent": AXIS_WIDTH,
                "maxExtent": AXIS_WIDTH,
            },
        },
        "color": {
            "field": "name",
            "type": "nominal",
            "legend": None,
            "scale": {
                "domain": [name.text for name in panel.names],
                "range": [name.colour for name in panel.names],
            },
        },
    }


def _calendar_layers(panel: Panel, x: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The labels of the calendar, and the borders of the months or years in the last row."""
    rows = {label.row for label in panel.axis.labels}
    bottom = panel.height + LABEL_ROWS[max(rows)] + 4
    if panel.axis.borders:
        yield {
            "data": {"values": [{"time": border} for border in panel.axis.borders]},
            "mark": {"type": "rule", "color": "#bbbbbb"},
            "encoding": {"x": dict(x), "y": {"value": 0}, "y2": {"value": bottom}},
        }
    for row in sorted(rows):
        labels = [label for label in panel.axis.labels if label.row == row]
        yield {
            "data": {"values": [{"time": label.time, "text": label.text} for label in labels]},
            "mark": {"type": "text", "baseline": "bottom", "fontSize": 12},
            "encoding": {
                "x": dict(x),
                "y": {"value": panel.height + LABEL_ROWS[row] + 2},
                "text": {"field": "text"},
            },
        }


def _mark_layers(panel: Panel, encoding: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Layers of the marks, those in the background first. ``transform`` is a condition."""
    marks = panel.marks
    if panel.nature == "count":
        yield _spans(panel, encoding)
    if any(mark["upper"] is not None for mark in marks):
        yield _layer(
            {"type": "rule", "strokeWidth": 4, "opacity": 0.4},
            {**encoding, "y": {**encoding["y"], "field": "lower"}, "y2": {"field": "upper"}},
            "datum.upper !== null",
        )
    if any(mark["joined"] for mark in marks):
        yield _layer(
            {"type": "line", "strokeWidth": 1.5},
            {**encoding, "detail": {"field": "run"}},
            f"datum.joined && {_PRESENT}",
        )
    yield from _points(marks, encoding)
    yield from _texts(marks, encoding)


def _spans(panel: Panel, encoding: Mapping[str, Any]) -> dict[str, Any]:
    """The periods of counts: bars, or lines of their length where bars would cover each other."""
    spans = sorted(panel.marks, key=itemgetter("from", "to"))
    is_apart = all(before["to"] <= after["from"] for before, after in pairwise(spans))
    is_one = len({mark["name"] for mark in panel.marks}) == 1
    x = {"x": {**encoding["x"], "field": "from"}, "x2": {"field": "to"}}
    if is_apart and is_one:
        mark = {"type": "rect", "opacity": 0.35}
        return _layer(mark, {**encoding, **x, "y2": {"datum": 0}}, _PRESENT)
    return _layer({"type": "rule", "strokeWidth": 2}, {**encoding, **x}, _PRESENT)


def _points(marks: Sequence[Mark], encoding: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Points: filled for a number as printed, hollow for one that is approximate or open.

    A range without a value has a point at each end and none between, because nobody claims its
    middle.
    """
    size = next(size for max_marks, size in MARK_SIZES if len(marks) <= max_marks)
    shapes = {"type": "nominal", "legend": None, "scale": None, "field": "shape"}
    tooltip = [{"field": name} for name in ("series", "day", "label", "missing", "reason")]
    layers = [
        ("value", f"{'' if hollow else '!'}datum.hollow && {_PRESENT}", hollow)
        for hollow in sorted({mark["hollow"] for mark in marks if mark["value"] is not None})
    ]
    if any(mark["value"] is None for mark in marks):
        layers += [(end, "datum.value === null", True) for end in ("lower", "upper")]
    for field, condition, hollow in layers:
        y = {**encoding["y"], "field": field}
        yield _layer(
            {"type": "point", "filled": not hollow, "size": size, "strokeWidth": 1.3, "opacity": 1},
            {**encoding, "y": y, "shape": shapes, "tooltip": tooltip},
            condition,
        )


def _texts(marks: Sequence[Mark], encoding: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Signs above the points where counts and totals disagree, and where days are missing."""
    places = {"x": encoding["x"], "y": encoding["y"]}
    look = {"type": "text", "fontWeight": "bold", "color": "#222222", "baseline": "bottom"}
    if any(mark["differs"] for mark in marks):
        is_dense = len(marks) > MARK_SIZES[0][0]
        mark = {**look, "dy": -1 if is_dense else -4, "fontSize": 8 if is_dense else 12}
        yield _layer(mark, {**places, "text": {"value": "≠"}}, f"datum.differs && {_PRESENT}")
    if any(mark["missing"] for mark in marks):
        mark = {**look, "dy": -17, "fontSize": 9, "fontWeight": "normal"}
        text = {"field": "absent"}
        yield _layer(mark, {**places, "text": text}, f"datum.missing > 0 && {_PRESENT}")


def _layer(mark: Mapping[str, Any], encoding: Mapping[str, Any], condition: str) -> dict[str, Any]:
    return {"mark": dict(mark), "encoding": dict(encoding), "transform": condition}


def _end_layers(panel: Panel, encoding: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The number of each name at its last mark, with a white border that separates it."""
    values = list(_end_values(panel))
    mark = {"type": "text", "align": "left", "dx": 6, "fontSize": 11, "fontWeight": "bold"}
    places = {
        "x": encoding["x"],
        "y": {"field": "pixels", "type": "quantitative", "scale": None},
        "text": {"field": "text"},
    }
    if values:
        border = {**mark, "stroke": "white", "strokeWidth": 4, "color": "white"}
        yield {"data": {"values": values}, "mark": border, "encoding": places}
        coloured = {**places, "color": encoding["color"]}
        yield {"data": {"values": values}, "mark": mark, "encoding": coloured}


def _end_values(panel: Panel) -> Iterator[dict[str, Any]]:
    """The numbers and their places, moved up where two would overlap."""
    placed: list[tuple[float, float]] = []
    for name in panel.names if len(panel.names) > 1 else ():
        own = [mark for mark in panel.marks if mark["name"] == name.text]
        if not own:
            continue
        last = max(own, key=itemgetter("time"))
        time = last["to"] if "to" in last else last["time"]
        x = _pixels(time, panel.axis.ends, WIDTH)
        top = float(last["upper"] if last["value"] is None else last["value"])
        y = panel.height - _pixels(top, (panel.ticks[0], panel.ticks[-1]), panel.height)
        while any(abs(x - a) < LABEL_REACH and abs(y - b) < LABEL_GAP for a, b in placed):
            y -= 1
        placed.append((x, y))
        yield {"time": time, "pixels": y, "name": name.text, "text": f"{name.number}"}


def _pixels(number: float, ends: Sequence[float], length: int) -> float:
    return (number - ends[0]) / (ends[1] - ends[0]) * length
