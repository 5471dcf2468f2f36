"""The log: a line of JSON for each request and each fault, which keeps to itself who asked."""

import json

import pytest
from flask import Response

from api import create_app
from api.config import Config
from api.middleware.access_log import configure_logging

VARYING = ("at", "milliseconds")
PLAIN = {
    "event": "request", "request": "mine", "method": "GET", "path": "/v1/losses", "query": "",
    "status": 200, "whole": True, "operation": "list_losses", "memory": False,
}  # fmt: skip


def client_of(sample, sample_instance, **settings):
    """A client of a service with some settings, in which two addresses are broken."""
    app = create_app(Config(datasets=sample, instance=sample_instance, **settings))
    app.add_url_rule("/broken", "broken", lambda: 1 / 0)
    app.add_url_rule("/half", "half", lambda: Response(half()))
    return app.test_client()


class Broken(Exception):
    pass


def half():
    yield b"half"
    raise Broken


@pytest.fixture(scope="module")
def logged(sample, sample_instance):
    client = client_of(sample, sample_instance, log="json")
    yield client
    configure_logging(client.application, Config())  # the log is as it was


@pytest.fixture(scope="module")
def told_otherwise(sample, sample_instance):
    client = client_of(sample, sample_instance, log="json", log_clients=True, log_queries=False)
    yield client
    configure_logging(client.application, Config())


def lines(capsys):
    told = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    for line in told:
        assert line["at"].endswith("+00:00")
        assert line.get("milliseconds", 1) > 0
    return [{name: line[name] for name in line if name not in VARYING} for line in told]


def ask(client, address, method="GET", **headers):
    with client.open(address, method=method, headers={"X-Request-Id": "mine", **headers}) as answer:
        return answer.status_code, len(answer.get_data())


def test_a_request_is_told_in_a_line(logged, capsys, sample_release):
    _, length = ask(logged, "/v1/losses?metric=killed")
    assert ask(logged, "/v1/losses?metric=killed") == (200, length)
    first = {
        **PLAIN,
        "query": "metric=killed",
        "bytes": length,
        "release": sample_release.id,
    }
    assert lines(capsys) == [first, {**first, "memory": True}]


@pytest.mark.parametrize(
    ("address", "method", "told"),
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
def test_every_request_is_told(logged, capsys, address, method, told):
    _, length = ask(logged, address, method)
    [line] = lines(capsys)
    line.pop("release")
    assert line == {**PLAIN, "bytes": length, **told}


def test_who_asked_is_told_and_what_is_left_out_where_the_operator_wants_it(told_otherwise, capsys):
    ask(told_otherwise, "/v1/actors?q=me", **{"User-Agent": "curl/8"})
    [line] = lines(capsys)
    told = {name: line[name] for name in ("client", "agent", "query")}
    assert told == {"client": "127.0.0.1", "agent": "curl/8", "query": None}


def test_a_fault_is_one_line_with_the_name_of_the_request(logged, capsys):
    assert ask(logged, "/broken")[0] == 500
    fault, request = lines(capsys)
    traceback = fault.pop("traceback")
    assert traceback.startswith("Traceback (most recent call last):\n")
    assert traceback.endswith("ZeroDivisionError: division by zero")
    assert fault == {
        "event": "fault",
        "request": "mine",
        "level": "error",
        "message": "Exception on /broken [GET]",
    }
    assert (request["request"], request["status"]) == ("mine", 500)


def test_an_answer_that_breaks_off_is_told(logged, capsys):
    with pytest.raises(Broken):  # it is the server's to close the connection
        logged.get("/half", buffered=True)
    [line] = lines(capsys)
    assert (line["status"], line["bytes"], line["whole"]) == (200, 4, False)


def test_without_the_setting_a_fault_names_its_request_too(sample, sample_instance, caplog):
    client_of(sample, sample_instance).get("/broken", headers={"X-Request-Id": "mine"})
    [record] = caplog.records
    assert record.getMessage() == "request mine: Exception on /broken [GET]"
