"""Bad requests never cause a server error, and every refusal is a problem document."""

from collections import Counter
from urllib.parse import unquote_to_bytes

import pytest
from werkzeug.test import EnvironBuilder, run_wsgi_app

from tests.reliability.bad_requests import BadRequest, bad_requests
from tests.reliability.goals import share
from tests.reliability.processes import resource_usage
from tests.reliability.response_checks import exchange_all, fault_of
from tests.servers import WAYS, started

SEED = 20_241_121
COUNT = share(100_000)
# Caches of statements and responses are full after that.
WARM_UP = min(20_000, COUNT // 2)
MAX_GROWTH_BYTES = 8_000_000  # after the warm-up: 100 for each of the other 80,000
SETTINGS = {"FIGURES_CACHE_BYTES": "1000000"}  # the cache is not a leak


def environ_of(request: BadRequest):
    """WSGI environ of a request."""
    path, _, query = request.target.partition(b"?")
    environ = EnvironBuilder(
        method=request.method, headers=request.headers, data=request.body
    ).get_environ()
    environ["PATH_INFO"] = unquote_to_bytes(path).decode("latin-1")
    environ["QUERY_STRING"] = query.decode("latin-1")
    return environ


def fault_and_headers(client, request: BadRequest):
    body, status, headers = run_wsgi_app(client.application, environ_of(request), buffered=True)
    content = b"".join(body)
    return fault_of(
        int(status.split()[0]), headers.get("Content-Type", ""), content, request.method
    ), headers


def test_bad_requests_are_answered_with_problems(client):
    faults = [
        (request, fault)
        for request in bad_requests(SEED, 500)
        if not request.raw
        for fault, _ in [fault_and_headers(client, request)]
        if fault
    ]
    assert faults == []


def test_no_part_of_a_request_becomes_a_header(client):
    for request in bad_requests(SEED + 1, 200):
        if not request.raw:
            _, headers = fault_and_headers(client, request)
            assert "Set-Cookie" not in headers
            assert "evil.example" not in headers.get("Location", "")


@pytest.mark.faults
@pytest.mark.parametrize("way", WAYS)
def test_bad_requests_cause_no_server_error_and_no_leak(curated_instance, tmp_path, results, way):
    requests = list(bad_requests(SEED, COUNT))
    with started(way, curated_instance, tmp_path, SETTINGS) as server:
        responses = list(
            exchange_all(server.address, [request.content for request in requests[:WARM_UP]])
        )
        warm = resource_usage(server.process)
        responses += exchange_all(
            server.address, [request.content for request in requests[WARM_UP:]]
        )
        end = resource_usage(server.process)
    faults, refused = Counter(), Counter()
    for request, response in zip(requests, responses, strict=True):
        fault = fault_of(
            response.status, response.header("content-type"), response.body, request.method
        )
        if is_refused_by_server(response) and fault and not fault.startswith("5"):
            refused[response.status] += 1
        elif fault or not (response.status or request.raw):
            lost = f"lost after {response.seconds:.0f} s, with {response.body[:80]!r}"
            faults[fault or lost, request.content[:300]] += 1
    seconds = sorted(response.seconds for response in responses)
    p99 = seconds[COUNT * 99 // 100]
    grown, counted = end.memory - warm.memory, COUNT - WARM_UP
    results.report(
        "bad input",
        f"{COUNT:,} requests: {sum(faults.values())} of 5xx or lost or no problem document"
        f", {sum(refused.values()):,} malformed ones refused in the words of the server alone, p99 "
        f"{p99 * 1000:.0f} ms with eight at once, {grown / counted:.0f} bytes of memory a request "
        f"after {WARM_UP:,}",
        way,
    )
    assert faults == {}
    assert way == "make serve" or not refused
    assert grown < MAX_GROWTH_BYTES
    assert p99 < 0.1


def is_refused_by_server(response):
    """gunicorn rejected the request, so the program could not send a problem document."""
    return b"<h1>" in response.body and not response.header("x-request-id")
