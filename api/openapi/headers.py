"""The headers that the contract promises, each described once."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from marshmallow import Schema

from api.openapi.deprecation import Deprecated
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
        "Deprecation": {"description": "Since when this is deprecated (RFC 9745)"},
        "Sunset": {"description": "From when on this may no longer be answered (RFC 8594)"},
    }
)
COMMON_HEADERS = frozenset({"X-Request-Id", "Content-Disposition", "Deprecation", "Sunset"})
CACHE_HEADERS = ("ETag", "Cache-Control", "Last-Modified")
FILES = frozenset({format_.media_type for format_ in EXPORT_FORMATS.values()} | {"application/zip"})
PAGE_OF_FIGURES = "FigurePage"
# Answers of a moment, for operators, that no cache keeps.
UNCACHED_OPERATIONS = frozenset({"get_liveness", "get_health", "get_version", "list_releases"})


def headers_of(
    operation: str,
    answer: type[Schema] | Mapping[str, Any],
    content_type: str,
    deprecated: Deprecated | None,
) -> dict[str, Any]:
    """The headers of an answer, each by the name of its component."""
    names = list(cache_headers(operation))
    if content_type in FILES:
        names += ["Content-Disposition", "Content-Digest"]
    if deprecated:
        names += ["Deprecation", "Sunset"]
    if deprecated or _name(answer) == PAGE_OF_FIGURES:
        names.append("Link")
    return references(names)


def cache_headers(operation: str) -> tuple[str, ...]:
    """What a cache goes by, of an answer that is kept."""
    return () if operation in UNCACHED_OPERATIONS else CACHE_HEADERS


def references(names: Iterable[str]) -> dict[str, Any]:
    """The components with these names, and the one that every answer has."""
    return {name: name for name in (*names, "X-Request-Id")}


def _name(answer: type[Schema] | Mapping[str, Any]) -> str:
    return answer.__name__ if isinstance(answer, type) else ""
