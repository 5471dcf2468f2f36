"""The HTTP client of the feeds, against a server that answers well and badly."""

import time
from dataclasses import replace

import pytest

from datasets.feeds.client import Limits, download
from datasets.feeds.retrieval import ReceivedFile, RetrievalError
from datasets.feeds.states import FeedState
from datasets.model.references import Feed
from tests.feeds.publisher import content, endless, half, redirect, slow, unless_known

BODY = b"country,total\nRussia,3500\n"
LIMITS = Limits(connect=2, read=0.5, total=5, size=1000, tries=3, backoff=0.01, redirects=2)
CONFIRMED = FeedState("oryx", "2026-11-30T04:00:00Z", "imported", etag='"1"')
AGENT = "reported-figures/1.0.0"
ELSEWHERE = "https://elsewhere.example.org/daily.csv"


def feed_at(address: str, *companions: str) -> Feed:
    return Feed(
        "oryx", "Losses", "oryx-data", "oryx", address, companions, "CC BY 4.0", "P1D",
        "automatic", None, ("losses",), ("oryx-data-*",), None,
    )  # fmt: skip


def answer_to(publisher, *answers, limits=LIMITS, state=None):
    address = publisher.answer("/daily.csv", *answers)
    return download(feed_at(address), state, AGENT, limits)


def reason_of(publisher, *answers, limits=LIMITS):
    """The reason why a file is not received, without the address of the server."""
    with pytest.raises(RetrievalError) as error:
        answer_to(publisher, *answers, limits=limits)
    return str(error.value).replace(publisher.address(""), "https://publisher")


def test_a_file_is_received_with_its_validators(publisher):
    modified = "Tue, 01 Dec 2026 03:00:00 GMT"
    files = answer_to(publisher, content(BODY, etag='"2"', last_modified=modified))
    assert files == (ReceivedFile("daily.csv", BODY, '"2"', modified),)
    [request] = publisher.requests
    assert (request["user-agent"], request["accept-encoding"]) == (AGENT, "identity")
    assert "if-none-match" not in request


def test_a_file_that_has_not_changed_is_not_received(publisher):
    assert answer_to(publisher, unless_known(BODY, '"1"'), state=CONFIRMED) is None
    assert publisher.requests[0]["if-none-match"] == '"1"'


def test_the_day_of_the_last_file_is_a_condition_too(publisher):
    state = replace(CONFIRMED, etag=None, last_modified="Tue, 01 Dec 2026 03:00:00 GMT")
    assert answer_to(publisher, content(b"", 304), state=state) is None
    assert publisher.requests[0]["if-modified-since"] == "Tue, 01 Dec 2026 03:00:00 GMT"


def test_another_file_than_the_last_is_received(publisher):
    assert answer_to(publisher, unless_known(BODY, '"2"'), state=CONFIRMED) == (
        ReceivedFile("daily.csv", BODY, '"2"'),
    )


def test_companions_are_received_with_a_file_that_has_changed(publisher):
    address = publisher.answer("/daily.csv", unless_known(BODY, '"2"'))
    other = publisher.answer("/a%20b.csv", content(b"b"))
    files = download(feed_at(address, other), CONFIRMED, AGENT, LIMITS)
    assert [(file.name, file.content) for file in files or ()] == [
        ("daily.csv", BODY),
        ("a b.csv", b"b"),
    ]
    assert "if-none-match" not in publisher.requests[1]


# the answers; the reason, or None if the file is received; the number of requests
ANSWERS = [
    ([content(b"", 404)], "https://publisher/daily.csv: the server answered 404: not found", 1),
    ([content(b"", 204)], "https://publisher/daily.csv: the server answered 204: no file", 1),
    ([content(b"", 500)],
     "https://publisher/daily.csv: the server answered 500: internal server error (3 times)", 3),
    ([content(b"", 503), content(b"", 429, retry_after="0"), content(BODY)], None, 3),
    ([half(BODY)],
     "https://publisher/daily.csv: the answer broke off after 13 bytes (3 times)", 3),
    ([half(BODY), content(BODY)], None, 2),
    ([slow(BODY, 1)],
     "https://publisher/daily.csv: no more bytes in 0.5 seconds, after 1 bytes (3 times)", 3),
    ([redirect(ELSEWHERE)],
     f"https://publisher/daily.csv redirects to {ELSEWHERE}; only https://publisher is allowed: "
     "change the address in feeds.csv if the file has moved", 1),
    ([redirect("//elsewhere.example.org/daily.csv")],
     f"https://publisher/daily.csv redirects to {ELSEWHERE}; only https://publisher is allowed: "
     "change the address in feeds.csv if the file has moved", 1),
    ([redirect("http://localhost/daily.csv")],
     "https://publisher/daily.csv redirects to http://localhost/daily.csv; only "
     "https://publisher is allowed: change the address in feeds.csv if the file has moved", 1),
    ([redirect("/daily.csv"), content(BODY)], None, 2),
    ([redirect("daily.csv")], "https://publisher/daily.csv redirects more than 2 times", 3),
    ([content(bytes(1000))], None, 1),
    ([content(bytes(1001))], "https://publisher/daily.csv has more than 1,000 bytes", 1),
    ([endless], "https://publisher/daily.csv has more than 1,000 bytes", 1),
]  # fmt: skip


@pytest.mark.parametrize(("answers", "reason", "requests"), ANSWERS)
def test_each_bad_answer_has_a_reason(publisher, answers, reason, requests):
    if reason:
        assert reason_of(publisher, *answers) == reason
    else:
        assert answer_to(publisher, *answers) is not None
    assert len(publisher.requests) == requests


def test_a_download_ends_after_its_time(publisher):
    limits = replace(LIMITS, total=0.3, part=1)
    begun = time.monotonic()
    reason = reason_of(publisher, slow(bytes(100), 0.1), limits=limits)
    assert reason.startswith("https://publisher/daily.csv was not complete after 0.3 seconds: ")
    assert time.monotonic() - begun < 2


def test_a_server_that_wants_an_hour_gets_no_second_request(publisher):
    answer = content(b"", 503, retry_after="3600")
    assert reason_of(publisher, answer) == (
        "https://publisher/daily.csv: the server answered 503: service unavailable"
    )
    assert len(publisher.requests) == 1


def test_a_server_without_a_trusted_certificate_is_not_read(publisher, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    reason = reason_of(publisher, content(BODY))
    assert reason.startswith("https://publisher/daily.csv: the server cannot be trusted: ")
    assert publisher.requests == []


def test_a_server_that_is_not_there_is_tried_again(publisher):
    publisher.shutdown()
    publisher.server_close()
    reason = reason_of(publisher, content(BODY))
    assert reason == (
        "https://publisher/daily.csv: no answer: Failed to establish a new connection: "
        "[Errno 111] Connection refused (3 times)"
    )
