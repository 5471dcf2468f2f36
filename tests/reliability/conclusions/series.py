"""Independent oracle: the lines of a time series, its points and the changes between them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from tests.reliability.conclusions.arithmetic import (
    contradictions,
    refusals_of_sum,
    sum_of,
    uncovered,
    weakened,
)
from tests.reliability.conclusions.changes import (
    Question,
    changes,
    excluded_differences,
    hedge_of_change,
    question_of,
)
from tests.reliability.conclusions.comparisons import Row

DAY = timedelta(days=1)
Key = tuple[Any, ...]
Point = Mapping[str, Any]


def _week(day: str) -> str:
    moment = date.fromisoformat(day)
    return str(moment - timedelta(days=moment.weekday()))


INTERVAL_OF: Mapping[str, Callable[[str], str]] = {
    "day": lambda day: day,
    "week": _week,
    "month": lambda day: day[:7],
    "year": lambda day: day[:4],
}


def series_faults(
    rows: Sequence[Row],
    args: Mapping[str, str],
    document: Mapping[str, Any],
    around: Sequence[Row] = (),
) -> list[str]:
    """Everything in the document that the rules do not allow.

    ``rows`` answer the question, ``around`` are the claimants' figures for wider places.
    """
    question = question_of(rows)
    figures = [*rows, *around]
    first, last = args.get("start_date", ""), args.get("end_date", "9999")
    by_id = {
        row["id"]: row
        for row in rows
        if first <= row["period_end"] <= last and row["nature"] == args.get("nature", row["nature"])
    }
    faults: list[str] = []
    keys: set[Key] = set()
    members: dict[str, str] = {}
    for part in document["data"]:
        ids = [id_ for point in part["points"] for id_ in ids_of(point)]
        if unknown := [id_ for id_ in ids if id_ not in by_id]:
            return [f"{unknown} do not belong to the series"]
        if again := [id_ for id_ in ids if id_ in members]:
            faults.append(f"{again} are in two places")
        members |= dict.fromkeys(ids, part["nature"])
        own = [by_id[id_] for id_ in ids]
        faults += _line_faults(part, own)
        key = (part["claimant"], part["nature"], part["start"], own[0]["verification"])
        if key in keys:
            faults.append(f"two lines of {key}")
        keys.add(key)
        faults += _point_faults(part, by_id, question, args)
        faults += _refusal_faults(part, by_id, figures)
    return faults + list(_selection_faults(by_id, members, args))


def ids_of(point: Point) -> list[str]:
    """The figures that a point consists of."""
    return [point["id"]] if point["id"] else list(point["figures"])


def _line_faults(part: Mapping[str, Any], own: Sequence[Row]) -> Iterable[str]:
    if {row["claimant"] for row in own} != {part["claimant"]}:
        yield f"claimants of a line of {part['claimant']}"
    if len({row["verification"] for row in own}) > 1:
        yield f"{part['claimant']}: verified figures and others in one line"
    starts = {row["period_start"] for row in own} if part["nature"] == "total" else {None}
    if starts != {part["start"]}:
        yield f"{part['claimant']}: totals since {sorted(map(str, starts))} in one line"
    for row in own:
        if part["nature"] != row["nature"]:
            yield f"{row['id']} is in a line of nature {part['nature']}"
    ends = [row["period_end"] for row in own]
    if ends != sorted(ends):
        yield f"{part['claimant']}: points out of order"


def _selection_faults(
    by_id: Mapping[str, Row],
    members: Mapping[str, str],
    args: Mapping[str, str],
) -> Iterable[str]:
    """Every figure is a point; with an interval, every count and the last of the other figures."""
    last: dict[Key, str] = {}
    interval_of = INTERVAL_OF[args.get("interval", "day")]

    def key(row: Row) -> Key:
        line = (row["claimant"], row["nature"], row["verification"])
        start = row["period_start"] if row["nature"] == "total" else None
        return (*line, start, interval_of(row["period_end"]))

    for row in by_id.values():
        last[key(row)] = max(last.get(key(row), ""), row["period_end"])
    for id_, row in by_id.items():
        expected = (
            row["nature"] == "count"
            or "interval" not in args
            or row["period_end"] == last[key(row)]
        )
        if expected and id_ not in members:
            yield f"{id_} is missing"
        if not expected and id_ in members:
            yield f"{id_} is not the last of its {args['interval']}"


def _point_faults(
    part: Mapping[str, Any],
    by_id: Mapping[str, Row],
    question: Question,
    args: Mapping[str, str],
) -> Iterable[str]:
    points = part["points"]
    if part["nature"] != "count":
        yield from _change_faults(points, by_id, question)
        return
    for point in points:
        own = [by_id[id_] for id_ in ids_of(point)]
        if point["change"] is not None:
            yield f"{ids_of(point)}: a count has a change"
        if point["operation"] == "sum":
            yield from _sum_faults(point, own, args)
        yield from _check_faults(point, own, question)
    if "interval" in args:
        yield from _division_faults(points, by_id, args)


def _change_faults(
    points: Sequence[Point], by_id: Mapping[str, Row], question: Question
) -> Iterable[str]:
    if points[0]["change"] is not None:
        yield f"{points[0]['id']}: the first point has a change"
    for before, after in pairwise(points):
        pair = by_id[before["id"]], by_id[after["id"]]
        allowed = changes(*pair, question)
        if after["change"] not in allowed:
            yield f"{before['id']}, {after['id']}: change {after['change']}, not {allowed}"
        if after["change"] is None and not after["reason"]:
            yield f"{after['id']}: no change and no reason"
        if after["change"] is not None and after["change_quantifier"] != hedge_of_change(pair):
            yield f"{after['id']}: change is {after['change_quantifier']}"


def _sum_faults(point: Point, own: Sequence[Row], args: Mapping[str, str]) -> Iterable[str]:
    ids = [row["id"] for row in own]
    if codes := refusals_of_sum(own, lambda *_: False) - {"nothing-to-add"}:
        yield f"{ids}: added up in spite of {sorted(codes)}"
        return
    if len({INTERVAL_OF[args["interval"]](row["period_end"]) for row in own}) > 1:
        yield f"{ids}: a sum across intervals"
    first, last = interval_around(own[0]["period_end"], args["interval"])
    missing = uncovered(
        own, max(first, args.get("start_date", "")), min(last, args.get("end_date", "9999"))
    )
    result = sum_of(own)
    hedge = weakened(result.quantifier, own, incomplete=bool(missing))
    served = (point["value"], point["quantifier"])
    if served not in ((result.value, hedge), (None, None)):
        yield f"{ids}: {served}, not {(result.value, hedge)}"
    if [(gap["from"], gap["to"]) for gap in point["missing"]] != missing:
        yield f"{ids}: missing {point['missing']}, not {missing}"


def _refusal_faults(
    part: Mapping[str, Any], by_id: Mapping[str, Row], figures: Sequence[Row]
) -> Iterable[str]:
    """A sum has no number where a figure of the claimant contradicts it, and only there."""
    of_claimant = [row for row in figures if row["claimant"] == part["claimant"]]
    for point in part["points"]:
        own = [by_id[id_] for id_ in ids_of(point)]
        if point["operation"] != "sum" or len(own) < 2:
            continue
        must, may = contradictions(sum_of(own), own, of_claimant)
        if point["quantifier"] is None and not may:
            yield f"{point['period']}: no number, although nothing contradicts the sum"
        if point["quantifier"] is None and "own figure" not in (point["reason"] or ""):
            yield f"{point['period']}: no number and no reason"
        if point["quantifier"] is not None and must:
            yield f"{point['period']}: added, although {[row['id'] for row in must]} differ"


def _check_faults(point: Point, own: Sequence[Row], question: Question) -> Iterable[str]:
    """Counts that cannot be the difference of the totals around their days say so."""
    served = point["totals_difference"]
    excluded = dict(excluded_differences(own, question))
    if served is None and any(excluded.values()):
        yield f"{ids_of(point)}: the totals differ by {list(excluded)}, and the point is silent"
    if served is not None and served not in excluded:
        yield f"{ids_of(point)}: the totals differ by {served}, not {list(excluded)}"
    if served is not None and not point["reason"]:
        yield f"{ids_of(point)}: disagrees without a reason"


def _division_faults(
    points: Sequence[Point], by_id: Mapping[str, Row], args: Mapping[str, str]
) -> Iterable[str]:
    """Counts of one interval that may be added are one point; others have a reason."""
    intervals: dict[str, list[Point]] = {}
    for point in points:
        end = by_id[ids_of(point)[0]]["period_end"]
        intervals.setdefault(INTERVAL_OF[args["interval"]](end), []).append(point)
    for interval, group in intervals.items():
        own = [by_id[id_] for point in group for id_ in ids_of(point)]
        first, _ = interval_around(own[0]["period_end"], args["interval"])
        inside = all((row["period_start"] or "") >= first for row in own)
        if len(group) > 1 and inside and not refusals_of_sum(own, lambda *_: False):
            yield f"{interval}: {len(group)} counts are not added up"
        if len(group) > 1 and any(not point["reason"] for point in group):
            yield f"{interval}: counts without a reason"


def interval_around(day: str, interval: str) -> tuple[str, str]:
    """The first and the last day of the interval around a day."""
    of = INTERVAL_OF[interval]
    first = last = date.fromisoformat(day)
    while of(str(first - DAY)) == of(day):
        first -= DAY
    while of(str(last + DAY)) == of(day):
        last += DAY
    return str(first), str(last)
