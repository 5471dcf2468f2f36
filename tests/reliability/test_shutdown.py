"""A killed worker loses at most its own requests; SIGTERM loses none."""

import os
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from tests.polling import until
from tests.reliability.load import get_once, under_load
from tests.reliability.processes import takes_connections, workers
from tests.servers import WAYS, serving, started

pytestmark = [pytest.mark.slow, pytest.mark.faults]

CLIENTS = 8
KILLS = 8
PATHS = [f"/v1/figures?limit=5&offset={offset}" for offset in range(16)]
TWO = {"WEB_CONCURRENCY": "2"}
FILE = "/v1/population.ndjson"  # longer than what lies in sockets on the way


def has_two_workers(process):
    """Whether both workers run and accept connections."""
    return [takes_connections(worker) for worker in workers(process)] == [True, True]


def answers_within_a_second(address):
    begun = time.monotonic()
    until(lambda: get_once(address, "/version").status == 200)
    return time.monotonic() - begun < 1


@pytest.mark.parametrize("way", WAYS)
def test_a_killed_worker_loses_at_most_its_own_requests(sample_instance, tmp_path, results, way):
    recovered = []
    with started(way, sample_instance, tmp_path, TWO) as server:
        until(lambda: has_two_workers(server.process))
        with under_load(server.address, PATHS, CLIENTS) as load:
            for _ in range(KILLS):
                before = len(load.responses)
                until(lambda before=before: len(load.responses) > before + 50)
                os.kill(workers(server.process)[0], signal.SIGKILL)
                recovered.append(answers_within_a_second(server.address))
                until(lambda: has_two_workers(server.process))
    lost, sent = len(load.failed), len(load.responses)
    results.report(
        "worker killed",
        f"{KILLS} kills at {CLIENTS} connections: {lost} of {sent:,} lost, "
        f"{sum(recovered)} of {KILLS} times an answer within 1 s",
        way,
    )
    assert all(recovered)
    assert lost <= (CLIENTS * KILLS if way == "make serve" else 0)


@pytest.mark.parametrize("way", WAYS)
def test_sigterm_finishes_requests_in_progress(curated_instance, tmp_path, results, way):
    with started(way, curated_instance, tmp_path, TWO) as server, ThreadPoolExecutor(4) as pool:
        whole_file = get_once(server.address, FILE).body
        downloads = [started_download(server.address) for _ in range(4)]
        reading = [pool.submit(read, *download) for download in downloads]
        stopped_at = time.monotonic()
        os.kill(server.process, signal.SIGTERM)
        bodies = [future.result() for future in reading]
        until(lambda: not alive(server.process))
        took = time.monotonic() - stopped_at
    complete = sum(body == whole_file for body in bodies)
    results.report("SIGTERM", f"{complete} of 4 files under way were finished", way)
    assert complete == 4
    assert took < 10


def started_download(address):
    """A connection and the response, of which the head has been read."""
    connection = HTTPConnection(urlsplit(address).netloc, timeout=60)
    connection.request("GET", FILE)
    return connection, connection.getresponse()


def read(connection, answer):
    body = answer.read()
    connection.close()
    return body


def alive(process):
    try:
        return os.waitpid(process, os.WNOHANG) == (0, 0)
    except ChildProcessError:
        return False


def test_no_worker_survives_a_killed_master(sample_instance):
    with serving(sample_instance) as server:
        until(lambda: has_two_workers(server.process))
        left = workers(server.process)
        os.kill(server.process, signal.SIGKILL)
        until(lambda: not any(os.path.exists(f"/proc/{worker}") for worker in left))  # noqa: PTH110
    assert subprocess.run(["pgrep", "-P", str(server.process)], check=False).returncode == 1
