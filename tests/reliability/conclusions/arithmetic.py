"""Independent oracle: which sums and differences are legitimate, and their results."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations, groupby, pairwise

from tests.reliability.conclusions.comparisons import LOWER, UPPER, Row, bounds

DAY = timedelta(days=1)
STRICTNESS = ("more-than", "at-least", "less-than", "up-to")
Overlap = Callable[[str, str], bool]


@dataclass(frozen=True)
class Result:
    """A legitimate sum or difference. ``places`` are no longer counted: place and number."""

    what: str
    quantifier: str
    value: Decimal | None
    start: str | None
    end: str
    missing: tuple[tuple[str, str], ...] = ()
    places: tuple[tuple[str, Decimal | None], ...] = ()


def refusals_of_sum(rows: Sequence[Row], overlap: Overlap) -> set[str]:
    """Every reason of the figures themselves against adding them."""
    if len(rows) < 2:
        return {"nothing-to-add"}
    at_place = [list(group) for _, group in groupby(sorted(rows, key=_place), _place)]
    places = [_place(group[0]) for group in at_place]
    reasons = {
        "intensive-metric": any(row["kind"] == "intensive" for row in rows),
        "stock-over-time": any(row["kind"] == "stock" for row in rows)
        and len({_days(row) for row in rows}) > 1,
        "unknown-start": any(row["period_start"] is None for row in rows),
        "overlapping-periods": any(
            _share_a_day(*pair) for group in at_place for pair in _pairs(group)
        ),
        "unaligned-periods": len({frozenset(map(_days, group)) for group in at_place}) > 1,
        "overlapping-places": any(overlap(*pair) for pair in combinations(places, 2)),
    }
    return _mixed(rows) | {code for code, holds in reasons.items() if holds} | _opposed(rows)


def sum_of(rows: Sequence[Row]) -> Result:
    """The sum of figures that nothing forbids to add."""
    start = min(row["period_start"] for row in rows)
    end = max(row["period_end"] for row in rows)
    missing = uncovered(rows, start, end) if rows[0]["kind"] == "flow" else []
    values = [row["value"] for row in rows]
    return Result(
        "sum",
        weakened(_hedge(rows), rows, incomplete=bool(missing)),
        None if None in values else sum(values, Decimal()),
        start,
        end,
        tuple(missing),
    )


def weakened(quantifier: str, rows: Sequence[Row], *, incomplete: bool) -> str:
    """The hedge of a sum with parts missing: a minimum at best.

    A number with a range is neither a minimum nor a maximum.
    """
    if incomplete and quantifier != "approximately":
        quantifier = "approximately" if quantifier in UPPER else "at-least"
    has_range = any(row["value_lower"] is not None for row in rows)
    return "approximately" if has_range and quantifier != "unqualified" else quantifier


def refusals_of_difference(rows: Sequence[Row]) -> set[str]:
    if len(rows) != 2:
        return {"not-a-pair"} | _mixed(rows)
    before, after = in_order(rows)
    codes = _mixed(rows)
    if before["place"] != after["place"] or before["period_end"] == after["period_end"]:
        codes.add("not-a-pair")
    if "flow" in (before["kind"], after["kind"]):
        codes |= _refusals_of_totals(before, after)
    return codes


def _refusals_of_totals(before: Row, after: Row) -> set[str]:
    """Two totals are steps of one running count, which does not fall, and were said in order."""
    starts = {before["period_start"], after["period_start"]}
    fell = None not in (before["value"], after["value"]) and after["value"] < before["value"]
    reasons = {
        "unknown-start": None in starts,
        "different-start": len(starts) > 1,
        "series-break": fell or after["claimed_on"] < before["claimed_on"],
    }
    return {code for code, holds in reasons.items() if holds}


def difference_of(rows: Sequence[Row]) -> Result:
    """The difference of two figures that nothing forbids to subtract."""
    before, after = in_order(rows)
    values = (before["value"], after["value"])
    exact = _hedge(rows) == "unqualified" and not any(
        row["value_lower"] is not None for row in rows
    )
    flow = before["kind"] == "flow"
    return Result(
        "flow" if flow else "net-change",
        "unqualified" if exact else "approximately",
        None if None in values else values[1] - values[0],
        str(_date(before["period_end"]) + DAY) if flow else before["period_end"],
        after["period_end"],
    )


def in_order(rows: Sequence[Row]) -> Sequence[Row]:
    return sorted(rows, key=lambda row: (row["period_end"], row["id"]))


def opposed(rows: Sequence[Row]) -> bool:
    return bool(_opposed(rows))


def contradictions(
    result: Result, rows: Sequence[Row], series: Iterable[Row]
) -> tuple[list[Row], list[Row]]:
    """The claimant's own figures that a result must not, and those that it need not, contradict.

    It must not contradict an exact number for the same days and place. Others are those of a part
    of the days, or of more days, that cannot be true together with the figures of the result.
    """
    ids = {row["id"] for row in rows}
    others = [row for row in series if row["id"] not in ids and row["period_start"]]
    may = [row for row in others if result.what != "net-change" and _excludes(row, result, rows)]
    must = [
        row
        for row in may
        if result.what == "sum"
        and {other["place"] for other in rows} == {row["place"]}
        and _days(row) == (result.start, result.end)
        and "unqualified" == row["quantifier"] == result.quantifier
        and not result.missing
    ]
    return must, may


def _excludes(row: Row, result: Result, rows: Sequence[Row]) -> bool:
    """Whether an own figure and the parts inside its days, or around them, exclude each other."""
    parts = list(rows)
    if result.what == "flow":
        days = {"period_start": result.start, "period_end": result.end, "value": result.value}
        parts = [{**rows[0], **days, "quantifier": result.quantifier}]
    at_place = [part for part in parts if part["place"] == row["place"]]
    inside = [part for part in at_place if _within(part, row)]
    around = [part for part in at_place if _within(row, part)]
    own = bounds(row)
    sides = [bounds(part) for part in inside]
    if own is None or not at_place:
        return False
    if inside and None not in sides:
        low, high = sum(side[0] for side in sides), sum(side[2] for side in sides)
        whole = not uncovered(inside, *_days(row)) if row["kind"] == "flow" else True
        if low > own[2] or (whole and high < own[0]):
            return True
    return any(side is not None and own[0] > side[2] for side in map(bounds, around))


def _within(inner: Row, outer: Row) -> bool:
    starts = inner["period_start"], outer["period_start"]
    return (
        None not in starts
        and starts[0] >= starts[1]
        and (inner["period_end"] <= outer["period_end"])
    )


def no_longer_counted(
    rows: Sequence[Row], series: Collection[Row], overlap: Overlap
) -> list[tuple[str, str]]:
    """Places, with their figures, that the claimant counted at its moment before and not now.

    Places that may have ground in common with one that is counted now are of another count.
    """
    moment = rows[0]["period_end"]
    now = {row["place"] for row in series if row["period_end"] == moment}
    if rows[0]["kind"] != "stock" or len({row["place"] for row in rows}) == 1:
        return []
    earlier = [
        row
        for row in series
        if row["period_end"] < moment
        and (row["place"] in now or not any(overlap(row["place"], place) for place in now))
    ]
    last = max((row["period_end"] for row in earlier), default=None)
    return sorted(
        (row["place"], row["id"])
        for row in earlier
        if row["period_end"] == last and row["place"] not in now and row["value"]
    )


def _place(row: Row) -> str:
    return str(row["place"])


def _days(row: Row) -> tuple[str | None, str]:
    return row["period_start"], row["period_end"]


def _date(day: str) -> date:
    return date.fromisoformat(day)


def _pairs(rows: Sequence[Row]) -> Iterable[tuple[Row, Row]]:
    """Neighbours in time: if any two of them share a day, two neighbours do."""
    return pairwise(sorted(rows, key=lambda row: (row["period_start"] or "", row["period_end"])))


def _share_a_day(first: Row, second: Row) -> bool:
    return (second["period_start"] or "") <= first["period_end"]


def _mixed(rows: Sequence[Row]) -> set[str]:
    names = ("metric", "claimant", "subject")
    return {f"mixed-{name}s" for name in names if len({row[name] for row in rows}) > 1}


def _opposed(rows: Sequence[Row]) -> set[str]:
    hedges = {row["quantifier"] for row in rows}
    return {"opposed-bounds"} if hedges & set(LOWER) and hedges & set(UPPER) else set()


def _hedge(rows: Sequence[Row]) -> str:
    hedges = {row["quantifier"] for row in rows}
    if hedges & {"approximately", "between"} or any("~" in row["period"] for row in rows):
        return "approximately"
    return next((code for code in STRICTNESS if code in hedges), "unqualified")


def uncovered(rows: Sequence[Row], first: str, last: str) -> list[tuple[str, str]]:
    """The first and the last day of each span between two days that no period covers."""
    spans = sorted((_date(row["period_start"]), _date(row["period_end"])) for row in rows)
    edges = [(_date(first), _date(first) - DAY), *spans, (_date(last) + DAY, _date(last))]
    return [
        (str(end + DAY), str(start - DAY))
        for (_, end), (start, _) in pairwise(edges)
        if start > end + DAY
    ]
