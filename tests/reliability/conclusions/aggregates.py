"""Independent oracle: the answer to a sum or a difference, or the reasons for a refusal."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from tests.reliability.conclusions.arithmetic import (
    Overlap,
    Result,
    contradictions,
    difference_of,
    in_order,
    no_longer_counted,
    refusals_of_difference,
    refusals_of_sum,
    sum_of,
    weakened,
)
from tests.reliability.conclusions.comparisons import Row
from tests.reliability.conclusions.ledger_index import SERIES, LedgerIndex
from tests.reliability.conclusions.questions import entries_of
from tests.reliability.csv_oracle import OracleRow

OTHERWISE = "claimant-says-otherwise"


def aggregate_faults(
    index: LedgerIndex, args: Mapping[str, str], status: int, document: Mapping[str, Any]
) -> list[str]:
    """Everything in an answer that the rules do not allow."""
    entries = entries_of(index, dict(args))
    rows: Sequence[Row] = [entry.row for entry in entries]
    code = document["type"].rpartition("/")[2] if status != 200 else None
    if "figure" in args and len(rows) < len(args["figure"].split(",")):
        return [] if code == "unknown-code" else [f"{code}: a figure is not visible"]
    if args["op"] == "sum":
        certain = refusals_of_sum(rows, _contain(index))
        possible = certain | ({"overlapping-places"} if _may_overlap(index, entries) else set())
    else:
        rows, possible = _pair_of(rows) if "figure" not in args else (rows, set())
        certain = refusals_of_difference(rows)
        possible |= certain
    if certain or code in possible:
        return [] if code in possible else [f"{code or 'answered'}, not {sorted(possible)}"]
    result = sum_of(rows) if args["op"] == "sum" else difference_of(rows)
    series = [entry.row for entry in index.matching(SERIES, {**args, **rows[0]})]
    may_overlap = _overlap(index)
    lost = no_longer_counted(rows, series, may_overlap) if args["op"] == "sum" else []
    must, may = contradictions(result, rows, series)
    if code:
        return [] if code == OTHERWISE and may else [f"{code} without a reason"]
    if must:
        return [f"answered, although {[row['id'] for row in must]} say otherwise"]
    return list(_result_faults(result, rows, lost, args, document))


def _pair_of(rows: Sequence[Row]) -> tuple[Sequence[Row], set[str]]:
    """The first and the last figure of one series; otherwise all, and possible refusals.

    Where there are totals, counts are another series, and so is the only total since a day. A total
    that fell between is a break. Figures of several claimants or places have no first and last.
    """
    one_question = ("metric", "claimant", "subject", "place")
    if len(rows) < 3 or len({tuple(row[name] for name in one_question) for row in rows}) > 1:
        return rows, set()
    since = Counter(row["period_start"] for row in rows if row["nature"] == "total")
    totals = [row for row in rows if row["nature"] == "total" and since[row["period_start"]] > 1]
    line = in_order(totals or rows)
    names = ("metric", "claimant", "subject", "place", "verification")
    starts = {row["period_start"] for row in line if row["kind"] == "flow"}
    ends = [row["period_end"] for row in line]
    if len({tuple(row[name] for name in names) for row in line}) > 1 or len(starts) > 1:
        return rows, {"different-start", "unknown-start", "series-break"}
    if ends.count(ends[0]) > 1 or ends.count(ends[-1]) > 1:
        return rows, {"series-break"}
    fell = any(
        (before["value"] or 0) > (after["value"] or 0) for before, after in pairwise(line)
    ) and bool(starts)
    return (line[0], line[-1]), {"series-break"} if fell else set()


def _contain(index: LedgerIndex) -> Overlap:
    """Whether one of two places contains the other."""
    around = index.around
    return lambda first, second: first in around[second] or second in around[first]


def _may_overlap(index: LedgerIndex, entries: Collection[OracleRow]) -> bool:
    """Whether an area with a boundary of its own may cut through another place of a sum."""
    places = {entry.row["place"] for entry in entries}
    return len(places) > 1 and not places.isdisjoint(index.areas)


def _overlap(index: LedgerIndex) -> Overlap:
    """Whether two places have, or may have, ground in common."""
    contain = _contain(index)
    return lambda first, second: (
        contain(first, second) or not index.areas.isdisjoint((first, second))
    )


def _result_faults(
    result: Result,
    rows: Sequence[Row],
    expected_lost: Sequence[tuple[str, str]],
    args: Mapping[str, str],
    document: Mapping[str, Any],
) -> Iterable[str]:
    served = {name: document[name] for name in ("what", "value", "start", "end")}
    expected = {name: getattr(result, name) for name in served}
    if served != expected:
        yield f"{served}, not {expected}"
    if sorted(document["figures"]) != sorted(row["id"] for row in rows):
        yield f"figures {document['figures']}"
    coverage = document["coverage"]
    if tuple((gap["from"], gap["to"]) for gap in coverage["missing"]) != result.missing:
        yield f"missing {coverage['missing']}, not {result.missing}"
    if coverage["places"] != sorted({row["place"] for row in rows}):
        yield f"places {coverage['places']}"
    lost = sorted((place["place"], place["figure"]) for place in coverage["no_longer_counted"])
    is_selection = "figure" in args or "place" in args
    if lost != list(expected_lost) and not (is_selection and not lost):
        yield f"no longer counted {lost}, not {expected_lost}"
    hedge = weakened(result.quantifier, rows, incomplete=bool(result.missing or lost))
    if document["quantifier"] != hedge:
        yield f"{document['quantifier']}, not {hedge}"
