"""Response headers in the contract."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from marshmallow import Schema

from datasets.release.export.formats import EXPORT_FORMATS

HEADERS: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "ETag": {"description": "Strong entity tag of the response; send it as If-None-Match"},
        "Cache-Control": {"description": "Time for which a cache may store the response"},
        "Last-Modified": {"description": "Time at which the release was built"},
        "Link": {"description": 'URL of the next page with `rel="next"`, if there is one'},
        "Content-Disposition": {"description": "File name"},
        "Content-Digest": {"description": "SHA-256 of the content as sent (RFC 9530)"},
        "Retry-After": {"description": "Seconds to wait before the next request"},
        "X-Request-Id": {
            "description": "Id of the request: the one that the client sent, or a new one"
        },
    }
)
COMMON_HEADERS = frozenset({"X-Request-Id", "Content-Disposition"})
CACHE_HEADERS = ("ETag", "Cache-Control", "Last-Modified")
FILE_TYPES = frozenset(
    {format_.media_type for format_ in EXPORT_FORMATS.values()} | {"application/zip"}
)
PAGE_OF_FIGURES = "FigurePageSchema"


def headers_of(
    schema: type[Schema] | Mapping[str, Any], content_type: str, cached: bool
) -> dict[str, Any]:
    """Return the headers of a successful response, each with the name of its component."""
    names = list(CACHE_HEADERS if cached else ())
    if content_type in FILE_TYPES:
        names += ["Content-Disposition", "Content-Digest"]
    if isinstance(schema, type) and schema.__name__ == PAGE_OF_FIGURES:
        names.append("Link")
    return header_references(names)


def header_references(names: Iterable[str]) -> dict[str, Any]:
    """Return references to header components, among them the one of every response."""
    return {name: name for name in (*names, "X-Request-Id")}
