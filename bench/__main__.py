"""Run the benchmark: ``python -m bench``, or ``python -m bench quick``."""

import signal
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench import curated, results
from bench.cache_comparison import compare_cached, compare_servers
from bench.downloads import measure_downloads
from bench.engines import compare_engines
from bench.fixtures import Fixture, curated_fixture, synthetic_fixture, unhcr_fixture
from bench.interleave import Plan
from bench.peers_comparison import compare_with_peers
from bench.questions import QUESTIONS, YEARLY, questions
from bench.ratios import Measurements
from bench.scaling import (
    compare_depths_and_vintages,
    compare_workers,
    growth_ratios,
    measure_growth,
)
from bench.startup_time import measure_builds, measure_starts
from bench.unhcr import configured_file

BEGAN = time.monotonic()

Part = Callable[[Fixture, Plan, Callable[[str], None]], Measurements]
"""A measurement of our program alone, at the size that the peers hold as well."""

QUICK_PARTS: Sequence[Part] = (
    compare_cached,
    compare_depths_and_vintages,
    compare_workers,
    compare_engines,
    measure_downloads,
)
PARTS = (*QUICK_PARTS, compare_servers)


@dataclass(frozen=True, slots=True)
class Run:
    """The extent of a run: the sizes to measure, and how many figures to build.

    ``peer_plan`` is for the comparison with peers, ``own_plan`` for our program alone, which
    answers faster. Only a ``written`` run replaces results.md.
    """

    sizes: tuple[int, ...]
    peer_plan: Plan
    own_plan: Plan
    build_figures: int
    parts: Sequence[Part] = PARTS
    written: bool = True


QUICK_PLAN = Plan(1, 1)
RUNS = {
    "quick": Run((5_000, 50_000), QUICK_PLAN, QUICK_PLAN, 5_000, QUICK_PARTS, written=False),
    "whole": Run((5_000, 500_000), Plan(5, 2), Plan(5, 1), 50_000),
    "huge": Run((5_000, 500_000, 5_000_000), Plan(5, 2), Plan(5, 1), 50_000),
}


def log(message: str) -> None:
    print(f"{time.monotonic() - BEGAN:6.0f} s  {message}", flush=True)


def main(run: Run) -> None:
    """Prepare every size and measure it; write the results so far after each part."""
    fixtures = []
    for figures in run.sizes:
        log(f"preparing {figures:,} figures")
        fixtures.append(synthetic_fixture(figures, files=figures == run.sizes[1]))
    shared = fixtures[1]
    measurements = compare_with_peers(shared, QUESTIONS, run.peer_plan, log)
    _write(run, measurements)
    log("preparing the curated figures")
    measurements += compare_with_peers(curated_fixture(), curated.questions(), run.peer_plan, log)
    _write(run, measurements)
    for part in run.parts:
        measurements += part(shared, run.own_plan, log)
        _write(run, measurements)
    measurements += measure_starts(fixtures, run.own_plan, log)
    measurements += measure_builds(run.build_figures, log)
    growth = measure_growth(fixtures, run.own_plan, log)
    measurements += growth_ratios(growth, fixtures)
    _write(run, measurements)
    if run.written and (file := configured_file()):
        log("preparing UNHCR's table")
        fixture = unhcr_fixture(file)
        measurements += compare_with_peers(fixture, questions(YEARLY), run.peer_plan, log)
        _write(run, measurements)
    if run.written:
        results.draw(growth.loads, run.sizes)
    for ratio in measurements.ratios:
        log(f"{ratio.name}, {ratio.baseline}: {ratio.value:.2f}, {ratio.verdict}")


def _write(run: Run, measurements: Measurements) -> None:
    if run.written:
        results.write(measurements, (run.peer_plan, run.own_plan), run.sizes)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # exit stops the servers
    main(RUNS[sys.argv[1] if len(sys.argv) > 1 else "whole"])
