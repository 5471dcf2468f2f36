"""Charts of series as Vega-Lite specifications, and charts as SVG and PNG."""

import json
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from datasets.claims.series import Series
from datasets.claims.statement import capitalized
from datasets.model.codelists import UNITS
from datasets.release.serialization import json_of

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
# Sizes in pixels.
WIDTH = 640
HEIGHT = 320
MAX_TITLE_LETTERS = 80  # of a line, which is then no wider than the chart

MAX_SERIES_POINTS = 5_000

# Palette of Okabe and Ito (2008): distinct for the colour-blind and in black-and-white print.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000", "#999999")


class Hedge(NamedTuple):
    shape: str  # points to the side on which the number is open
    label: str


HEDGES: Mapping[str, Hedge] = MappingProxyType(
    {
        "unqualified": Hedge("circle", "as printed (filled)"),
        "approximately": Hedge("circle", "about (hollow)"),
        "more-than": Hedge("triangle-up", "more than (open upwards)"),
        "at-least": Hedge("triangle-up", "at least (open upwards)"),
        "less-than": Hedge("triangle-down", "less than (open downwards)"),
        "up-to": Hedge("triangle-down", "up to (open downwards)"),
        "between": Hedge("square", "a range"),
    }
)
UNIT_SYMBOLS: Mapping[str, str] = MappingProxyType({"km2": "km²", "km": "km"})
NATURE_LABELS: Mapping[str, str] = MappingProxyType({"total": ", total", "count": ", counts"})
EMPTY_LAYERS = [{"mark": "text"}]  # axes without values would make the chart infinitely wide
MARK_SIZES = ((60, 70), (400, 18), (10_000_000, 4))  # (maximum number of figures, area in pixels)

Row = Mapping[str, Any]


def series(
    parts: Sequence[Series], rows: Mapping[str, Row], release: str, title: str
) -> dict[str, Any]:
    """A chart of one question over time: a line for each series, interrupted at its gaps."""
    values = [value for part in parts for value in _series_values(part, rows)]
    first = next(iter(rows.values()), None)
    x = {"field": "day", "type": "temporal", "title": None, "axis": {"format": "%-d %b %Y"}}
    y = {
        "field": "value",
        "type": "quantitative",
        "title": unit_text(first),
        "scale": {"zero": False},
    }
    colour = _colour("series")
    line = {
        "transform": [{"filter": "datum.joined && datum.value !== null"}],
        "mark": {"type": "line", "strokeWidth": 1.5, "opacity": 0.7},
        "encoding": {"x": x, "y": y, "color": colour, "detail": {"field": "run"}},
    }
    band = {
        "transform": [{"filter": "datum.upper !== null"}],
        "mark": {"type": "rule", "strokeWidth": 5, "opacity": 0.3},
        "encoding": {
            "x": x,
            "y": {**y, "field": "lower"},
            "y2": {"field": "upper"},
            "color": colour,
        },
    }
    points = _points({"x": x, "y": y, "color": colour}, "y", values)
    return _specification(
        title, source_lines(rows.values(), release), values, [band, line, *points], HEIGHT
    )


def svg(specification: Mapping[str, Any]) -> str:
    """Draw the chart as SVG, with a title and a description for screen readers."""
    import vl_convert

    drawing: str = vl_convert.vegalite_to_svg(json_of(specification), allowed_base_urls=[])
    title, description = specification["title"]["text"], specification["description"]
    title = title if isinstance(title, str) else " ".join(title)
    texts = f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"
    return re.sub(r"(<svg[^>]*>)", lambda tag: _with_role(tag[1]) + texts, drawing, count=1)


def png(specification: Mapping[str, Any]) -> bytes:
    """Draw the chart as PNG, at twice the resolution."""
    import vl_convert

    drawing: bytes = vl_convert.vegalite_to_png(
        json_of(specification), scale=2, allowed_base_urls=[]
    )
    return drawing


def vega_lite(specification: Mapping[str, Any]) -> str:
    return json.dumps(specification, ensure_ascii=False, indent=1) + "\n"


def _specification(
    title: str, source: list[str], values: Sequence[Row], layers: list[Any], height: int
) -> dict[str, Any]:
    last = "; ".join(
        f"{value['series']}, {value['day']}: {value['label']}" for value in values[-12:]
    )
    lines = textwrap.wrap(title, MAX_TITLE_LETTERS)
    return {
        "$schema": SCHEMA,
        "description": f"{title}. {len(values)} figures; the last: {last}." if values else title,
        "title": {
            "text": lines if len(lines) > 1 else title,
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
        "layer": layers if values else EMPTY_LAYERS,
        "config": {
            "font": "sans-serif",
            "axis": {"gridColor": "#e5e5e5"},
            "view": {"stroke": None},
        },
    }


def _points(encoding: dict[str, Any], measure: str, values: Sequence[Row]) -> list[dict[str, Any]]:
    """Marks: filled for an unqualified number, hollow for one that is approximate or open.

    A range without a value has a mark at each end and none between, because nobody claims its
    middle. ``measure`` is the axis of the values.
    """
    size = next(size for max_figures, size in MARK_SIZES if len(values) <= max_figures)
    labels = {value["hedge"] for value in values}
    hedges = [hedge for hedge in HEDGES.values() if hedge.label in labels]
    shape = {
        "field": "hedge",
        "type": "nominal",
        "title": "hedge",
        "scale": {
            "domain": [hedge.label for hedge in hedges],
            "range": [hedge.shape for hedge in hedges],
        },
        "legend": {
            "orient": "bottom",
            "symbolFillColor": "transparent",
            "symbolStrokeColor": "#333",
        },
    }
    tooltip = [{"field": name} for name in ("series", "day", "label")]
    encoding = {**encoding, "shape": shape, "tooltip": tooltip}
    marks = [
        ("value", f"datum.hollow === {str(hollow).lower()} && datum.value !== null", hollow)
        for hollow in (False, True)
    ]
    if any(value["value"] is None for value in values):
        marks += [(end, "datum.value === null", True) for end in ("lower", "upper")]
    return [
        {
            "transform": [{"filter": condition}],
            "mark": {"type": "point", "filled": not hollow, "size": size, "strokeWidth": 1.3},
            "encoding": {**encoding, measure: {**encoding[measure], "field": field}},
        }
        for field, condition, hollow in marks
    ]


def _series_values(part: Series, rows: Mapping[str, Row]) -> Iterator[dict[str, Any]]:
    """The points of a series. A gap or a range without a value begins a new run of the line."""
    starts = {gap.first for gap in part.gaps}
    run, previous = 0, None
    for point in part.points[-MAX_SERIES_POINTS:]:
        row = {**rows[point.figures[-1].id], **point.sum_columns}
        is_after_gap = previous and any(previous < day <= point.claim.period.end for day in starts)
        if is_after_gap or row["value"] is None:
            run += 1
        previous = point.claim.period.end
        name = f"{claimant_label(row)}{NATURE_LABELS.get(part.nature, '')}"
        if part.verification != "unstated":
            name += f", {part.verification}"
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
        "hedge": HEDGES[row["quantifier"]].label,
        "hollow": row["quantifier"] != "unqualified",
        "label": row["text"],
    }


def claimant_label(row: Row) -> str:
    """The claimant, marked if the claim is about its adversary."""
    adverse = " (adverse claim)" if row["stance"] == "adverse" else ""
    return capitalized(f"{row['claimant_name']}{adverse}")


def unit_text(row: Row | None) -> str:
    """The unit of a row, for the title of an axis."""
    if row is None:
        return ""
    return UNIT_SYMBOLS.get(row["unit"]) or UNITS[row["unit"]]


def source_lines(rows: Iterable[Row], release: str) -> list[str]:
    """The outlets in which the rows were read, and the release."""
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


def _with_role(tag: str) -> str:
    return tag[:-1] + ' role="img">' if "role=" not in tag else tag
