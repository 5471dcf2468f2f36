"""urls."""

from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import quote, urlencode

from flask import request

from api.config import Config
from api.context import context_of
from datasets.release.queries import query as figures_query
from datasets.release.queries.query import Query
from datasets.release.release import Release


def base_url(config: Config) -> str:
    """The absolute address of the service, for what is read away from it."""
    if config.public_url:
        return config.public_url
    context_of(request.environ).varies_by_host = True
    return request.host_url.rstrip("/")


def pinned_url(path: str, release: Release) -> str:
    """The question that was put, put to a path as the ledger stood when the release was made.

    The release itself is named too: rows may be recorded later on the same day, and names
    corrected. When it is not kept any more, the address says so instead of meaning something else.
    """
    of_vintage = {"as_of": request.args.get("as_of", release.newest), "release": release.id}
    pairs = [(key, value) for key, value in request.args.items(multi=True) if key not in of_vintage]
    return f"{path}?{urlencode([*pairs, *of_vintage.items()], safe=',:/~')}"


def current_url() -> str:
    """The address asked for, relative to the host."""
    return _address(request.path, {})


def page_links(limit: int, offset: int, total: int) -> dict[str, str | None]:
    """Addresses of this page and its neighbours, relative to the host."""
    return {
        "self": _address(request.path, {}),
        "next": _address(request.path, {"offset": offset + limit})
        if offset + limit < total
        else None,
        "prev": _address(request.path, {"offset": max(0, offset - limit)}) if offset else None,
    }


def _page_links(release: Release, query: Query, found: figures_query.Page) -> dict[str, str | None]:
    """Addresses of this page and its neighbours.

    The next page goes on behind the last row; a page that was reached so does not know the one
    before it.
    """
    whole = {"limit": None, "offset": None, "after": None}
    path = request.path.rstrip("/")
    onward = {"offset": None, "after": found.last_position, "release": release.id}
    return {
        **page_links(query.limit or found.total, query.offset, found.total),
        "next": _address(request.path, onward) if found.last_position else None,
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
