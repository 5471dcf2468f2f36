"""The proxy of deploy/site.conf, as it stands there, in front of the program."""

import gzip
import json
import socket
import time
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest

from api.problems.responses import PROBLEM_JSON
from api.problems.types import PROBLEM_TYPES
from tests.deploy.conftest import PUBLIC
from tests.reliability.processes import children

pytestmark = pytest.mark.slow

ASK = b"GET /v1/losses HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
MANY = b"".join(b"X-%d: a\r\n" % number for number in range(65))
# What no program behind it needs to see, and the kind of problem that it is.
REFUSED = {
    "a body": (ASK + b"Content-Length: 5\r\n\r\nabcde", "content-refused"),
    "a long body": (ASK + b"Content-Length: 5000\r\n\r\n", "content-refused"),
    "a body in parts": (
        ASK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n",
        "content-refused",
    ),
    "a body in parts that are none": (
        ASK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n",
        "bad-request",
    ),
    "a condition that names nothing": (ASK + b"If-Match: \r\n\r\n", "precondition-failed"),
    "a blank in the host": (b"GET / HTTP/1.1\r\nHost: a b\r\n\r\n", "bad-request"),
    "a NUL in a header": (ASK + b"X: \0\r\n\r\n", "bad-request"),
    "a NUL in the address": (b"GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n", "bad-request"),
    "a way out": (b"GET /../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n", "bad-request"),
    "no HTTP": (b"\xff\xfe\r\n\r\n", "bad-request"),
    "two hosts": (ASK + b"Host: b\r\n\r\n", "bad-request"),
    "a long header": (ASK + b"X: " + b"a" * 70_000 + b"\r\n\r\n", "headers-too-long"),
    "many headers": (ASK + MANY + b"\r\n", "headers-too-long"),
    "an address in other letters": (b"GET /\xc3\xa9 HTTP/1.1\r\nHost: a\r\n\r\n", "bad-request"),
    "bytes that are no text": (b"GET /?q=\xff HTTP/1.1\r\nHost: a\r\n\r\n", "bad-request"),
    "a coded body": (ASK + b"Transfer-Encoding: gzip\r\n\r\n", "bad-request"),
    "another HTTP": (b"GET / HTTP/9.9\r\nHost: a\r\n\r\n", "bad-request"),
    "a long address": (b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", "too-long"),
    "TRACE": (b"TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", "method-not-allowed"),
    "POST": (b"POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "method-not-allowed"),
}


def asked(address, **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return urlopen(Request(address, headers=named))  # noqa: S310


def judged(address, conditions):
    """Status, type and body of an answer, whichever it is."""
    try:
        answer = asked(address, **conditions)
    except HTTPError as other:
        answer = other
    with answer:
        return answer.status, answer.headers.get("Content-Type"), answer.read()


def told(address, request):
    """The head of an answer to raw bytes, lower-case, and its body."""
    with socket.create_connection(("127.0.0.1", urlsplit(address).port)) as client:
        client.sendall(request)
        with client.makefile("rb") as answer:
            head = b"".join(iter(answer.readline, b"\r\n")).decode().lower()
            length = head.split("content-length: ")[1].split()[0]
            return head, answer.read(int(length))


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd", "identity"])
def test_a_table_passes_whole_and_is_packed(proxied, client, coding):
    address = "/v1/population.csv?history=true"
    with asked(proxied + address, Accept_Encoding=coding) as answer:
        assert answer.headers.get("Content-Encoding", "identity") == coding
        body = answer.read()
    if coding == "gzip":
        body = gzip.decompress(body)
    expected = client.get(address, headers={"Accept-Encoding": coding}).data
    assert body == (gzip.decompress(expected) if coding == "gzip" else expected)


def test_an_answer_from_the_cache_is_the_answer_of_its_coding(proxied):
    bodies = {}
    for coding in ("identity", "gzip", "br", "zstd"):
        first, second = (
            asked(f"{proxied}/v1/losses?limit=5", Accept_Encoding=coding).read() for _ in range(2)
        )
        assert first == second
        bodies[coding] = first
    assert gzip.decompress(bodies["gzip"]) == bodies["identity"]
    assert len(set(bodies.values())) == 4


def test_who_has_a_packed_answer_is_not_sent_it_again(proxied):
    with asked(f"{proxied}/v1/losses", Accept_Encoding="gzip") as answer:
        etag = answer.headers["ETag"]
    assert etag.endswith('-gzip"')
    with pytest.raises(HTTPError) as kept:
        asked(f"{proxied}/v1/losses", Accept_Encoding="gzip", If_None_Match=etag)
    with kept.value as answer:
        assert answer.code == 304


@pytest.mark.parametrize("address", ["/v1/losses?limit=3", "/v1/datapackage.zip", "/openapi.json"])
def test_conditions_are_judged_as_by_the_program_alone(proxied, client, address):
    with asked(proxied + address) as answer:
        etag, date = answer.headers["ETag"], answer.headers["Last-Modified"]
    day = "Thu, 01 Jan 1970 00:00:00 GMT"
    for conditions in (
        {"If-Match": etag},
        {"If-Match": '"other"'},
        {"If-Match": f"W/{etag}"},
        {"If-Match": etag, "If-Unmodified-Since": day},
        {"If-Match": etag, "If-None-Match": etag},
        {"If-Match": etag, "Range": "bytes=5-9"},
        {"If-Match": '"other"', "Range": "bytes=5-9"},
        {"Range": "bytes=5-9"},
        {"Range": "bytes=99999999-"},
        {"Range": "bytes=0-1,5-6"},
        {"Range": "bytes=nine"},
        {"If-Unmodified-Since": date},
        {"If-Unmodified-Since": day},
        {"If-Unmodified-Since": "yesterday"},
    ):
        expected = client.get(address, headers=conditions, buffered=True)
        status, kind, body = judged(proxied + address, conditions)
        assert (status, kind) == (expected.status_code, expected.headers.get("Content-Type"))
        assert body == expected.data, conditions


@pytest.mark.parametrize("condition", [b"If-Match", b"If-Unmodified-Since"])
def test_no_condition_of_an_answer_that_was_kept_ends_a_worker_of_the_proxy(running, condition):
    server, folder = running
    proxy = int((folder / "run" / "nginx.pid").read_text())
    ask, workers = ASK.replace(b"losses", b"losses?limit=%d" % len(condition)), children(proxy)
    assert told(server.address, ask + b"\r\n")[0].startswith("http/1.1 200 ")
    time.sleep(2.1)  # it was kept for a second, by a clock that has whole seconds
    refused, _ = told(server.address, ask + condition + b": \r\n\r\n")
    assert refused.startswith("http/1.1 412 ")
    assert told(server.address, ask + b"\r\n")[0].startswith("http/1.1 200 ")
    assert children(proxy) == workers


def test_who_has_a_file_is_not_sent_it_again(proxied):
    with asked(f"{proxied}/v1/datapackage.zip") as answer:
        etag = answer.headers["ETag"]
    assert judged(f"{proxied}/v1/datapackage.zip", {"If-None-Match": etag})[0] == 304


def test_a_feed_names_the_public_address_whatever_a_client_says(proxied):
    lies = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil"}
    with asked(f"{proxied}/v1/changes.atom?limit=1", **lies) as answer:
        feed = answer.read().decode()
    assert f'href="{PUBLIC}/v1/changes.atom?limit=1"' in feed
    assert "evil" not in feed


def test_a_request_keeps_its_name_and_an_answer_from_the_cache_has_a_new_one(proxied):
    address = f"{proxied}/v1/territory"
    assert asked(address, X_Request_Id="mine-1.2").headers["X-Request-Id"] == "mine-1.2"
    made = {asked(address, X_Request_Id="no good").headers["X-Request-Id"] for _ in range(3)}
    assert len(made) == 3
    assert not any(" " in name for name in made)


@pytest.mark.parametrize(("request_", "code"), REFUSED.values(), ids=REFUSED)
def test_what_the_proxy_refuses_is_a_problem_like_any_other(proxied, request_, code):
    head, body = told(proxied, request_)
    problem = json.loads(body)
    kind = PROBLEM_TYPES[code]
    assert head.startswith(f"http/1.1 {kind.status} ")
    assert f"content-type: {PROBLEM_JSON}\r\n" in head
    for header in ("cache-control: no-store", "access-control-allow-origin: *", "x-request-id: "):
        assert head.count(header) == 1
    assert ("allow: " in head) == (code == "method-not-allowed")
    assert [problem[name] for name in ("type", "title", "status")] == [
        f"/problems/{code}",
        kind.title,
        kind.status,
    ]
    assert {"detail", "instance"} <= problem.keys()


def test_an_address_as_long_as_the_program_reads_comes_through(proxied):
    with pytest.raises(HTTPError) as refused:
        asked(f"{proxied}/v1/losses?metric={'a' * 8_000}")
    with refused.value as answer:
        assert json.load(answer)["type"] == "/problems/unknown-code"


def test_a_type_of_content_that_is_not_there_changes_nothing(proxied):
    head, _ = told(proxied, ASK + b"Content-Type: a\r\nContent-Type: b\r\n\r\n")
    assert head.startswith("http/1.1 200 ")


def test_no_program_is_named_with_its_version(proxied):
    with asked(f"{proxied}/health") as answer:
        assert answer.headers["Server"] == "nginx"
        assert answer.headers["Set-Cookie"] is None


def test_releases_cannot_be_asked_for_by_name(proxied, sample_release):
    for path in (f"/files/{sample_release.id}.sqlite", "/files/current.json", "/.refused/too-long"):
        with pytest.raises(HTTPError) as refused:
            asked(proxied + path)
        with refused.value as answer:
            assert answer.code == 404
