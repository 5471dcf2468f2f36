"""Clients that are slow or greedy keep nobody else from being answered."""

import socket
import threading
import time
from contextlib import ExitStack, contextmanager, suppress
from urllib.parse import urlsplit

import pytest

from datasets.release.compiler.build import build
from tests.polling import until
from tests.reliability.load import asked_once, under_load
from tests.servers import WAYS, started

pytestmark = [pytest.mark.slow, pytest.mark.faults]

SLOW = 200
ASKED = 100  # by the client that is not slow
SELECTION = ".csv?claimed_from=1990-01-01"
HEAD = b"GET /v1/figures.csv HTTP/1.1\r\nHost: a\r\n"
# What a slow client sends at first, and a byte of what it goes on with.
KINDS = {
    "idle": (b"", b""),
    "half headers": (HEAD, b"X"),
    "slow body": (HEAD + b"Content-Length: 1000\r\n\r\n", b"x"),
    "slow reader": (HEAD + b"\r\n", b""),
    # Nobody has made this file beforehand.
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
def slow_clients(address, first, further, count):
    """Connections that stay open, each sending a byte now and then."""
    done = threading.Event()
    with ExitStack() as stack:
        clients = []
        for _ in range(count):
            client = stack.enter_context(socket.socket())
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
            client.connect(("127.0.0.1", urlsplit(address).port))
            client.sendall(first)
            clients.append(client)

        def drip():
            while not done.wait(1):
                for client in clients:
                    with suppress(OSError):  # it was shown the door
                        client.sendall(further)

        dripping = threading.Thread(target=drip)
        dripping.start()
        yield
        done.set()
        dripping.join()


def asked_meanwhile(address):
    """What a client that is not slow is told, on a new connection each time."""
    answers = [asked_once(address, PATHS[number % len(PATHS)]) for number in range(ASKED)]
    lost = sum(answer.status != 200 for answer in answers)
    return lost, sorted(answer.seconds for answer in answers)[ASKED * 99 // 100 - 1]


@pytest.mark.parametrize("kind", KINDS)
def test_two_hundred_slow_clients_keep_nobody_waiting_behind_the_proxy(
    served_instance, tmp_path, measured, kind
):
    with started("deploy", served_instance, tmp_path) as server:
        assert asked_once(server.address, "/v1/figures.csv").status == 200
        with slow_clients(server.address, *KINDS[kind], SLOW):
            lost, p99 = asked_meanwhile(server.address)
    measured.tell("slow clients", f"{lost} of {ASKED} lost, p99 {p99 * 1000:.0f} ms", kind)
    assert lost == 0
    assert p99 < 1


@pytest.mark.parametrize("kind", KINDS)
def test_without_a_proxy_it_serves_again_when_slow_clients_have_gone(
    sample_instance, tmp_path, kind
):
    with started("make serve", sample_instance, tmp_path) as server:
        with slow_clients(server.address, *KINDS[kind], SLOW):
            time.sleep(2)  # this is how long they are slow
        until(lambda: asked_once(server.address, "/v1/losses").status == 200)
        assert asked_meanwhile(server.address)[0] == 0


@pytest.mark.parametrize("way", WAYS)
def test_a_greedy_client_does_not_keep_others_waiting(served_instance, tmp_path, measured, way):
    with started(way, served_instance, tmp_path) as server:
        asked_once(server.address, "/v1/figures.csv")
        with under_load(server.address, ["/v1/figures.csv"], 10) as greedy:
            until(lambda: len(greedy.answers) >= 3)
            lost, p99 = asked_meanwhile(server.address)
    measured.tell(
        "greedy client", f"{lost} of {ASKED} others lost, their p99 {p99 * 1000:.0f} ms", way
    )
    assert (lost, greedy.failed) == (0, [])
    assert p99 < 0.5
