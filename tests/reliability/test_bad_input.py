"""Whatever is asked: never a failure of the service, and every refusal a problem document."""

from collections import Counter
from urllib.parse import unquote_to_bytes

import pytest
from werkzeug.test import EnvironBuilder, run_wsgi_app

from tests.reliability.bad_requests import Bad, bad_requests
from tests.reliability.goals import share
from tests.reliability.processes import held
from tests.reliability.response_checks import all_sent, fault_of
from tests.servers import WAYS, started

SEED = 20_241_121
COUNT = share(100_000)
# Statements are compiled and answers remembered until there is room for no more of them.
WARM_UP = min(20_000, COUNT // 2)
MOST_GROWN = 8_000_000  # bytes after that: 100 for each of the other 80,000
SETTINGS = {"FIGURES_CACHE_BYTES": "1000000"}  # what is remembered on purpose is no leak


def environ_of(bad: Bad):
    """The request as a server hands it on."""
    path, _, query = bad.target.partition(b"?")
    environ = EnvironBuilder(method=bad.method, headers=bad.headers, data=bad.body).get_environ()
    environ["PATH_INFO"] = unquote_to_bytes(path).decode("latin-1")
    environ["QUERY_STRING"] = query.decode("latin-1")
    return environ


def answered(client, bad: Bad):
    body, status, headers = run_wsgi_app(client.application, environ_of(bad), buffered=True)
    content = b"".join(body)
    return fault_of(
        int(status.split()[0]), headers.get("Content-Type", ""), content, bad.method
    ), headers


def test_the_program_answers_bad_requests_with_problems(client):
    faults = [
        (bad, fault)
        for bad in bad_requests(SEED, 500)
        if not bad.raw
        for fault, _ in [answered(client, bad)]
        if fault
    ]
    assert faults == []


def test_nothing_of_a_request_becomes_a_header(client):
    for bad in bad_requests(SEED + 1, 200):
        if not bad.raw:
            _, headers = answered(client, bad)
            assert "Set-Cookie" not in headers
            assert "evil.example" not in headers.get("Location", "")


@pytest.mark.faults
@pytest.mark.parametrize("way", WAYS)
def test_a_hundred_thousand_bad_requests_fail_nowhere(curated_instance, tmp_path, measured, way):
    requests = list(bad_requests(SEED, COUNT))
    with started(way, curated_instance, tmp_path, SETTINGS) as server:
        answers = list(all_sent(server.address, [bad.sent for bad in requests[:WARM_UP]]))
        warm = held(server.process)
        answers += all_sent(server.address, [bad.sent for bad in requests[WARM_UP:]])
        end = held(server.process)
    faults, refused = Counter(), Counter()
    for bad, answer in zip(requests, answers, strict=True):
        fault = fault_of(answer.status, answer.header("content-type"), answer.body, bad.method)
        if is_refused_by_server(answer) and fault and not fault.startswith("5"):
            refused[answer.status] += 1
        elif fault or not (answer.status or bad.raw):
            lost = f"lost after {answer.seconds:.0f} s, with {answer.body[:80]!r}"
            faults[fault or lost, bad.sent[:300]] += 1
    seconds = sorted(answer.seconds for answer in answers)
    p99 = seconds[COUNT * 99 // 100]
    grown, counted = end.memory - warm.memory, COUNT - WARM_UP
    measured.tell(
        "bad input",
        f"{COUNT:,} requests: {sum(faults.values())} answers of 5xx or lost or no problem document"
        f", {sum(refused.values()):,} malformed ones refused in the words of the server alone, p99 "
        f"{p99 * 1000:.0f} ms with eight at once, {grown / counted:.0f} bytes of memory a request "
        f"after {WARM_UP:,}",
        way,
    )
    assert faults == {}
    assert way == "make serve" or not refused
    assert grown < MOST_GROWN
    assert p99 < 0.1


def is_refused_by_server(answer):
    """gunicorn refused it: the program never saw it, and so could not say it in its own words."""
    return b"<h1>" in answer.body and not answer.header("x-request-id")
