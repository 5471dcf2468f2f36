"""Malformed requests to a real server are rejected, and the connection is closed."""

import socket
from urllib.parse import urlsplit

import pytest

from tests.servers import serving

pytestmark = pytest.mark.slow

PROBLEM = b"application/problem+json"
HTML = b"text/html"
HOST = b"Host: figures.example.org\r\nConnection: close\r\n"
GET = b"GET /v1/losses HTTP/1.1\r\n" + HOST

# Bytes of a request, expected status, and the media type: problem documents come from the service.
REQUESTS = {
    "a good request": (GET + b"\r\n", 200, b"application/json"),
    "a body": (GET + b"Content-Length: 5\r\n\r\nhello", 413, PROBLEM),
    "half a body": (GET + b"Content-Length: 5\r\n\r\nhel", 413, PROBLEM),
    "a chunked body": (
        GET + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", 413, PROBLEM),
    "a chunk of a wrong size": (
        GET + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n", 413, PROBLEM),
    "a chunked body without an end": (
        GET + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhel", 413, PROBLEM),
    "a body of two lengths": (
        GET + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!", 400, HTML),
    "a body of a length and in chunks": (
        GET + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400,
        HTML),
    "a posted body": (
        b"POST /v1/losses HTTP/1.1\r\n" + HOST + b"Content-Length: 5\r\n\r\nhello", 405, PROBLEM),
    "a method that nobody knows": (b"BREW /v1/losses HTTP/1.1\r\n" + HOST + b"\r\n", 405, PROBLEM),
    "a NUL in the path": (b"GET /v1/lo\x00sses HTTP/1.1\r\n" + HOST + b"\r\n", 400, HTML),
    "an escaped NUL in the path": (
        b"GET /v1/lo%00sses HTTP/1.1\r\n" + HOST + b"\r\n", 400, PROBLEM),
    "bytes that are no text": (b"GET /v1/\xff\xfe HTTP/1.1\r\n" + HOST + b"\r\n", 400, HTML),
    "a line that ends in LF alone": (
        b"GET /v1/losses HTTP/1.1\nHost: a\n\n\r\n\r\n", 400, HTML),
    "a header with a NUL": (GET + b"X-A: a\x00b\r\n\r\n", 400, HTML),
    "a header on two lines": (GET + b"X-A: a\r\n b\r\n\r\n", 400, HTML),
    "an address of 8 KiB": (
        b"GET /" + b"a" * 8100 + b" HTTP/1.1\r\n" + HOST + b"\r\n", 404, PROBLEM),
    "an address of 9 KiB": (
        b"GET /" + b"a" * 9_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n", 414, HTML),
    "headers of 30 KiB": (
        GET + b"".join(b"X-%d: %s\r\n" % (number, b"a" * 5_000) for number in range(6)) + b"\r\n",
        431, PROBLEM),
    "90 headers": (
        GET + b"".join(b"X-%d: a\r\n" % number for number in range(90)) + b"\r\n", 431, PROBLEM),
    "200 headers": (
        GET + b"".join(b"X-%d: a\r\n" % number for number in range(200)) + b"\r\n", 431,
        HTML),
    "a header of 9 KiB": (GET + b"X-A: " + b"a" * 9_000 + b"\r\n\r\n", 431, HTML),
    "escaped bytes that are no text": (b"GET /v1/%ff HTTP/1.1\r\n" + HOST + b"\r\n", 400, PROBLEM),
    "no HTTP": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n", 400, HTML),
}  # fmt: skip


@pytest.fixture(scope="module")
def server(sample, sample_instance):
    with serving(sample_instance, settings={"FIGURES_DATASETS": str(sample)}) as server:
        yield server


def head_and_body(server, request):
    """Send bytes to a server and read until it closes the connection."""
    url = urlsplit(server.address)
    with socket.create_connection((url.hostname, url.port), timeout=60) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        received = b"".join(iter(lambda: connection.recv(65_536), b""))
    head, _, body = received.partition(b"\r\n\r\n")
    return head, body


@pytest.mark.parametrize("name", REQUESTS)
def test_a_malformed_request_is_rejected(server, name):
    request, status, content_type = REQUESTS[name]
    head, body = head_and_body(server, request)
    assert head.split()[1] == str(status).encode()
    assert b"Content-Type: " + content_type in head
    assert body
    assert head.count(b"HTTP/1.1 ") == 1
    assert head_and_body(server, REQUESTS["a good request"][0])[0].split()[1] == b"200"
