"""The rate limit: by cost, for each client, in a shared store or in the worker."""

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
    """A client of an application behind one proxy, with a limit of 30 pages a day."""
    config = Config(datasets=sample, instance=sample_instance, rate="30/day", proxies=1)
    return create_app(config).test_client()


@pytest.fixture(scope="module")
def redis(tmp_path_factory) -> Iterator[str]:
    """The URL of a Redis server."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
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


def environ_of(client: str, path: str = "/v1/losses") -> dict[str, str]:
    return {"REMOTE_ADDR": client, "PATH_INFO": path, "QUERY_STRING": ""}


@pytest.mark.parametrize(("path", "query", "cost"), COSTS)
def test_the_cost_depends_on_the_format_and_the_limit(path, query, cost):
    assert cost_of({"PATH_INFO": path, "QUERY_STRING": query}) == cost


@pytest.mark.parametrize(("address", "client"), CLIENTS)
def test_a_client_is_an_ipv4_address_or_an_ipv6_network(address, client):
    assert client_of({"REMOTE_ADDR": address}) == client


def test_each_client_has_its_own_limit():
    rate = RateLimit("2/day")
    allowed = [
        rate.check(environ_of(client)) is None
        for client in ["1.1.1.1", "1.1.1.1", "1.1.1.1", "1.1.1.2"]
    ]
    assert allowed == [True, True, False, True]


def test_a_refused_request_is_not_counted():
    rate = RateLimit("21/day")
    paths = ["/v1/losses.csv", "/v1/losses.csv", "/v1/losses", "/v1/losses"]
    allowed = [rate.check(environ_of("1.1.1.1", path)) is None for path in paths]
    assert allowed == [True, False, True, False]


def test_a_cost_above_the_limit_is_reduced_to_the_limit():
    rate = RateLimit("10/day")
    allowed = [rate.check(environ_of("1.1.1.1", "/v1/losses.xlsx")) is None for _ in range(2)]
    assert allowed == [True, False]


def test_a_refusal_contains_the_seconds_to_wait(proxied):
    first = {"X-Forwarded-For": "1.1.1.1, 203.0.113.9"}
    other = {"X-Forwarded-For": "203.0.113.9, 203.0.113.10"}
    pages = [proxied.get("/v1/losses", headers=first).status_code for _ in range(30)]
    assert pages == [200] * 30  # most of them from the cache
    response = proxied.get("/v1/losses", headers={**first, "X-Forwarded-For": "203.0.113.9"})
    wait = int(response.headers["Retry-After"])
    assert 86_000 < wait <= 86_400
    assert (response.status_code, response.json) == (
        429,
        {
            "type": "/problems/too-many-requests",
            "title": "Too many requests",
            "status": 429,
            "detail": f"The rate limit is 30 per 1 day; try again in {wait:,} seconds.",
            "instance": "/v1/losses",
        },
    )
    assert proxied.get("/v1/losses", headers=other).status_code == 200
    for address in ("/health", "/health/live", "/version"):
        assert proxied.get(address, headers=first).status_code == 200


@pytest.mark.slow
def test_workers_share_the_count_in_redis(redis):
    workers = [RateLimit("3/day", redis), RateLimit("3/day", redis)]
    allowed = [worker.check(environ_of("1.1.1.1")) is None for worker in workers * 2]
    assert allowed == [True, True, True, False]


def test_a_worker_counts_by_itself_while_the_store_is_unreachable():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))  # without listen()
        rate = RateLimit("2/day", f"redis://127.0.0.1:{unused.getsockname()[1]}/0")
        allowed = [rate.check(environ_of("1.1.1.1")) is None for _ in range(3)]
    assert allowed == [True, True, False]
