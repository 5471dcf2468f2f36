"""Independent oracle: the ends of periods, and the natures of figures of one question."""

import calendar
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

DAY_LENGTH = len("2024-08-19")

Question = tuple[str, ...]
Span = tuple[str, str, str]  # first day, last day, id of the figure


def spans_of(current: Iterable[Mapping[str, str]]) -> Mapping[Question, list[Span]]:
    """The periods of more than a day, month or year, by question, with the figures they are of."""
    spans: dict[Question, list[Span]] = {}
    for cells in current:
        start, end = ends_when_claimed(cells)
        if start and not _is_one_unit(cells["period"], start, end):
            spans.setdefault(_question(cells), []).append((start, end, cells["figure_id"]))
    return spans


def nature(kind: str, cells: Mapping[str, str], spans: Mapping[Question, list[Span]]) -> str:
    """The kind of the metric; of a flow, whether it is counted on from a day or in its period.

    Counted on: since an unknown day; or from a day from which another figure is counted to another
    end. Else a period of up to 31 days is a count, and so is a longer one beside others of the
    question of which it contains none.
    """
    if kind != "flow":
        return kind
    start, end = ends_when_claimed(cells)
    if _is_one_unit(cells["period"], start, end):
        return "count"
    if start is None:
        return "total"
    question = spans.get(_question(cells), [])
    if any(a == start and b != end and id_ != cells["figure_id"] for a, b, id_ in question):
        return "total"
    if date.fromisoformat(end) - date.fromisoformat(start) < timedelta(days=31):
        return "count"
    others = [(a, b) for a, b, _ in question if (a, b) != (start, end)]
    inside = [(a, b) for a, b in others if start <= a and b <= end]
    return "count" if others and not inside else "total"


def ends(period: str) -> tuple[str | None, str]:
    """The first and the last day of a period, ISO text."""
    head, _, tail = period.replace("~", "").rpartition("/")
    first = head if "/" in period else tail
    return (first_or_last_day(first, last=False) if first else None), first_or_last_day(
        tail, last=True
    )


def ends_when_claimed(cells: Mapping[str, str]) -> tuple[str | None, str]:
    """The first and the last day of a period; a month or a year that had not ended ends early."""
    start, end = ends(cells["period"])
    closing = cells["period"].replace("~", "").rpartition("/")[2]
    if first_or_last_day(closing, last=False) <= cells["claimed_on"] < end:
        end = cells["claimed_on"]
    return start, end


def whole_unit(start: str, end: str) -> str | None:
    """The day, month or year that begins and ends on these days."""
    year, month = start[:4], start[:7]
    if len(start) != DAY_LENGTH:
        return None
    spans = {
        (start, start): start,
        (f"{year}-01-01", f"{year}-12-31"): year,
        (f"{month}-01", first_or_last_day(month, last=True)): month,
    }
    return spans.get((start, end))


def first_or_last_day(text: str, *, last: bool) -> str:
    year, *rest = text.split("-")
    month = rest[0] if rest else ("12" if last else "01")
    if len(rest) == 2:
        return text
    final = calendar.monthrange(int(year), int(month))[1]
    return f"{year}-{month}-{final if last else 1:02d}"


def _question(cells: Mapping[str, str]) -> Question:
    return tuple(cells[name] for name in ("metric", "claimant", "subject", "place"))


def _is_one_unit(period: str, start: str | None, end: str) -> bool:
    return "/" not in period or (start is not None and whole_unit(start, end) is not None)
