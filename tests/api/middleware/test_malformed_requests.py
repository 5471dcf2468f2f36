"""Bytes that are no request, sent to a real server: refused, and the connection ends cleanly."""

import socket
from urllib.parse import urlsplit

import pytest

from tests.servers import serving

pytestmark = pytest.mark.slow

OURS = b"application/problem+json"
GUNICORNS = b"text/html"
HOST = b"Host: figures.example.org\r\nConnection: close\r\n"
GET = b"GET /v1/losses HTTP/1.1\r\n" + HOST

# What is sent, the status of the answer, and whether the service gives it or gunicorn in front.
SENT = {
    "a good request": (GET + b"\r\n", 200, b"application/json"),
    "a body": (GET + b"Content-Length: 5\r\n\r\nhello", 413, OURS),
    "half a body": (GET + b"Content-Length: 5\r\n\r\nhel", 413, OURS),
    "a chunked body": (
        GET + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", 413, OURS),
    "a chunk of a wrong size": (
        GET + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n", 413, OURS),
    "a chunked body without an end": (
        GET + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhel", 413, OURS),
    "a body of two lengths": (
        GET + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!", 400, GUNICORNS),
    "a body of a length and in chunks": (
        GET + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400,
        GUNICORNS),
    "a posted body": (
        b"POST /v1/losses HTTP/1.1\r\n" + HOST + b"Content-Length: 5\r\n\r\nhello", 405, OURS),
    "a method that nobody knows": (b"BREW /v1/losses HTTP/1.1\r\n" + HOST + b"\r\n", 405, OURS),
    "a NUL in the path": (b"GET /v1/lo\x00sses HTTP/1.1\r\n" + HOST + b"\r\n", 400, GUNICORNS),
    "an escaped NUL in the path": (b"GET /v1/lo%00sses HTTP/1.1\r\n" + HOST + b"\r\n", 400, OURS),
    "bytes that are no text": (b"GET /v1/\xff\xfe HTTP/1.1\r\n" + HOST + b"\r\n", 400, GUNICORNS),
    "a line that ends in LF alone": (
        b"GET /v1/losses HTTP/1.1\nHost: a\n\n\r\n\r\n", 400, GUNICORNS),
    "a header with a NUL": (GET + b"X-A: a\x00b\r\n\r\n", 400, GUNICORNS),
    "a header on two lines": (GET + b"X-A: a\r\n b\r\n\r\n", 400, GUNICORNS),
    "an address of 8 KiB": (
        b"GET /" + b"a" * 8100 + b" HTTP/1.1\r\n" + HOST + b"\r\n", 404, OURS),
    "an address of 9 KiB": (
        b"GET /" + b"a" * 9_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n", 414, GUNICORNS),
    "headers of 30 KiB": (
        GET + b"".join(b"X-%d: %s\r\n" % (each, b"a" * 5_000) for each in range(6)) + b"\r\n",
        431, OURS),
    "90 headers": (
        GET + b"".join(b"X-%d: a\r\n" % each for each in range(90)) + b"\r\n", 431, OURS),
    "200 headers": (
        GET + b"".join(b"X-%d: a\r\n" % each for each in range(200)) + b"\r\n", 431,
        GUNICORNS),
    "a header of 9 KiB": (GET + b"X-A: " + b"a" * 9_000 + b"\r\n\r\n", 431, GUNICORNS),
    "escaped bytes that are no text": (b"GET /v1/%ff HTTP/1.1\r\n" + HOST + b"\r\n", 400, OURS),
    "no HTTP": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n", 400, GUNICORNS),
}  # fmt: skip


@pytest.fixture(scope="module")
def server(sample, sample_instance):
    with serving(sample_instance, settings={"FIGURES_DATASETS": str(sample)}) as server:
        yield server


def answer(server, sent):
    """All that a server says on a connection until it closes it."""
    where = urlsplit(server.address)
    with socket.create_connection((where.hostname, where.port), timeout=60) as connection:
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        told = b"".join(iter(lambda: connection.recv(65_536), b""))
    head, _, body = told.partition(b"\r\n\r\n")
    return head, body


@pytest.mark.parametrize("name", SENT)
def test_bytes_that_are_no_request_are_refused(server, name):
    sent, status, content_type = SENT[name]
    head, body = answer(server, sent)
    assert head.split()[1] == str(status).encode()
    assert b"Content-Type: " + content_type in head
    assert body
    assert head.count(b"HTTP/1.1 ") == 1
    assert answer(server, SENT["a good request"][0])[0].split()[1] == b"200"
