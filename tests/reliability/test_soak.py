"""A million requests leak neither memory nor files."""

import re
import subprocess

import pytest

from tests.external_programs import program
from tests.reliability.goals import share
from tests.reliability.load import get_once
from tests.reliability.processes import resource_usage
from tests.servers import WAYS, started

pytestmark = [pytest.mark.slow, pytest.mark.faults]

COUNT = 1_000_000
SECONDS = 10  # of a round
# Requests vary enough to fill the small response cache.
SCRIPT = """
local number = 0
local paths = {"/v1/losses?limit=%d", "/v1/figures?sort=value&limit=%d", "/v1/places?limit=%d",
  "/v1/changes?limit=%d", "/v1/figures/losses-0001?none=%d", "/v1/territory.csv?fields=id&x=%d"}
request = function()
  number = number + 1
  return wrk.format("GET", string.format(paths[number % #paths + 1], number % 997 + 1))
end
"""
SETTINGS = {"FIGURES_CACHE_BYTES": "1000000"}


@pytest.mark.parametrize("way", WAYS)
def test_a_million_requests_leak_no_memory_and_no_files(sample_instance, tmp_path, results, way):
    script = tmp_path / "questions.lua"
    script.write_text(SCRIPT, encoding="utf-8")
    wrk = [program("wrk"), "-t1", "-c16", f"-d{SECONDS}s", "-s", script]
    sent, sizes, count = 0, [], share(COUNT)
    with started(way, sample_instance, tmp_path / "deploy", SETTINGS) as server:
        while sent < count:
            run = subprocess.run([*wrk, server.address], capture_output=True, text=True, check=True)
            assert "Socket errors" not in run.stdout, run.stdout
            sent += int(re.search(r"(\d+) requests in", run.stdout)[1])
            sizes.append((sent, resource_usage(server.process)))
        assert get_once(server.address, "/health").status == 200
    half = next(size for done, size in sizes if done >= sent / 2)
    end = sizes[-1][1]
    grown = (end.memory - half.memory) / (sent / 2)
    results.report(
        "soak",
        f"{sent:,} requests: {half.memory / 1e6:.0f} MB after half, {end.memory / 1e6:.0f} MB at "
        f"the end ({grown:.1f} bytes a request), {half.files} and {end.files} open files",
        way,
    )
    assert grown < 20
    assert end.files <= half.files + 16
