"""A worker that is killed, and a service that is told to stop, lose as little as can be."""

import os
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from tests.polling import until
from tests.reliability.load import asked_once, under_load
from tests.reliability.processes import takes_connections, workers
from tests.servers import WAYS, serving, started

pytestmark = [pytest.mark.slow, pytest.mark.faults]

CLIENTS = 8
KILLS = 8
PATHS = [f"/v1/figures?limit=5&offset={offset}" for offset in range(16)]
TWO = {"WEB_CONCURRENCY": "2"}
FILE = "/v1/population.ndjson"  # longer than what lies in sockets on the way


def whole(process):
    """Both workers are there, and take connections: the service would miss either."""
    return [takes_connections(worker) for worker in workers(process)] == [True, True]


def answers_within_a_second(address):
    begun = time.monotonic()
    until(lambda: asked_once(address, "/version").status == 200)
    return time.monotonic() - begun < 1


@pytest.mark.parametrize("way", WAYS)
def test_a_killed_worker_takes_with_it_at_most_what_it_held(
    sample_instance, tmp_path, measured, way
):
    back = []
    with started(way, sample_instance, tmp_path, TWO) as server:
        until(lambda: whole(server.process))
        with under_load(server.address, PATHS, CLIENTS) as load:
            for _ in range(KILLS):
                before = len(load.answers)
                until(lambda before=before: len(load.answers) > before + 50)
                os.kill(workers(server.process)[0], signal.SIGKILL)
                back.append(answers_within_a_second(server.address))
                until(lambda: whole(server.process))
    lost, asked = len(load.failed), len(load.answers)
    measured.tell(
        "worker killed",
        f"{KILLS} kills at {CLIENTS} connections: {lost} of {asked:,} lost, "
        f"{sum(back)} of {KILLS} times an answer within 1 s",
        way,
    )
    assert all(back)
    assert lost <= (CLIENTS * KILLS if way == "make serve" else 0)


@pytest.mark.parametrize("way", WAYS)
def test_what_is_under_way_is_answered_when_it_is_told_to_stop(
    curated_instance, tmp_path, measured, way
):
    with started(way, curated_instance, tmp_path, TWO) as server, ThreadPoolExecutor(4) as pool:
        whole_file = asked_once(server.address, FILE).body
        begun = [began(server.address) for _ in range(4)]
        reading = [pool.submit(read, *each) for each in begun]
        told = time.monotonic()
        os.kill(server.process, signal.SIGTERM)
        bodies = [each.result() for each in reading]
        until(lambda: not alive(server.process))
        took = time.monotonic() - told
    complete = sum(body == whole_file for body in bodies)
    measured.tell("SIGTERM", f"{complete} of 4 files under way were finished", way)
    assert complete == 4
    assert took < 10


def began(address):
    """An answer of which the head has come."""
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


def test_a_master_that_is_killed_leaves_no_worker_behind(sample_instance):
    with serving(sample_instance) as server:
        until(lambda: whole(server.process))
        left = workers(server.process)
        os.kill(server.process, signal.SIGKILL)
        until(lambda: not any(os.path.exists(f"/proc/{worker}") for worker in left))  # noqa: PTH110
    assert subprocess.run(["pgrep", "-P", str(server.process)], check=False).returncode == 1
