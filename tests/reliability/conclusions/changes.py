"""Independent oracle: facts about the figures of a question, and the changes they allow."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from tests.reliability.conclusions.arithmetic import opposed, uncovered
from tests.reliability.conclusions.comparisons import Row, bounds, share_a_number

DAY = timedelta(days=1)
Key = tuple[Any, ...]


@dataclass(frozen=True)
class Question:
    """Facts about the figures of a question, by id or by the ends of totals."""

    fell: frozenset[str]
    fell_before: frozenset[str]
    totals: Mapping[Key, Sequence[Row]]
    rivals: frozenset[str]


def question_of(rows: Sequence[Row]) -> Question:
    """The facts about the totals of a question.

    ``fell``: those below the one before. ``fell_before``: those after a fall, or after two of one
    day. ``totals``: by claimant, verification, first and last day. ``rivals``: the figures of a
    moment for which the claimant has several.
    """
    totals: dict[Key, list[Row]] = {}
    lines: dict[Key, list[Row]] = {}
    for row in sorted(filter(_is_total, rows), key=lambda row: (row["period_end"], row["id"])):
        line = (row["claimant"], row["verification"], row["period_start"])
        lines.setdefault(line, []).append(row)
        totals.setdefault((*line, row["period_end"]), []).append(row)
    fell, fell_before = set(), set()
    for line in lines.values():
        broken = False
        for before, after in pairwise(line):
            if (before["value"] or 0) > (after["value"] or 0):
                fell.add(after["id"])
            broken = broken or after["id"] in fell or before["period_end"] == after["period_end"]
            if broken:
                fell_before.add(after["id"])
    return Question(frozenset(fell), frozenset(fell_before), totals, _rivals(rows))


def _rivals(rows: Sequence[Row]) -> frozenset[str]:
    """The figures that end on one day with another one of their line."""
    moments: dict[Key, list[str]] = {}
    for row in rows:
        start = row["period_start"] if _is_total(row) else None
        line = (row["claimant"], row["nature"], row["verification"], start)
        moments.setdefault((*line, row["period_end"]), []).append(row["id"])
    return frozenset(id_ for ids in moments.values() if len(ids) > 1 for id_ in ids)


def _is_total(row: Row) -> bool:
    return bool(row["nature"] == "total")


def changes(before: Row, after: Row, question: Question) -> list[Decimal | None]:
    """The changes that the rules allow from a point to the next: a number, None, or both."""
    values = (before["value"], after["value"])
    if None in values or not question.rivals.isdisjoint((before["id"], after["id"])):
        return [None]
    if after["claimed_on"] < before["claimed_on"]:
        return [None]  # the two were not said in this order
    change = after["value"] - before["value"]
    open_sides = opposed((before, after)) or before["basis"] != after["basis"]
    if before["nature"] == "total":
        if before["period_start"] is None or change < 0:
            return [None]
        if change and before["id"] in question.fell:
            return [None]  # the step back after a fall
        open_sides = open_sides or after["id"] in question.fell_before
    return [change, None] if open_sides else [change]


def hedge_of_change(pair: tuple[Row, Row]) -> str:
    exact = all(
        row["quantifier"] == "unqualified"
        and "~" not in row["period"]
        and row["value_lower"] is None
        for row in pair
    )
    return "unqualified" if exact else "approximately"


def excluded_differences(own: Sequence[Row], question: Question) -> Iterable[tuple[Decimal, bool]]:
    """Differences of totals around the days of counts that the counts exclude.

    Each with whether both totals are exact numbers.
    """
    sides = [bounds(row) for row in own]
    start, end = own[0]["period_start"], max(row["period_end"] for row in own)
    if None in sides or start is None or uncovered(own, start, end):
        return
    counted = (
        sum(side[0] for side in sides), all(side[1] for side in sides),
        sum(side[2] for side in sides), all(side[3] for side in sides),
    )  # fmt: skip
    eve = str(date.fromisoformat(start) - DAY)
    same = (own[0]["claimant"], own[0]["verification"])
    for since in {key[2] for key in question.totals}:
        before, after = (question.totals.get((*same, since, day), ()) for day in (eve, end))
        if len(before) == len(after) == 1 and None not in (before[0]["value"], after[0]["value"]):
            change = after[0]["value"] - before[0]["value"]
            if not share_a_number(counted, (change, True, change, True)):
                yield change, before[0]["quantifier"] == after[0]["quantifier"] == "unqualified"
