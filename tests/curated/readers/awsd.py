"""Two editions of the Aid Worker Security Database, read a second time with the csv module."""

from collections.abc import Iterator
from pathlib import Path

from tests.curated.readers.raw import UNSAID, Row, places, table

FIRST, SECOND = "awsd-2016-10-03-incidents", "awsd-2025-08-26-incidents"
OTHER_NAMES = {
    "Congo": "cg",
    "DR Congo": "cd",
    "Iran, Islamic Republic of": "ir",
    "Libyan Arab Jamahiriya": "ly",
    "Occupied Palestinian Territories": "ps",
    "Swaziland": "sz",
    "Syrian Arab Republic": "sy",
}
NOWHERE = ("", "Kashmir", "Chechnya")
RECLASSIFIED = [("DR Congo", "2006", "Total kidnapped"), ("Philippines", "2014", "Total kidnapped")]
METRICS = {
    "Total killed": "killed-in-violence",
    "Total wounded": "wounded-in-violence",
    "Total kidnapped": "kidnapped",
}


def first(data: Path) -> Iterator[Row]:
    """The world until 3 October 2016."""
    file = data / "awsd" / "security_incidents_2016-10-03.csv"
    return _rows(table(file), FIRST, "2016-10-03")


def second(data: Path) -> Iterator[Row]:
    """The world until 26 August 2025. The second line of the file has HXL tags."""
    incidents = table(data / "awsd" / "incidents_2025-08-26.csv")
    return _rows([row for row in incidents if row["Year"].isdigit()], SECOND, "2025-08-26")


def _rows(incidents: list[Row], source: str, day: str) -> Iterator[Row]:
    names = _countries() | OTHER_NAMES
    attacks: dict[tuple[str, str, str], list[Row]] = {}
    for row in incidents:
        for column in METRICS:
            if int(row[column]) and row["Country"] not in NOWHERE:
                attacks.setdefault((row["Country"], row["Year"], column), []).append(row)
    for (country, year, column), rows in attacks.items():
        if (country, year, column) in RECLASSIFIED:
            continue
        total = sum(int(row[column]) for row in rows)
        count = f"{len(rows)} incident{'s' if len(rows) > 1 else ''}"
        states = {row.get("Verified", "") for row in rows}
        verification = "verified" if states == {"Yes"} else "unstated"
        yield UNSAID | {
            "source": source,
            "metric": METRICS[column],
            "subject": "aid-workers",
            "place": names[country],
            "period": f"{year}-01-01/{day if day.startswith(year) else f'{year}-12-31'}",
            "value": f"{total}",
            "claimant": "humanitarian-outcomes",
            "claimed_on": day,
            "basis": "documented",
            "verification": "unverified" if "Pending" in states else verification,
            "wording": f"Country {country}; Year {year}; {column} {total}, sum of {count}",
            "noted": "Added up" if len(rows) > 1 else "one such incident",
        }


def _countries() -> Row:
    """The place of each name of a country."""
    named = {}
    for row in places():
        if row["level"] == "adm0":
            for name in (row["name"], *row["aka"].split(";")):
                named.setdefault(name, row["place_id"])
    return named | {"Cote D'Ivoire": "ci"}
