"""The input of the rules, and functions that several rules share."""

import re
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

import pandas as pd
from marshmallow import ValidationError, fields

from datasets.curation.ledger_files import CsvTable, DatasetsFolder
from datasets.model import period
from datasets.model.fields import columns_of

QUESTION = ["metric", "subject", "place"]
NATURAL_KEY = ["claimant", *QUESTION, "period"]
_DAY = r"\d{4}-\d{2}-\d{2}"


class Location(NamedTuple):
    """A violation of a rule: a file, its line and column, and a message."""

    file: str
    line: int
    column: str
    message: str


# The cell of each column of numbers of `ValidationContext.rows`.
CELL_BY_NUMBER = {"number": "value", "lower": "value_lower", "upper": "value_upper"}


@dataclass(frozen=True)
class ValidationContext:
    """The folder to validate, the base revision to compare it with, and today's date."""

    folder: DatasetsFolder
    base: DatasetsFolder | None
    today: date

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The rows of all ledgers with derived columns.

        Adds ``start`` and ``end`` of the period (ISO dates), ``published``, ``publisher`` and
        ``licence`` of the source, ``unit``, ``kind`` and ``home`` (the dataset) of the metric
        (empty if unknown or malformed), and ``number``, ``lower``, ``upper`` and ``serial``
        (floats, NaN if missing or malformed).
        """
        rows = self.folder.rows
        pairs = zip(rows["period"], rows["claimed_on"], strict=True)
        periods = {pair: _ends(*pair) for pair in set(pairs)}
        ends = [periods[pair] for pair in zip(rows["period"], rows["claimed_on"], strict=True)]
        sources = self.folder.references["sources"].frame
        metrics = self.folder.references["metrics"].frame
        return rows.assign(
            start=[start for start, _ in ends],
            end=[end for _, end in ends],
            publisher=_look_up(rows["source"], sources, "source_id", "publisher"),
            published=_look_up(rows["source"], sources, "source_id", "published"),
            licence=_look_up(rows["source"], sources, "source_id", "licence"),
            home=_look_up(rows["metric"], metrics, "metric_id", "dataset"),
            unit=_look_up(rows["metric"], metrics, "metric_id", "unit"),
            kind=_look_up(rows["metric"], metrics, "metric_id", "kind"),
            number=_numbers(rows["value"]),
            lower=_numbers(rows["value_lower"]),
            upper=_numbers(rows["value_upper"]),
            serial=_numbers(rows["revision"]),
        )

    @cached_property
    def current(self) -> pd.DataFrame:
        """The last revision of each figure, without retracted figures."""
        last = self.rows.drop_duplicates("figure_id", keep="last")
        return last[last["change"] != "retracted"]

    @cached_property
    def rows_with_previous(self) -> pd.DataFrame:
        """The rows, with cells of the previous row of the same figure as ``previous_<column>``."""
        names = ["serial", "change", "recorded_on", *QUESTION, "period", "claimant"]
        before = self.rows.groupby("figure_id")[names].shift(1).add_prefix("previous_")
        return self.rows.join(before)

    @cached_property
    def series(self) -> pd.DataFrame:
        """The current figures with a number, each with its predecessor in its series.

        A series has one claimant, metric, subject and place, and for a flow one start. Adds
        ``previous_number``, ``previous_id`` and ``previous_end``.
        """
        in_series = (
            (self.current["kind"] != "")
            & self.current["number"].notna()
            & (self.current["end"] != "")
        )
        rows = self.current[in_series]
        rows = rows.assign(begins=rows["start"].where(rows["kind"] == "flow", ""))
        rows = rows.sort_values(["end", "start"], kind="stable")
        group = rows.groupby(["claimant", *QUESTION, "begins"])
        return rows.assign(
            previous_number=group["number"].shift(1),
            previous_id=group["figure_id"].shift(1),
            previous_end=group["end"].shift(1).fillna(""),
        ).sort_index()


def locations(
    rows: pd.DataFrame, where: pd.Series, column: str, message: Callable[[Any], str]
) -> Iterable[Location]:
    """The rows that a mask selects, each with its message."""
    for row in rows_of(rows[where]) if where.any() else ():
        yield Location(row.file, row.line, column, message(row))


def rows_of(rows: pd.DataFrame) -> Iterable[Any]:
    """The rows of a frame as named tuples."""
    return () if rows.empty else rows.itertuples()


def malformed(table: CsvTable, column: str, field: fields.Field[Any]) -> Iterable[Location]:
    """The invalid cells of a column; each distinct text is parsed once."""
    cells = table.frame[column]
    results = ((text, _error(field, column, text)) for text in cells.unique() if text)
    errors = {text: error for text, error in results if error is not None}
    for line, text in cells_in(cells, errors):
        yield Location(table.file, line, column, errors[text])


def cells_in(cells: pd.Series, texts: Collection[str]) -> Iterable[tuple[int, str]]:
    """The cells with one of some texts, as line and text."""
    if texts:
        for line, text in cells[cells.isin(list(texts))].items():
            yield int(str(line)), text


def columns(context: ValidationContext) -> Iterable[tuple[CsvTable, str, fields.Field[Any]]]:
    """Every column of every file."""
    for table in context.folder.tables:
        for column, field in columns_of(table.schema).items():
            yield table, column, field


def are_days(texts: pd.Series) -> pd.Series:
    return texts.str.fullmatch(_DAY)


def _error(field: fields.Field[Any], column: str, text: str) -> str | None:
    try:
        field.deserialize(text, column)
    except ValidationError as error:
        return str(error.messages[0])
    return None


def _ends(text: str, claimed_on: str) -> tuple[str, str]:
    """Both ends of a period as ISO dates, empty where they are unknown or malformed."""
    try:
        parsed = period.parse(text)
    except ValueError:
        return "", ""
    if re.fullmatch(_DAY, claimed_on):
        with suppress(ValueError):  # a day that no calendar has is reported by V17
            parsed = parsed.known_on(date.fromisoformat(claimed_on))
    return parsed.start.isoformat() if parsed.start else "", parsed.end.isoformat()


def _look_up(keys: pd.Series, table: pd.DataFrame, key: str, column: str) -> pd.Series:
    values = table.drop_duplicates(key).set_index(key)[column]
    return keys.map(values).fillna("")


def _numbers(texts: pd.Series) -> pd.Series:
    plain = texts.where(texts.str.fullmatch(r"\d+(\.\d+)?"))
    return pd.to_numeric(plain, errors="coerce").astype("float64")
