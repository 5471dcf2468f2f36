"""Random queries, and an oracle that finds the expected rows by scanning all rows."""

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from tests.reliability.csv_oracle import OracleRow

CODES = (
    "change", "metric", "subject", "place", "country", "quantifier", "claimant", "stance", "basis",
    "verification", "source", "publisher", "nature",
)  # fmt: skip
PROSE = {"statement", "text", "url", "archive_url", "wording", "note"}
OPEN = {"value_min": ("more-than", "at-least"), "value_max": ("less-than", "up-to")}
CLOCKS = {"as_of", "known_at", "updated_after", "history"}
ORDERED = (
    ("start_date", "end_date"),
    ("ends_from", "ends_to"),
    ("claimed_from", "claimed_to"),
    ("value_min", "value_max"),
)

QueryArgs = dict[str, str]
Test = Callable[[OracleRow, str], bool]

TESTS: Mapping[str, Test] = {
    **{name: lambda entry, text, name=name: entry.row[name] in text.split(",") for name in CODES},
    "dataset": lambda entry, text: entry.row["dataset"] in text.split(","),
    "within": lambda entry, text: not entry.containing_places.isdisjoint(text.split(",")),
    "claimant_side": lambda entry, text: entry.side in text.split(","),
    "exclude_belligerents": lambda entry, text: text == "false" or entry.side is None,
    "on": lambda entry, day: (entry.row["period_start"] or "") <= day <= entry.row["period_end"],
    "end_date": lambda entry, day: (entry.row["period_start"] or "") <= day,
    "start_date": lambda entry, day: entry.row["period_end"] >= day,
    "ends_from": lambda entry, day: entry.row["period_end"] >= day,
    "ends_to": lambda entry, day: entry.row["period_end"] <= day,
    "claimed_from": lambda entry, day: entry.row["claimed_on"] >= day,
    "claimed_to": lambda entry, day: entry.row["claimed_on"] <= day,
    "value_min": lambda entry, text: entry.high >= Decimal(text),
    "value_max": lambda entry, text: entry.low <= Decimal(text),
}


@dataclass(frozen=True)
class Expected:
    """Expected rows in order, and the number of rows that an open hedge excludes."""

    rows: tuple[dict[str, Any], ...]
    open_bounds: int


def random_query(
    rng: random.Random, rows: Sequence[OracleRow], datasets: Sequence[str]
) -> QueryArgs:
    """A query that matches a row, or nearly: parameters, and the list under the empty name."""
    first, second = rng.choice(rows), rng.choice(rows)
    lists = [first.row["dataset"], *datasets, "figures"]
    args: QueryArgs = {"": rng.choice(lists)}
    seeds = [entry for entry in (first, second) if args[""] in (entry.row["dataset"], "figures")]
    makers = _makers(rng, seeds or [first], second)
    for name in rng.sample(sorted(makers), rng.choice((0, 1, 1, 2, 2, 3, 4))):
        value = makers[name]()
        if value:
            args[name] = value
    if not seeds:
        args.pop("metric", None)  # it belongs to another list
    if args[""] != "figures":
        args.pop("dataset", None)
    for low, high in ORDERED:
        _in_order(args, low, high)
    return args


def url_of(args: Mapping[str, str], **more: Any) -> str:
    """URL of a query."""
    parameters = {
        name: value for name, value in {**args, **more}.items() if name and value is not None
    }
    return f"/v1/{args['']}?{urlencode(parameters)}"


class Oracle:
    """Finds the expected answer by scanning all rows."""

    def __init__(self, rows: Sequence[OracleRow]) -> None:
        self._rows = rows
        self._today = visible(rows, {})

    def expected(self, args: QueryArgs) -> Expected:
        entries = visible(self._rows, args) if CLOCKS & args.keys() else self._today
        return _expected(entries, args)


def _expected(visible: Sequence[OracleRow], args: QueryArgs) -> Expected:
    home = args[""]
    in_list = [entry for entry in visible if home == "figures" or entry.row["dataset"] == home]
    tests = {name: value for name, value in args.items() if name in TESTS}
    rest = {name: value for name, value in tests.items() if name not in OPEN}
    near = passing(in_list, rest)
    rows = passing(near, {name: value for name, value in tests.items() if name in OPEN})
    excluded = sum(
        any(_left_open(entry, name, tests[name]) for name in OPEN if name in tests)
        for entry in near
    )
    ordered = _sorted(rows, args.get("sort", "-claimed_on,id").split(","))
    return Expected(tuple(entry.row for entry in ordered), excluded)


def _makers(
    rng: random.Random, seeds: Sequence[OracleRow], second: OracleRow
) -> dict[str, Callable[[], str | None]]:
    first = seeds[0]
    columns = [name for name in first.row if name not in PROSE]

    def codes(name: str) -> Callable[[], str | None]:
        return lambda: ",".join(sorted({entry.row[name] for entry in seeds if entry.row[name]}))

    def sort() -> str:
        chosen = rng.sample(columns, rng.choice((1, 1, 2, 3)))
        return ",".join(rng.choice(("", "-")) + name for name in chosen)

    def bound() -> str:
        value = rng.choice((first.low, first.high, second.low, Decimal(0)))
        return format(value + rng.choice((-1, 0, 0, 1)) if value else value, "f")

    days = [first.row[name] for name in ("claimed_on", "period_end", "recorded_on", "published")]
    days += [first.row["period_start"] or days[0], second.row["claimed_on"], "2026-11-23"]
    day = lambda: rng.choice(days)  # noqa: E731
    dated = (
        "on", "start_date", "end_date", "ends_from", "ends_to", "claimed_from", "claimed_to",
        "as_of", "known_at",
    )  # fmt: skip
    return {
        **{name: codes(name) for name in (*CODES, "dataset")},
        **dict.fromkeys(dated, day),
        "updated_after": lambda: rng.choice((first.row["recorded_on"], "2020-01-01")),
        "within": lambda: rng.choice(sorted(first.containing_places)),
        "claimant_side": lambda: first.side,
        "exclude_belligerents": lambda: rng.choice(("true", "false")),
        "value_min": bound,
        "value_max": bound,
        "history": lambda: rng.choice(("true", "false")),
        "sort": sort,
    }


def _in_order(args: QueryArgs, low: str, high: str) -> None:
    if low in args and high in args:
        kind = Decimal if low == "value_min" else str
        args[low], args[high] = sorted((args[low], args[high]), key=kind)


def visible(rows: Iterable[OracleRow], args: QueryArgs) -> Sequence[OracleRow]:
    as_of, known_at = args.get("as_of", "9999"), args.get("known_at", "9999")
    updated = args.get("updated_after", "")
    known = [
        entry
        for entry in rows
        if entry.row["recorded_on"] <= as_of and entry.row["claimed_on"] <= known_at
    ]
    if args.get("history") != "true":
        known = [list(same)[-1] for _, same in groupby(known, lambda entry: entry.row["id"])]
        if not updated:
            known = [entry for entry in known if entry.row["change"] != "retracted"]
    return [entry for entry in known if entry.row["recorded_on"] > updated]


def passing(rows: Sequence[OracleRow], tests: Mapping[str, str]) -> Sequence[OracleRow]:
    for name, value in tests.items():
        rows = [entry for entry in rows if TESTS[name](entry, value)]
    return rows


def _left_open(entry: OracleRow, name: str, bound: str) -> bool:
    fails = not TESTS[name](entry, bound)
    return fails and entry.row["quantifier"] in OPEN[name]


def _sorted(rows: Iterable[OracleRow], keys: Sequence[str]) -> list[OracleRow]:
    """Sort by the last key first, as sorting is stable. Missing values come last."""
    ordered = sorted(rows, key=lambda entry: entry.position)
    for key in reversed(keys):
        name = key.removeprefix("-")
        value = (
            (lambda entry: entry.serial)
            if name == "id"
            else (lambda entry, name=name: entry.row[name])
        )
        present = [entry for entry in ordered if value(entry) is not None]
        missing = [entry for entry in ordered if value(entry) is None]
        ordered = sorted(present, key=value, reverse=key.startswith("-")) + missing
    return ordered
