"""UNHCR's population table, read a second time with the csv module."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.curated.readers.raw import UNSAID, Row, place_of_country, table

SOURCE = "unhcr-data-finder-2026-06-25-population"
# Column, metric, people of the origin, and whether it counts over the year.
COLUMNS = (
    ("refugees", "refugees", "people", False),
    ("returned_refugees", "returned-refugees", "people", True),
    ("idps", "displaced-protected-or-assisted", "civilians", False),
    ("returned_idps", "returned-displaced", "civilians", True),
    ("stateless", "stateless", "people", False),
)
OF_LARGE_ORIGINS = {"refugees", "returned_refugees"}
MANY = 100_000
STATELESS = "XXA"


def rows(data: Path) -> Iterator[Row]:
    """Every number above zero of the cut as columns of a ledger."""
    whole = table(data / "unhcr-refugees" / "csv" / "population.csv.gz")
    newest = max(int(row["year"]) for row in whole)
    decade = [row for row in whole if int(row["year"]) > newest - 10]
    large = large_origins(decade)
    countries = place_of_country() | {"SRB": "serbia-kosovo"}
    origins = countries | {STATELESS: "stateless"}
    for row in decade:
        if row["coo_iso"] in origins and row["coa_iso"] in countries:
            for column, metric, people, over_the_year in COLUMNS:
                if int(row[column] or 0) and (
                    column not in OF_LARGE_ORIGINS or row["coo_iso"] in large
                ):
                    end = f"{row['year']}-12-31"
                    yield UNSAID | {
                        "source": SOURCE,
                        "metric": metric,
                        "subject": f"{origins[row['coo_iso']]}-{people}",
                        "place": countries[row["coa_iso"]],
                        "period": f"{row['year']}-01-01/{end}" if over_the_year else end,
                        "value": row[column],
                        "claimant": "unhcr",
                        "claimed_on": "2026-06-25",
                        "basis": "stated",
                        "wording": f"year {row['year']}; coo {row['coo']}; coa {row['coa']}; "
                        f"{column} {row[column]}",
                        "noted": remark(row, column),
                    }


def remark(row: Row, column: str) -> str:
    """A word of the note: of whom UNHCR does not count, or else of its rounding below 5."""
    if column in ("idps", "returned_idps"):
        return "protects or assists"
    if row["coo_name"] == "Palestinian":
        return "UNRWA"
    return "rounds" if int(row[column]) == 5 else ""


def large_origins(decade: list[Row]) -> set[str]:
    """Origins with more than 100,000 refugees and asylum seekers in a year."""
    people: Counter[tuple[str, str]] = Counter()
    for row in decade:
        number = int(row["refugees"] or 0) + int(row["asylum_seekers"] or 0)
        people[row["coo_iso"], row["year"]] += number
    return {origin for (origin, _), number in people.items() if number > MANY}
