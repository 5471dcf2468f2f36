"""Answers: bodies of rendered rows, and the headers that let them be kept."""

import csv
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import chain
from typing import Any
from urllib.parse import quote, urlencode

from flask import Response, request

from api.config import LICENSE, NOTICE, VERSION, Config
from datasets.model.columns import column_names
from datasets.model.figure import PublishedRow
from datasets.release import query as figures
from datasets.release.engines import Release
from datasets.release.query import Query
from datasets.release.rendering import csv_line, json_of

JSON = "application/json"
CSV = "text/csv; charset=utf-8; header=present"
VINTAGE_MAX_AGE = int(timedelta(days=30).total_seconds())

_CHUNK = 64 * 1024

Given = Mapping[str, Any]


def page(release: Release, query: Query, given: Given, config: Config) -> Response:
    """One page of figures, with their total and links to the next."""

    def body() -> Response:
        found = figures.page(release, query)
        links = _page_links(query, found.total)
        meta = {
            "total": found.total,
            "limit": query.limit,
            "offset": query.offset,
            "open_bounds": found.open_bounds,
            "as_of": _iso(query.as_of),
            "known_at": _iso(query.known_at),
        }
        response = listing(release, _only(found.rows, given.get("fields")), meta, links)
        if links["next"]:
            response.headers["Link"] = f'<{links["next"]}>; rel="next"'
        return response

    return kept(release, given, config, body)


def table(release: Release, query: Query, given: Given, config: Config, name: str) -> Response:
    """The whole answer as CSV (RFC 4180), sent while it is read."""

    def body() -> Response:
        asked = given.get("fields")
        lines = figures.lines(release, query, "csv")
        chosen = _only_cells(lines, asked) if asked else lines
        header = csv_line(_in_order(asked))
        response = Response(_encoded(chain([header], chosen)), content_type=CSV)
        response.headers["Content-Disposition"] = f'inline; filename="{name}.csv"'
        return response

    return kept(release, given, config, body)


def page_of(release: Release, rows: Sequence[str], total: int, limit: int, offset: int) -> Response:
    """One page of rendered rows that are not figures."""
    meta = {"total": total, "limit": limit, "offset": offset}
    return listing(release, rows, meta, page_links(limit, offset, total))


def listing(
    release: Release, rows: Iterable[str], meta: Given, links: Mapping[str, str | None]
) -> Response:
    """Rendered rows in the envelope that all lists have."""
    about = {**meta, "release": release.id, "license": LICENSE, "notice": NOTICE}
    text = f'{{"data":[{",".join(rows)}],"meta":{json_of(about)},"links":{json_of(links)}}}\n'
    return Response(text, content_type=JSON)


def document(text: str) -> Response:
    """One rendered row."""
    return Response(text + "\n", content_type=JSON)


def kept(release: Release, given: Given, config: Config, body: Callable[[], Response]) -> Response:
    """An answer that caches may keep; its body is not made for who has it already.

    The strong ETag is known before any work: release, program, path and parameters decide the
    bytes. A vintage from before the newest row of the release can never change any more.
    """
    etag = _etag(release, given)
    response = Response(status=304) if request.if_none_match.contains(etag) else body()
    as_of = given.get("as_of")
    final = as_of is not None and as_of.isoformat() < release.newest
    age = f"max-age={VINTAGE_MAX_AGE}, immutable" if final else f"max-age={config.max_age}"
    response.headers["Cache-Control"] = f"public, {age}"
    response.last_modified = release.built_at
    response.set_etag(etag)
    return response


def page_links(limit: int, offset: int, total: int) -> dict[str, str | None]:
    """Addresses of this page and its neighbours, relative to the host."""
    return {
        "self": _address(request.path, {}),
        "next": _address(request.path, {"offset": offset + limit})
        if offset + limit < total
        else None,
        "prev": _address(request.path, {"offset": max(0, offset - limit)}) if offset else None,
    }


def _page_links(query: Query, total: int) -> dict[str, str | None]:
    whole = {"limit": None, "offset": None}
    return {
        **page_links(query.limit or total, query.offset, total),
        "csv": _address(f"{request.path}.csv", whole),
    }


def _address(path: str, changes: Mapping[str, int | None]) -> str:
    """The address asked for, with other values of some parameters; ``None`` leaves one out."""
    kept_pairs = [
        (key, value) for key, value in request.args.items(multi=True) if key not in changes
    ]
    added = [(key, str(value)) for key, value in changes.items() if value is not None]
    pairs = urlencode([*kept_pairs, *added], safe=",:/~")
    return f"{quote(path)}?{pairs}" if pairs else quote(path)


def _etag(release: Release, given: Given) -> str:
    asked = json.dumps(given, sort_keys=True, default=str)
    known = "\n".join((release.id, VERSION, request.path, asked))
    return hashlib.sha256(known.encode()).hexdigest()[:24]


def _only(rows: Iterable[str], names: tuple[str, ...] | None) -> Iterable[str]:
    if not names:
        return rows
    columns = _in_order(names)
    objects = (json.loads(row) for row in rows)
    return (json_of({name: row[name] for name in columns}) for row in objects)


def _only_cells(lines: Iterator[str], names: tuple[str, ...]) -> Iterator[str]:
    places = [column_names(PublishedRow).index(name) for name in _in_order(names)]
    return (csv_line(cells[place] for place in places) for cells in csv.reader(lines))


def _in_order(names: tuple[str, ...] | None) -> tuple[str, ...]:
    return tuple(name for name in column_names(PublishedRow) if not names or name in names)


def _encoded(lines: Iterable[str]) -> Iterator[bytes]:
    """Lines with CRLF, gathered into chunks of some tens of kilobytes."""
    gathered, size = [], 0
    for line in lines:
        gathered.append(line)
        size += len(line)
        if size >= _CHUNK:
            yield "".join(f"{line}\r\n" for line in gathered).encode()
            gathered, size = [], 0
    if gathered:
        yield "".join(f"{line}\r\n" for line in gathered).encode()


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
