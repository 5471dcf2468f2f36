"""What is put before the rules: a folder, the base it is compared with, and today's date."""

from collections.abc import Callable, Collection, Iterable
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
    """Where something is wrong and what: a line and column of a file, and a message."""

    file: str
    line: int
    column: str
    message: str


@dataclass(frozen=True)
class ValidationContext:
    """A folder to be checked, on a day, perhaps against the folder it grew from."""

    folder: DatasetsFolder
    base: DatasetsFolder | None
    today: date

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The rows of all ledgers with what rules ask about.

        Adds ``start`` and ``end`` (ISO days), ``published`` and ``publisher`` of the source,
        ``unit`` and ``kind`` of the metric (text, empty where unknown or malformed), and
        ``number``, ``lower``, ``upper`` and ``serial`` (floats, NaN where missing or malformed).
        """
        rows = self.folder.rows
        periods = {text: _ends(text) for text in rows["period"].unique()}
        sources = self.folder.references["sources"].frame
        metrics = self.folder.references["metrics"].frame
        return rows.assign(
            start=rows["period"].map(lambda text: periods[text][0]),
            end=rows["period"].map(lambda text: periods[text][1]),
            publisher=_look_up(rows["source"], sources, "source_id", "publisher"),
            published=_look_up(rows["source"], sources, "source_id", "published"),
            unit=_look_up(rows["metric"], metrics, "metric_id", "unit"),
            kind=_look_up(rows["metric"], metrics, "metric_id", "kind"),
            number=_numbers(rows["value"]),
            lower=_numbers(rows["value_lower"]),
            upper=_numbers(rows["value_upper"]),
            serial=_numbers(rows["revision"]),
        )

    @cached_property
    def current(self) -> pd.DataFrame:
        """The last row of each figure, without those that were retracted."""
        last = self.rows.drop_duplicates("figure_id", keep="last")
        return last[last["change"] != "retracted"]

    @cached_property
    def rows_with_previous(self) -> pd.DataFrame:
        """The rows, each with what the row before it says of the same figure, as ``previous_``."""
        names = ["serial", "change", "recorded_on", *QUESTION, "period", "claimant"]
        before = self.rows.groupby("figure_id")[names].shift(1).add_prefix("previous_")
        return self.rows.join(before)

    @cached_property
    def series(self) -> pd.DataFrame:
        """Current figures of each series in order of time, each with the one before it.

        A series is one claimant, metric, subject and place; for a flow also one start.
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
    """The rows where a mask holds, each with its message."""
    for row in rows_of(rows[where]) if where.any() else ():
        yield Location(row.file, row.line, column, message(row))


def rows_of(rows: pd.DataFrame) -> Iterable[Any]:
    """The rows of a frame as named tuples."""
    return () if rows.empty else rows.itertuples()


def malformed(table: CsvTable, column: str, field: fields.Field[Any]) -> Iterable[Location]:
    """The cells of a column that its field refuses; each distinct text is read once."""
    cells = table.frame[column]
    results = ((text, _refusal(field, column, text)) for text in cells.unique() if text)
    refused = {text: refusal for text, refusal in results if refusal is not None}
    for line, text in cells_in(cells, refused):
        yield Location(table.file, line, column, refused[text])


def cells_in(cells: pd.Series, texts: Collection[str]) -> Iterable[tuple[int, str]]:
    """The cells that hold one of some texts, each with its line."""
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


def _refusal(field: fields.Field[Any], column: str, text: str) -> str | None:
    try:
        field.deserialize(text, column)
    except ValidationError as error:
        return str(error.messages[0])
    return None


def _ends(text: str) -> tuple[str, str]:
    try:
        parsed = period.parse(text)
    except ValueError:
        return "", ""
    return parsed.start.isoformat() if parsed.start else "", parsed.end.isoformat()


def _look_up(keys: pd.Series, table: pd.DataFrame, key: str, column: str) -> pd.Series:
    values = table.drop_duplicates(key).set_index(key)[column]
    return keys.map(values).fillna("")


def _numbers(texts: pd.Series) -> pd.Series:
    plain = texts.where(texts.str.fullmatch(r"\d+(\.\d+)?"))
    return pd.to_numeric(plain, errors="coerce").astype("float64")
