"""Tables by country and year: a count takes the year, or the part of it before the claim."""

from pathlib import Path

import pandas as pd
import pytest

from datasets.curation.importers.source_files import UpstreamError
from datasets.curation.importers.yearly import Column, periods, years

COUNT = Column("killed", "civilians", over_the_year=True)
STOCK = Column("displaced", "civilians")


@pytest.mark.parametrize(
    ("column", "year", "period"),
    [
        (COUNT, "2023", "2023-01-01/2023-12-31"),
        (COUNT, "2024", "2024-01-01/2024-03-19"),
        (STOCK, "2023", "2023-12-31"),
        (STOCK, "2024", "2024-12-31"),
    ],
)
def test_a_count_of_the_year_of_the_claim_ends_on_its_day(
    column: Column, year: str, period: str
) -> None:
    assert list(periods(pd.Series([year]), column, "2024-03-19")) == [period]


def test_a_year_is_four_digits_of_this_or_the_last_century() -> None:
    texts = pd.Series(["1997", "2026"], index=[2, 3], name="Year")
    assert list(years(Path("file.csv"), texts)) == ["1997", "2026"]


@pytest.mark.parametrize("text", ["97", "2023.0", "", "20233", "1848", " 2023"])
def test_another_text_is_refused_with_its_line(text: str) -> None:
    texts = pd.Series(["1997", text], index=[2, 3], name="Year")
    with pytest.raises(UpstreamError) as refusal:
        years(Path("file.csv"), texts)
    assert str(refusal.value) == f"file.csv:3: Year: '{text}' is not a year"
