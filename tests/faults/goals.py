"""The goals of reliability as a table, with what was measured beside each."""

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from api.config import HOME

REPORT = HOME / "tests" / "faults.md"
HEAD = """# What was measured under faults

Written by `make test-faults` ({cores} cores, {memory} GB of memory): the goals, and what the tests
in `tests/faults/` found when they ran last. Where a goal is missed, a test is red.

| what | goal | measured | day |
| --- | --- | --- | --- |
"""

GOALS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "every figure": (
            "every published figure equals the ledger row it came from",
            "all figures, formats and pages, by an independent reader: 0 differences",
        ),
        "random queries": (
            "random valid queries against an independent oracle",
            "10,000 queries: 0 differences in rows, order, totals",
        ),
    }
)


class Measured:
    """What was measured, by goal: counts that add up in a run, or words."""

    def __init__(self, rows: dict[str, dict[str, Any]]) -> None:
        self.rows = rows
        self._counting: set[tuple[str, str]] = set()

    def add(self, goal: str, what: str, count: int) -> None:
        """Count something, beginning anew in each run."""
        told = self._row(goal)["counts"]
        begun = (goal, what) in self._counting
        told[what] = count + (told[what] if begun else 0)
        self._counting.add((goal, what))

    def tell(self, goal: str, words: str, where: str = "") -> None:
        """Say something in words, perhaps for one of the two ways to serve."""
        self._row(goal)["words"][where] = words

    def write(self) -> None:
        """The table of all goals."""
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
        head = HEAD.format(cores=os.cpu_count(), memory=round(memory))
        lines = (
            f"| {what} | {goal} | {self._told(key)} | {self.rows.get(key, {}).get('day', '')} |\n"
            for key, (what, goal) in GOALS.items()
        )
        REPORT.write_text(head + "".join(lines), encoding="utf-8")

    def _row(self, goal: str) -> dict[str, Any]:
        row = self.rows.setdefault(goal, {"counts": {}, "words": {}})
        row["day"] = datetime.now(UTC).date().isoformat()
        return row

    def _told(self, goal: str) -> str:
        row = self.rows.get(goal)
        if not row:
            return "not yet"
        counts = [f"{count:,} {what}" for what, count in sorted(row["counts"].items())]
        words = [
            f"{where}: {told}" if where else told for where, told in sorted(row["words"].items())
        ]
        return "; ".join([*counts, *words])


def share(count: int) -> int:
    """A part of what a goal asks for, where FAULTS_SHARE (of 1) says that there is little time."""
    return max(1, int(count * float(os.environ.get("FAULTS_SHARE", "1"))))
