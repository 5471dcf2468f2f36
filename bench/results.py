"""What was measured as a document with a picture."""

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from api.config import HOME
from api.representations import charts
from bench.findings import Finding, Found, Row
from bench.load import Load
from bench.rounds import Plan

RESULTS = HOME / "bench" / "results.md"
PICTURE = HOME / "bench" / "growth.svg"


def write(found: Found, plans: tuple[Plan, Plan], sizes: Sequence[int]) -> None:
    """Write bench/results.md; the plans are those for the peers and for ourselves alone."""
    peers, own = plans
    met = sum(finding.met for finding in found.findings)
    text = "\n".join(
        (
            "# What the benchmark found\n",
            f"{datetime.now(UTC):%-d %B %Y}, {_machine()}; medians of {peers.rounds} rounds of "
            f"{peers.seconds} s against the peers and {own.rounds} of {own.seconds} s else, taken "
            f"in turn. Figures: {', '.join(f'{n:,}' for n in sizes)}. "
            "`bench/README.md` tells how to read this; the file is written by the run.\n",
            f"## Goals: {met} of {len(found.findings)} met\n",
            *_goals(found.findings),
            "\n## The loads behind them\n",
            "CPU is that of the whole tree of processes, databases included, for one request.\n",
            *_loads(found.rows),
            "\n## Growth\n",
            "![Processor time of the same questions as releases grow](growth.svg)\n",
            "## Besides\n",
            *(f"* {note}" for note in found.notes),
        )
    )
    RESULTS.write_text(text + "\n", encoding="utf-8")


def draw(growth: Mapping[str, Sequence[Load]], sizes: Sequence[int]) -> None:
    """Write bench/growth.svg: one line for each question, both axes logarithmic."""
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
        "width": charts.WIDTH,
        "height": charts.HEIGHT,
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
    PICTURE.write_text(charts.svg(specification) + "\n", encoding="utf-8")


def _goals(findings: Iterable[Finding]) -> Iterable[str]:
    yield "| what | against | ours | theirs | ratio | goal | |"
    yield "|---|---|---:|---:|---:|---:|---|"
    for one in findings:
        yield (
            f"| {one.what} | {one.against} | {one.ours} | {one.theirs} | {one.ratio:.2f} "
            f"| {one.side} {one.goal:g} | {one.verdict} |"
        )


def _loads(rows: Iterable[Row]) -> Iterable[str]:
    yield "| question | contender | CPU ms | requests/s | p50 ms | p99 ms |"
    yield "|---|---|---:|---:|---:|---:|"
    for row in rows:
        load = row.load
        yield (
            f"| {row.question} | {row.contender} | {load.processor:.3f} | {load.rate:,.0f} "
            f"| {load.p50:.1f} | {load.p99:.1f} |"
        )


def _machine() -> str:
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    busy = os.getloadavg()[2]
    return (
        f"{os.cpu_count()} cores, {pages / 2**30:.0f} GiB of memory, {_model()}; "
        f"{busy:.1f} processes ran or waited on average of the last 15 minutes"
    )


def _model() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return "unknown processor"
