"""Raw files as rows of text, and the columns of a claim that most publishers leave as they are."""

import csv
import gzip
import io
from pathlib import Path

Row = dict[str, str]

UNSAID = {
    "quantifier": "unqualified",
    "value_lower": "",
    "value_upper": "",
    "via": "",
    "verification": "unstated",
    "derived_from": "",
}
PLACES = Path(__file__).parents[3] / "datasets/reference/places.csv"


def table(path: Path) -> list[Row]:
    """The rows of a CSV file, perhaps gzipped."""
    content = path.read_bytes()
    text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def places() -> list[Row]:
    return table(PLACES)


def place_of_country() -> Row:
    """The place of each ISO 3166-1 alpha-3 code."""
    countries = [row for row in places() if row["level"] == "adm0" and row["iso3"]]
    return {row["iso3"]: row["place_id"] for row in countries}
