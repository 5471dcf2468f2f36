"""Independent oracle: the bounds of a claim, and the verdicts on several claims."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Any

Row = Mapping[str, Any]
Bounds = tuple[Decimal, bool, Decimal, bool]  # low, whether it belongs to them; the same of high

INFINITY = Decimal("Infinity")
BOUNDS = {
    "unqualified": (True, True),
    "more-than": (False, None),
    "at-least": (True, None),
    "less-than": (None, False),
    "up-to": (None, True),
}
ROUNDING = Decimal("0.0001")  # of a ratio
LOWER = {"more-than", "at-least"}
UPPER = {"less-than", "up-to"}
COMPARABLE = {"compatible", "conflicting", "indeterminate"}


def bounds(row: Row) -> Bounds | None:
    """The interval of numbers that a claim allows; None for "about 10"."""
    if row["value_lower"] is not None and row["value_upper"] is not None:
        low, high = sorted((row["value_lower"], row["value_upper"]))
        return low, True, high, True
    if row["quantifier"] == "approximately":
        return None
    below, above = BOUNDS[row["quantifier"]]
    if row["quantifier"] == "unqualified" and is_floor(row):
        above = None
    value = row["value"]
    return (
        -INFINITY if below is None else value,
        bool(below),
        INFINITY if above is None else value,
        bool(above),
    )


def is_floor(row: Row) -> bool:
    """Whether each case is documented: then the number is a minimum."""
    return row["basis"] == "documented" or row["metric"] == "confirmed-by-name"


def share_a_number(first: Bounds, second: Bounds) -> bool:
    low = max(first[0], second[0])
    high = min(first[2], second[2])
    if low != high:
        return low < high
    return all(
        (low > side[0] or side[1]) and (low < side[2] or side[3]) for side in (first, second)
    )


def days_between(first: str, second: str) -> int:
    return abs((date.fromisoformat(first) - date.fromisoformat(second)).days)


def verdicts(first: Row, second: Row, tolerance: int) -> set[str]:
    """The verdicts that the rules allow: two of them may apply at once."""
    if first["claimant"] == second["claimant"]:
        return {"same-claimant"}
    allowed = set()
    if first["derived_from"] == second["claimant"] or second["derived_from"] == first["claimant"]:
        allowed.add("not-independent")
    starts = {first["period_start"], second["period_start"]}
    other_start = first["kind"] == "flow" and (len(starts) > 1 or None in starts)
    if other_start or days_between(first["period_end"], second["period_end"]) > tolerance:
        allowed.add("not-comparable")
    if allowed:
        return allowed
    sides = [bounds(first), bounds(second)]
    if None in sides:
        return {"indeterminate"}
    return {"compatible"} if share_a_number(*sides) else {"conflicting"}


def comparison_faults(
    rows: Sequence[Row], args: Mapping[str, str], document: Mapping[str, Any]
) -> list[str]:
    """Everything in the document that the rules do not allow."""
    by_id = {row["id"]: row for row in rows if row["period_end"] <= args["on"]}
    claimed = [claim["id"] for claim in document["claims"]]
    if unknown := [id_ for id_ in claimed if id_ not in by_id]:
        return [f"{unknown} do not answer the question"]
    chosen = [by_id[id_] for id_ in claimed]
    tolerance = int(args.get("tolerance_days", 7))
    return [
        *_choice_faults(list(by_id.values()), chosen),
        *_verdict_faults(chosen, tolerance, document),
        *_spread_faults(chosen, tolerance, document),
    ]


def _choice_faults(rows: Sequence[Row], chosen: Sequence[Row]) -> Iterable[str]:
    """The latest figure of each claimant, and its others for the same period."""
    if {row["claimant"] for row in chosen} != {row["claimant"] for row in rows}:
        yield f"claimants {sorted(row['claimant'] for row in chosen)}"
    for row in chosen:
        rivals = [
            other
            for other in rows
            if other["claimant"] == row["claimant"]
            and (row["kind"] != "flow" or other["period_start"] == row["period_start"])
        ]
        if row["period_end"] != max(other["period_end"] for other in rivals):
            yield f"{row['id']} is not the latest of {row['claimant']}"
        same_period = {other["id"] for other in rivals if _days(other) == _days(row)}
        if missing := same_period - {other["id"] for other in chosen}:
            yield f"{sorted(missing)} is of the same claimant and period as {row['id']}"
        periods = {_days(other) for other in chosen if other["claimant"] == row["claimant"]}
        if len(periods) > 1:
            yield f"{row['claimant']} has two periods"


def _days(row: Row) -> tuple[str | None, str]:
    return row["period_start"], row["period_end"]


def _verdict_faults(chosen: Sequence[Row], tolerance: int, document: Any) -> Iterable[str]:
    served = {frozenset(item["figures"]): item["verdict"] for item in document["verdicts"]}
    pairs = list(combinations(chosen, 2))
    if served.keys() != {frozenset((first["id"], second["id"])) for first, second in pairs}:
        yield "not one verdict for each pair"
    for first, second in pairs:
        verdict = served.get(frozenset((first["id"], second["id"])))
        allowed = verdicts(first, second, tolerance)
        if verdict not in allowed:
            yield f"{first['id']}, {second['id']}: {verdict}, not {sorted(allowed)}"


def _spread_faults(
    chosen: Sequence[Row], tolerance: int, document: Mapping[str, Any]
) -> Iterable[str]:
    """Lowest, highest and ratio are of claims that are comparable with each other, or null.

    The claims are all, or those that end within the tolerance of the newest.
    """
    by_id = {row["id"]: row for row in chosen}
    pairs = {
        frozenset(item["figures"]) for item in document["verdicts"] if item["verdict"] in COMPARABLE
    }
    ends = [document[name] for name in ("lowest", "highest")]
    if None in ends:
        if ends != [None, None] or document["ratio"] is not None:
            yield "one of lowest, highest and ratio is null"
        all_comparable = pairs and len(pairs) == len(document["verdicts"])
        if all_comparable and len(_extremes(chosen)) > 1:
            yield "all claims are comparable, and lowest and highest are null"
        return
    low, high = (by_id[end["figure"]] for end in ends)
    newest = max(row["period_end"] for row in chosen)
    recent = [row for row in chosen if days_between(row["period_end"], newest) <= tolerance]
    expected = {
        (min(numbers), max(numbers))
        for rows in (chosen, recent)
        for group in _groups_of(rows, pairs)
        if {low["id"], high["id"]} <= group
        for numbers in [[number for id_ in group for number in printed(by_id[id_])]]
    }
    served = (document["lowest"]["value"], document["highest"]["value"])
    if served not in expected:
        yield f"lowest and highest are {served}, not of {expected}"
    yield from _ratio_faults(document)


def _groups_of(rows: Sequence[Row], pairs: Collection[frozenset[str]]) -> Iterable[set[str]]:
    ids = {row["id"] for row in rows}
    near = {id_: {other for other in ids if frozenset((id_, other)) in pairs} for id_ in ids}
    for id_ in ids:
        near[id_].discard(id_)
    return _comparable_groups(set(), ids, set(), near)


def _extremes(rows: Sequence[Row]) -> set[str]:
    """The claimants of the lowest and of the highest number."""
    lowest = min(rows, key=lambda row: min(printed(row)))
    highest = max(rows, key=lambda row: max(printed(row)))
    return {lowest["claimant"], highest["claimant"]}


def _comparable_groups(
    group: set[str], others: set[str], done: set[str], near: Mapping[str, set[str]]
) -> Iterable[set[str]]:
    """The groups of claims of which each two are comparable, and to which none can be added.

    The algorithm of Bron and Kerbosch (1973) for the maximal cliques of a graph, with a pivot.
    """
    if not others and not done:
        yield group
        return
    pivot = max(sorted(others | done), key=lambda id_: len(near[id_] & others))
    for id_ in sorted(others - near[pivot]):
        yield from _comparable_groups(group | {id_}, others & near[id_], done & near[id_], near)
        others, done = others - {id_}, done | {id_}


def _ratio_faults(document: Mapping[str, Any]) -> Iterable[str]:
    lowest, highest = (document[name]["value"] for name in ("lowest", "highest"))
    has_ratio = lowest and len(document["claims"]) > 1
    expected = highest / lowest if has_ratio else None
    ratio = document["ratio"]
    if (ratio is None) != (expected is None) or (
        expected is not None and abs(ratio - expected) > ROUNDING
    ):
        yield f"ratio is {ratio}, not {expected}"


def printed(row: Row) -> list[Decimal]:
    """The printed number, or the ends of a range without one."""
    ends = (row["value"],) if row["value"] is not None else (row["value_lower"], row["value_upper"])
    return [number for number in ends if number is not None]
