"""Numbers, hedges and days as they are printed, converted to the cells of a ledger."""

import calendar
import re
from typing import NamedTuple

from marshmallow import ValidationError

from datasets.model.codelists import QUANTIFIERS
from datasets.model.fields import Day, without_fraction
from datasets.model.hedges import HEDGES, phrases_of
from datasets.model.wording import SCALES, SIGNS, hedges_in

_NUMBER = re.compile(
    r"(?P<whole>\d{1,3}(?:[ ,'’\u00a0\u2009\u202f]\d{3})+|\d+)(?:[.,](?P<decimals>\d+))?"
    r"\s*(?P<scale>[^\W\d_]*)\.?"
)
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
THOUSANDS = 3  # digits of a group


class PrintedDay(NamedTuple):
    """A day, and the month in words if only the month is printed."""

    day: str
    month: str


def number_of(printed: str) -> str:
    """A printed number in plain digits: ``53,000``, ``53 000``, ``0.6 million``, ``600k``.

    A comma or space before three digits separates thousands. Raises ValueError, also for a number
    with two interpretations (``1.250``).
    """
    match = _NUMBER.fullmatch(printed.strip().lower())
    if not match or (match["scale"] and match["scale"] not in SCALES):
        raise ValueError(f"'{printed}' is not a number; write 53,000 or 0.6 million")
    whole, decimals = re.sub(r"\D", "", match["whole"]), match["decimals"] or "0"
    number = without_fraction(float(f"{whole}.{decimals}"))
    if len(decimals) == THOUSANDS and int(whole) and not match["scale"]:
        raise ValueError(f"'{printed}' has two meanings; write {whole}{decimals} or {number}")
    return str(without_fraction(round(number * SCALES.get(match["scale"], 1), 6)))


def quantifier_of(printed: str) -> str:
    """The code of a printed hedge: ``about``, ``more than``, ``≥``, or the code itself.

    Raises ValueError with the known hedges.
    """
    text = " ".join(printed.lower().split())
    for code in QUANTIFIERS:
        if text == code or text in phrases_of(code) or (text and text in SIGNS.get(code, "")):
            return code
    hedges = ", ".join(phrase for phrases in HEDGES["en"].values() for phrase in phrases)
    raise ValueError(f"'{printed}' is not a hedge; use unqualified or one of {hedges}")


def quantifier_in(wording: str) -> str | None:
    """The code of the hedge in a wording, unless it has none or several."""
    hedges = sorted(hedges_in(wording))
    return hedges[0] if len(hedges) == 1 else None


def day_of(printed: str, last: str) -> PrintedDay:
    """A day from ``2024-08-20`` or ``2024-08``.

    A month means its last day, or ``last`` if that lies in the month. Raises ValueError.
    """
    text = printed.strip()
    month = _MONTH.fullmatch(text)
    try:
        first = Day().deserialize(f"{text}-01" if month else text, "day")
    except ValidationError as error:
        raise ValueError(str(error.messages[0])) from None
    if not month:
        return PrintedDay(text, "")
    end = first.replace(day=calendar.monthrange(first.year, first.month)[1]).isoformat()
    return PrintedDay(last if last.startswith(text) else end, f"{first:%B %Y}")
