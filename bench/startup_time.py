"""Startup time and build time: Python programs measured from start to end."""

import os
import resource
import subprocess
import sys
from collections.abc import Mapping, Sequence
from statistics import median

from api.config import HOME
from bench.fixtures import Fixture, synthetic_fixture
from bench.interleave import Plan
from bench.ratios import AT_MOST, Measurements, Ratio
from bench.servers import Log, settings_for

START_GOAL, SIZES_GOAL, BUILD_GOAL = 1.5, 1.1, 0.75
IMPORTS = "import flask_smorest, sqlalchemy"
ANSWER = "from wsgi import app; print(app.test_client().get('/v1/figures?limit=1').status_code)"

# The baseline of a build: load each row of the ledgers by its schema, and nothing else.
LOAD = """
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
folder = folder_at(pathlib.Path(sys.argv[1]))
context = ValidationContext(folder, None, datetime.date(2026, 12, 31))
print(sum(finding.level == "error" for finding in findings(context)))
"""
BUILD = """
import pathlib, sys, tempfile
from datasets.curation.ledger_files import folder_at
from datasets.release.compiler.build import build
with tempfile.TemporaryDirectory() as into:
    print(build(folder_at(pathlib.Path(sys.argv[1])), pathlib.Path(into)).rows)
"""


def measure_starts(fixtures: Sequence[Fixture], plan: Plan, log: Log) -> Measurements:
    """From start to the first answer, compared with the imports alone."""
    log("start of a worker")
    small, large = fixtures[0], fixtures[-1]
    seconds: dict[str, list[float]] = {"imports": [], "small": [], "large": []}
    for _ in range(plan.rounds):
        seconds["imports"].append(processor_seconds_of(IMPORTS))
        for name, fixture in (("small", small), ("large", large)):
            settings = settings_for(fixture)
            seconds[name].append(processor_seconds_of(ANSWER, settings=settings))
    imports, first, last = (median(times) for times in seconds.values())
    return Measurements(
        (
            _ratio("start to the first answer", "the bare imports", last, imports, START_GOAL),
            _ratio(f"start at {large.figures:,} figures", f"at {small.figures:,}", last, first,
                   SIZES_GOAL),
        )
    )  # fmt: skip


def measure_builds(figures: int, log: Log) -> Measurements:
    """Check and build, compared with loading the same rows by their schema."""
    log(f"check and build of {figures:,} figures")
    folder = str(synthetic_fixture(figures).datasets)
    loaded = processor_seconds_of(LOAD, folder)
    checked = processor_seconds_of(CHECK, folder)
    built = processor_seconds_of(BUILD, folder)
    per_figure = 1e6 / figures
    note = (
        f"Of each figure: {loaded * per_figure:.0f} µs to load it by its schema, "
        f"{checked * per_figure:.0f} µs to check it and {built * per_figure:.0f} µs to build it, "
        "in its forms and indexes."
    )
    name = f"check and build of {figures:,} figures"
    ratio = _ratio(name, "marshmallow, row by row", checked + built, loaded, BUILD_GOAL)
    return Measurements((ratio,), notes=(note,))


def processor_seconds_of(
    program: str, *arguments: str, settings: Mapping[str, str] | None = None
) -> float:
    """The processor time of a Python program, from its start to its end."""
    before = _children_seconds()
    subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=HOME,
        env={**os.environ, "PYTHONPATH": str(HOME), **(settings or {})},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return _children_seconds() - before


def _children_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _ratio(name: str, baseline: str, ours: float, theirs: float, goal: float) -> Ratio:
    return Ratio(name, baseline, f"{ours:.2f} s", f"{theirs:.2f} s", ours / theirs, AT_MOST, goal)
