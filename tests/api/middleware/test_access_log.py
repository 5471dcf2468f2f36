"""The access log: a line of JSON for each request and each error, without the client."""

import json

import pytest
from flask import Response

from api import create_app
from api.config import Config
from api.middleware.access_log import configure_logging

VARYING = ("at", "milliseconds")
LOGGED = {
    "event": "request", "request": "mine", "method": "GET", "path": "/v1/losses", "query": "",
    "status": 200, "complete": True, "operation": "list_losses", "cache_hit": False,
}  # fmt: skip


def client_of(sample, sample_instance, **settings):
    """A client of an application with some settings and two views that fail."""
    app = create_app(Config(datasets=sample, instance=sample_instance, **settings))
    app.add_url_rule("/broken", "broken", lambda: 1 / 0)
    app.add_url_rule("/half", "half", lambda: Response(half_a_body()))
    return app.test_client()


class BodyError(Exception):
    pass


def half_a_body():
    yield b"half"
    raise BodyError


@pytest.fixture(scope="module")
def logged(sample, sample_instance):
    client = client_of(sample, sample_instance, log="json")
    yield client
    configure_logging(client.application, Config())  # restore the default


@pytest.fixture(scope="module")
def logged_with_clients(sample, sample_instance):
    client = client_of(sample, sample_instance, log="json", log_clients=True, log_queries=False)
    yield client
    configure_logging(client.application, Config())


def lines(capsys):
    documents = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    for line in documents:
        assert line["at"].endswith("+00:00")
        assert line.get("milliseconds", 1) > 0
    return [{name: line[name] for name in line if name not in VARYING} for line in documents]


def response_to(client, url, method="GET", **headers):
    with client.open(url, method=method, headers={"X-Request-Id": "mine", **headers}) as response:
        return response.status_code, len(response.get_data())


def test_a_request_is_logged_with_its_release_and_cache_hit(logged, capsys, sample_release):
    _, length = response_to(logged, "/v1/losses?metric=killed")
    assert response_to(logged, "/v1/losses?metric=killed") == (200, length)
    first = {
        **LOGGED,
        "query": "metric=killed",
        "bytes": length,
        "release": sample_release.id,
    }
    assert lines(capsys) == [first, {**first, "cache_hit": True}]


@pytest.mark.parametrize(
    ("url", "method", "expected"),
    [
        ("/v1/losses", "HEAD", {"method": "HEAD", "bytes": 0}),
        ("/v1/nothing", "GET", {"status": 404, "path": "/v1/nothing", "operation": None}),
        ("/v1/losses?limit=0", "GET", {"status": 422, "query": "limit=0"}),
        ("/v1/losses", "POST", {"status": 405, "method": "POST", "operation": None}),
        ("/v1/losses?q=%00", "GET", {"status": 400, "query": "q=%00", "operation": None}),
        ("/health", "GET", {"path": "/health", "operation": "get_health"}),
        ("/", "GET", {"path": "/", "operation": "front"}),
        ("/v1/losses.csv", "GET", {"path": "/v1/losses.csv", "operation": "download_losses_csv"}),
    ],
)
def test_every_request_is_logged(logged, capsys, url, method, expected):
    _, length = response_to(logged, url, method)
    [line] = lines(capsys)
    line.pop("release")
    assert line == {**LOGGED, "bytes": length, **expected}


def test_clients_are_logged_and_queries_are_not_if_configured(logged_with_clients, capsys):
    response_to(logged_with_clients, "/v1/actors?q=me", **{"User-Agent": "curl/8"})
    [line] = lines(capsys)
    logged = {name: line[name] for name in ("client", "agent", "query")}
    assert logged == {"client": "127.0.0.1", "agent": "curl/8", "query": None}


def test_an_error_is_one_line_with_the_request_id(logged, capsys):
    assert response_to(logged, "/broken")[0] == 500
    error, request = lines(capsys)
    traceback = error.pop("traceback")
    assert traceback.startswith("Traceback (most recent call last):\n")
    assert traceback.endswith("ZeroDivisionError: division by zero")
    assert error == {
        "event": "error",
        "request": "mine",
        "level": "error",
        "message": "Exception on /broken [GET]",
    }
    assert (request["request"], request["status"]) == ("mine", 500)


def test_a_body_that_fails_is_logged_as_incomplete(logged, capsys):
    with pytest.raises(BodyError):  # the server closes the connection
        logged.get("/half", buffered=True)
    [line] = lines(capsys)
    assert (line["status"], line["bytes"], line["complete"]) == (200, 4, False)


def test_without_json_an_error_has_the_request_id_too(sample, sample_instance, caplog):
    client_of(sample, sample_instance).get("/broken", headers={"X-Request-Id": "mine"})
    [record] = caplog.records
    assert record.getMessage() == "request mine: Exception on /broken [GET]"
