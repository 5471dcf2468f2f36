"""Residents of Ukraine's units and of countries, read a second time with the csv module."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.curated.readers.raw import UNSAID, Row, place_of_country, places, table

WORKBOOK = "ua-state-statistics-service-2022-population"
HROMADAS = "kse-2025-04-25-hromadas"
WORLD_BANK = "datahub-2026-03-06-population"
WORKBOOK_SAVED_ON = "2022-08-24"
HROMADA_READ_BY_HAND = ("Донецька область", "Покровська міська ТГ")
LEVELS = {"country": "adm0", "oblast": "adm1", "raion": "adm2", "city": "adm4"}
SERVICE = UNSAID | {
    "metric": "residents",
    "subject": "ua-residents",
    "period": "2022-01-01",
    "claimant": "ua-state-statistics-service",
    "claimed_on": WORKBOOK_SAVED_ON,
    "basis": "estimated",
}


def units(data: Path) -> Iterator[Row]:
    """Every unit whose level, oblast and name belong to one place, and one hromada."""
    listed = ukrainian_places()
    folder = data / "ukraine-population-2022"
    for row in table(folder / "ukraine_population_2022_units.csv"):
        names = (apostrophe(row[column]).removeprefix("м. ") for column in ("oblast_uk", "name_uk"))
        known = listed.get((LEVELS.get(row["level"], ""), *names), [])
        if (row["oblast_uk"], row["name_uk"]) == HROMADA_READ_BY_HAND:
            yield SERVICE | {
                "source": WORKBOOK,
                "place": "ua-pokrovsk-hromada",
                "value": row["population"],
                "wording": f"{row['name_uk']}, {row['name_en']}; {row['oblast_uk']}; "
                f"{row['population']}",
            }
        elif len(known) == 1 and row["population"]:
            yield SERVICE | {
                "source": WORKBOOK,
                "place": known[0],
                "value": row["population"],
                "wording": f"{row['name_uk']}, {row['name_en']}; {row['population']}",
                "noted": "Crimea" if row["level"] == "country" else "",
            }


def ukrainian_places() -> dict[tuple[str, str, str], list[str]]:
    """Places by level, name of the oblast and own name."""
    by_id = {row["place_id"]: row for row in places() if row["iso3"] == "UKR"}
    listed = defaultdict(list)
    for place, row in by_id.items():
        oblast: Row | None = row
        while oblast is not None and oblast["level"] != "adm1":
            oblast = by_id.get(oblast["parent"])
        for above in names_of(oblast) if oblast else {""}:
            for name in names_of(row):
                listed[row["level"], above, name].append(place)
    return listed


def names_of(row: Row) -> set[str]:
    return {apostrophe(name) for name in (row["name"], *row["aka"].split(";")) if name}


def apostrophe(name: str) -> str:
    return name.replace("'", "’")


def hromadas(data: Path) -> Iterator[Row]:
    """Every hromada; the code of the places is the front of the state's code."""
    by_code = {row["pcode"]: row["place_id"] for row in places() if row["level"] == "adm3"}
    folder = data / "ukraine-population-2022"
    for row in table(folder / "ukraine_hromada_population_2022.csv"):
        if row["population_2022"]:
            yield SERVICE | {
                "source": HROMADAS,
                "place": by_code[row["hromada_code"][:9]],
                "value": row["population_2022"],
                "wording": f"{row['hromada_code']}; {row['hromada_full_name']}; "
                f"{row['population_2022']}",
            }


def countries(data: Path) -> Iterator[Row]:
    """Every country of the last ten years; aggregates have no code of ISO 3166."""
    listed = place_of_country()
    years = table(data / "world-bank-population" / "population.csv")
    newest = max(int(row["Year"]) for row in years)
    for row in years:
        if int(row["Year"]) > newest - 10 and row["Country Code"] in listed:
            place = listed[row["Country Code"]]
            yield UNSAID | {
                "source": WORLD_BANK,
                "metric": "residents",
                "subject": f"{place}-residents",
                "place": place,
                "period": row["Year"],
                "value": row["Value"],
                "claimant": "world-bank",
                "claimed_on": "2026-03-06",
                "basis": "estimated",
                "wording": f"{row['Country Code']}; Year {row['Year']}; Value {row['Value']}",
            }
