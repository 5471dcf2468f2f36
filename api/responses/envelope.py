"""JSON responses: envelopes around rendered rows, with metadata and links."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import Response, request
from marshmallow import Schema

from api.context import Args
from api.responses.hints import Hints, list_hints
from api.responses.urls import relative_url
from datasets.model.datapackage import LICENSE, NOTICE
from datasets.release.queries.figures import fetch_page
from datasets.release.queries.projection import column_selector
from datasets.release.queries.query import Page, Query
from datasets.release.release import Release
from datasets.release.serialization import json_of

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Document:
    """The body of a JSON response, to be dumped by the schema that documents the operation.

    ``rendered`` are the fields that are JSON texts already.
    """

    values: Mapping[str, Any]
    rendered: Mapping[str, str] = field(default_factory=dict)


def dump(schema: Schema, document: Document) -> str:
    """Serialize a document: all fields of the schema and no others, in their order.

    Raises KeyError if a field is missing.
    """
    values, rendered = schema.dump(document.values), document.rendered
    members = [
        f'"{name}":{rendered[name] if name in rendered else json_of(values[name])}'
        for name in schema.fields
    ]
    return f"{{{','.join(members)}}}"


def figure_page(release: Release, query: Query, args: Args) -> Response:
    """Return one page of figures, with the total and links to other pages."""
    page = fetch_page(release, query)
    links = figure_page_links(release, query, page)
    meta = {
        "total": page.total,
        "limit": query.limit,
        "offset": None if query.after else query.offset,
        "open_bounds": page.open_bounds,
        "as_of": iso(query.as_of),
        "known_at": iso(query.known_at),
        **list_hints(release, query, page.total),
    }
    columns = args.get("fields")
    rows = map(column_selector(columns), page.rows) if columns else page.rows
    response = list_response(release, rows, meta, links)
    if links["next"]:
        response.headers["Link"] = f'<{links["next"]}>; rel="next"'
    return response


def page_response(
    release: Release,
    rows: Iterable[str],
    total: int,
    limit: int,
    offset: int,
    *,
    hints: Hints | None = None,
) -> Response:
    """Return one page of rendered rows that are not figures."""
    meta = {"total": total, "limit": limit, "offset": offset, **(hints or {})}
    return list_response(release, rows, meta, page_links(limit, offset, total))


def list_response(
    release: Release, rows: Iterable[str], meta: Args, links: Mapping[str, str | None]
) -> Response:
    """Return rendered rows in the envelope that all lists have."""
    about = json_of({**meta, **release_meta(release)})
    return json_response(f'{{"data":{json_array(rows)},"meta":{about},"links":{json_of(links)}}}')


def release_meta(release: Release) -> dict[str, str]:
    """Return the metadata that all responses have: release, licence, notice."""
    return {"release": release.id, "license": LICENSE, "notice": NOTICE}


def page_links(limit: int, offset: int, total: int) -> dict[str, str | None]:
    """Return the URLs of a page and of its neighbours, relative to the host."""
    return {
        "self": relative_url(request.path, {}),
        "next": relative_url(request.path, {"offset": offset + limit})
        if offset + limit < total
        else None,
        "prev": relative_url(request.path, {"offset": max(0, offset - limit)}) if offset else None,
    }


def figure_page_links(release: Release, query: Query, page: Page) -> dict[str, str | None]:
    """Return the URLs of a page of figures, of its neighbours, and of the complete files.

    The next page is addressed by a cursor: the position of the last row in the release.
    """
    next_page = {"offset": None, "after": page.last_position, "release": release.id}
    unpaged = {"limit": None, "offset": None, "after": None}
    path = request.path.rstrip("/")
    return {
        **page_links(query.limit or page.total, query.offset, page.total),
        "next": relative_url(request.path, next_page) if page.last_position else None,
        "csv": relative_url(f"{path}.csv", unpaged),
        "xlsx": relative_url(f"{path}.xlsx", unpaged),
    }


def json_array(texts: Iterable[str]) -> str:
    """Join JSON texts to a JSON array."""
    return f"[{','.join(texts)}]"


def json_response(text: str) -> Response:
    """Return a response with a JSON text as its body."""
    return Response(text + "\n", content_type=JSON)


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
