"""Downloads of complete exports: rate, time to the first byte, and memory of the worker."""

import http.client
import time
from dataclasses import dataclass
from statistics import median
from urllib.parse import urlsplit

from bench.fixtures import Fixture
from bench.interleave import Plan
from bench.processes import idle_processor_seconds, private_bytes, workers
from bench.ratios import AT_LEAST, AT_MOST, Measurements, Ratio
from bench.servers import OURS, Log, Server, serving, settings_for

CHUNK_BYTES = 64 * 1024
CHUNKS_PER_SAMPLE = 400  # between two readings of the memory
MAX_ROUNDS = 3
CLOCK_SECONDS = 0.01  # the resolution of processor time
RATE_GOAL, FIRST_BYTE_GOAL, MEMORY_GOAL = 150, 20, 16
# The first may be a prebuilt file. Every row passes the filter of the others.
FILES = {
    "CSV, whole": "/v1/figures.csv",
    "CSV, filtered": "/v1/figures.csv?claimed_from=2014-01-01",
    "NDJSON, filtered": "/v1/figures.ndjson?claimed_from=2014-01-01",
}


@dataclass(frozen=True, slots=True)
class Download:
    """One download: bytes; seconds to the first and to the last byte; processor seconds.

    ``memory_growth`` is in bytes, of the worker that grew most.
    """

    size: int
    first_byte: float
    duration: float
    processor: float
    memory_growth: int


def measure_downloads(fixture: Fixture, plan: Plan, log: Log) -> Measurements:
    """Exports of all figures, read to the end by one client."""
    ratios: list[Ratio] = []
    with serving("ours", OURS, "/health", settings_for(fixture)) as server:
        for name, path in FILES.items():
            log(f"{name}, {fixture.figures:,} figures")
            _download(server, path)  # puts the release into the page cache
            downloads = [_download(server, path) for _ in range(min(plan.rounds, MAX_ROUNDS))]
            ratios += _ratios(name, downloads)
    return Measurements(tuple(ratios))


def _ratios(name: str, downloads: list[Download]) -> list[Ratio]:
    size = downloads[0].size
    # A short download may take no processor time by the clock.
    cost = median(download.processor / download.size for download in downloads)
    rate = 1e-6 / max(cost, CLOCK_SECONDS / size)
    wall_rate = median(download.size / download.duration for download in downloads) / 1e6
    first_byte = 1_000 * median(download.first_byte for download in downloads)
    growth = max(download.memory_growth for download in downloads) / 2**20
    ours = f"{size / 1e6:,.0f} MB, {wall_rate:,.0f} MB/s by the clock"
    return [
        Ratio(f"{name}: MB of text a second of processor", "150", ours, "", rate, AT_LEAST,
              RATE_GOAL),
        Ratio(f"{name}: first byte, ms", "20", "", "", first_byte, AT_MOST, FIRST_BYTE_GOAL),
        Ratio(f"{name}: a worker grows, MiB", "16", "", "", growth, AT_MOST, MEMORY_GOAL),
    ]  # fmt: skip


def _download(server: Server, path: str) -> Download:
    url = urlsplit(server.address)
    memory_before = {pid: private_bytes(pid) for pid in workers(server.process)}
    processor_before = idle_processor_seconds(server.roots)
    connection = http.client.HTTPConnection(str(url.hostname), url.port, timeout=600)
    began = time.monotonic()
    connection.request("GET", path)
    response = connection.getresponse()
    size, growth, chunks = len(response.read(1)), 0, 0
    first_byte = time.monotonic() - began
    while chunk := response.read(CHUNK_BYTES):
        size += len(chunk)
        chunks += 1
        if chunks % CHUNKS_PER_SAMPLE == 0:
            growth = max(growth, _growth_since(memory_before))
    duration = time.monotonic() - began
    growth = max(growth, _growth_since(memory_before))
    connection.close()
    processor = idle_processor_seconds(server.roots) - processor_before
    return Download(size, first_byte, duration, processor, growth)


def _growth_since(memory_before: dict[int, int]) -> int:
    return max(private_bytes(pid) - before for pid, before in memory_before.items())
