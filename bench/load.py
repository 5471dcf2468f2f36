"""Load on a server: many connections that ask one question after another, counted by wrk."""

import json
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from bench.processes import settled

CONNECTIONS = 16
LONGEST = 60  # seconds of a round in which a slow server answers anything at all
NOTHING: Mapping[str, str] = MappingProxyType({})

# wrk asks the paths in turn, and tells at the end what we want to know.
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
    '\\nFOUND {"requests": %%d, "seconds": %%f, "p50": %%f, "p99": %%f, "failed": %%d}\\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3,
    latency:percentile(99) / 1e3,
    errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end
"""


class Failed(Exception):
    """A server did not answer everything that it was asked."""


@dataclass(frozen=True, slots=True)
class Load:
    """What a server did in a round: requests a second, times in milliseconds."""

    rate: float
    p50: float
    p99: float
    processor: float


def load(
    address: str,
    paths: Sequence[str],
    seconds: int,
    roots: tuple[int, ...],
    headers: Mapping[str, str] = NOTHING,
) -> Load:
    """Ask a server for some seconds. Raises Failed where an answer is no success.

    ``roots`` are the processes whose trees answer: the server, and its database. Requests that
    are under way at the end have cost as well, so that they are counted as answered.
    """
    before = settled(roots)
    found = _wrk(address, paths, seconds, headers)
    spent = settled(roots) - before
    if found["failed"] or (not found["requests"] and seconds >= LONGEST):
        raise Failed(f"{address}{paths[0]}: {found}")
    if not found["requests"]:  # slow, or the machine is busy: give it more time
        return load(address, paths, min(4 * seconds, LONGEST), roots, headers)
    answered = found["requests"] + CONNECTIONS
    rate = found["requests"] / found["seconds"]
    return Load(rate, found["p50"], found["p99"], 1_000 * spent / answered)


def _wrk(
    address: str, paths: Sequence[str], seconds: int, headers: Mapping[str, str]
) -> dict[str, float]:
    named = ",".join(f"[{json.dumps(name)}]={json.dumps(text)}" for name, text in headers.items())
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(SCRIPT % (",".join(map(json.dumps, paths)), named))
        script.flush()
        options = (f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "60s", "-s", script.name)
        command = ("wrk", "-t1", *options, address)
        run = subprocess.run(command, capture_output=True, text=True, check=True)
    [told] = [line for line in run.stdout.splitlines() if line.startswith("FOUND ")]
    found: dict[str, float] = json.loads(told.removeprefix("FOUND "))
    return found
