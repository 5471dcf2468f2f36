"""Rows of ReliefWeb's files of crisis figures, in both layouts, as texts."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from datasets.curation.importers.source_files import layout_of, numbers, table

# The name of each column of a row, by layout.
LATEST = MappingProxyType(
    {
        "crisis": "crisis_iso3",
        "name": "figure_name",
        "source": "figure_source",
        "value": "figure_value",
        "day": "figure_date",
        "url": "figure_url",
    }
)
SERIES = MappingProxyType(
    {
        "crisis": "iso3",
        "name": "figure_name",
        "source": "source_of_latest",
        "value": "value",
        "day": "date_iso",
        "url": "url",
    }
)
LAYOUTS: Mapping[str, Mapping[str, str]] = MappingProxyType({"latest": LATEST, "series": SERIES})
ENGLISH_EDITION = "tablet"
OTHER_EDITION = "editions for the Americas, in other languages"
NO_DATE = "a date that is missing or that no calendar has"
NOT_NEWEST = "older numbers of a series, whose source the file does not name"


def listed_figures(path: Path) -> tuple[pd.DataFrame, Counter[str]]:
    """The rows whose source the file names, and the counts of the others by reason.

    The columns are those of `LATEST`, as text, with ``value`` and ``day`` checked; the index is
    the line. The older layout prints one source for a series of numbers: that of its newest. Only
    the newest number is returned, and only where one row has the newest day. Raises UpstreamError.
    """
    frame = table(path, [])
    layout = layout_of(path, frame, {name: [*names.values()] for name, names in LAYOUTS.items()})
    names = LAYOUTS[layout]
    rows = pd.DataFrame({name: frame[column] for name, column in names.items()})
    # One name in a file has a line break.
    rows["name"] = rows["name"].str.split().str.join(" ")
    skipped: Counter[str] = Counter()
    if layout == "series":
        rows = _newest(rows, frame["edition"], skipped)
    dated = rows["day"].map(_is_day)
    skipped[NO_DATE] += int((~dated).sum())
    rows = rows[dated].copy()
    rows["value"] = numbers(path, rows["value"])
    return rows, +skipped


def _newest(rows: pd.DataFrame, edition: pd.Series, skipped: Counter[str]) -> pd.DataFrame:
    english = edition == ENGLISH_EDITION
    skipped[OTHER_EDITION] += int((~english).sum())
    rows = rows[english]
    series = [rows["crisis"], rows["name"]]
    newest = rows["day"] == rows["day"].groupby(series).transform("max")
    alone = newest.groupby(series).transform("sum") == 1
    skipped[NOT_NEWEST] += int((~(newest & alone)).sum())
    return rows[newest & alone].copy()


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
