"""Response headers in the contract."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from marshmallow import Schema

from datasets.release.export.formats import EXPORT_FORMATS

HEADERS: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "ETag": {"description": "Strong name of this answer; send it back as If-None-Match"},
        "Cache-Control": {"description": "How long a cache may keep the answer"},
        "Last-Modified": {"description": "When the release was built that this comes from"},
        "Link": {"description": 'Address of the next page, `rel="next"`, while there is one'},
        "Content-Disposition": {"description": "Name of the file"},
        "Content-Digest": {"description": "SHA-256 of the body as it is sent (RFC 9530)"},
        "Retry-After": {"description": "Seconds after which the question will be answered"},
        "X-Request-Id": {
            "description": "Name of this request, for questions about it: your own, or a new one"
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
