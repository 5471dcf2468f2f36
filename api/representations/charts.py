"""Charts as SVG, PNG and Vega-Lite, and what all charts have in common."""

import json
import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any
from xml.sax.saxutils import escape

from datasets.claims.periods import day_text
from datasets.claims.statement import capitalized
from datasets.model.codelists import UNITS
from datasets.release.serialization import json_of

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
EMPTY_LAYERS = [{"mark": "text"}]  # axes without values would make the chart infinitely wide
PNG_SCALE = 2.5  # pixels of a PNG for one of the chart
TITLE_LETTERS = 50  # of a line of the title
NOTE_LETTERS = 74  # of a line of smaller text, in the widest font that a browser may use
# Fonts whose letters are about as wide as those that the positions were computed with.
FONT = "Arial, Helvetica, Liberation Sans, sans-serif"

# Palette of Okabe and Ito (2008): distinct for the colour-blind. Numbers beside the marks tell the
# claimants apart in black and white.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000", "#8C510A")
GREY = "#8a8a8a"

UNIT_SYMBOLS: Mapping[str, str] = MappingProxyType({"km2": "km²", "km": "km"})
VINTAGE_TEXTS: Mapping[str, str] = MappingProxyType(
    {"as_of": "The ledger as of {}.", "known_at": "Claims that were public by {}."}
)

Row = Mapping[str, Any]


def svg(specification: Mapping[str, Any]) -> str:
    """Draw the chart as SVG, with a title and a description for screen readers."""
    import vl_convert

    drawing: str = vl_convert.vegalite_to_svg(json_of(specification), allowed_base_urls=[])
    title, description = specification["title"]["text"], specification["description"]
    title = title if isinstance(title, str) else " ".join(title)
    texts = f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"
    return re.sub(r"(<svg[^>]*>)", lambda tag: _with_role(tag[1]) + texts, drawing, count=1)


def png(specification: Mapping[str, Any]) -> bytes:
    """Draw the chart as PNG, large enough for print."""
    import vl_convert

    drawing: bytes = vl_convert.vegalite_to_png(
        json_of(specification), scale=PNG_SCALE, allowed_base_urls=[]
    )
    return drawing


def vega_lite(specification: Mapping[str, Any]) -> str:
    return json.dumps(specification, ensure_ascii=False, indent=1) + "\n"


def title_block(title: str, notes: Iterable[str], offset: int) -> dict[str, Any]:
    """The title of a chart above its notes, both wrapped."""
    return {
        "text": textwrap.wrap(title, TITLE_LETTERS),
        "subtitle": [line for note in notes for line in textwrap.wrap(note, NOTE_LETTERS)],
        "anchor": "start",
        "offset": offset,
        "fontSize": 15,
        "subtitleFontSize": 11,
        "subtitleColor": "#555555",
    }


def description(title: str, marks: Sequence[Row], listed: Sequence[Row]) -> str:
    """The description for screen readers: the title, and some of the figures."""
    if not marks:
        return title
    figures = "; ".join(f"{mark['series']}, {mark['day']}: {mark['label']}" for mark in listed)
    these = "" if len(listed) == len(marks) else "; the last"
    return f"{title}. {len(marks)} figures{these}: {figures}."


def vintage_texts(vintages: Mapping[str, date]) -> list[str]:
    """The sentences that name the vintage of a chart."""
    return [VINTAGE_TEXTS[name].format(day_text(day)) for name, day in vintages.items()]


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


def _with_role(tag: str) -> str:
    return tag[:-1] + ' role="img">' if "role=" not in tag else tag
