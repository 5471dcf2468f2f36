"""Dates and hedges in the web addresses of a list of claims."""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import MappingProxyType
from urllib.parse import urlsplit

from datasets.model.codelists import QUANTIFIERS
from datasets.model.hedges import HEDGES as PHRASES

STATUS = re.compile(r"//(?:x|twitter)\.com/\w+/status/(\d+)")
# A status number holds the milliseconds since this moment above its lowest 22 bits.
STATUS_EPOCH_MS = 1_288_834_974_657
STATUS_TIME_SHIFT = 22
DAY = re.compile(r"(?<!\d)(20\d\d)([/-]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")
MONTH = re.compile(r"/(20\d\d)/(0[1-9]|1[0-2])/")

# The words of an address are joined by hyphens: "over-465000", "more-than-700-000".
HEDGES: Mapping[str, str] = MappingProxyType(
    {word.replace(" ", "-"): code for code in QUANTIFIERS for word in PHRASES["en"].get(code, ())}
)
ESTIMATE = "estimates-that"
NUMBER = re.compile(
    rf"(?:\b(?P<hedge>{'|'.join([*HEDGES, ESTIMATE])})-)?"
    r"(?<!\d)(?P<number>\d{1,3}(?:-\d{3})+|\d+)(?!-?\d)"
)


@dataclass(frozen=True, slots=True)
class DocumentDay:
    """Day of a document, and the note that says how it is known."""

    day: str
    note: str


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """Words of an address that print a number, their quantifier, and the basis that they state."""

    phrase: str
    quantifier: str
    basis: str


# Outlets that relayed a claim, by the site of the address; a claimant's own site is no relay.
OUTLETS: Mapping[str, str] = MappingProxyType(
    {
        "euromaidanpress.com": "euromaidan-press",
        "france24.com": "france-24",
        "msn.com": "msn",
        "nytimes.com": "new-york-times",
        "reuters.com": "reuters",
        "tass.com": "tass",
        "ukdefencejournal.org.uk": "uk-defence-journal",
        "ukrinform.net": "ukrinform",
    }
)

PUBLISHED = "The document is of {}, as other outlets reported it."
EDITION = "The day of the claim is not known: dated by the first edition of the list that has it."

# Documents without a day in their address, by the start of the cell. The days of editions are
# those of the commits that added the rows to the publisher's repository.
DOCUMENT_DAYS: Mapping[str, DocumentDay] = MappingProxyType(
    {
        "(new to this piece, via email": DocumentDay("2025-07-03", EDITION),
        "https://github.com/dkobak/excess-mortality-war/": DocumentDay("2025-07-03", EDITION),
        "https://www.csis.org/analysis/russian-blood-and-treasure-": DocumentDay(
            "2026-07-09", EDITION
        ),
        "https://www.csis.org/analysis/russias-battlefield-woes-ukraine": DocumentDay(
            "2025-06-03", PUBLISHED.format("3 June 2025")
        ),
        "https://www.csis.org/analysis/russias-grinding-war-ukraine": DocumentDay(
            "2026-01-27", PUBLISHED.format("27 January 2026")
        ),
        "https://www.wsj.com/world/one-million-are-now-dead-or-injured-": DocumentDay(
            "2024-09-17", PUBLISHED.format("17 September 2024")
        ),
    }
)
# Claims for which the list gives no address, but whose document is known, by label and day of the
# list.
CLAIM_DAYS: Mapping[tuple[str, str], DocumentDay] = MappingProxyType(
    {
        ("Mediazona; Meduza", "2024-06-21"): DocumentDay(
            "2024-07-05", "The claimants published it on 5 July 2024."
        ),
    }
)


def document_day(cell: str) -> DocumentDay | None:
    """Day of the document that a cell names, None where neither address nor table has it.

    A month without a day is read as its last day.
    """
    for start, document in DOCUMENT_DAYS.items():
        if cell.startswith(start):
            return document
    address = web_address(cell)
    if match := STATUS.search(address):
        milliseconds = (int(match[1]) >> STATUS_TIME_SHIFT) + STATUS_EPOCH_MS
        day = datetime.fromtimestamp(milliseconds / 1000, UTC).date().isoformat()
        return DocumentDay(day, "Dated by the number of the post.")
    if match := DAY.search(address):
        return DocumentDay(f"{match[1]}-{match[3]}-{match[4]}", "Dated by the address.")
    if match := MONTH.search(address):
        last = monthrange(int(match[1]), int(match[2]))[1]
        day = date(int(match[1]), int(match[2]), last).isoformat()
        return DocumentDay(day, "The address gives a month: dated by its last day.")
    return None


def web_address(cell: str) -> str:
    """Address without query and fragment, empty where the cell has none."""
    address = re.split(r"[ ?#]", cell, maxsplit=1)[0]
    return address if address.startswith("http") else ""


def outlet(cell: str) -> str:
    """Outlet whose article a cell names, empty where it names none that is known."""
    host = urlsplit(web_address(cell)).hostname or ""
    return OUTLETS.get(host.removeprefix("www."), "")


def address_note(cell: str) -> str:
    """Note with the address of a cell, empty where the cell has none."""
    address = web_address(cell)
    return f"The list gives the address {address}." if address else ""


def printed_number(cell: str, number: str) -> PrintedNumber | None:
    """The number in the address of a cell with its hedge, None where the address lacks it.

    ``.../cia-director-says-some-15000-russians-killed`` prints ``some-15000``.
    """
    for match in NUMBER.finditer(web_address(cell)):
        if match["number"].replace("-", "") == number:
            hedge = match["hedge"] or ""
            basis = "estimated" if hedge == ESTIMATE else ""
            return PrintedNumber(match[0], HEDGES.get(hedge, "unqualified"), basis)
    return None
