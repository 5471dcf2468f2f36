"""A publisher's web server, which answers in every way that a feed meets."""

import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[[BaseHTTPRequestHandler], None]


class Publisher(ThreadingHTTPServer):
    """A server with one answer for each path; ``requests`` are the headers that it was sent."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers: dict[str, list[Answer]] = {}
        self.requests: list[dict[str, str]] = []

    def address(self, path: str) -> str:
        return f"https://localhost:{self.server_port}{path}"

    def answer(self, path: str, *answers: Answer) -> str:
        """Answer requests of a path with these answers, the last one again and again."""
        self.answers[path] = list(answers)
        return self.address(path)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is no error of the server."""


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        server = self.server
        assert isinstance(server, Publisher)
        server.requests.append({name.lower(): value for name, value in self.headers.items()})
        answers = server.answers[self.path]
        (answers.pop(0) if len(answers) > 1 else answers[0])(self)

    def log_message(self, *args: object) -> None:
        """Write no access log."""


def content(body: bytes, status: int = 200, **headers: str) -> Answer:
    """A complete answer. Headers are written ``last_modified="..."``."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        _head(handler, status, {**headers, "content_length": str(len(body))})
        handler.wfile.write(body)

    return answer


def unless_known(body: bytes, etag: str) -> Answer:
    """304 to a client that has the file, by its ETag."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        if handler.headers.get("if-none-match") == etag:
            _head(handler, 304, {"etag": etag})
        else:
            content(body, etag=etag)(handler)

    return answer


def half(body: bytes) -> Answer:
    """Half of the bytes that the head announces."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        _head(handler, 200, {"content_length": str(len(body))})
        handler.wfile.write(body[: len(body) // 2])
        handler.close_connection = True

    return answer


def slow(body: bytes, pause: float) -> Answer:
    """One byte after each pause, in seconds."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        _head(handler, 200, {"content_length": str(len(body))})
        for byte in body:
            handler.wfile.write(bytes([byte]))
            time.sleep(pause)

    return answer


def endless(handler: BaseHTTPRequestHandler) -> None:
    """More bytes than any client wants, without a length."""
    _head(handler, 200, {"connection": "close"})
    while True:
        handler.wfile.write(bytes(2**16))


def redirect(location: str, status: int = 302) -> Answer:
    return content(b"", status, location=location)


def _head(handler: BaseHTTPRequestHandler, status: int, headers: dict[str, str]) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
