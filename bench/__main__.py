"""Run the benchmark: ``python -m bench``, or ``python -m bench quick``."""

import signal
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench import results
from bench.against import against_peers
from bench.alone import depth_and_vintages, growth, growth_findings, workers_compared
from bench.downloads import downloads
from bench.engines import engines
from bench.findings import Found
from bench.layer import layer
from bench.prepared import Prepared, prepared, prepared_table
from bench.programs import making, starts
from bench.questions import QUESTIONS, YEARLY, questions
from bench.remembered import remembered, servers_compared
from bench.rounds import Plan
from bench.unhcr import file_given

BEGAN = time.monotonic()


# What we measure of ourselves, at the size that the peers hold as well.
Part = Callable[[Prepared, Plan, Callable[[str], None]], Found]
QUICK_PARTS: Sequence[Part] = (
    remembered,
    depth_and_vintages,
    workers_compared,
    layer,
    engines,
    downloads,
)
PARTS = (*QUICK_PARTS, servers_compared)


@dataclass(frozen=True, slots=True)
class Run:
    """Which sizes are measured, and how many figures are built to time that.

    ``plan`` is for the peers, ``own`` for what we measure of ourselves, which answers faster.
    """

    sizes: tuple[int, ...]
    plan: Plan
    own: Plan
    made: int
    parts: Sequence[Part] = PARTS
    written: bool = True


BRIEF = Plan(1, 1)
RUNS = {
    "quick": Run((5_000, 50_000), BRIEF, BRIEF, 5_000, QUICK_PARTS, written=False),
    "whole": Run((5_000, 500_000), Plan(5, 2), Plan(5, 1), 50_000),
    "huge": Run((5_000, 500_000, 5_000_000), Plan(5, 2), Plan(5, 1), 50_000),
}


def say(words: str) -> None:
    print(f"{time.monotonic() - BEGAN:6.0f} s  {words}", flush=True)


def main(run: Run) -> None:
    """Prepare every size, measure, and write down what was found, after each part of it."""
    sizes = []
    for figures in run.sizes:
        say(f"preparing {figures:,} figures")
        sizes.append(prepared(figures, files=figures == run.sizes[1]))
    shared = sizes[1]
    found = against_peers(shared, QUESTIONS, run.plan, say)
    _keep(run, found)
    for part in run.parts:
        found += part(shared, run.own, say)
        _keep(run, found)
    found += starts(sizes, run.own, say) + making(run.made, say)
    grown = growth(sizes, run.own, say)
    found += growth_findings(grown, sizes)
    _keep(run, found)
    if run.written and (file := file_given()):
        say("preparing UNHCR's table")
        found += against_peers(prepared_table(file), questions(YEARLY), run.plan, say)
        _keep(run, found)
    if run.written:
        results.draw(grown.loads, run.sizes)
    for finding in found.findings:
        say(f"{finding.what}, {finding.against}: {finding.ratio:.2f}, {finding.verdict}")


def _keep(run: Run, found: Found) -> None:
    if run.written:
        results.write(found, (run.plan, run.own), run.sizes)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that no server outlives it
    main(RUNS[sys.argv[1] if len(sys.argv) > 1 else "whole"])
