"""The proxy of deploy/site.conf, unmodified, in front of the program."""

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
from tests.deploy.conftest import PUBLIC_URL
from tests.reliability.processes import children

pytestmark = pytest.mark.slow

GET = b"GET /v1/losses HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
MANY = b"".join(b"X-%d: a\r\n" % number for number in range(65))
# Requests that the proxy rejects, and the code of the problem.
REFUSED = {
    "a body": (GET + b"Content-Length: 5\r\n\r\nabcde", "content-refused"),
    "a long body": (GET + b"Content-Length: 5000\r\n\r\n", "content-refused"),
    "a body in parts": (
        GET + b"Transfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n",
        "content-refused",
    ),
    "a body in parts that are none": (
        GET + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n",
        "bad-request",
    ),
    "a condition that names nothing": (GET + b"If-Match: \r\n\r\n", "precondition-failed"),
    "a blank in the host": (b"GET / HTTP/1.1\r\nHost: a b\r\n\r\n", "bad-request"),
    "a NUL in a header": (GET + b"X: \0\r\n\r\n", "bad-request"),
    "a NUL in the address": (b"GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n", "bad-request"),
    "a way out": (b"GET /../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n", "bad-request"),
    "no HTTP": (b"\xff\xfe\r\n\r\n", "bad-request"),
    "two hosts": (GET + b"Host: b\r\n\r\n", "bad-request"),
    "a long header": (GET + b"X: " + b"a" * 70_000 + b"\r\n\r\n", "headers-too-long"),
    "many headers": (GET + MANY + b"\r\n", "headers-too-long"),
    "an address in other letters": (b"GET /\xc3\xa9 HTTP/1.1\r\nHost: a\r\n\r\n", "bad-request"),
    "bytes that are no text": (b"GET /?q=\xff HTTP/1.1\r\nHost: a\r\n\r\n", "bad-request"),
    "a coded body": (GET + b"Transfer-Encoding: gzip\r\n\r\n", "bad-request"),
    "another HTTP": (b"GET / HTTP/9.9\r\nHost: a\r\n\r\n", "bad-request"),
    "a long address": (b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", "too-long"),
    "TRACE": (b"TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", "method-not-allowed"),
    "POST": (b"POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "method-not-allowed"),
}


def open_url(address, **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return urlopen(Request(address, headers=named))  # noqa: S310


def status_type_body(address, conditions):
    """Status, media type and body of a response or error."""
    try:
        response = open_url(address, **conditions)
    except HTTPError as error:
        response = error
    with response:
        return response.status, response.headers.get("Content-Type"), response.read()


def head_and_body(address, request):
    """Head of the response to raw bytes, in lower case, and the body."""
    with socket.create_connection(("127.0.0.1", urlsplit(address).port)) as client:
        client.sendall(request)
        with client.makefile("rb") as response:
            head = b"".join(iter(response.readline, b"\r\n")).decode().lower()
            length = head.split("content-length: ")[1].split()[0]
            return head, response.read(int(length))


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd", "identity"])
def test_a_table_is_complete_and_compressed(proxy_url, client, coding):
    address = "/v1/population.csv?history=true"
    with open_url(proxy_url + address, Accept_Encoding=coding) as response:
        assert response.headers.get("Content-Encoding", "identity") == coding
        body = response.read()
    if coding == "gzip":
        body = gzip.decompress(body)
    expected = client.get(address, headers={"Accept-Encoding": coding}).data
    assert body == (gzip.decompress(expected) if coding == "gzip" else expected)


def test_the_cache_distinguishes_content_codings(proxy_url):
    bodies = {}
    for coding in ("identity", "gzip", "br", "zstd"):
        first, second = (
            open_url(f"{proxy_url}/v1/losses?limit=5", Accept_Encoding=coding).read()
            for _ in range(2)
        )
        assert first == second
        bodies[coding] = first
    assert gzip.decompress(bodies["gzip"]) == bodies["identity"]
    assert len(set(bodies.values())) == 4


def test_if_none_match_with_the_etag_of_a_coding_is_answered_304(proxy_url):
    with open_url(f"{proxy_url}/v1/losses", Accept_Encoding="gzip") as response:
        etag = response.headers["ETag"]
    assert etag.endswith('-gzip"')
    with pytest.raises(HTTPError) as error:
        open_url(f"{proxy_url}/v1/losses", Accept_Encoding="gzip", If_None_Match=etag)
    with error.value as response:
        assert response.code == 304


@pytest.mark.parametrize("address", ["/v1/losses?limit=3", "/v1/datapackage.zip", "/openapi.json"])
def test_conditional_requests_are_answered_as_without_the_proxy(proxy_url, client, address):
    with open_url(proxy_url + address) as response:
        etag, date = response.headers["ETag"], response.headers["Last-Modified"]
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
        status, media_type, body = status_type_body(proxy_url + address, conditions)
        assert (status, media_type) == (expected.status_code, expected.headers.get("Content-Type"))
        assert body == expected.data, conditions


@pytest.mark.parametrize("condition", [b"If-Match", b"If-Unmodified-Since"])
def test_an_empty_condition_on_a_cached_response_kills_no_nginx_worker(running, condition):
    server, folder = running
    proxy = int((folder / "run" / "nginx.pid").read_text())
    request, workers = GET.replace(b"losses", b"losses?limit=%d" % len(condition)), children(proxy)
    assert head_and_body(server.address, request + b"\r\n")[0].startswith("http/1.1 200 ")
    time.sleep(2.1)  # cached for a second, measured in whole seconds
    head, _ = head_and_body(server.address, request + condition + b": \r\n\r\n")
    assert head.startswith("http/1.1 412 ")
    assert head_and_body(server.address, request + b"\r\n")[0].startswith("http/1.1 200 ")
    assert children(proxy) == workers


def test_if_none_match_with_the_etag_of_a_file_is_answered_304(proxy_url):
    with open_url(f"{proxy_url}/v1/datapackage.zip") as response:
        etag = response.headers["ETag"]
    assert status_type_body(f"{proxy_url}/v1/datapackage.zip", {"If-None-Match": etag})[0] == 304


def test_a_feed_contains_the_public_url_whatever_the_client_sends(proxy_url):
    forged = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil"}
    with open_url(f"{proxy_url}/v1/changes.atom?limit=1", **forged) as response:
        feed = response.read().decode()
    assert f'href="{PUBLIC_URL}/v1/changes.atom?limit=1"' in feed
    assert "evil" not in feed


def test_a_request_id_is_passed_on_and_a_cached_response_has_a_new_one(proxy_url):
    address = f"{proxy_url}/v1/territory"
    assert open_url(address, X_Request_Id="mine-1.2").headers["X-Request-Id"] == "mine-1.2"
    ids = {open_url(address, X_Request_Id="no good").headers["X-Request-Id"] for _ in range(3)}
    assert len(ids) == 3
    assert not any(" " in name for name in ids)


@pytest.mark.parametrize(("request_", "code"), REFUSED.values(), ids=REFUSED)
def test_a_rejection_by_the_proxy_is_a_problem_document(proxy_url, request_, code):
    head, body = head_and_body(proxy_url, request_)
    problem = json.loads(body)
    problem_type = PROBLEM_TYPES[code]
    assert head.startswith(f"http/1.1 {problem_type.status} ")
    assert f"content-type: {PROBLEM_JSON}\r\n" in head
    for header in ("cache-control: no-store", "access-control-allow-origin: *", "x-request-id: "):
        assert head.count(header) == 1
    assert ("allow: " in head) == (code == "method-not-allowed")
    assert [problem[name] for name in ("type", "title", "status")] == [
        f"/problems/{code}",
        problem_type.title,
        problem_type.status,
    ]
    assert {"detail", "instance"} <= problem.keys()


def test_the_longest_url_that_the_program_accepts_is_passed_on(proxy_url):
    with pytest.raises(HTTPError) as error:
        open_url(f"{proxy_url}/v1/losses?metric={'a' * 8_000}")
    with error.value as response:
        assert json.load(response)["type"] == "/problems/unknown-code"


def test_content_types_without_content_are_ignored(proxy_url):
    head, _ = head_and_body(proxy_url, GET + b"Content-Type: a\r\nContent-Type: b\r\n\r\n")
    assert head.startswith("http/1.1 200 ")


def test_the_server_header_has_no_version(proxy_url):
    with open_url(f"{proxy_url}/health") as response:
        assert response.headers["Server"] == "nginx"
        assert response.headers["Set-Cookie"] is None


def test_release_files_are_not_public(proxy_url, sample_release):
    for path in (f"/files/{sample_release.id}.sqlite", "/files/current.json", "/.refused/too-long"):
        with pytest.raises(HTTPError) as error:
            open_url(proxy_url + path)
        with error.value as response:
            assert response.code == 404
