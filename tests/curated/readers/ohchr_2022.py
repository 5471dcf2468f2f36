"""OCHA's table of spring 2022, read a second time: what each row means was decided by eye."""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from tests.curated.readers.raw import UNSAID, Row

SOURCE = "ocha-ukraine-2022-04-27-key-figures"
FILE = "ohchr-ocha-ukraine-2022/casualties_refugees_idps_2022-03-03_2022-04-25.csv"
HEADER_LINE = 2
NUMBERS_OF_A_LATER_DAY = {"2022-03-16", "2022-03-17"}
# Days without a count of their own: no address, or the address of an earlier report.
NO_COUNT_OF_THAT_DAY = {"2022-03-25", "2022-04-16", "2022-04-17"}
REPORT_OF_ROW = {"2022-03-26": "2022-03-25"}
TWO_NUMBERS = {("2022-04-15", "Injured")}  # 2,615 and, on the next days, 2,651
CASUALTIES = {"Killed": "killed", "Injured": "wounded"}
NUMBERS_OF_IOM = {"7138715", "7707000"}


def rows(data: Path) -> Iterator[Row]:
    """Every number of the table that is a claim, as columns of a ledger."""
    lines = (data / FILE).read_text(encoding="utf-8").splitlines()
    before = {"Refugees(UNHCR)": "", "IDPs": ""}
    for cells in csv.DictReader(lines[HEADER_LINE - 1 :], strict=True):
        day = cells["Date"]
        if day in NUMBERS_OF_A_LATER_DAY:
            continue
        if day not in NO_COUNT_OF_THAT_DAY:
            yield from casualties(cells, day)
        refugees, displaced = cells["Refugees(UNHCR)"], cells["IDPs"]
        if refugees != before["Refugees(UNHCR)"]:
            yield by_ocha(day, "Refugees(UNHCR)", refugees) | {
                "metric": "fled-abroad",
                "subject": "ua-people",
                "place": "ua-neighbours",
                "period": f"2022-02-24/{day}~",
                "derived_from": "unhcr",
                "noted": "crossed the border",
            }
        if displaced not in {before["IDPs"], "N/A", *NUMBERS_OF_IOM}:
            yield by_ocha(day, "IDPs", displaced) | {
                "metric": "displaced",
                "subject": "ua-civilians",
                "place": "ua",
                "period": f"{day}~",
                "derived_from": "iom" if displaced == "6500000" else "",
                "noted": "names no claimant",
            }
        before = {"Refugees(UNHCR)": refugees, "IDPs": displaced}


def casualties(cells: Row, day: str) -> Iterator[Row]:
    report = REPORT_OF_ROW.get(day, day)
    counted_to = date.fromisoformat(report) - timedelta(days=1)
    [address] = [
        url
        for url in cells["Source URL"].replace(";", " ").split()
        if "ohchr.org" in url or day <= "2022-03-20"
    ]
    for name, metric in CASUALTIES.items():
        if (day, name) not in TWO_NUMBERS:
            column = f"Civilian casualities(OHCHR) - {name}"
            yield UNSAID | {
                "source": SOURCE,
                "metric": metric,
                "subject": "ua-civilians",
                "place": "ua",
                "period": f"2022-02-24/{counted_to}",
                "value": cells[column],
                "claimant": "un-ohchr",
                "claimed_on": report,
                "basis": "documented",
                "wording": f"Date {day}; {column} {cells[column]}",
                "noted": f"includes cases of earlier days. The table gives the address {address}",
            }


def by_ocha(day: str, column: str, number: str) -> Row:
    return UNSAID | {
        "source": SOURCE,
        "value": number,
        "claimant": "un-ocha",
        "claimed_on": day,
        "basis": "stated",
        "wording": f"Date {day}; {column} {number}",
    }
