"""Answers: bodies of rendered rows, and the headers that let them be kept."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from flask import Response, request

from api.asked import asked_in
from api.config import VERSION, Config
from api.downloads import from_disk, in_part
from api.formats import FORMATS, Format
from api.problems import Refusal, bad_parameter, not_found
from datasets.model.columns import column_names
from datasets.model.publication import PublishedRow
from datasets.model.terms import LICENSE, NOTICE
from datasets.release import query as figures
from datasets.release.cutting import cutter
from datasets.release.engines import Release, ReleaseGone, Releases
from datasets.release.forms import Answer
from datasets.release.query import Query
from datasets.release.rendering import csv_line, json_of

JSON = "application/json"
NAMES_HOST = "figures.names_host"  # in the environment of a request

Given = Mapping[str, Any]


def page(release: Release, query: Query, given: Given, config: Config) -> Response:
    """One page of figures, with their total and links to the next."""

    def body() -> Response:
        found = figures.page(release, query)
        links = _page_links(release, query, found)
        meta = {
            "total": found.total,
            "limit": query.limit,
            "offset": None if query.after else query.offset,
            "open_bounds": found.open_bounds,
            "as_of": iso(query.as_of),
            "known_at": iso(query.known_at),
        }
        response = listing(release, _only(found.rows, given.get("fields")), meta, links)
        if links["next"]:
            response.headers["Link"] = f'<{links["next"]}>; rel="next"'
        return response

    return kept(release, given, config, body)


def file(
    answer: Answer,
    format_: Format,
    given: Given,
    config: Config,
    name: str,
    *,
    ready: Path | None = None,
) -> Response:
    """The whole answer as a file: from the disk where it lies ``ready``, else while it is made."""

    def body() -> Response:
        _refuse_too_many(answer, format_)
        response = from_disk(ready, config) if ready else _made(answer, format_)
        response.content_type = _content_type(answer, format_)
        named = f'{format_.disposition}; filename="{name}.{format_.ending}"'
        response.headers["Content-Disposition"] = named
        return response

    return in_part(kept(answer.release, given, config, body))


def table(name: str, columns: Sequence[str], rows: Iterable[Given]) -> Response:
    """A few rows as CSV, shown in the browser."""
    lines = (csv_line(columns), *(csv_line(row[column] for column in columns) for row in rows))
    body = "".join(f"{line}\r\n" for line in lines)
    response = Response(body, content_type=FORMATS["csv"].content_type)
    response.headers["Content-Disposition"] = f'inline; filename="{name}.csv"'
    return response


def answer_of(release: Release, query: Query, given: Given) -> Answer:
    """The whole answer to what was asked."""
    columns = _in_order(given.get("fields"))
    return Answer(release, query, columns, address(), given.get("hxl") == "true")


def home(config: Config) -> str:
    """The absolute address of the service, for what is read away from it."""
    if config.public_url:
        return config.public_url
    request.environ[NAMES_HOST] = True
    return request.host_url.rstrip("/")


def pinned(path: str, release: Release) -> str:
    """The question that was put, put to a path as the ledger stood when the release was made.

    The release itself is named too: rows may be recorded later on the same day, and names
    corrected. When it is not kept any more, the address says so instead of meaning something else.
    """
    of_vintage = {"as_of": request.args.get("as_of", release.newest), "release": release.id}
    pairs = [(key, value) for key, value in request.args.items(multi=True) if key not in of_vintage]
    return f"{path}?{urlencode([*pairs, *of_vintage.items()], safe=',:/~')}"


def address() -> str:
    """The address asked for, relative to the host."""
    return _address(request.path, {})


def row_of(release: Release, figure_id: str, given: Given) -> str:
    """The rendered row of a figure that is asked for. Raises Refusal."""
    if "revision" in given and len(given) > 1:
        clash = "cannot be asked together with 'as_of' or 'known_at': it is pinned by itself"
        raise bad_parameter("revision", clash)
    row = figures.figure(release, figure_id, **given)
    if row is None:
        which = " on that day" if given else ""
        which = f" with revision {given['revision']}" if "revision" in given else which
        raise not_found(f"There is no figure '{figure_id}'{which}.")
    return row


def page_of(release: Release, rows: Sequence[str], total: int, limit: int, offset: int) -> Response:
    """One page of rendered rows that are not figures."""
    meta = {"total": total, "limit": limit, "offset": offset}
    return listing(release, rows, meta, page_links(limit, offset, total))


def listing(
    release: Release, rows: Iterable[str], meta: Given, links: Mapping[str, str | None]
) -> Response:
    """Rendered rows in the envelope that all lists have."""
    told = json_of({**meta, **about(release)})
    return document(f'{{"data":[{",".join(rows)}],"meta":{told},"links":{json_of(links)}}}')


def about(release: Release) -> dict[str, str]:
    """What every answer says of itself."""
    return {"release": release.id, "license": LICENSE, "notice": NOTICE}


def document(text: str) -> Response:
    """A JSON text as an answer."""
    return Response(text + "\n", content_type=JSON)


def kept(
    release: Release,
    given: Given,
    config: Config,
    body: Callable[[], Response],
    *,
    absolute: bool = False,
) -> Response:
    """An answer that caches may keep; its body is not made for who has it already.

    The strong ETag is known before any work: release, program, path and parameters decide the
    bytes, and the host where addresses in them are ``absolute``.
    """
    asked_in(request.environ).release = release.id
    etag = _etag(release, given, home(config) if absolute else "")
    response = Response(status=304) if request.if_none_match.contains_weak(etag) else body()
    response.headers["Cache-Control"] = f"public, max-age={config.max_age}"
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


def release_asked(releases: Releases, given: Given) -> Release:
    """The release that a question names, else the current one.

    Raises Refusal, ReleaseGone, NoRelease.
    """
    if "release" not in given:
        return releases.current
    release = releases.of(given["release"])
    if given.get("after", 0) > release.rows:
        raise bad_parameter("after", f"is beyond the {release.rows:,} rows of the release")
    return release


def gone(reason: ReleaseGone) -> Refusal:
    """Where to begin again, when a release that was asked for or was being read is there no more.

    Who asked for the current one meets the moment in which another takes its place.
    """
    if "release" not in request.args:
        return Refusal("unavailable", f"Release {reason.release} was just replaced; ask again.")
    begin = _address(request.path, {"release": None, "after": None})
    detail = f"Release {reason.release} is not kept any more."
    return Refusal("release-gone", detail, alternatives=[begin])


def _page_links(release: Release, query: Query, found: figures.Page) -> dict[str, str | None]:
    """Addresses of this page and its neighbours.

    The next page goes on behind the last row; a page that was reached so does not know the one
    before it.
    """
    whole = {"limit": None, "offset": None, "after": None}
    path = request.path.rstrip("/")
    onward = {"offset": None, "after": found.last, "release": release.id}
    return {
        **page_links(query.limit or found.total, query.offset, found.total),
        "next": _address(request.path, onward) if found.last else None,
        "csv": _address(f"{path}.csv", whole),
        "xlsx": _address(f"{path}.xlsx", whole),
    }


def _address(path: str, changes: Mapping[str, int | str | None]) -> str:
    """The address asked for, with other values of some parameters; ``None`` leaves one out."""
    kept_pairs = [pair for pair in request.args.items(multi=True) if pair[0] not in changes]
    added = [(key, str(value)) for key, value in changes.items() if value is not None]
    pairs = "&".join([_pair(key, value) for key, value in (*kept_pairs, *added)])
    return f"{quote(path)}?{pairs}" if pairs else quote(path)


@lru_cache(maxsize=1_000)  # an answer has five addresses with nearly the same
def _pair(key: str, value: str) -> str:
    return urlencode([(key, value)], safe=",:/~")


def _etag(release: Release, given: Given, host: str) -> str:
    asked = json.dumps(given, sort_keys=True, default=str)
    known = "\n".join((release.id, VERSION, host, request.path, asked))
    return hashlib.sha256(known.encode()).hexdigest()[:24]


def _only(rows: Iterable[str], names: tuple[str, ...] | None) -> Iterable[str]:
    return map(cutter(names), rows) if names else rows


def _in_order(names: tuple[str, ...] | None) -> tuple[str, ...]:
    return tuple(name for name in column_names(PublishedRow) if not names or name in names)


def _made(answer: Answer, format_: Format) -> Response:
    """A file that is sent while it is made; an error before it begins is a problem."""
    chunks = format_.write(answer)
    first = next(chunks, b"")
    return Response(chain([first], chunks))


def _content_type(answer: Answer, format_: Format) -> str:
    """How a file is labelled. libhxl reads no table that has more parameters than a charset."""
    whole = format_.content_type
    return whole.removesuffix("; header=present") if answer.tagged else whole


def _refuse_too_many(answer: Answer, format_: Format) -> None:
    if format_.most_rows is None:
        return
    total = figures.total(answer.release, answer.query)
    if total > format_.most_rows:
        path = request.path.removesuffix(f".{format_.ending}")
        most = f"{format_.most_rows:,}"
        raise Refusal(
            "too-many-rows",
            f"{total:,} figures answer; {format_.title} holds at most {most}. Take the CSV.",
            alternatives=[_address(f"{path}.csv", {})],
        )


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
