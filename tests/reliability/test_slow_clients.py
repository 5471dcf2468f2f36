"""Slow or greedy clients do not delay other clients."""

import socket
import threading
import time
from contextlib import ExitStack, contextmanager, suppress
from urllib.parse import urlsplit

import pytest

from datasets.release.compiler.build import build
from tests.polling import until
from tests.reliability.load import get_once, under_load
from tests.servers import WAYS, started

pytestmark = [pytest.mark.slow, pytest.mark.faults]

SLOW_CLIENTS = 200
REQUESTS = 100  # of the client that is not slow
SELECTION = ".csv?claimed_from=1990-01-01"
HEAD = b"GET /v1/figures.csv HTTP/1.1\r\nHost: a\r\n"
# First bytes of a slow client, and the byte that it repeats.
CLIENT_TYPES = {
    "idle": (b"", b""),
    "half headers": (HEAD, b"X"),
    "slow body": (HEAD + b"Content-Length: 1000\r\n\r\n", b"x"),
    "slow reader": (HEAD + b"\r\n", b""),
    # This file is not prebuilt.
    "slow reader of a selection": (HEAD.replace(b".csv", SELECTION.encode()) + b"\r\n", b""),
}
PATHS = [f"/v1/losses?limit=20&offset={offset}" for offset in range(10)]


@pytest.fixture(scope="module")
def served_instance(curated_folder, tmp_path_factory):
    """The curated ledgers with their files, as `make serve` and the unit in deploy/ build them."""
    instance = tmp_path_factory.mktemp("served")
    build(curated_folder, instance, files=True)
    return instance


@contextmanager
def slow_clients(address, first_bytes, repeated_byte, count):
    """Connections that stay open, and send a byte each second."""
    done = threading.Event()
    with ExitStack() as stack:
        clients = []
        for _ in range(count):
            client = stack.enter_context(socket.socket())
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
            client.connect(("127.0.0.1", urlsplit(address).port))
            client.sendall(first_bytes)
            clients.append(client)

        def drip():
            while not done.wait(1):
                for client in clients:
                    with suppress(OSError):  # the server closed it
                        client.sendall(repeated_byte)

        dripping = threading.Thread(target=drip)
        dripping.start()
        yield
        done.set()
        dripping.join()


def lost_and_p99(address):
    """Lost requests and p99 in seconds of a normal client, with a new connection each time."""
    responses = [get_once(address, PATHS[number % len(PATHS)]) for number in range(REQUESTS)]
    lost = sum(response.status != 200 for response in responses)
    return lost, sorted(response.seconds for response in responses)[REQUESTS * 99 // 100 - 1]


@pytest.mark.parametrize("client_type", CLIENT_TYPES)
def test_slow_clients_do_not_delay_others_behind_the_proxy(
    served_instance, tmp_path, results, client_type
):
    with started("deploy", served_instance, tmp_path) as server:
        assert get_once(server.address, "/v1/figures.csv").status == 200
        with slow_clients(server.address, *CLIENT_TYPES[client_type], SLOW_CLIENTS):
            lost, p99 = lost_and_p99(server.address)
    results.report(
        "slow clients", f"{lost} of {REQUESTS} lost, p99 {p99 * 1000:.0f} ms", client_type
    )
    assert lost == 0
    assert p99 < 1


@pytest.mark.parametrize("client_type", CLIENT_TYPES)
def test_without_a_proxy_the_service_recovers_from_slow_clients(
    sample_instance, tmp_path, client_type
):
    with started("make serve", sample_instance, tmp_path) as server:
        with slow_clients(server.address, *CLIENT_TYPES[client_type], SLOW_CLIENTS):
            time.sleep(2)  # duration of the slow connections
        until(lambda: get_once(server.address, "/v1/losses").status == 200)
        assert lost_and_p99(server.address)[0] == 0


@pytest.mark.parametrize("way", WAYS)
def test_a_greedy_client_does_not_delay_others(served_instance, tmp_path, results, way):
    with started(way, served_instance, tmp_path) as server:
        get_once(server.address, "/v1/figures.csv")
        with under_load(server.address, ["/v1/figures.csv"], 10) as greedy:
            until(lambda: len(greedy.responses) >= 3)
            lost, p99 = lost_and_p99(server.address)
    results.report(
        "greedy client", f"{lost} of {REQUESTS} others lost, their p99 {p99 * 1000:.0f} ms", way
    )
    assert (lost, greedy.failed) == (0, [])
    assert p99 < 0.5
