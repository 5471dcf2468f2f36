"""Reliability goals, and the report of the results measured for each."""

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
        "conclusions": (
            "random comparisons, series, sums and differences against an independent oracle",
            "10,000 questions: 0 answers, verdicts or refusals that the rules do not allow",
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


class Results:
    """Results by goal: counts that add up during a run, or text. Written to the report at once."""

    def __init__(self, rows: Rows, save: Callable[[Rows], None]) -> None:
        self.rows = rows
        self._save = save
        self._started: set[tuple[str, str]] = set()

    def add(self, goal: str, what: str, count: int) -> None:
        """Add to a count, which starts at zero in each run."""
        counts = self._row(goal)["counts"]
        is_started = (goal, what) in self._started
        counts[what] = count + (counts[what] if is_started else 0)
        self._started.add((goal, what))
        self._write()

    def report(self, goal: str, text: str, variant: str = "") -> None:
        """Report a text, perhaps for one of the two ways to serve."""
        self._row(goal)["words"][variant] = text
        self._write()

    def _write(self) -> None:
        self._save(self.rows)
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
        head = HEAD.format(cores=os.cpu_count(), memory=round(memory))
        old_lines = {line.split(" | ")[0]: line for line in _lines(REPORT)}
        lines = [
            f"| {what} | {goal} | {self._text(key, old_lines.get(f'| {what}', ''))} | "
            f"{self.rows[key]['day']} |\n"
            if key in self.rows  # otherwise measured in another checkout, or never
            else old_lines.get(f"| {what}", f"| {what} | {goal} | not yet |  |\n")
            for key, (what, goal) in GOALS.items()
        ]
        REPORT.write_text(head + "".join(lines), encoding="utf-8")

    def _row(self, goal: str) -> dict[str, Any]:
        row = self.rows.setdefault(goal, {"counts": {}, "words": {}})
        row["day"] = datetime.now(UTC).date().isoformat()
        return row

    def _text(self, goal: str, old_line: str) -> str:
        row = self.rows[goal]
        counts = [f"{count:,} {what}" for what, count in sorted(row["counts"].items())]
        has_variants = row["words"] and all(
            row["words"]
        )  # another run may have measured the others
        texts = {**(_texts_by_variant(old_line) if has_variants else {}), **row["words"]}
        parts = [f"{name}: {text}" if name else text for name, text in sorted(texts.items())]
        return "; ".join([*counts, *parts])


def _lines(report: Path) -> list[str]:
    return report.read_text(encoding="utf-8").splitlines(keepends=True) if report.exists() else []


def _texts_by_variant(line: str) -> dict[str, str]:
    """Texts of a line of the report by variant."""
    parts = line.split(" | ")[2].split("; ") if line else []
    return {name: text for name, colon, text in (part.partition(": ") for part in parts) if colon}


def share(count: int) -> int:
    """A count scaled by FAULTS_SHARE (0 to 1), for a shorter run."""
    return max(1, int(count * float(os.environ.get("FAULTS_SHARE", "1"))))
