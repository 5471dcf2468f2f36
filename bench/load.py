"""Load generator: many connections that send one request after another, measured by wrk."""

import json
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from bench.processes import idle_processor_seconds

CONNECTIONS = 16
MAX_SECONDS = 60  # of a round, in which a slow server must answer at least one request
NO_HEADERS: Mapping[str, str] = MappingProxyType({})

# wrk requests the paths in turn, and prints a summary as JSON at the end.
SCRIPT = """
local paths = {%s}
local headers = {%s}
local turn = 0
request = function()
  turn = turn %% #paths + 1
  return wrk.format("GET", paths[turn], headers)
end
done = function(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\\nSUMMARY {"requests": %%d, "seconds": %%f, "p50": %%f, "p99": %%f, "failed": %%d}\\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3,
    latency:percentile(99) / 1e3,
    errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end
"""


class RequestsFailed(Exception):
    """A server did not answer every request with success."""


@dataclass(frozen=True, slots=True)
class Load:
    """The work of a server in a round: requests per second, and times in milliseconds."""

    rate: float
    p50: float
    p99: float
    processor: float


def measure_load(
    address: str,
    paths: Sequence[str],
    seconds: int,
    roots: tuple[int, ...],
    headers: Mapping[str, str] = NO_HEADERS,
) -> Load:
    """Send requests to a server for some seconds. Raises RequestsFailed.

    ``roots`` are the roots of the process trees that do the work: the server, and its database.
    Requests under way at the end have cost processor time too, so they count as answered.
    """
    before = idle_processor_seconds(roots)
    summary = _wrk(address, paths, seconds, headers)
    spent = idle_processor_seconds(roots) - before
    if summary["failed"] or (not summary["requests"] and seconds >= MAX_SECONDS):
        raise RequestsFailed(f"{address}{paths[0]}: {summary}")
    if not summary["requests"]:  # a slow server or a busy machine: try a longer round
        return measure_load(address, paths, min(4 * seconds, MAX_SECONDS), roots, headers)
    answered = summary["requests"] + CONNECTIONS
    rate = summary["requests"] / summary["seconds"]
    return Load(rate, summary["p50"], summary["p99"], 1_000 * spent / answered)


def _wrk(
    address: str, paths: Sequence[str], seconds: int, headers: Mapping[str, str]
) -> dict[str, float]:
    table = ",".join(f"[{json.dumps(name)}]={json.dumps(text)}" for name, text in headers.items())
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(SCRIPT % (",".join(map(json.dumps, paths)), table))
        script.flush()
        options = (f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "60s", "-s", script.name)
        command = ("wrk", "-t1", *options, address)
        run = subprocess.run(command, capture_output=True, text=True, check=True)
    [line] = [line for line in run.stdout.splitlines() if line.startswith("SUMMARY ")]
    summary: dict[str, float] = json.loads(line.removeprefix("SUMMARY "))
    return summary
