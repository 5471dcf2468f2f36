"""IDMC's table of conflict displacement, read a second time with the csv module."""

from collections.abc import Iterator
from pathlib import Path

from tests.curated.readers.raw import UNSAID, Row, place_of_country, table

SOURCE = "idmc-gidd-2025-05-13-conflict"


def rows(data: Path) -> Iterator[Row]:
    """Every number above zero as columns of a ledger."""
    places = place_of_country() | {"AB9": "abyei"}
    for row in table(data / "idmc-gidd" / "internal_displacements_idps.csv"):
        code, year, place = row["iso3"], row["year"], places[row["iso3"]]
        for column, metric, period in (
            ("total_displacement", "displaced", f"{year}-12-31"),
            ("new_displacement", "internal-displacements", f"{year}-01-01/{year}-12-31"),
        ):
            if row[column] not in ("", "0"):
                undivided = code == "SDN" and year in ("2009", "2010")
                yield UNSAID | {
                    "source": SOURCE,
                    "metric": metric,
                    "subject": f"{place}-civilians",
                    "place": place,
                    "period": period,
                    "value": row[column],
                    "claimant": "idmc",
                    "claimed_on": "2025-05-13",
                    "basis": "estimated",
                    "wording": f"iso3 {code}; year {year}; {column} {row[column]}",
                    "noted": "South Sudan" if undivided else "disasters are not in this number",
                }
