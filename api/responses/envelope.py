"""Answers: bodies of rendered rows, and the headers that let them be kept."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from flask import Response

from api.config import Config
from api.context import Args
from api.responses.caching import cacheable
from api.responses.urls import _page_links, page_links
from datasets.model.license import LICENSE, NOTICE
from datasets.release.queries import figures as figures_figures
from datasets.release.queries.projection import column_selector
from datasets.release.queries.query import Query
from datasets.release.release import Release
from datasets.release.serialization import json_of

JSON = "application/json"


def page(release: Release, query: Query, given: Args, config: Config) -> Response:
    """One page of figures, with their total and links to the next."""

    def body() -> Response:
        found = figures_figures.fetch_page(release, query)
        links = _page_links(release, query, found)
        meta = {
            "total": found.total,
            "limit": query.limit,
            "offset": None if query.after else query.offset,
            "open_bounds": found.open_bounds,
            "as_of": iso(query.as_of),
            "known_at": iso(query.known_at),
        }
        response = list_response(release, _only(found.rows, given.get("fields")), meta, links)
        if links["next"]:
            response.headers["Link"] = f'<{links["next"]}>; rel="next"'
        return response

    return cacheable(release, given, config, body)


def page_of(release: Release, rows: Sequence[str], total: int, limit: int, offset: int) -> Response:
    """One page of rendered rows that are not figures."""
    meta = {"total": total, "limit": limit, "offset": offset}
    return list_response(release, rows, meta, page_links(limit, offset, total))


def list_response(
    release: Release, rows: Iterable[str], meta: Args, links: Mapping[str, str | None]
) -> Response:
    """Rendered rows in the envelope that all lists have."""
    told = json_of({**meta, **release_meta(release)})
    return json_response(f'{{"data":[{",".join(rows)}],"meta":{told},"links":{json_of(links)}}}')


def release_meta(release: Release) -> dict[str, str]:
    """What every answer says of itself."""
    return {"release": release.id, "license": LICENSE, "notice": NOTICE}


def json_response(text: str) -> Response:
    """A JSON text as an answer."""
    return Response(text + "\n", content_type=JSON)


def _only(rows: Iterable[str], names: tuple[str, ...] | None) -> Iterable[str]:
    return map(column_selector(names), rows) if names else rows


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
