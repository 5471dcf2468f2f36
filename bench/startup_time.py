"""Programs run from start to end: to the first answer, and from ledgers to a release."""

import os
import resource
import subprocess
import sys
from collections.abc import Mapping, Sequence
from statistics import median

from api.config import HOME
from bench.findings import MOST, Finding, Found
from bench.prepared import Prepared, prepared
from bench.rounds import Plan
from bench.servers import Say, of_release

START_GOAL, SIZES_GOAL, MAKING_GOAL = 1.5, 1.1, 0.75
BARE = "import flask_smorest, sqlalchemy"
ANSWER = "from wsgi import app; print(app.test_client().get('/v1/figures?limit=1').status_code)"

# What a program does that reads a ledger by its schema, a row at a time, and no more than that.
BY_SCHEMA = """
import csv, pathlib, sys
from datasets.model.figure import LedgerRowSchema
schema, rows = LedgerRowSchema(), 0
for path in pathlib.Path(sys.argv[1]).glob("ledgers/*.csv"):
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            schema.load({name: text for name, text in row.items() if text})
            rows += 1
print(rows)
"""
CHECK = """
import datetime, pathlib, sys
from datasets.curation.ledger_files import folder_at
from datasets.curation.validation.context import ValidationContext
from datasets.curation.validation.rules import findings
review = ValidationContext(folder_at(pathlib.Path(sys.argv[1])), None, datetime.date(2026, 12, 31))
print(sum(found.level == "error" for found in findings(review)))
"""
BUILD = """
import pathlib, sys, tempfile
from datasets.curation.ledger_files import folder_at
from datasets.release.compiler.build import build
with tempfile.TemporaryDirectory() as into:
    print(build(folder_at(pathlib.Path(sys.argv[1])), pathlib.Path(into)).rows)
"""


def starts(sizes: Sequence[Prepared], plan: Plan, say: Say) -> Found:
    """From nothing to the first answer, against the import of what it is made of."""
    say("start of a worker")
    small, large = sizes[0], sizes[-1]
    took: dict[str, list[float]] = {"bare": [], "small": [], "large": []}
    for _ in range(plan.rounds):
        took["bare"].append(seconds_of(BARE))
        took["small"].append(seconds_of(ANSWER, settings=of_release(small)))
        took["large"].append(seconds_of(ANSWER, settings=of_release(large)))
    bare, first, last = (median(times) for times in took.values())
    return Found(
        (
            _ratio("start to the first answer", "the bare imports", last, bare, START_GOAL),
            _ratio(f"start at {large.figures:,} figures", f"at {small.figures:,}", last, first,
                   SIZES_GOAL),
        )
    )  # fmt: skip


def making(figures: int, say: Say) -> Found:
    """Check and build, against a load of the same rows by their schema."""
    say(f"check and build of {figures:,} figures")
    folder = str(prepared(figures).datasets)
    plain = seconds_of(BY_SCHEMA, folder)
    checked = seconds_of(CHECK, folder)
    built = seconds_of(BUILD, folder)
    each = 1e6 / figures
    note = (
        f"Of each figure: {plain * each:.0f} µs to load it by its schema, {checked * each:.0f} µs "
        f"to check it and {built * each:.0f} µs to build it, in its forms and indexes."
    )
    what = f"check and build of {figures:,} figures"
    finding = _ratio(what, "marshmallow, row by row", checked + built, plain, MAKING_GOAL)
    return Found((finding,), notes=(note,))


def seconds_of(program: str, *arguments: str, settings: Mapping[str, str] | None = None) -> float:
    """The processor seconds of a Python program, from its start to its end."""
    before = _spent()
    subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=HOME,
        env={**os.environ, "PYTHONPATH": str(HOME), **(settings or {})},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return _spent() - before


def _spent() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _ratio(what: str, against: str, ours: float, theirs: float, goal: float) -> Finding:
    return Finding(what, against, f"{ours:.2f} s", f"{theirs:.2f} s", ours / theirs, MOST, goal)
