"""Pictures of series and comparisons: Vega-Lite specifications, drawn without a browser."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any
from xml.sax.saxutils import escape

from datasets.claims.series import Series
from datasets.claims.statement import capitalized
from datasets.model.codelists import UNITS as CODES
from datasets.release.serialization import json_of

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
WIDTH = 640
HEIGHT = 320
ROW_HEIGHT = 34
MOST_POINTS = 5_000
LABEL_LIMIT = 420
LETTER_WIDTH = 6.2  # of the widest fonts that browsers take for a label: none may be cut off

# Told apart by the colour-blind, and in print by their shades (Okabe and Ito, 2008).
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000", "#999999")

# How a hedge is drawn: the shape points where the number is open; hollow is approximate.
SHAPES: Mapping[str, str] = MappingProxyType(
    {
        "unqualified": "circle",
        "approximately": "circle",
        "more-than": "triangle-up",
        "at-least": "triangle-up",
        "less-than": "triangle-down",
        "up-to": "triangle-down",
        "between": "square",
    }
)
SAID: Mapping[str, str] = MappingProxyType(
    {
        "unqualified": "as printed (filled)",
        "approximately": "about (hollow)",
        "more-than": "more than (open upwards)",
        "at-least": "at least (open upwards)",
        "less-than": "less than (open downwards)",
        "up-to": "up to (open downwards)",
        "between": "a range",
    }
)
UNITS: Mapping[str, str] = MappingProxyType({"km2": "km²", "km": "km"})
NOTHING = [{"mark": "text"}]  # without values, axes would make the picture infinitely wide
MARK_SIZES = ((60, 70), (400, 18), (10_000_000, 4))  # fewer figures, larger marks

Row = Mapping[str, Any]


def series(parts: Sequence[Series], rows: Mapping[str, Row], release: str) -> dict[str, Any]:
    """A picture of one question in time: a line for each series, broken at its gaps."""
    values = [value for part in parts for value in _series_values(part, rows)]
    first = next(iter(rows.values()), None)
    title = _title(first, "No figure answers")
    along = {"field": "day", "type": "temporal", "title": None, "axis": {"format": "%-d %b %Y"}}
    up = {"field": "value", "type": "quantitative", "title": _unit(first), "scale": {"zero": False}}
    colour = _colour("series")
    line = {
        "transform": [{"filter": "datum.joined && datum.value !== null"}],
        "mark": {"type": "line", "strokeWidth": 1.5, "opacity": 0.7},
        "encoding": {"x": along, "y": up, "color": colour, "detail": {"field": "run"}},
    }
    band = {
        "transform": [{"filter": "datum.upper !== null"}],
        "mark": {"type": "rule", "strokeWidth": 5, "opacity": 0.3},
        "encoding": {
            "x": along,
            "y": {**up, "field": "lower"},
            "y2": {"field": "upper"},
            "color": colour,
        },
    }
    points = _points({"x": along, "y": up, "color": colour}, "y", values)
    return _specification(
        title, _source(rows.values(), release), values, [band, line, *points], HEIGHT
    )


def comparison(rows: Sequence[Row], release: str) -> dict[str, Any]:
    """A picture of one question: a row for each claimant."""
    values = [_value(row, _speaker(row), 0) for row in rows]
    first = rows[0] if rows else None
    title = _title(first, "No claimant answers")
    across = {
        "field": "value", "type": "quantitative", "title": _unit(first),
        "scale": {"zero": False, "padding": 60},
    }  # fmt: skip
    down = {
        "field": "series",
        "type": "nominal",
        "title": None,
        "sort": {"field": "at", "op": "max", "order": "descending"},
        "axis": {
            "labelLimit": LABEL_LIMIT,
            "minExtent": _widest(value["series"] for value in values),
        },
    }
    band = {
        "transform": [{"filter": "datum.upper !== null"}],
        "mark": {"type": "rule", "strokeWidth": 6, "opacity": 0.35},
        "encoding": {"y": down, "x": {**across, "field": "lower"}, "x2": {"field": "upper"}},
    }
    label = {
        "mark": {"type": "text", "align": "left", "dx": 9, "dy": -9, "fontSize": 11},
        "encoding": {"y": down, "x": {**across, "field": "at"}, "text": {"field": "label"}},
    }
    # One colour by a field: a plain value would fill the symbols of the legend.
    colour = {
        "field": "series",
        "type": "nominal",
        "scale": {"range": [COLOURS[0]]},
        "legend": None,
    }
    points = _points({"y": down, "x": across, "color": colour}, "x", values)
    height = max(1, len(rows)) * ROW_HEIGHT
    return _specification(title, _source(rows, release), values, [band, *points, label], height)


def svg(specification: Mapping[str, Any]) -> str:
    """The picture as SVG with a title and a description that a screen reader reads."""
    import vl_convert

    drawn: str = vl_convert.vegalite_to_svg(json_of(specification), allowed_base_urls=[])
    title = " ".join(_lines(specification["title"]["text"]))
    described = f"<title>{escape(title)}</title><desc>{escape(specification['description'])}</desc>"
    return re.sub(r"(<svg[^>]*>)", lambda tag: _labelled(tag[1]) + described, drawn, count=1)


def png(specification: Mapping[str, Any]) -> bytes:
    """The picture as PNG, twice as fine."""
    import vl_convert

    drawn: bytes = vl_convert.vegalite_to_png(json_of(specification), scale=2, allowed_base_urls=[])
    return drawn


def text(specification: Mapping[str, Any]) -> str:
    return json.dumps(specification, ensure_ascii=False, indent=1) + "\n"


def _specification(
    title: str, source: list[str], values: Sequence[Row], layers: list[Any], height: int
) -> dict[str, Any]:
    described = "; ".join(
        f"{value['series']}, {value['day']}: {value['label']}" for value in values[-12:]
    )
    return {
        "$schema": SCHEMA,
        "description": f"{title}. {len(values)} figures; the last: {described}."
        if values
        else title,
        "title": {
            "text": title,
            "subtitle": source,
            "anchor": "start",
            "fontSize": 15,
            "subtitleFontSize": 11,
            "subtitleColor": "#555555",
        },
        "width": WIDTH,
        "height": height,
        "background": "white",
        "data": {"values": values},
        "layer": layers if values else NOTHING,
        "config": {
            "font": "sans-serif",
            "axis": {"gridColor": "#e5e5e5"},
            "view": {"stroke": None},
        },
    }


def _points(encoding: dict[str, Any], measure: str, values: Sequence[Row]) -> list[dict[str, Any]]:
    """Filled marks for what is printed plainly, hollow ones for what is approximate or open.

    A bare range has a mark at each end and none between: nobody claims its middle.
    """
    size = next(size for most, size in MARK_SIZES if len(values) <= most)
    occurring = {value["hedge"] for value in values}
    hedges = [code for code, words in SAID.items() if words in occurring]
    shape = {
        "field": "hedge",
        "type": "nominal",
        "title": "hedge",
        "scale": {
            "domain": [SAID[code] for code in hedges],
            "range": [SHAPES[code] for code in hedges],
        },
        "legend": {
            "orient": "bottom",
            "symbolFillColor": "transparent",
            "symbolStrokeColor": "#333",
        },
    }
    tooltip = [{"field": name} for name in ("series", "day", "label")]
    described = {**encoding, "shape": shape, "tooltip": tooltip}
    drawn = [
        ("value", f"datum.hollow === {str(hollow).lower()} && datum.value !== null", hollow)
        for hollow in (False, True)
    ]
    ends = [(end, "datum.value === null", True) for end in ("lower", "upper")]
    bare = any(value["value"] is None for value in values)
    return [
        {
            "transform": [{"filter": kept}],
            "mark": {"type": "point", "filled": not hollow, "size": size, "strokeWidth": 1.3},
            "encoding": {**described, measure: {**encoding[measure], "field": field}},
        }
        for field, kept, hollow in [*drawn, *(ends if bare else [])]
    ]


def _series_values(part: Series, rows: Mapping[str, Row]) -> Iterator[dict[str, Any]]:
    """The points of a series; each gap or bare range begins another run: no line bridges it."""
    starts = {gap.first for gap in part.gaps}
    run, before = 0, None
    for point in part.points[-MOST_POINTS:]:
        row = rows[point.claim.id]
        silent = before and any(before < day <= point.claim.period.end for day in starts)
        if silent or row["value"] is None:
            run += 1
        before = point.claim.period.end
        name = _speaker(row) + {"total": ", total", "count": ", counts"}.get(part.nature, "")
        joined = part.nature != "count"
        yield {**_value(row, name, f"{name} {part.start} {run}"), "joined": joined}


def _value(row: Row, name: str, run: Any) -> dict[str, Any]:
    low, high = row["value_lower"], row["value_upper"]
    return {
        "series": name,
        "run": run,
        "day": row["period_end"],
        "value": row["value"],
        "at": high if row["value"] is None else row["value"],
        "lower": low,
        "upper": high,
        "hedge": SAID[row["quantifier"]],
        "hollow": row["quantifier"] != "unqualified",
        "label": row["text"],
    }


def _speaker(row: Row) -> str:
    """The claimant, and that it speaks of its adversary."""
    adverse = " (adverse claim)" if row["stance"] == "adverse" else ""
    return capitalized(f"{row['claimant_name']}{adverse}")


def _title(row: Row | None, otherwise: str) -> str:
    if row is None:
        return otherwise
    return capitalized(f"{row['metric_name']}: {row['subject_name']}, {row['place_name']}")


def _unit(row: Row | None) -> str:
    if row is None:
        return ""
    return UNITS.get(row["unit"]) or f"{CODES[row['unit']]}, {row['metric_name']}"


def _widest(names: Iterable[str]) -> float:
    """The room that the longest name needs beside the axis."""
    return min(LABEL_LIMIT, LETTER_WIDTH * max(map(len, names), default=0))


def _source(rows: Iterable[Row], release: str) -> list[str]:
    outlets = list(dict.fromkeys(row["publisher_name"] for row in rows))
    named = ", ".join(outlets[:4]) + (f" and {len(outlets) - 4} more" if len(outlets) > 4 else "")
    return [
        f"Claims as reported, not verified. Read in: {named}" if named else "",
        f"Reported Figures, release {release}, CC BY 4.0",
    ]


def _colour(field: str) -> dict[str, Any]:
    return {
        "field": field,
        "type": "nominal",
        "title": None,
        "scale": {"range": list(COLOURS)},
        "legend": {"orient": "top", "direction": "vertical", "labelLimit": 500},
    }


def _lines(words: str | Sequence[str]) -> Sequence[str]:
    return [words] if isinstance(words, str) else words


def _labelled(tag: str) -> str:
    return tag[:-1] + ' role="img">' if "role=" not in tag else tag
