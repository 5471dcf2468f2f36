"""A database that is down, frozen or slow: 503 with the reason, and recovery afterwards."""

import threading
import time

import pytest

from datasets.release.store.publish import publish
from tests.polling import until
from tests.release.store.postgres.server import rows, running

PAGES = ("/health", "/version", "/v1/figures", "/v1/figures.csv", "/v1/places?q=a", "/v1/datasets",
         "/search?q=ukraine", "/v1/figures/losses-0001", "/v1/datapackage.zip", "/")  # fmt: skip

KILL = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'sample'"


@pytest.fixture(scope="module")
def fragile(sample_instance):
    """A server of its own with the sample, which tests may stop and freeze."""
    with running() as server:
        publish(sample_instance, server.database("sample"))
        yield server


def statuses(app) -> set[int]:
    """The status codes of all pages, each read to its end."""
    client = app.test_client()
    codes = set()
    for address in PAGES:
        with client.get(address, buffered=True) as answer:
            codes.add(answer.status_code)
    return codes


def test_an_unreachable_database_is_reported(serving, tmp_path):
    client = serving(f"postgresql://nobody@/nowhere?host={tmp_path}").test_client()
    answer = client.get("/v1/losses")
    assert answer.status_code == 503
    assert answer.json["detail"] == "The database does not respond."


def test_a_database_without_a_release_is_reported(serving):
    answer = serving().test_client().get("/health")
    assert answer.status_code == 503
    detail = "No release in the database; run `flask figures publish`."
    assert answer.json["detail"] == detail


def test_a_release_published_after_the_start_is_served(serving, url, sample_instance):
    app = serving()
    assert statuses(app) == {503}
    publish(sample_instance, url)
    until(lambda: statuses(app) == {200}, 10)


def test_killed_connections_are_replaced(serving, fragile):
    app = serving(fragile.url("sample"))
    assert statuses(app) == {200}
    rows(fragile.url("postgres"), KILL)
    assert statuses(app) <= {200, 503}
    until(lambda: statuses(app) == {200}, 5)


def test_a_restarted_server_is_used_again(serving, fragile):
    app = serving(fragile.url("sample"))
    assert statuses(app) == {200}
    fragile.stop()
    try:
        assert statuses(app) == {503}
    finally:
        fragile.start()
    until(lambda: statuses(app) == {200}, 5)


def test_a_frozen_server_delays_a_request_by_seconds_at_most(serving, fragile):
    app = serving(fragile.url("sample"))
    assert statuses(app) == {200}
    durations: list[float] = []

    def request() -> None:
        began = time.monotonic()
        with app.test_client().get("/v1/figures?limit=3") as answer:
            assert answer.status_code == 503
        durations.append(time.monotonic() - began)

    fragile.freeze()
    try:
        threads = [threading.Thread(target=request) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        fragile.thaw()
    assert len(durations) == 8
    assert max(durations) < 4
    until(lambda: statuses(app) == {200}, 5)


def test_a_slow_statement_is_cancelled(serving, fragile):
    app = serving(fragile.url("sample"))
    client = app.test_client()
    assert client.get("/v1/figures?limit=3").status_code == 200
    [(schema,)] = rows(fragile.url("sample"), "SELECT 'release_' || release FROM figures.current")
    locked = threading.Event()
    ended = threading.Event()
    locking = threading.Thread(
        target=fragile.lock, args=("sample", f'"{schema}".figures', locked, ended)
    )
    locking.start()
    locked.wait()
    try:
        answer = client.get("/v1/figures?limit=4")
        assert (answer.status_code, answer.json["detail"]) == (
            503,
            "The query took more than 2 s; request fewer figures.",
        )
    finally:
        ended.set()
        locking.join()
    assert client.get("/v1/figures?limit=4").status_code == 200
