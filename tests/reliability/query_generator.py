"""Random questions, and what has to be answered to them, found by going through all rows."""

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from tests.reliability.csv_oracle import Told

CODES = (
    "change", "metric", "subject", "place", "country", "quantifier", "claimant", "stance", "basis",
    "verification", "source", "publisher",
)  # fmt: skip
PROSE = {"statement", "text", "url", "archive_url", "wording", "note"}
OPEN = {"value_min": ("more-than", "at-least"), "value_max": ("less-than", "up-to")}
CLOCKS = {"as_of", "known_at", "updated_after", "history"}
ORDERED = (("start_date", "end_date"), ("claimed_from", "claimed_to"), ("value_min", "value_max"))

Asked = dict[str, str]
Test = Callable[[Told, str], bool]

TESTS: Mapping[str, Test] = {
    **{name: lambda told, text, name=name: told.row[name] in text.split(",") for name in CODES},
    "dataset": lambda told, text: told.row["dataset"] in text.split(","),
    "within": lambda told, text: not told.around.isdisjoint(text.split(",")),
    "claimant_side": lambda told, text: told.side in text.split(","),
    "exclude_belligerents": lambda told, text: text == "false" or told.side is None,
    "on": lambda told, day: (told.row["period_start"] or "") <= day <= told.row["period_end"],
    "end_date": lambda told, day: (told.row["period_start"] or "") <= day,
    "start_date": lambda told, day: told.row["period_end"] >= day,
    "claimed_from": lambda told, day: told.row["claimed_on"] >= day,
    "claimed_to": lambda told, day: told.row["claimed_on"] <= day,
    "value_min": lambda told, text: told.high >= Decimal(text),
    "value_max": lambda told, text: told.low <= Decimal(text),
}


@dataclass(frozen=True)
class Expected:
    """The rows that answer, in order, and how many an open hedge kept out."""

    rows: tuple[dict[str, Any], ...]
    open_bounds: int


def question(chance: random.Random, rows: Sequence[Told], datasets: Sequence[str]) -> Asked:
    """A question that some row answers, or is near to: the address of a list, and parameters."""
    one, other = chance.choice(rows), chance.choice(rows)
    lists = [one.row["dataset"], *datasets, "figures"]
    asked: Asked = {"": chance.choice(lists)}
    seeds = [told for told in (one, other) if asked[""] in (told.row["dataset"], "figures")]
    makers = _makers(chance, seeds or [one], other)
    for name in chance.sample(sorted(makers), chance.choice((0, 1, 1, 2, 2, 3, 4))):
        value = makers[name]()
        if value:
            asked[name] = value
    if not seeds:
        asked.pop("metric", None)  # it belongs to another list
    if asked[""] != "figures":
        asked.pop("dataset", None)
    for low, high in ORDERED:
        _in_order(asked, low, high)
    return asked


def address(asked: Mapping[str, str], **more: Any) -> str:
    """The address of a question."""
    given = {name: value for name, value in {**asked, **more}.items() if name and value is not None}
    return f"/v1/{asked['']}?{urlencode(given)}"


class Oracle:
    """Knows what has to be answered, by going through all rows."""

    def __init__(self, rows: Sequence[Told]) -> None:
        self._rows = rows
        self._today = _visible(rows, {})

    def expected(self, asked: Asked) -> Expected:
        visible = _visible(self._rows, asked) if CLOCKS & asked.keys() else self._today
        return _expected(visible, asked)


def _expected(visible: Sequence[Told], asked: Asked) -> Expected:
    home = asked[""]
    seen = [told for told in visible if home == "figures" or told.row["dataset"] == home]
    tests = {name: value for name, value in asked.items() if name in TESTS}
    rest = {name: value for name, value in tests.items() if name not in OPEN}
    near = _passing(seen, rest)
    found = _passing(near, {name: value for name, value in tests.items() if name in OPEN})
    kept_out = sum(
        any(_left_open(told, name, tests[name]) for name in OPEN if name in tests) for told in near
    )
    ordered = _sorted(found, asked.get("sort", "-claimed_on,id").split(","))
    return Expected(tuple(told.row for told in ordered), kept_out)


def _makers(
    chance: random.Random, seeds: Sequence[Told], other: Told
) -> dict[str, Callable[[], str | None]]:
    one = seeds[0]
    columns = [name for name in one.row if name not in PROSE]

    def codes(name: str) -> Callable[[], str | None]:
        return lambda: ",".join(sorted({told.row[name] for told in seeds if told.row[name]}))

    def sort() -> str:
        chosen = chance.sample(columns, chance.choice((1, 1, 2, 3)))
        return ",".join(chance.choice(("", "-")) + name for name in chosen)

    def bound() -> str:
        value = chance.choice((one.low, one.high, other.low, Decimal(0)))
        return format(value + chance.choice((-1, 0, 0, 1)) if value else value, "f")

    days = [one.row[name] for name in ("claimed_on", "period_end", "recorded_on", "published")]
    days += [one.row["period_start"] or days[0], other.row["claimed_on"], "2026-11-23"]
    day = lambda: chance.choice(days)  # noqa: E731
    dated = ("on", "start_date", "end_date", "claimed_from", "claimed_to", "as_of", "known_at")
    return {
        **{name: codes(name) for name in (*CODES, "dataset")},
        **dict.fromkeys(dated, day),
        "updated_after": lambda: chance.choice((one.row["recorded_on"], "2020-01-01")),
        "within": lambda: chance.choice(sorted(one.around)),
        "claimant_side": lambda: one.side,
        "exclude_belligerents": lambda: chance.choice(("true", "false")),
        "value_min": bound,
        "value_max": bound,
        "history": lambda: chance.choice(("true", "false")),
        "sort": sort,
    }


def _in_order(asked: Asked, low: str, high: str) -> None:
    if low in asked and high in asked:
        kind = Decimal if low == "value_min" else str
        asked[low], asked[high] = sorted((asked[low], asked[high]), key=kind)


def _visible(rows: Iterable[Told], asked: Asked) -> Sequence[Told]:
    as_of, known_at = asked.get("as_of", "9999"), asked.get("known_at", "9999")
    updated = asked.get("updated_after", "")
    known = [
        told
        for told in rows
        if told.row["recorded_on"] <= as_of and told.row["claimed_on"] <= known_at
    ]
    if asked.get("history") != "true":
        known = [list(same)[-1] for _, same in groupby(known, lambda told: told.row["id"])]
        if not updated:
            known = [told for told in known if told.row["change"] != "retracted"]
    return [told for told in known if told.row["recorded_on"] > updated]


def _passing(rows: Sequence[Told], tests: Mapping[str, str]) -> Sequence[Told]:
    for name, value in tests.items():
        rows = [told for told in rows if TESTS[name](told, value)]
    return rows


def _left_open(told: Told, name: str, bound: str) -> bool:
    fails = not TESTS[name](told, bound)
    return fails and told.row["quantifier"] in OPEN[name]


def _sorted(rows: Iterable[Told], keys: Sequence[str]) -> list[Told]:
    """By the last key first, as sorting keeps the order of equals; missing values come last."""
    ordered = sorted(rows, key=lambda told: told.place)
    for key in reversed(keys):
        name = key.removeprefix("-")
        value = (
            (lambda told: told.serial) if name == "id" else (lambda told, name=name: told.row[name])
        )
        have = [told for told in ordered if value(told) is not None]
        lack = [told for told in ordered if value(told) is None]
        ordered = sorted(have, key=value, reverse=key.startswith("-")) + lack
    return ordered
