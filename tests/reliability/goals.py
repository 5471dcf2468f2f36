"""The goals of reliability as a table, with what was measured beside each."""

import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from api.config import HOME

Rows = dict[str, dict[str, Any]]

REPORT = HOME / "tests" / "faults.md"
HEAD = """# What was measured under faults

Written by `make test-faults` ({cores} cores, {memory} GB of memory): the goals, and what the tests
in `tests/reliability/` found when they ran last. Where a goal is missed, a test is red.

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
        "bad input": (
            "bad input",
            "100,000 requests: 0 answers of 5xx, every 4xx a problem document, p99 under 100 ms, "
            "memory flat",
        ),
        "bad ledgers": (
            "bad ledgers",
            "10,000 mutations: each refused with the place named, or equal in meaning",
        ),
        "corrupt release": (
            "corrupt release",
            "any flipped byte is found before it is served; the release before it serves on",
        ),
        "new release": (
            "new release under load",
            "200 switches at 16 connections: 0 failed, 0 mixed answers, walks whole or told to "
            "begin anew",
        ),
        "worker killed": (
            "worker killed (-9) under load",
            "at most what it held is lost; an answer within 1 s",
        ),
        "SIGTERM": ("SIGTERM under load", "all under way is answered; exit within 10 s"),
        "publishing": (
            "publishing interrupted (killed, disk full, a failing system call), read-only disk",
            "the old release serves on; the pointer is always there; a clear error",
        ),
        "database": (
            "PostgreSQL killed, stopped, frozen, back",
            "503 with a reason, then as before, without a restart",
        ),
        "systemd": (
            "the units of systemd as they stand, in a system of their own",
            "every address is answered with the rights they leave; a reload loses nothing, a kill "
            "at most what was held",
        ),
        "slow clients": (
            "200 slow connections of four kinds, behind the proxy",
            "normal p99 under 1 s, none lost",
        ),
        "greedy client": (
            "one greedy client, ten tables of everything at once",
            "others' p99 under 500 ms, none lost",
        ),
        "soak": ("soak", "1,000,000 requests: memory levels off, no descriptor leaks"),
        "security": (
            "secrets and code",
            "bandit finds nothing of medium severity; no cookie; CSP without unsafe-inline",
        ),
    }
)


class Measured:
    """What was measured, by goal: counts that add up in a run, or words; written down at once."""

    def __init__(self, rows: Rows, keep: Callable[[Rows], None]) -> None:
        self.rows = rows
        self._keep = keep
        self._counting: set[tuple[str, str]] = set()

    def add(self, goal: str, what: str, count: int) -> None:
        """Count something, beginning anew in each run."""
        told = self._row(goal)["counts"]
        begun = (goal, what) in self._counting
        told[what] = count + (told[what] if begun else 0)
        self._counting.add((goal, what))
        self._write()

    def tell(self, goal: str, words: str, where: str = "") -> None:
        """Say something in words, perhaps for one of the two ways to serve."""
        self._row(goal)["words"][where] = words
        self._write()

    def _write(self) -> None:
        self._keep(self.rows)
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
        head = HEAD.format(cores=os.cpu_count(), memory=round(memory))
        stands = {line.split(" | ")[0]: line for line in _lines(REPORT)}
        lines = [
            f"| {what} | {goal} | {self._told(key, stands.get(f'| {what}', ''))} | "
            f"{self.rows[key]['day']} |\n"
            if key in self.rows  # else it was measured by another checkout, or never
            else stands.get(f"| {what}", f"| {what} | {goal} | not yet |  |\n")
            for key, (what, goal) in GOALS.items()
        ]
        REPORT.write_text(head + "".join(lines), encoding="utf-8")

    def _row(self, goal: str) -> dict[str, Any]:
        row = self.rows.setdefault(goal, {"counts": {}, "words": {}})
        row["day"] = datetime.now(UTC).date().isoformat()
        return row

    def _told(self, goal: str, stands: str) -> str:
        row = self.rows[goal]
        counts = [f"{count:,} {what}" for what, count in sorted(row["counts"].items())]
        apart = all(row["words"])  # told of each way to serve; the other may not be known here
        told = {**(_ways(stands) if apart and row["words"] else {}), **row["words"]}
        words = [f"{where}: {words}" if where else words for where, words in sorted(told.items())]
        return "; ".join([*counts, *words])


def _lines(report: Path) -> list[str]:
    return report.read_text(encoding="utf-8").splitlines(keepends=True) if report.exists() else []


def _ways(line: str) -> dict[str, str]:
    """What a line of the report tells of each way to serve."""
    parts = line.split(" | ")[2].split("; ") if line else []
    return {
        where: words for where, colon, words in (part.partition(": ") for part in parts) if colon
    }


def share(count: int) -> int:
    """A part of what a goal asks for, where FAULTS_SHARE (of 1) says that there is little time."""
    return max(1, int(count * float(os.environ.get("FAULTS_SHARE", "1"))))
