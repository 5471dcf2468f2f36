"""Whole answers taken away: how fast, how soon, and what the worker needs for it."""

import http.client
import time
from dataclasses import dataclass
from statistics import median
from urllib.parse import urlsplit

from bench.findings import LEAST, MOST, Finding, Found
from bench.prepared import Prepared
from bench.processes import private_bytes, settled, workers
from bench.rounds import Plan
from bench.servers import OURS, Say, Server, of_release, serving

CHUNK = 64 * 1024
WATCHED = 400  # chunks between looks at the memory
RATE_GOAL, FIRST_GOAL, GROWTH_GOAL = 150, 20, 16
# The first may be a finished file, the second has to be selected: every row passes the filter.
FILES = {
    "CSV, whole": "/v1/figures.csv",
    "CSV, filtered": "/v1/figures.csv?claimed_from=2014-01-01",
    "NDJSON, filtered": "/v1/figures.ndjson?claimed_from=2014-01-01",
}


@dataclass(frozen=True, slots=True)
class Download:
    """Bytes, seconds until the first and the last of them, processor seconds, memory grown."""

    size: int
    first: float
    took: float
    processor: float
    grown: int


def downloads(size: Prepared, plan: Plan, say: Say) -> Found:
    """Files of every figure, read to their ends by one client."""
    findings: list[Finding] = []
    with serving("ours", OURS, "/health", of_release(size)) as server:
        for name, path in FILES.items():
            say(f"{name}, {size.figures:,} figures")
            _read(server, path)  # now the release is in the page cache
            read = [_read(server, path) for _ in range(min(plan.rounds, 3))]
            spent = median(one.processor / one.size for one in read)  # a clock of 10 ms may say 0
            rate = 1e-6 / max(spent, 0.01 / read[0].size)
            wall = median(one.size / one.took for one in read) / 1e6
            first = 1_000 * median(one.first for one in read)
            grown = max(one.grown for one in read) / 2**20
            told = f"{read[0].size / 1e6:,.0f} MB, {wall:,.0f} MB/s by the clock"
            findings += [
                Finding(f"{name}: MB of text a second of processor", "150", told, "", rate, LEAST,
                        RATE_GOAL),
                Finding(f"{name}: first byte, ms", "20", "", "", first, MOST, FIRST_GOAL),
                Finding(f"{name}: a worker grows, MiB", "16", "", "", grown, MOST, GROWTH_GOAL),
            ]  # fmt: skip
    return Found(tuple(findings))


def _read(server: Server, path: str) -> Download:
    where = urlsplit(server.address)
    before = {pid: private_bytes(pid) for pid in workers(server.process)}
    spent = settled(server.roots)
    connection = http.client.HTTPConnection(str(where.hostname), where.port, timeout=600)
    began = time.monotonic()
    connection.request("GET", path)
    answer = connection.getresponse()
    size, grown, chunks = len(answer.read(1)), 0, 0
    first = time.monotonic() - began
    while chunk := answer.read(CHUNK):
        size += len(chunk)
        chunks += 1
        if chunks % WATCHED == 0:
            grown = max(grown, *(private_bytes(pid) - had for pid, had in before.items()))
    took = time.monotonic() - began
    grown = max(grown, *(private_bytes(pid) - had for pid, had in before.items()))
    connection.close()
    return Download(size, first, took, settled(server.roots) - spent, grown)
