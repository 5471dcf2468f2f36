"""The memory in front of the application: answers that were given are given again as they were."""

from base64 import b64encode
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.datastructures import Headers
from werkzeug.wsgi import ClosingIterator

from api.context import HAS_PRECONDITION, OPERATOR_PATHS, VARIES_BY_HOST, context_of
from api.headers import X_ACCEL_REDIRECT
from api.middleware.compression import (
    IDENTITY,
    MIN_COMPRESS_BYTES,
    _coding,
    _is_text,
    _label,
    compress,
    compress_stream,
)
from api.middleware.conditional import BODY_HEADERS, _known, _plain
from datasets.release.exceptions import ReleaseUnavailable
from datasets.release.store.releases import Releases

DIGEST = "Content-Digest"


MAX_ENTRY_BYTES = 2 * 2**20  # bytes of one answer
ENTRY_OVERHEAD_BYTES = 2_000  # bytes that the headers and the bookkeeping of an answer take


Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CachedResponse:
    """An answer of status 200, whole and in its coding."""

    headers: tuple[tuple[str, str], ...]
    etag: str | None
    body: bytes
    operation: str


class LruStore:
    """Answers by question, at most some bytes of them; the longest unasked is forgotten first."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self._answers: OrderedDict[Key, CachedResponse] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key) -> CachedResponse | None:
        with self._lock:
            answer = self._answers.get(key)
            if answer:
                self._answers.move_to_end(key)
            return answer

    def put(self, key: Key, answer: CachedResponse) -> None:
        size = _size(key, answer)
        if size > min(self.most_bytes, MAX_ENTRY_BYTES):
            return
        with self._lock:
            if key in self._answers:
                return
            self._answers[key] = answer
            self.bytes += size
            while self.bytes > self.most_bytes:
                self.bytes -= _size(*self._answers.popitem(last=False))


class ResponseCache:
    """WSGI: answer from memory what is known, and ask the application the rest.

    Kept are whole answers that any cache may keep, in the coding they were sent in, while their
    release is current. Not kept is an answer that names the host it was asked at, since a client
    may write any host.
    """

    def __init__(self, app: WSGIApplication, releases: Releases, most_bytes: int) -> None:
        self.app = app
        self.releases = releases
        self.answers = LruStore(most_bytes)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self.app(environ, start_response)
        coding = _coding(environ)
        key = self._key(environ, coding)
        answer = self.answers.get(key) if key else None
        if answer and key:
            asked = context_of(environ)
            asked.release_id, asked.operation_id, asked.cache_hit = key[0], answer.operation, True
            return _send(answer, environ, start_response)
        return self._ask(environ, start_response, coding, key)

    def _ask(
        self, environ: WSGIEnvironment, start: StartResponse, coding: str, key: Key | None
    ) -> Iterable[bytes]:
        """What the application answers, in a coding; perhaps kept from now on."""
        inside = _plain(environ)
        status, headers, body = _told(self.app, inside)
        headers.pop("Expires", None)  # Cache-Control says it already, and does not change
        if status.startswith("304"):
            for name in BODY_HEADERS - {"ETag"}:
                headers.pop(name, None)
            headers["ETag"] = _known(environ, headers.get("ETag")) or headers.get("ETag", "")
        if status.startswith(("200", "206", "304")):
            headers.add("Vary", "Accept-Encoding")
        if status.startswith("200") and _is_whole(headers):
            answer = _answer(headers, body, coding, context_of(environ).operation_id)
            same_for_all = _is_public(headers) and VARIES_BY_HOST not in inside
            # Another release may have become current in between: then nobody knows whose it is.
            if key and same_for_all and key == self._key(environ, coding):
                self.answers.put(key, answer)
            return _send(answer, environ, start)
        if status.startswith("200") and coding != IDENTITY and _is_text(headers):
            _label(headers, coding)
            body = ClosingIterator(compress_stream(body, coding), [_closing(body)])
        start(status, headers.to_wsgi_list())
        return _without_body(body) if environ["REQUEST_METHOD"] == "HEAD" else body

    def _key(self, environ: WSGIEnvironment, coding: str) -> Key | None:
        """What decides an answer; None where it must not come from memory."""
        dated = "HTTP_IF_MODIFIED_SINCE" in environ and "HTTP_IF_NONE_MATCH" not in environ
        in_part = (
            "HTTP_RANGE" in environ or HAS_PRECONDITION in environ
        )  # as a rule the rest of a file
        if dated or in_part or environ.get("PATH_INFO") in OPERATOR_PATHS:
            return None
        try:
            release = self.releases.current.id
        except ReleaseUnavailable:
            return None
        asked = (environ.get(name, "") for name in ("SCRIPT_NAME", "PATH_INFO", "QUERY_STRING"))
        return (release, *asked, coding)


def _told(app: WSGIApplication, environ: WSGIEnvironment) -> tuple[str, Headers, Iterable[bytes]]:
    """Status, headers and body of what an application answers."""
    told: list[Any] = []

    def start(status: str, headers: list[tuple[str, str]], _error: Any = None) -> Any:
        told[:] = [status, Headers(headers)]

    body = app(environ, start)
    status, headers = told
    return status, headers, body


def _answer(headers: Headers, body: Iterable[bytes], coding: str, operation: str) -> CachedResponse:
    """A whole answer, coded where that makes it smaller; a file with its digest (RFC 9530)."""
    plain = b"".join(body)
    _closing(body)()
    etag = headers.get("ETag")
    if coding != IDENTITY and _is_text(headers) and len(plain) >= MIN_COMPRESS_BYTES:
        _label(headers, coding)
        plain = compress(plain, coding)
    headers["Content-Length"] = str(len(plain))
    if "Content-Disposition" in headers and X_ACCEL_REDIRECT not in headers:
        headers[DIGEST] = f"sha-256=:{b64encode(sha256(plain).digest()).decode()}:"
    return CachedResponse(tuple(headers.to_wsgi_list()), etag, plain, operation)


def _send(
    answer: CachedResponse, environ: WSGIEnvironment, start: StartResponse
) -> Iterable[bytes]:
    known = _known(environ, answer.etag)
    if known:
        told = [(name, text) for name, text in answer.headers if name not in BODY_HEADERS]
        start("304 NOT MODIFIED", [*told, ("ETag", known)])
        return []
    if environ["REQUEST_METHOD"] == "HEAD":
        # There it would be the digest of nothing.
        start("200 OK", [(name, text) for name, text in answer.headers if name != DIGEST])
        return []
    start("200 OK", [*answer.headers])
    return [answer.body]


def _is_whole(headers: Headers) -> bool:
    """Its length is known, and it is short, or text that is no file on its way from the disk."""
    length = headers.get("Content-Length", type=int)
    from_disk = "Accept-Ranges" in headers
    return length is not None and (
        length <= MAX_ENTRY_BYTES or (_is_text(headers) and not from_disk)
    )


def _is_public(headers: Headers) -> bool:
    return "public" in headers.get("Cache-Control", "")


def _without_body(body: Iterable[bytes]) -> Iterable[bytes]:
    _closing(body)()
    return []


def _closing(body: Iterable[bytes]) -> Any:
    return getattr(body, "close", lambda: None)


def _size(key: Key, answer: CachedResponse) -> int:
    return len(answer.body) + sum(map(len, key)) + ENTRY_OVERHEAD_BYTES
