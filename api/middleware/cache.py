"""In-process LRU cache of complete responses, keyed by release, URL and content coding."""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.datastructures import Headers

from api.context import HAS_PRECONDITION, OPERATOR_PATHS, context_of
from api.headers import CONTENT_DIGEST
from api.middleware.compression import (
    MAX_BUFFER_BYTES,
    HeaderList,
    close,
    coding_of,
    response_of,
)
from datasets.release.exceptions import ReleaseUnavailable
from datasets.release.store.releases import Releases

MAX_ENTRY_BYTES = MAX_BUFFER_BYTES
ENTRY_OVERHEAD_BYTES = 2_000  # memory that the headers and the bookkeeping of an entry take

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CachedResponse:
    """A complete response of status 200, compressed."""

    headers: tuple[tuple[str, str], ...]
    body: bytes
    operation_id: str


class LruStore:
    """Responses by key, limited in bytes. The least recently used response is removed first."""

    def __init__(self, max_bytes: int) -> None:
        self.max_bytes = max_bytes
        self.bytes = 0
        self._responses: OrderedDict[Key, CachedResponse] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key) -> CachedResponse | None:
        with self._lock:
            response = self._responses.get(key)
            if response:
                self._responses.move_to_end(key)
            return response

    def put(self, key: Key, response: CachedResponse) -> None:
        size = _size(key, response)
        if size > min(self.max_bytes, MAX_ENTRY_BYTES):
            return
        with self._lock:
            if key in self._responses:
                return
            self._responses[key] = response
            self.bytes += size
            while self.bytes > self.max_bytes:
                self.bytes -= _size(*self._responses.popitem(last=False))


class ResponseCache:
    """WSGI middleware: answers from memory, and calls the application for other requests.

    Pins the current release, so that the cache and the views of one request use the same one.
    Stores complete public responses of the current release, as they were compressed. A response
    that contains the host of the request is not stored: a client may send any host. Nor is one
    that shows the record of updates, which changes without a release. The application only sees
    GET: HEAD is answered by the headers of the same response.
    """

    def __init__(self, app: WSGIApplication, releases: Releases, max_bytes: int) -> None:
        self.app = app
        self.releases = releases
        self.store = LruStore(max_bytes)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ.get("PATH_INFO") in OPERATOR_PATHS:
            return self._answer(environ, start_response)
        token = self.releases.pin()
        try:
            return self._answer(environ, start_response)
        finally:
            self.releases.unpin(token)

    def _answer(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self.app(environ, start_response)
        key = self._key(environ)
        body: Iterable[bytes]
        if key and (cached := self.store.get(key)):
            context = context_of(environ)
            context.release_id, context.operation_id = key[0], cached.operation_id
            context.cache_hit = True
            status, headers, body = "200 OK", [*cached.headers], [cached.body]
        else:
            status, headers, body = self._fetch(environ, key)
        if environ["REQUEST_METHOD"] == "HEAD":
            close(body)
            # A digest is of the bytes that are sent, and none are.
            headers, body = [pair for pair in headers if pair[0] != CONTENT_DIGEST], []
        start_response(status, headers)
        return body

    def _fetch(
        self, environ: WSGIEnvironment, key: Key | None
    ) -> tuple[str, HeaderList, Iterable[bytes]]:
        """Get a response from the application, and store it where that is allowed."""
        status, headers, body = response_of(self.app, {**environ, "REQUEST_METHOD": "GET"})
        # Expires repeats Cache-Control, and would be wrong in a stored response.
        headers = [pair for pair in headers if pair[0] != "Expires"]
        context = context_of(environ)
        varies = context.varies_by_host or context.varies_by_updates
        storable = status.startswith("200") and not varies and _is_storable(headers)
        # If another release has become current meanwhile, it is unknown which of them was read.
        if key and storable and key == self._key(environ):
            content = b"".join(body)
            close(body)
            self.store.put(key, CachedResponse(tuple(headers), content, context.operation_id))
            body = [content]
        return status, headers, body

    def _key(self, environ: WSGIEnvironment) -> Key | None:
        """Key of a response, or None where the cache must not be used."""
        by_date = "HTTP_IF_MODIFIED_SINCE" in environ and "HTTP_IF_NONE_MATCH" not in environ
        # Such a request usually continues a download, which the cache does not have.
        in_part = "HTTP_RANGE" in environ or HAS_PRECONDITION in environ
        if by_date or in_part or environ.get("PATH_INFO") in OPERATOR_PATHS:
            return None
        try:
            release_id = self.releases.current.id
        except ReleaseUnavailable:
            return None
        url = (environ.get(name, "") for name in ("SCRIPT_NAME", "PATH_INFO", "QUERY_STRING"))
        return (release_id, *url, coding_of(environ))


def _is_storable(header_list: HeaderList) -> bool:
    """Whether any cache may store the response, and its length is known and not too great."""
    headers = Headers(header_list)
    length = headers.get("Content-Length", type=int)
    is_public = "public" in headers.get("Cache-Control", "")
    return is_public and length is not None and length <= MAX_ENTRY_BYTES


def _size(key: Key, response: CachedResponse) -> int:
    return len(response.body) + sum(map(len, key)) + ENTRY_OVERHEAD_BYTES
