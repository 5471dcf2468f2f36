"""Days, months and years in a text."""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

_MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
MONTHS: Mapping[str, int] = MappingProxyType(
    {
        form: number
        for number, name in enumerate(_MONTH_NAMES, 1)
        for form in (name, name[:3], *(["sept"] if name == "september" else []))
    }
)
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_FORMS = tuple(
    re.compile(rf"(?<![\w-]){form}(?![\w-])", re.IGNORECASE)
    for form in (
        rf"{_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)",
        rf"{_YEAR}-(?P<month>\d\d)",
        rf"{_DAY}\s+(?:of\s+)?(?P<name>{_MONTH})\.?,?\s+{_YEAR}",
        rf"(?P<name>{_MONTH})\.?\s+{_DAY},?\s+{_YEAR}",
        rf"(?P<name>{_MONTH})\.?,?\s+{_YEAR}",
        _YEAR,
    )
)


@dataclass(frozen=True, slots=True)
class Window:
    """The days from ``first`` to ``last``, both included, and the words that say so."""

    first: date
    last: date
    text: str


def split_dates(text: str) -> tuple[str, Window | None]:
    """A text without the dates in it, and the days from the first of them to the last.

    ``Gaza deaths July 2025`` is Gaza deaths, from 1 to 31 July 2025. A date that is in no calendar
    stays in the text.
    """
    windows = []
    for form in _FORMS:
        for match in form.finditer(text):
            window = _window(match)
            if window:
                windows.append(window)
                text = text.replace(match[0], " ", 1)
    if not windows:
        return text, None
    windows.sort(key=lambda window: window.first)
    last = max(window.last for window in windows)
    return text, Window(windows[0].first, last, " and ".join(window.text for window in windows))


def _window(match: re.Match[str]) -> Window | None:
    parts = match.groupdict()
    year = int(parts["year"])
    month = MONTHS[parts["name"].lower()] if parts.get("name") else int(parts.get("month") or 0)
    day = int(parts.get("day") or 0)
    try:
        first = date(year, month or 1, day or 1)
    except ValueError:
        return None
    if day:
        return Window(first, first, match[0])
    last_month = month or 12
    return Window(first, date(year, last_month, monthrange(year, last_month)[1]), match[0])
