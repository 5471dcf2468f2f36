"""The British series by month that The Economist collects, ``uk_mod_monthly.csv``."""

from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from datasets.curation.importers.economist.addresses import (
    DocumentDay,
    address_note,
    document_day,
)
from datasets.curation.importers.economist.claims import Part
from datasets.curation.importers.format import Document, claims_of
from datasets.curation.importers.source_files import UpstreamError, days, numbers, table
from datasets.curation.ledger_files import DatasetsFolder

AVERAGE = "casualties (average daily losses)"
NEXT_MONTH = "date (at beginning of next month)"
NO_DAY = "The day of the document is not known: dated by the edition of the list."
SUMS = "sums by month and since March 2022, which the list computes from the daily averages"


def monthly_claims(path: Path, document: Document, _folder: DatasetsFolder) -> Part:
    """Daily averages of the ministry, each dated by the post that its row cites.

    The sums in the file are the list's arithmetic with rounded averages: they differ from the
    totals that the ministry itself states, and they are not recorded.
    """
    frame = table(path, ["month", "year", AVERAGE, NEXT_MONTH, "source", "source_url"])
    ends = days(path, frame[NEXT_MONTH], "day-first").map(_day_before)
    documents = frame["source_url"].map(
        lambda cell: document_day(cell) or DocumentDay(document.published, NO_DAY)
    )
    claim_days = documents.map(lambda month_document: month_document.day)
    _refuse_before_end(path, claim_days, ends)
    claims = claims_of(
        {
            "metric": "killed-or-wounded-per-day",
            "subject": "ru-armed-forces",
            "place": "theatre-ru-ua",
            "period": ends.str.slice(0, 8) + "01/" + ends,
            "quantifier": "unqualified",
            "value": numbers(path, frame[AVERAGE]),
            "claimant": "uk-ministry-of-defence",
            "claimed_on": claim_days,
            "source": f"the-economist-{document.published}-uk-monthly",
            "basis": "stated",
            "verification": "unstated",
            "derived_from": "ua-general-staff",
            "wording": frame["month"] + " " + frame["year"] + f"; {AVERAGE} " + frame[AVERAGE],
            "note": [
                f"{source.note} {address_note(cell)}".strip()
                for source, cell in zip(documents, frame["source_url"], strict=True)
            ],
        },
        frame.index,
    )
    return claims[claims["value"] != ""], {SUMS: len(frame)}


def _day_before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


def _refuse_before_end(path: Path, claim_days: pd.Series, ends: pd.Series) -> None:
    early = claim_days[claim_days <= ends]
    if len(early):
        line = int(str(early.index[0]))
        reason = f"source_url: the document of {early.iloc[0]} is before the end of the month"
        raise UpstreamError(path.name, line, reason)
