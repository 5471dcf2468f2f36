"""Rules for the wording of a row: its number, hedge and unit."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from datasets.curation.validation.context import (
    CELL_BY_NUMBER,
    Location,
    ValidationContext,
    rows_of,
)
from datasets.model import wording
from datasets.model.codelists import QUANTIFIERS
from datasets.model.fields import without_fraction
from datasets.model.hedges import phrases_of

SQUARE_METRES = 1_000_000  # in a km²


def number_in_wording(context: ValidationContext) -> Iterable[Location]:
    rows = context.rows[(context.rows["unit"] != "order") & (context.rows["wording"] != "")]
    for column in CELL_BY_NUMBER:
        stated_rows = rows[rows[column].notna() & ((column == "number") | (rows["value"] == ""))]
        for row in rows_of(stated_rows[~_ends_with_number(stated_rows, CELL_BY_NUMBER[column])]):
            stated = getattr(row, column)
            if not _prints(row, stated):
                message = f"wording does not contain {_spellings(stated)}"
                yield Location(row.file, row.line, "wording", message)


def hedge_of_wording(context: ValidationContext) -> Iterable[Location]:
    for row in rows_of(context.rows[context.rows["quantifier"].isin(QUANTIFIERS)]):
        hedges = wording.hedges_in(row.wording)
        if hedges and row.quantifier not in hedges and row.quantifier != "between":
            word = _hedge_phrase(row.wording, min(hedges))
            message = f"wording says '{word}' but quantifier is '{row.quantifier}'"
            yield Location(row.file, row.line, "quantifier", message)


def hedge_in_wording(context: ValidationContext) -> Iterable[Location]:
    hedged = set(QUANTIFIERS) - {"unqualified", "between"}
    for row in rows_of(context.rows[context.rows["quantifier"].isin(hedged)]):
        if not wording.mentions(row.wording, row.quantifier):
            message = f"quantifier is '{row.quantifier}' but no such word stands in the wording"
            yield Location(row.file, row.line, "quantifier", message)


def unit_in_wording(context: ValidationContext) -> Iterable[Location]:
    rows = context.rows[(context.rows["unit"] != "") & context.rows["number"].notna()]
    for row in rows_of(rows):
        unit = wording.unit_of(row.wording, row.number)
        if unit and unit != row.unit:
            message = f"wording says '{unit}'; metric '{row.metric}' counts {row.unit}"
            yield Location(row.file, row.line, "wording", message)


def _ends_with_number(rows: pd.DataFrame, cell: str) -> pd.Series:
    """Whether the wording ends with the number in plain digits, which needs no parsing."""
    ends = [
        number.isdecimal() and text.endswith(f" {number}")
        for text, number in zip(rows["wording"], rows[cell], strict=True)
    ]
    return pd.Series(ends, index=rows.index, dtype=bool)


def _spellings(stated: float) -> str:
    plain = without_fraction(stated)
    grouped = f"{plain:,}"
    others = [grouped, grouped.replace(",", " ")] if grouped != str(plain) else []
    if plain >= 1000 and plain % 1000 == 0:
        others.append(f"{plain // 1000:,} thousand")
    return f"{plain} in any usual spelling" + (f" ({'; '.join(others)})" if others else "")


def _hedge_phrase(text: str, quantifier: str) -> str:
    phrases = (phrase for phrase in phrases_of(quantifier) if phrase in text.lower())
    return next(phrases, quantifier)


def _prints(row: Any, stated: float) -> bool:
    """Whether the wording prints a number, or the number that it was rounded from.

    A model may print fractions of persons, and an area may be printed in square metres.
    """
    numbers = wording.numbers_in(row.wording)
    return (
        round(stated, 6) in numbers
        or (row.basis == "modelled" and stated in {round(number) for number in numbers})
        or (row.unit == "km2" and stated in {round(area / SQUARE_METRES, 1) for area in numbers})
    )
