"""Rules that compare rows: revisions, series, and the base revision."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from datasets.curation.validation.context import (
    NATURAL_KEY,
    Location,
    ValidationContext,
    are_days,
    locations,
    rows_of,
)
from datasets.model.fields import without_fraction

MANY_TIMES = 1000  # from here a ratio is written without its fraction
MAX_RATIO = 10  # of two neighbours in a series; a larger one is often a misplaced digit
MIN_JUMP_VALUE = 1000  # a tenfold change of a smaller number is common


def recorded_after_base(context: ValidationContext) -> Iterable[Location]:
    if not context.base:
        return
    newest = max((day for day in context.base.rows["recorded_on"]), default="")
    rows = context.rows
    base_lengths = {name: len(table.frame) for name, table in context.base.ledgers.items()}
    is_new = rows.groupby("dataset").cumcount() >= rows["dataset"].map(base_lengths).fillna(0)
    yield from locations(
        rows,
        is_new & (rows["recorded_on"] < newest) & are_days(rows["recorded_on"]),
        "recorded_on",
        lambda row: (
            f"recorded_on {row.recorded_on} is earlier than the newest row of the base ({newest}); "
            "it would change past vintages"
        ),
    )


def unchanged_lines(context: ValidationContext) -> Iterable[Location]:
    for name, base in (context.base.ledgers if context.base else {}).items():
        table = context.folder.ledgers.get(name)
        if table is None:
            yield Location(base.file, 1, "", "ledger was removed; ids are for ever")
            continue
        lines = dict(zip(table.frame.index, table.frame.itertuples(index=False), strict=True))
        for line, row in zip(
            base.frame.index, base.frame.itertuples(index=False, name=None), strict=True
        ):
            if tuple(lines.get(line, ())) != row:
                message = f"line {line} was changed or removed; append a new revision instead"
                yield Location(base.file, int(line), "", message)


def first_revision(context: ValidationContext) -> Iterable[Location]:
    rows = context.rows
    yield from locations(
        rows,
        (rows["serial"] == 1) & (rows["change"] != "new"),
        "change",
        lambda _: "revision 1 must be 'new'",
    )
    yield from locations(
        rows,
        (rows["serial"] > 1) & (rows["change"] == "new"),
        "change",
        lambda _: "'new' is only for revision 1",
    )


def revision_sequence(context: ValidationContext) -> Iterable[Location]:
    rows = context.rows_with_previous
    before = rows["previous_serial"].fillna(0)
    yield from locations(
        rows,
        (rows["serial"] > before + 1) | (rows["serial"] < before),
        "revision",
        lambda row: _jump(row.figure_id, row.previous_serial, row.revision),
    )
    yield from locations(
        rows,
        rows["recorded_on"] < rows["previous_recorded_on"].fillna(""),
        "recorded_on",
        lambda row: (
            f"{row.figure_id} revision {row.revision} is recorded on {row.recorded_on}, "
            f"before the revision it follows ({row.previous_recorded_on})"
        ),
    )


def revision_note(context: ValidationContext) -> Iterable[Location]:
    rows = context.rows
    reasons = {
        "revised": "what the claimant changed",
        "corrected": "what was wrong",
        "retracted": "why",
    }
    yield from locations(
        rows,
        rows["change"].isin(reasons) & (rows["note"] == ""),
        "note",
        lambda row: f"a '{row.change}' row needs a note saying {reasons[row.change]}",
    )


def nothing_after_retraction(context: ValidationContext) -> Iterable[Location]:
    rows = context.rows_with_previous
    yield from locations(
        rows,
        rows["previous_change"] == "retracted",
        "figure_id",
        lambda row: (
            f"{row.figure_id} was retracted in revision {row.previous_serial:.0f}; "
            "record a new figure"
        ),
    )


def same_question(context: ValidationContext) -> Iterable[Location]:
    rows = context.rows_with_previous
    revised = rows[(rows["change"] == "revised") & rows["previous_change"].notna()]
    message = "'revised' must keep metric, subject, place, period and claimant"
    for column in ("metric", "subject", "place", "period", "claimant"):
        for row in rows_of(revised[revised[column] != revised[f"previous_{column}"]]):
            yield Location(row.file, row.line, column, f"{message}; '{column}' differs")


def unique_claims(context: ValidationContext) -> Iterable[Location]:
    for row, first in _repeated_questions(context):
        if _stated(row) == _stated(first):
            message = f"same claim as {first.figure_id}; a second outlet is not a second figure"
            yield Location(row.file, row.line, "figure_id", message)


def rival_numbers(context: ValidationContext) -> Iterable[Location]:
    for row, first in _repeated_questions(context):
        if _stated(row) != _stated(first):
            number = first.value or f"{first.value_lower} to {first.value_upper}"
            message = (
                f"{first.figure_id} has {number} for the same question: append a revision if the "
                "claimant changed it, or keep both with a note"
            )
            yield Location(row.file, row.line, "figure_id", message)


def _repeated_questions(context: ValidationContext) -> Iterable[tuple[Any, Any]]:
    """Each current figure whose question has an earlier figure, with the first of these."""
    current = context.current[context.current["metric"] != ""]
    repeated = current[current.duplicated(NATURAL_KEY, keep=False)]
    firsts: dict[tuple[str, ...], Any] = {}
    for row in rows_of(repeated):
        first = firsts.setdefault(tuple(getattr(row, name) for name in NATURAL_KEY), row)
        if first is not row:
            yield row, first


def _stated(row: Any) -> tuple[str, str, str]:
    return row.value, row.value_lower, row.value_upper


def falling_totals(context: ValidationContext) -> Iterable[Location]:
    series = context.series
    fell = (series["number"] < series["previous_number"]) & (series["end"] > series["previous_end"])
    yield from locations(
        series,
        fell & (series["kind"] == "flow"),
        "value",
        lambda row: (
            f"total fell from {without_fraction(row.previous_number)} ({row.previous_id}) to "
            f"{row.value}; a re-based series?"
        ),
    )


def sudden_jumps(context: ValidationContext) -> Iterable[Location]:
    series = context.series
    ratio = series["number"] / series["previous_number"].replace(0, np.nan)
    large = series[["number", "previous_number"]].max(axis=1) >= MIN_JUMP_VALUE
    series = series.assign(ratio=ratio)
    yield from locations(
        series,
        large & ((ratio >= MAX_RATIO) | ((ratio <= 1 / MAX_RATIO) & (ratio > 0))),
        "value",
        lambda row: (
            f"value is {_ratio(row.ratio)} times the previous in this series ({row.previous_id}); "
            "a misplaced digit?"
        ),
    )


def _ratio(ratio: float) -> str:
    return f"{ratio:,.0f}" if ratio >= MANY_TIMES else f"{ratio:.3g}"


def _jump(figure_id: str, before: float, revision: str) -> str:
    if np.isnan(before):
        return f"{figure_id} begins with revision {revision}, not 1"
    return f"{figure_id} jumps from revision {before:.0f} to {revision}"
