"""Content codings: which one a client takes, and an answer's bytes in it."""

import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from wsgiref.types import WSGIEnvironment

import brotli
import zstandard
from werkzeug.datastructures import Headers
from werkzeug.http import parse_accept_header

IDENTITY = "identity"

# Compress some bytes; give out what is pending, so that a reader need not wait; end.
Steps = tuple[Callable[[bytes], bytes], Callable[[], bytes], Callable[[], bytes]]


def _zstd() -> Steps:
    coder = zstandard.ZstdCompressor(level=1).compressobj()
    pending = zstandard.COMPRESSOBJ_FLUSH_BLOCK
    return coder.compress, lambda: coder.flush(pending), coder.flush


def _brotli() -> Steps:
    coder = brotli.Compressor(quality=1)
    return coder.process, coder.flush, coder.finish


def _gzip() -> Steps:
    coder = zlib.compressobj(1, wbits=31)
    return coder.compress, lambda: coder.flush(zlib.Z_SYNC_FLUSH), coder.flush


# The first is taken where a client likes several equally. Low levels: they cost a quarter of the
# higher ones, and come within a fifth of their size.
CODINGS: Mapping[str, Callable[[], Steps]] = MappingProxyType(
    {"zstd": _zstd, "br": _brotli, "gzip": _gzip}
)


@lru_cache(maxsize=256)
def negotiate_coding(accepted: str) -> str:
    """The coding that answers an Accept-Encoding header best, `IDENTITY` where none does.

    A client that refuses everything is answered plainly (RFC 9110, 12.5.3 allows it).
    """
    quality = parse_accept_header(accepted).quality
    best = max((*CODINGS, IDENTITY), key=quality)
    return best if quality(best) else IDENTITY


def compress(body: bytes, coding: str) -> bytes:
    """A whole body in one of `CODINGS`."""
    compress, _, end = CODINGS[coding]()
    return compress(body) + end()


def compress_stream(chunks: Iterable[bytes], coding: str) -> Iterator[bytes]:
    """Chunks in one of `CODINGS`; each can be read as soon as it has come."""
    compress, give_out, end = CODINGS[coding]()
    for chunk in chunks:
        yield compress(chunk) + give_out()
    yield end()


MIN_COMPRESS_BYTES = 500  # bytes; less fits into one packet anyway


COMPRESSIBLE_TYPES = re.compile(r"text/|image/svg|application/.*(json|javascript|xml)")
SPREADSHEET = "openxmlformats"


def _coding(environ: WSGIEnvironment) -> str:
    """The coding to answer in; ranges are of the bytes as they are."""
    if "HTTP_RANGE" in environ:
        return IDENTITY
    return negotiate_coding(environ.get("HTTP_ACCEPT_ENCODING", ""))


def _label(headers: Headers, coding: str) -> None:
    """Say that the body is coded, and that its bytes are others than without."""
    headers["Content-Encoding"] = coding
    headers.pop("Content-Length", None)
    if etag := headers.get("ETag"):
        headers["ETag"] = f'{etag[:-1]}-{coding}"'


def _is_text(headers: Headers) -> bool:
    content_type = headers.get("Content-Type", "")
    return bool(COMPRESSIBLE_TYPES.match(content_type)) and SPREADSHEET not in content_type
