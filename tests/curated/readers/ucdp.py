"""UCDP's country-years of organized violence, read a second time with the csv module."""

from collections.abc import Iterator
from pathlib import Path

from tests.curated.readers.raw import UNSAID, Row, places, table

SOURCE = "ucdp-25-1-organized-violence-country-years"
EVERYBODY = "all-parties-and-civilians"
CATEGORIES = {
    "sb_total_deaths_{}_cy": ("killed-state-based", EVERYBODY),
    "ns_total_deaths_{}_cy": ("killed-non-state", EVERYBODY),
    "os_total_deaths_{}_cy": ("killed-one-sided", "civilians"),
    "cumulative_total_deaths_in_orgvio_{}_cy": ("killed-organized-violence", EVERYBODY),
}
# By the number of a state in UCDP's files, where the name is not one of places.csv.
PLACES = {
    "346": "ba",
    "365": "ru",
    "345": "rs",
    "490": "cd",
    "551": "zm",
    "552": "zw",
    "572": "sz",
    "580": "mg",
    "666": "israel-palestine",
    "678": "ye",
    "775": "mm",
    "811": "kh",
    "816": "vn",
    "990": "ws",
}
# Germany before 3 October 1990, Yugoslavia and its union with Montenegro until June 2006, the
# Soviet Union until December 1991, North Yemen until May 1990: states that are no place today.
LAST_YEAR_OF_ANOTHER_STATE = {"260": 1989, "345": 2005, "365": 1991, "678": 1989}
NO_PLACE_TODAY = {"265", "315", "680"}  # East Germany, Czechoslovakia, South Yemen
# The last whole year before a part of the state became a place of its own.
PARTS = {
    "345": (2007, "Kosovo"),
    "560": (1989, "Namibia"),
    "530": (1992, "Eritrea"),
    "600": (9999, "Western Sahara"),
    "625": (2010, "South Sudan"),
    "850": (2001, "Timor-Leste"),
}


def rows(data: Path) -> Iterator[Row]:
    """Every category of a country-year that is not all zero as columns of a ledger."""
    names = {
        name.lower(): row["place_id"]
        for row in places()
        if row["level"] == "adm0"
        for name in (row["name"], *row["aka"].split(";"))
        if name
    }
    folder = data / "ucdp-organized-violence-cy-251"
    for row in table(folder / "organizedviolencecy_v25_1.csv.gz"):
        assert row["version"] == "25.1"
        state, year = row["country_id_cy"], int(row["year_cy"])
        if state in NO_PLACE_TODAY or year <= LAST_YEAR_OF_ANOTHER_STATE.get(state, 0):
            continue
        for column, (metric, subject) in CATEGORIES.items():
            low, best, high = (row[column.format(end)] for end in ("low", "best", "high"))
            if {low, best, high} != {"0"}:
                is_range = int(low) <= int(high)
                place = PLACES.get(state) or names[row["country_cy"].lower()]
                last, part = PARTS.get(state, (0, ""))
                yield UNSAID | {
                    "source": SOURCE,
                    "metric": metric,
                    "subject": subject,
                    "place": place,
                    "period": f"{year}-01-01/{year}-12-31",
                    "value": best,
                    "value_lower": low if is_range else "",
                    "value_upper": high if is_range else "",
                    "claimant": "ucdp",
                    "claimed_on": "2025-10-13",
                    "basis": "documented" if is_range else "estimated",
                    "wording": f"{row['country_cy']}; {year}; {column.format('best')} {best}; "
                    f"low {low}; high {high}",
                    "noted": part if year <= last else ("" if is_range else "no range"),
                }
