"""Importer of OCHA's table of Ukraine, spring 2022: casualties, refugees, displaced people."""

import re
from calendar import month_name
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from datasets.curation.importers.format import Document, Format, ImportedClaims, Row, claims_of
from datasets.curation.importers.source_files import UpstreamError, days, numbers, table
from datasets.curation.ledger_files import DatasetsFolder

DATE, ADDRESS = "Date", "Source URL"
CASUALTIES: Mapping[str, str] = MappingProxyType(
    {
        "Civilian casualities(OHCHR) - Killed": "killed",
        "Civilian casualities(OHCHR) - Injured": "wounded",
    }
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of OCHA's own numbers, which the table repeats until a newer one is known."""

    name: str
    metric: str
    subject: str
    place: str
    began: str  # of the period, empty for a number on one day
    origin: str  # the claimant whose number OCHA rounds
    note: str


REFUGEES = Column(
    "Refugees(UNHCR)",
    "fled-abroad",
    "ua-people",
    "ua-neighbours",
    began="2022-02-24/",
    origin="unhcr",
    note=(
        "UNHCR's number in hundreds of thousands, rounded or cut off by OCHA. The table does not "
        "say on which day UNHCR counted. UNHCR then counted people who had crossed the border."
    ),
)
DISPLACED = Column(
    "IDPs",
    "displaced",
    "ua-civilians",
    "ua",
    began="",
    origin="",
    note="The column names no claimant, and the table does not say on which day it was so.",
)
# IOM's numbers of its second and third survey are recorded from IOM's own announcements.
FROM_IOM = ("7138715", "7707000")
# The number of 6.5 million is IOM's survey of March 2022 (ACAPS, 27 March 2022).
ROUNDED_FROM_IOM = "6500000"
# Rows of a later day: the reports of these days print 726 and 780 killed, and the rows have the
# counts of the next reports.
LATER_THAN_THE_REPORT = ("2022-03-16", "2022-03-17")
OF_A_LATER_DAY = "a number that is later than the report of the row"
NO_METRIC = (
    "Attacks on Education Facilities",
    "Attacks on Health Care",
    "Number of Organisations",
    "Number of People Reached",
)
BEGAN = "2022-02-24"
# OHCHR's reports say so themselves (as quoted by Interfax-Ukraine, 22 April 2022).
COUNTED = (
    "Counted to the end of the day before the report. OHCHR says that the increase since the "
    "report before it includes cases of earlier days. The table gives the address "
)
_URL = re.compile(r"https?://[^\s;]+")
_DAY_OF_REPORT = re.compile(r"casualty-update-(\d{1,2})-([a-z]+)-(\d{4})")
_MONTHS = {name.lower(): number for number, name in enumerate(month_name) if name} | {"avril": 4}


def read(files: Sequence[Path], document: Document, _folder: DatasetsFolder) -> ImportedClaims:
    """OHCHR's totals of killed and injured, and OCHA's numbers of those who fled.

    OHCHR counts to 24:00 of the day before its report ("as of 24.00 19 March 2022" was published
    on 20 March), so a total ends on the day before the report whose address the row gives. OCHA
    rounds UNHCR's numbers and names no claimant of the displaced, so these claims are OCHA's.
    A number repeated on later days is one claim.
    """
    skipped: Counter[str] = Counter()
    source = _source(document)
    frame = pd.concat([_table(path) for path in files])
    claims = [
        *(_casualties(frame, column, skipped) for column in CASUALTIES),
        _by_ocha(frame, REFUGEES, skipped),
        _by_ocha(frame, DISPLACED, skipped),
    ]
    other = frame.reindex(columns=NO_METRIC, fill_value="")
    skipped["attacks, organizations, people reached: no metric of ours"] += int(
        (~other.isin(["", "N/A"])).to_numpy().sum()
    )
    return ImportedClaims(
        claims=pd.concat(claims).assign(
            source=source["source_id"], quantifier="unqualified", verification="unstated"
        ),
        sources=(source,),
        skipped=+skipped,
    )


FORMAT = Format(
    "ohchr-2022", "OCHA's key figures of Ukraine by day, 3 March to 25 April 2022", read
)


def _table(path: Path) -> pd.DataFrame:
    """The rows of days, with the ``address`` and the day of the ``report`` of each."""
    columns = (*CASUALTIES, REFUGEES.name, DISPLACED.name)
    frame = table(path, [DATE, ADDRESS, *columns], lines_before_header=1)
    read_columns = {
        name: numbers(path, frame[name].replace({"N/A": ""}).rename(name)) for name in columns
    }
    frame = frame.assign(**{DATE: days(path, frame[DATE])}, **read_columns)
    addresses = frame[ADDRESS].map(_address)
    reports = [
        _day_of_report(path, line, address, day)
        for line, address, day in zip(frame.index, addresses, frame[DATE], strict=True)
    ]
    return frame.assign(address=addresses, report=reports)


def _address(cell: str) -> str:
    """The address of OHCHR's report, or else the first of the cell."""
    addresses = _URL.findall(cell)
    own = [address for address in addresses if "ohchr.org" in address]
    return next(iter([*own, *addresses]), "")


def _day_of_report(path: Path, line: object, address: str, day: str) -> str:
    """The day in the address, or else the day of the row; empty without an address."""
    match = _DAY_OF_REPORT.search(address)
    if not match:
        return day if address else ""
    number, month, year = match.groups()
    try:
        return date(int(year), _MONTHS[month], int(number)).isoformat()
    except (KeyError, ValueError):
        reason = f"{ADDRESS}: '{match[0]}' has no date"
        raise UpstreamError(path.name, int(str(line)), reason) from None


def _casualties(frame: pd.DataFrame, column: str, skipped: Counter[str]) -> pd.DataFrame:
    """One claim for each report; a report with two numbers in the table has none."""
    printed = frame[frame[column] != ""]
    later = printed[DATE].isin(LATER_THAN_THE_REPORT)
    named = printed[(printed["report"] != "") & ~later]
    several = named.groupby("report")[column].transform("nunique") > 1
    rows = named[~several].drop_duplicates("report")
    skipped["no report is named"] += int((printed["report"] == "").sum())
    skipped[OF_A_LATER_DAY] += int(later.sum())
    skipped["two numbers of one report"] += int(several.sum())
    skipped["the same report on a later day"] += int((~several).sum()) - len(rows)
    ends = rows["report"].map(lambda day: str(date.fromisoformat(day) - timedelta(1)))
    return claims_of(
        {
            "metric": CASUALTIES[column],
            "subject": "ua-civilians",
            "place": "ua",
            "period": BEGAN + "/" + ends,
            "value": rows[column],
            "claimant": "un-ohchr",
            "claimed_on": rows["report"],
            "basis": "documented",
            "wording": _wording(rows, column),
            "note": COUNTED + rows["address"],
        },
        rows.index,
    )


def _by_ocha(frame: pd.DataFrame, column: Column, skipped: Counter[str]) -> pd.DataFrame:
    """The first day of each number of a column."""
    printed = frame[frame[column.name] != ""]
    later = printed[DATE].isin(LATER_THAN_THE_REPORT)
    skipped[OF_A_LATER_DAY] += int(later.sum())
    printed = printed[~later]
    first = printed[printed[column.name] != printed[column.name].shift()]
    recorded = first[column.name].isin(FROM_IOM)
    rows = first[~recorded]
    skipped["the number of the day before"] += len(printed) - len(first)
    skipped["IOM's numbers, which are recorded from its announcements"] += int(recorded.sum())
    return claims_of(
        {
            "metric": column.metric,
            "subject": column.subject,
            "place": column.place,
            "period": column.began + rows[DATE] + "~",
            "value": rows[column.name],
            "claimant": "un-ocha",
            "claimed_on": rows[DATE],
            "derived_from": rows[column.name].map({ROUNDED_FROM_IOM: "iom"}).fillna(column.origin),
            "basis": "stated",
            "wording": _wording(rows, column.name),
            "note": column.note,
        },
        rows.index,
    )


def _wording(rows: pd.DataFrame, column: str) -> pd.Series:
    return DATE + " " + rows[DATE] + "; " + column + " " + rows[column]


def _source(document: Document) -> Row:
    return {
        "source_id": f"ocha-ukraine-{document.published}-key-figures",
        "publisher": "un-ocha",
        "title": "Key figures of Ukraine by day, March and April 2022",
        "published": document.published,
        "url": document.url,
        "archive_url": document.url,
        "language": "en",
        "licence": "MIT",
        "note": (
            "OCHA's own table, read in the copy that its public program keeps for tests; the "
            "licence is that of the program. Dated by the commit that added the copy. The table "
            "has the address of a report for most days."
        ),
    }
