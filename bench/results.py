"""Results of the benchmark as a document and a chart."""

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from api.config import HOME
from api.representations import charts
from bench.interleave import Plan
from bench.load import Load
from bench.ratios import LoadRow, Measurements, Ratio

RESULTS = HOME / "bench" / "results.md"
CHART = HOME / "bench" / "growth.svg"

# Size of the picture in pixels.
WIDTH = 640
HEIGHT = 320


def write(measurements: Measurements, plans: tuple[Plan, Plan], sizes: Sequence[int]) -> None:
    """Write bench/results.md. ``plans`` are that for the peers and that for our program alone."""
    peers, own = plans
    met = sum(ratio.met for ratio in measurements.ratios)
    text = "\n".join(
        (
            "# Benchmark results\n",
            f"{datetime.now(UTC):%-d %B %Y}, {_machine()}; medians of {peers.rounds} rounds of "
            f"{peers.seconds} s for the comparison with peers and {own.rounds} of {own.seconds} s "
            f"for the rest, interleaved. Figures: {', '.join(f'{n:,}' for n in sizes)}. "
            "`bench/README.md` explains the tables. `make bench` writes this file.\n",
            f"## Goals: {met} of {len(measurements.ratios)} met\n",
            *_goals(measurements.ratios),
            "\n## Loads\n",
            "CPU is the processor time of one request in all processes, databases included.\n",
            *_loads(measurements.rows),
            "\n## Growth\n",
            "![Processor time of the same questions as releases grow](growth.svg)\n",
            "## Notes\n",
            *(f"* {note}" for note in measurements.notes),
        )
    )
    RESULTS.write_text(text + "\n", encoding="utf-8")


def draw(growth: Mapping[str, Sequence[Load]], sizes: Sequence[int]) -> None:
    """Write bench/growth.svg: a line for each question, both axes logarithmic."""
    values = [
        {"question": name, "figures": figures, "ms": round(load.processor, 4)}
        for name, loads in growth.items()
        for figures, load in zip(sizes, loads, strict=True)
    ]
    axis = {"type": "quantitative", "scale": {"type": "log"}}
    specification = {
        "$schema": charts.SCHEMA,
        "description": json.dumps(values),
        "title": {"text": "Processor time of a request as releases grow", "anchor": "start"},
        "width": WIDTH,
        "height": HEIGHT,
        "background": "white",
        "data": {"values": values},
        "mark": {"type": "line", "point": True},
        "encoding": {
            "x": {**axis, "field": "figures", "title": "figures in the release"},
            "y": {**axis, "field": "ms", "title": "milliseconds of processor"},
            "color": {
                "field": "question",
                "type": "nominal",
                "title": None,
                "scale": {"range": list(charts.COLOURS)},
                "legend": {"orient": "top"},
            },
        },
    }
    CHART.write_text(charts.svg(specification) + "\n", encoding="utf-8")


def _goals(ratios: Iterable[Ratio]) -> Iterable[str]:
    yield "| what | against | ours | theirs | ratio | goal | |"
    yield "|---|---|---:|---:|---:|---:|---|"
    for ratio in ratios:
        yield (
            f"| {ratio.name} | {ratio.baseline} | {ratio.ours} | {ratio.theirs} "
            f"| {ratio.value:.2f} | {ratio.bound} {ratio.goal:g} | {ratio.verdict} |"
        )


def _loads(rows: Iterable[LoadRow]) -> Iterable[str]:
    yield "| question | contender | CPU ms | requests/s | p50 ms | p99 ms |"
    yield "|---|---|---:|---:|---:|---:|"
    for row in rows:
        load = row.load
        yield (
            f"| {row.question} | {row.contender} | {load.processor:.3f} | {load.rate:,.0f} "
            f"| {load.p50:.1f} | {load.p99:.1f} |"
        )


def _machine() -> str:
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    load_average = os.getloadavg()[2]
    return (
        f"{os.cpu_count()} cores, {memory / 2**30:.0f} GiB of memory, {_processor()}; "
        f"{load_average:.1f} processes ran or waited on average of the last 15 minutes"
    )


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return "unknown processor"
