"""The files of Tech for Palestine, read a second time with the json module."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.curated.readers.raw import UNSAID, Row

SOURCE = "tech-for-palestine-2026-08-22-"
COPY = "2026-08-22"
BEGAN = "2023-10-07"
MINISTRIES = {"mohtel": "gaza-health-ministry", "gmotel": "gaza-media-office"}
# Whatever source a day has, its women and children were counted by the media office from the day
# after the ministry's last own breakdown to the second anniversary.
BREAKDOWNS = ("2023-11-11", "2025-10-07")
# Parts of a day's count that died, or were counted, on other days.
OTHER_DAYS = ("killed_recovered", "killed_succumbed", "killed_committee")
OTHER_DEATHS = (
    "bodies recovered and deaths of earlier days that a committee of the ministry accepted later"
)
LEBANON_BEGAN = {1: "2023-10-08", 2: "2026-03-02"}
LEBANON_VIA = {"moph_lb": "", "ocha": "un-ocha"}

Day = dict[str, Any]


def rows(data: Path) -> Iterator[Row]:
    """Every number that a ministry or OCHA reported as columns of a ledger."""
    files = {
        "gaza": ("casualties_daily.json", gaza),
        "west-bank": ("west_bank_daily.json", west_bank),
        "lebanon": ("lebanon_casualties_daily.json", lebanon),
    }
    for area, (file, read) in files.items():
        text = (data / "palestine-casualties" / file).read_text(encoding="utf-8")
        for row in read(json.loads(text)):
            yield UNSAID | {"source": SOURCE + area, "change": "new"} | row


def gaza(days: list[Day]) -> Iterator[Row]:
    before: dict[str, int] = {}
    for day in days:
        if day["report_source"] == "missing":
            continue
        printed = {
            column: day[column]
            for column in ("killed_cum", "injured_cum", "killed_children_cum", "killed_women_cum")
            if day.get(column) is not None
        }
        if day["report_period"]:
            yield from gaza_totals(day, printed, before)
            yield from gaza_counts(day)
        before |= printed


def gaza_totals(day: Day, printed: dict[str, int], before: dict[str, int]) -> Iterator[Row]:
    """The totals, but for one carried on from the report before."""
    for column, number in printed.items():
        whose = {"killed_children_cum": "children", "killed_women_cum": "women"}.get(column)
        of_the_day = day.get(column.removesuffix("_cum"))
        if before.get(column) == number and (whose or of_the_day):
            continue
        metric = "wounded" if column == "injured_cum" else "killed"
        subject = f"gaza-{whose or 'population'}"
        row = gaza_row(day, column, metric, subject, span(BEGAN, day["report_date"]))
        mixed = column == "killed_cum" and is_of_other_days_too(day)
        yield row | ({"noted": f"With {OTHER_DEATHS}; the count of this report"} if mixed else {})


def gaza_counts(day: Day) -> Iterator[Row]:
    """The counts of the report itself: of the dead, those of its own days.

    Those of the first day are its totals.
    """
    last = date.fromisoformat(day["report_date"])
    period = span(str(last - timedelta(days=day["report_period"] // 24 - 1)), str(last))
    if period == BEGAN:
        return
    killed = "killed_truce_new" if any(day.get(part) for part in OTHER_DAYS) else "killed"
    for column, metric in ((killed, "killed"), ("injured", "wounded")):
        if day.get(column) is not None:
            noted = f"the {day['report_period']} hours to {last.day} {last:%B %Y}"
            if column == "killed_truce_new":
                noted = f"may differ. Without {OTHER_DEATHS}; the total has them."
            yield gaza_row(day, column, metric, "gaza-population", period) | {"noted": noted}


def is_of_other_days_too(day: Day) -> bool:
    """Whether the report has a count of its own days beside deaths of other days."""
    mixed = any(day.get(part) for part in OTHER_DAYS)
    return mixed and day.get("killed_truce_new") is not None


def gaza_row(day: Day, column: str, metric: str, subject: str, period: str) -> Row:
    source, report_date = day["report_source"], day["report_date"]
    if subject != "gaza-population" and BREAKDOWNS[0] <= report_date < BREAKDOWNS[1]:
        source = "gmotel"
    return {
        "metric": metric,
        "subject": subject,
        "place": "ps-gaza-strip",
        "period": period,
        "value": str(day[column]),
        "claimant": MINISTRIES[source],
        "claimed_on": report_date,
        "basis": "stated",
        "wording": f"{cells(day, 'report_date', 'report_source', 'report_period')}; "
        f"{column} {day[column]}",
    }


def west_bank(days: list[Day]) -> Iterator[Row]:
    """OCHA's flash totals of the day, and the numbers that it verified later."""
    for day in days:
        flash = day["flash_source"] == "un"
        for column, number in day.items():
            if flash and column.startswith(("killed", "injured")):
                head = f"report_date {day['report_date']}; flash_source un"
                yield west_bank_row(day, column, number, head) | {
                    "claimed_on": day["report_date"],
                    "basis": "stated",
                    "verification": "unverified",
                }
        for column, number in day.get("verified", {}).items():
            if day["report_date"] == BEGAN and not column.endswith("_cum"):
                assert number == day["verified"][f"{column}_cum"]
                continue
            head = f"report_date {day['report_date']}; verified"
            replaces = flash and column in day
            yield west_bank_row(day, column, number, head) | {
                "claimed_on": COPY,
                "basis": "documented",
                "verification": "verified",
                "change": "revised" if replaces else "new",
                "noted": f"{day[column]}, on {day['report_date']}" if replaces else "",
            }


def west_bank_row(day: Day, column: str, number: int, head: str) -> Row:
    total = column.endswith("_cum")
    return {
        "metric": "wounded" if column.startswith("injured") else "killed",
        "subject": f"west-bank-{'children' if 'children' in column else 'population'}",
        "place": "ps-west-bank",
        "period": span(BEGAN, day["report_date"]) if total else day["report_date"],
        "value": str(number),
        "claimant": "un-ocha",
        "wording": f"{head}; {column} {number}",
    }


def lebanon(days: list[Day]) -> Iterator[Row]:
    for day in days:
        for column, metric in (
            ("killed_cum_reported", "killed"),
            ("injured_cum_reported", "wounded"),
        ):
            yield {
                "metric": metric,
                "subject": "lb-population",
                "place": "lb",
                "period": span(LEBANON_BEGAN[day["phase"]], day["report_date"]),
                "value": str(day[column]),
                "claimant": "lb-health-ministry",
                "claimed_on": day["report_date"],
                "via": LEBANON_VIA[day["report_source"]],
                "basis": "stated",
                "wording": f"{cells(day, 'report_date', 'report_source', 'phase')}; "
                f"{column} {day[column]}",
            }


def cells(day: Day, *columns: str) -> str:
    return "; ".join(f"{column} {day[column]}" for column in columns)


def span(first: str, last: str) -> str:
    return first if first == last else f"{first}/{last}"
