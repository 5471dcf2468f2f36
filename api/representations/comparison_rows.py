"""Rows of the chart of a comparison: texts and marks of each claim, and where they are drawn."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from api.representations.charts import NOTE_LETTERS, Row, claimant_label
from api.representations.signs import FLOOR, Hedge
from datasets.claims.claim import Claim
from datasets.claims.comparisons import Comparison, sort_claims
from datasets.claims.periods import day_text, days_text, period_name

# Sizes in pixels.
LINE_HEIGHT = 16
MARK_HEIGHT = 22  # of the space for a mark below its texts
ROW_GAP = 14
HEADING_HEIGHT = 26
# Letters in a line, in the widest font that a browser may use.
NAME_LETTERS = 62
MIN_NAME_LETTERS = 16

# Along a horizontal axis.
HEDGES: Mapping[str, Hedge] = MappingProxyType(
    {
        "unqualified": Hedge("circle", "as printed (filled)", hollow=False),
        "approximately": Hedge("circle", "about (hollow)"),
        "more-than": Hedge("triangle-right", "more than"),
        "at-least": Hedge("triangle-right", "at least"),
        FLOOR: Hedge("triangle-right", "documented count: a floor"),
        "less-than": Hedge("triangle-left", "less than"),
        "up-to": Hedge("triangle-left", "up to"),
        "between": Hedge("square", "an end of a range"),
    }
)


@dataclass(frozen=True, slots=True)
class ChartContext:
    """The parts of a chart that do not follow from its claims."""

    question: str
    on: date
    tolerance_days: int
    sort: Sequence[str]
    vintages: Mapping[str, date]
    release: str


class Layout(NamedTuple):
    """Marks and texts with their heights, the heights of rules, and the height of all."""

    marks: list[dict[str, Any]]
    texts: list[dict[str, Any]]
    rules: list[int]
    height: int


def layout_of(compared: Comparison, rows: Mapping[str, Row], context: ChartContext) -> Layout:
    """The rows of a chart from top to bottom. ``rows`` are the published rows by id."""
    marks: list[dict[str, Any]] = []
    texts: list[dict[str, Any]] = []
    rules: list[int] = []
    height = 0
    for heading, claims in _groups(compared, context):
        if heading:
            rules.append(height)
            texts.append(_text("heading", height + LINE_HEIGHT, heading))
            height += HEADING_HEIGHT
        for claim in claims:
            row_texts = _row_texts(claim, rows[claim.id], compared, height)
            height = max(text["y"] for text in row_texts) + MARK_HEIGHT
            mark = _mark(claim, rows[claim.id], "other" if heading else "current")
            marks.append({**mark, "y": height - MARK_HEIGHT // 2})
            texts += row_texts
            height += ROW_GAP
    return Layout(marks, texts, rules, max(1, height))


def _groups(compared: Comparison, context: ChartContext) -> Iterator[tuple[str, list[Claim]]]:
    """The claims in groups that have the same heading; the first group has none."""
    headings = {
        claim.id: _heading(claim, compared.current, context.tolerance_days)
        for claim in compared.claims
    }
    ordered = sort_claims(compared.claims, context.sort)
    for heading in sorted(set(headings.values())):  # the empty one first
        yield heading, [claim for claim in ordered if headings[claim.id] == heading]


def _heading(claim: Claim, current: Sequence[Claim], tolerance_days: int) -> str:
    if claim in current:
        return ""
    if (current[0].period.end - claim.period.end).days <= tolerance_days:
        return "Counted since another day: not comparable with the newest"
    days = days_text(tolerance_days)
    return f"Ended more than {days} before the newest: not comparable with it"


def _row_texts(claim: Claim, row: Row, compared: Comparison, top: int) -> list[dict[str, Any]]:
    """The claimant with the number at the right, then the dates and the basis."""
    letters = max(MIN_NAME_LETTERS, NAME_LETTERS - len(claim.text) - 2)
    names = textwrap.wrap(claimant_label(row), letters)
    notes = textwrap.wrap("; ".join(_notes(claim, compared)), NOTE_LETTERS)
    lines = [("name", line) for line in names] + [("note", line) for line in notes]
    return [
        _text("number", top + LINE_HEIGHT, claim.text),
        *(
            _text(style, top + LINE_HEIGHT * number, line)
            for number, (style, line) in enumerate(lines, 1)
        ),
    ]


def _notes(claim: Claim, compared: Comparison) -> Iterator[str]:
    yield period_name(claim.period)
    yield f"said on {day_text(claim.claimed_on)}"
    if claim.basis != "stated":
        yield claim.basis
    originals = (other for other in compared.claims if other.claimant == claim.derived_from)
    if original := next(originals, None):
        yield f"based on the figures of {original.claimant_name}"


def _text(style: str, y: int, text: str) -> dict[str, Any]:
    return {"style": style, "y": y, "text": text}


def _mark(claim: Claim, row: Row, group: str) -> dict[str, Any]:
    hedge = HEDGES[FLOOR if claim.is_floor else claim.quantifier]
    return {
        "series": claimant_label(row),
        "day": claim.period.end.isoformat(),
        "label": claim.text,
        "value": claim.value,
        "lower": claim.value_lower,
        "upper": claim.value_upper,
        "hedge": hedge.label,
        "shape": hedge.shape,
        "hollow": hedge.hollow,
        "group": group,
    }
