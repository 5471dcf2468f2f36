"""How much a client may ask: by cost, each client for itself, in a store of all workers or not."""

import socket
import subprocess
from collections.abc import Iterator

import pytest

from api import create_app
from api.config import Config
from api.middleware.rate_limit import RateLimit, client_of, cost_of
from tests.external_programs import program

COSTS = [
    ("/v1/losses", "", 1),
    ("/v1/losses", "limit=1", 1),
    ("/v1/losses", "limit=1000", 1),
    ("/v1/losses", "limit=1001", 2),
    ("/v1/losses", "metric=killed&limit=10000&sort=id", 10),
    ("/v1/losses", "limit=x", 1),
    ("/v1/losses", "dateline=99999&limit=", 1),
    ("/v1/losses.csv", "", 20),
    ("/v1/losses.ndjson", "limit=1", 20),
    ("/v1/losses.parquet", "", 50),
    ("/v1/losses.xlsx", "", 100),
    ("/v1/datapackage.zip", "", 20),
    ("/v1/places.geojson", "", 1),
    ("/openapi-3.0.json", "", 1),
]
CLIENTS = [
    ("203.0.113.9", "203.0.113.9"),
    ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
    ("::1", "::/64"),
    ("", ""),
    ("unix:", ""),
]


@pytest.fixture(scope="module")
def proxied(sample, sample_instance):
    """A client of a service behind one proxy that lets each client ask 30 pages a day."""
    config = Config(datasets=sample, instance=sample_instance, rate="30/day", proxies=1)
    return create_app(config).test_client()


@pytest.fixture(scope="module")
def redis(tmp_path_factory) -> Iterator[str]:
    """The address of a Redis of this test."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        port = tried.getsockname()[1]
    command = f"--port {port} --bind 127.0.0.1 --save '' --dir {tmp_path_factory.mktemp('redis')}"
    with subprocess.Popen(
        [program("redis-server"), *command.replace("''", "").split()],
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        assert next(line for line in server.stdout if "Ready to accept connections" in line)
        yield f"redis://127.0.0.1:{port}/0"
        server.terminate()
        server.communicate()


def asked(client: str, path: str = "/v1/losses") -> dict[str, str]:
    return {"REMOTE_ADDR": client, "PATH_INFO": path, "QUERY_STRING": ""}


@pytest.mark.parametrize(("path", "query", "cost"), COSTS)
def test_a_question_costs_what_its_answer_takes(path, query, cost):
    assert cost_of({"PATH_INFO": path, "QUERY_STRING": query}) == cost


@pytest.mark.parametrize(("address", "client"), CLIENTS)
def test_a_client_is_an_address_or_a_network_of_its_own(address, client):
    assert client_of({"REMOTE_ADDR": address}) == client


def test_each_client_is_counted_for_itself():
    rate = RateLimit("2/day")
    told = [
        rate.check(asked(client)) is None for client in ["1.1.1.1", "1.1.1.1", "1.1.1.1", "1.1.1.2"]
    ]
    assert told == [True, True, False, True]


def test_a_long_file_that_is_refused_leaves_room_for_a_short_page():
    rate = RateLimit("21/day")
    asking = ["/v1/losses.csv", "/v1/losses.csv", "/v1/losses", "/v1/losses"]
    told = [rate.check(asked("1.1.1.1", path)) is None for path in asking]
    assert told == [True, False, True, False]


def test_what_costs_more_than_the_whole_rate_can_still_be_asked_once():
    rate = RateLimit("10/day")
    told = [rate.check(asked("1.1.1.1", "/v1/losses.xlsx")) is None for _ in range(2)]
    assert told == [True, False]


def test_who_asks_too_much_is_told_when_to_ask_again(proxied):
    first = {"X-Forwarded-For": "1.1.1.1, 203.0.113.9"}
    other = {"X-Forwarded-For": "203.0.113.9, 203.0.113.10"}
    pages = [proxied.get("/v1/losses", headers=first).status_code for _ in range(30)]
    assert pages == [200] * 30  # most of them from memory
    response = proxied.get("/v1/losses", headers={**first, "X-Forwarded-For": "203.0.113.9"})
    wait = int(response.headers["Retry-After"])
    assert 86_000 < wait <= 86_400
    assert (response.status_code, response.json) == (
        429,
        {
            "type": "/problems/too-many-requests",
            "title": "Too many requests",
            "status": 429,
            "detail": f"More than 30 per 1 day was asked; ask again in {wait:,} seconds.",
            "instance": "/v1/losses",
        },
    )
    assert proxied.get("/v1/losses", headers=other).status_code == 200
    for address in ("/health", "/health/live", "/version"):
        assert proxied.get(address, headers=first).status_code == 200


@pytest.mark.slow
def test_workers_count_together_in_a_redis(redis):
    workers = [RateLimit("3/day", redis), RateLimit("3/day", redis)]
    told = [worker.check(asked("1.1.1.1")) is None for worker in workers * 2]
    assert told == [True, True, True, False]


def test_a_worker_counts_by_itself_while_the_store_gives_no_answer():
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # and does not listen
        rate = RateLimit("2/day", f"redis://127.0.0.1:{nobody.getsockname()[1]}/0")
        told = [rate.check(asked("1.1.1.1")) is None for _ in range(3)]
    assert told == [True, True, False]
