"""Random questions for comparisons, series and aggregates, made of rows of the ledgers."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from tests.reliability.conclusions.ledger_index import QUESTION, SERIES, LedgerIndex
from tests.reliability.csv_oracle import OracleRow

Args = dict[str, str]
Row = dict[str, Any]


class Questions:
    """Draws questions; each claimant, question and figure has its turn, also where it is rare."""

    def __init__(self, rng: random.Random, index: LedgerIndex) -> None:
        self.rng = rng
        self.index = index
        self.claimants: dict[str, list[Row]] = {}
        self.questions: dict[tuple[str, ...], list[Row]] = {}
        for entry in index.entries:
            self.claimants.setdefault(entry.row["claimant"], []).append(entry.row)
            key = tuple(entry.row[name] for name in QUESTION)
            self.questions.setdefault(key, []).append(entry.row)
        several = [
            rows for rows in self.questions.values() if len({row["claimant"] for row in rows}) > 1
        ]
        self.rivals = several or list(self.questions.values())

    def comparison(self) -> Args:
        rng = self.rng
        row = rng.choice(rng.choice(self.rivals)) if rng.random() < 0.9 else self._row()
        args = _named(QUESTION, row)
        args["on"] = _moved(row["period_end"], rng.choice((0, 0, 1, 3, 7, 8, 30, 400)))
        if rng.random() < 0.3:
            args["tolerance_days"] = rng.choice(("0", "1", "30", "400"))
        return args | self._vintage(row)

    def series(self) -> Args:
        rng = self.rng
        row = self._row() if rng.random() < 0.7 else rng.choice(rng.choice(self.rivals))
        args = _named(QUESTION, row)
        if rng.random() < 0.5:
            args["claimant"] = row["claimant"]
        around = sorted(
            _moved(row["period_end"], rng.randint(*days)) for days in ((-500, 2), (-2, 500))
        )
        span = dict(zip(("start_date", "end_date"), around, strict=True))
        names = rng.choice(((), ("start_date",), ("end_date",), ("start_date", "end_date")))
        args |= {name: span[name] for name in names}
        if rng.random() < 0.2:
            args["nature"] = row["nature"]
        if rng.random() < 0.6:
            args["interval"] = rng.choice(("day", "week", "month", "year"))
        return args | self._vintage(row)

    def aggregate(self) -> Args:
        """Mostly of a claimant's series with several figures: a sum needs two."""
        for _ in range(self.rng.choice((1, 5))):
            row = self._row()
            vintage = self._vintage(row)
            series = self.index.matching(SERIES, {**_named(SERIES, row), **vintage})
            if len(series) > 1:
                break
        by_id = self.rng.random() < 0.6
        op = self.rng.choice(("sum", "sum", "difference"))
        args = (
            self._by_id(row, [entry.row for entry in series], op) if by_id else self._by_filter(row)
        )
        return {"op": op, **args, **vintage}

    def _by_id(self, row: Row, own: Sequence[Row], op: str) -> Args:
        """Neighbours in time at one place, places at one moment, or any figures of the series."""
        rng = self.rng
        at_place = [other for other in own if other["place"] == row["place"]]
        pools = [
            [other for other in at_place if other["nature"] == row["nature"]],
            [other for other in own if other["period"] == row["period"]],
            at_place,
            own,
        ]
        pool = rng.choice([pool for pool in pools if len(pool) > 1] or [own, [row]])
        pool = sorted(pool, key=lambda other: (other["period_end"], other["id"]))
        sizes = (2,) if op == "difference" and rng.random() < 0.9 else (1, 2, 2, 3, 5, 9, 31)
        size = min(len(pool), rng.choice(sizes))
        first = rng.randrange(len(pool) - size + 1)
        chosen = pool[first : first + size] if rng.random() < 0.7 else rng.sample(pool, size)
        ids = [other["id"] for other in chosen] or [row["id"]]
        if rng.random() < 0.1:
            ids.append(self._row()["id"])
        return {"figure": ",".join(dict.fromkeys(ids))}

    def _by_filter(self, row: Row) -> Args:
        rng = self.rng
        near = rng.choice((0, 1, 6, 30, 365))
        filters: dict[str, Args] = {
            "on": {"on": row["period_end"]},
            "ends": {"ends_from": _moved(row["period_end"], -near), "ends_to": row["period_end"]},
            "place": {"place": row["place"]},
            "nature": {"nature": row["nature"]},
        }
        args = _named(rng.choice((SERIES, SERIES, SERIES, QUESTION)), row)
        for name in rng.sample(sorted(filters), rng.choice((1, 2, 3))):
            args |= filters[name]
        return args

    def _row(self) -> Row:
        """A row: of any claimant alike, of any question alike, or any."""
        rng = self.rng
        rows = rng.choice(
            (
                lambda: rng.choice(list(self.claimants.values())),
                lambda: rng.choice(list(self.questions.values())),
                lambda: [rng.choice(self.index.entries).row],
            )
        )()
        return rng.choice(rows)

    def _vintage(self, row: Row) -> Args:
        if self.rng.random() < 0.85:
            return {}
        return self.rng.choice(
            ({"known_at": row["claimed_on"]}, {"as_of": row["recorded_on"]},
             {"known_at": _moved(row["claimed_on"], -1)}, {"as_of": _moved(row["recorded_on"], -1)})
        )  # fmt: skip


def entries_of(index: LedgerIndex, args: Args) -> list[OracleRow]:
    """The figures that a sum or a difference is asked for."""
    if "figure" in args:
        return index.by_ids(args["figure"].split(","), args)
    names = ("on", "ends_from", "ends_to", "place", "nature")
    key = SERIES if "claimant" in args else QUESTION
    return index.matching(key, args, **{name: args[name] for name in names if name in args})


def _named(names: Sequence[str], row: Row) -> Args:
    return {name: row[name] for name in names}


def _moved(day: str, days: int) -> str:
    return str(date.fromisoformat(day) + timedelta(days=days))
