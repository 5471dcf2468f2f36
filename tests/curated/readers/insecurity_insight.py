"""Insecurity Insight's overviews by country and year, read a second time with the json module."""

import json
from collections.abc import Iterator
from pathlib import Path

from tests.curated.readers.raw import UNSAID, Row, place_of_country

SOURCE = "insecurity-insight-2024-03-19-overviews"
DAY = "2024-03-19"
KILLED, WOUNDED, KIDNAPPED = "killed-in-violence", "wounded-in-violence", "kidnapped"
# file, column, subject, metric, a word of the note
COLUMNS = (
    (
        "aidWorkerKIKA",
        "Total Aid Workers Killed",
        "aid-workers",
        KILLED,
        "may be counted as kidnapped",
    ),
    ("aidWorkerKIKA", "Total Aid Workers Injured", "aid-workers", WOUNDED, "not all who were inj"),
    ("aidWorkerKIKA", "Total Aid Workers Kidnapped", "aid-workers", KIDNAPPED, "taken hostage"),
    ("education", "Educators Killed", "educators", KILLED, "not all who were killed"),
    ("education", "Educators Injured", "educators", WOUNDED, "not all who were injured"),
    ("education", "Educators Kidnapped", "educators", KIDNAPPED, "not all who were kidnapped"),
    ("education", "Students Killed", "students", KILLED, "not all who were killed"),
    ("education", "Students Injured", "students", WOUNDED, "not all who were injured"),
    ("education", "Students Kidnapped", "students", KIDNAPPED, "not all who were kidnapped"),
    ("healthcare", "Health Workers Killed", "health-workers", KILLED, "not all who were killed"),
    ("healthcare", "Health Workers Injured", "health-workers", WOUNDED, "not all who were inj"),
    ("healthcare", "Health Workers Kidnapped", "health-workers", KIDNAPPED, "not all who were k"),
    ("protection", "Total number of camp residents killed", "camp-residents", KILLED, "in fires"),
)

ACCIDENTS = [("Malaysia", "2022"), ("Bangladesh", "2021"), ("Yemen", "2021")]


def rows(data: Path) -> Iterator[Row]:
    """Every number of people above zero as columns of a ledger."""
    places = place_of_country()
    for file, column, subject, metric, note in COLUMNS:
        path = data / "insecurity-insight" / f"{file}Overview.json"
        for row in json.loads(path.read_text(encoding="utf-8")):
            country, code, year = row["Country"], row["Country ISO"], row["Year"]
            if int(row[column]) == 0 or country == "Chechnya":
                continue
            if subject == "camp-residents" and (country, year) in ACCIDENTS:
                continue
            yield UNSAID | {
                "source": SOURCE,
                "metric": metric,
                "subject": subject,
                "place": places[code],
                "period": f"{year}-01-01/{DAY if year == '2024' else f'{year}-12-31'}",
                "value": row[column],
                "claimant": "insecurity-insight",
                "claimed_on": DAY,
                "basis": "documented",
                "wording": f"Country {country}; Year {year}; {column} {row[column]}",
                "noted": note,
            }
