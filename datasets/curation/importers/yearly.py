"""Tables by country and year: their columns, their years, and the periods that they count."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from datasets.curation.importers.source_files import UpstreamError


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table by year: its metric, its people, and whether it counts over the year.

    The other columns are stocks on the last day of the year. ``people`` is a subject, or the last
    part of the ids of the people of each country. ``note`` says what the publisher counts in the
    column, or leaves out.
    """

    metric: str
    people: str
    over_the_year: bool = False
    note: str = ""


def years(path: Path, texts: pd.Series) -> pd.Series:
    """The years of a table as they are. Raises UpstreamError for a year that is none."""
    wrong = texts[~texts.str.fullmatch(r"(19|20)\d\d")]
    if len(wrong):
        reason = f"{texts.name}: '{wrong.iloc[0]}' is not a year"
        raise UpstreamError(path.name, int(str(wrong.index[0])), reason)
    return texts


def periods(of_years: pd.Series, column: Column, claimed_on: str) -> pd.Series:
    """The period of each number: the year or its last day.

    A count of the year in which it was claimed is a count until that day. A stock at the end of
    that year is a forecast, which validation refuses.
    """
    last_day = of_years + "-12-31"
    if not column.over_the_year:
        return last_day
    return of_years + "-01-01/" + last_day.mask(of_years == claimed_on[:4], claimed_on)
