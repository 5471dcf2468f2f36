"""Compression of responses in the content coding that the client prefers (RFC 9110, 12.5.3)."""

import re
import zlib
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, partial
from hashlib import sha256
from types import MappingProxyType
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import brotli
import zstandard
from werkzeug.datastructures import Headers
from werkzeug.http import parse_accept_header
from werkzeug.wsgi import ClosingIterator

from api.headers import CONTENT_DIGEST, X_ACCEL_REDIRECT

HeaderList = list[tuple[str, str]]

IDENTITY = "identity"
MIN_COMPRESS_BYTES = 500  # a shorter body fits into one packet anyway
MAX_BUFFER_BYTES = 2 * 2**20  # length of a file that is read into memory

COMPRESSIBLE_TYPES = re.compile(r"text/|image/svg|application/.*(json|javascript|xml)")
SPREADSHEET = "openxmlformats"  # a media type with "xml" in its name, but a ZIP file

# Functions of one encoder: compress a chunk, flush what is pending to the reader, finish.
Encoder = tuple[Callable[[bytes], bytes], Callable[[], bytes], Callable[[], bytes]]


class Compression:
    """WSGI middleware: compresses text, and adds Content-Length and Content-Digest (RFC 9530).

    A complete body is compressed in one piece, a stream chunk by chunk. Each coding has an ETag of
    its own: that of the uncompressed response, a hyphen and the name of the coding.
    """

    def __init__(self, app: WSGIApplication) -> None:
        self.app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "GET":
            return self.app(environ, start_response)
        if tags := environ.get("HTTP_IF_NONE_MATCH"):
            environ = {**environ, "HTTP_IF_NONE_MATCH": CODING_IN_TAGS.sub("", tags)}
        status, header_list, body = response_of(self.app, environ)
        headers = Headers(header_list)
        if status.startswith(("200", "206", "304")):
            headers.add("Vary", "Accept-Encoding")
        if status.startswith("200"):
            encode = _encode_complete if _is_complete(headers) else _encode_stream
            body = encode(headers, body, coding_of(environ) if _is_text(headers) else IDENTITY)
        start_response(status, headers.to_wsgi_list())
        return body


def coding_of(environ: WSGIEnvironment) -> str:
    """Content coding of the response to a request. Ranges apply to the uncompressed bytes."""
    if "HTTP_RANGE" in environ:
        return IDENTITY
    return negotiate_coding(environ.get("HTTP_ACCEPT_ENCODING", ""))


@lru_cache(maxsize=256)
def negotiate_coding(accept_encoding: str) -> str:
    """Best coding for an Accept-Encoding header.

    A client that refuses every coding is sent `IDENTITY`, as RFC 9110, 12.5.3 allows.
    """
    quality = parse_accept_header(accept_encoding).quality
    best = max((*CODINGS, IDENTITY), key=quality)
    return best if quality(best) else IDENTITY


def without_coding(etag: str) -> str:
    """Return the ETag of the uncompressed response, both without quotes."""
    return CODING_IN_TAG.sub("", etag)


def compress(body: bytes, coding: str) -> bytes:
    """Compress a complete body with one of `CODINGS`."""
    compress, _, finish = CODINGS[coding]()
    return compress(body) + finish()


def compress_stream(chunks: Iterable[bytes], coding: str) -> Iterator[bytes]:
    """Compress chunks with one of `CODINGS`, so that each can be decoded when it arrives."""
    compress, flush, finish = CODINGS[coding]()
    for chunk in chunks:
        yield compress(chunk) + flush()
    yield finish()


def _zstd() -> Encoder:
    encoder = zstandard.ZstdCompressor(level=1).compressobj()
    return (
        encoder.compress,
        partial(encoder.flush, zstandard.COMPRESSOBJ_FLUSH_BLOCK),
        encoder.flush,
    )


def _brotli() -> Encoder:
    encoder = brotli.Compressor(quality=1)
    return encoder.process, encoder.flush, encoder.finish


def _gzip() -> Encoder:
    encoder = zlib.compressobj(1, wbits=31)
    return encoder.compress, partial(encoder.flush, zlib.Z_SYNC_FLUSH), encoder.flush


# The first is used where a client accepts several equally. The levels are low: they cost a quarter
# of the higher ones, and come within a fifth of their size.
CODINGS: Mapping[str, Callable[[], Encoder]] = MappingProxyType(
    {"zstd": _zstd, "br": _brotli, "gzip": _gzip}
)
CODING_IN_TAG = re.compile(f"-({'|'.join(CODINGS)})$")
CODING_IN_TAGS = re.compile(f'-({"|".join(CODINGS)})(?=")')


def _encode_complete(headers: Headers, body: Iterable[bytes], coding: str) -> list[bytes]:
    content = b"".join(body)
    close(body)
    if coding != IDENTITY and len(content) >= MIN_COMPRESS_BYTES:
        _label(headers, coding)
        content = compress(content, coding)
    headers["Content-Length"] = str(len(content))
    if "Content-Disposition" in headers and X_ACCEL_REDIRECT not in headers:
        headers[CONTENT_DIGEST] = f"sha-256=:{b64encode(sha256(content).digest()).decode()}:"
    return [content]


def _encode_stream(headers: Headers, body: Iterable[bytes], coding: str) -> Iterable[bytes]:
    if coding == IDENTITY:
        return body
    _label(headers, coding)
    return ClosingIterator(compress_stream(body, coding), partial(close, body))


def _label(headers: Headers, coding: str) -> None:
    headers["Content-Encoding"] = coding
    headers.pop("Content-Length", None)
    if etag := headers.get("ETag"):
        headers["ETag"] = f'{etag[:-1]}-{coding}"'


def _is_complete(headers: Headers) -> bool:
    """Whether the length is known, and the body is short or text that is in memory already."""
    length = headers.get("Content-Length", type=int)
    from_disk = "Accept-Ranges" in headers
    return length is not None and (
        length <= MAX_BUFFER_BYTES or (_is_text(headers) and not from_disk)
    )


def _is_text(headers: Headers) -> bool:
    content_type = headers.get("Content-Type", "")
    return bool(COMPRESSIBLE_TYPES.match(content_type)) and SPREADSHEET not in content_type


def response_of(
    app: WSGIApplication, environ: WSGIEnvironment
) -> tuple[str, HeaderList, Iterable[bytes]]:
    """Call an application, and return the status line, the headers and the body."""
    started: list[Any] = []

    def start_response(status: str, headers: HeaderList, _error: Any = None, /) -> Any:
        started[:] = [status, headers]

    body = app(environ, start_response)
    status, headers = started
    return status, headers, body


def close(body: Iterable[bytes]) -> None:
    """Close a body that is not sent, or that has been read."""
    getattr(body, "close", lambda: None)()
