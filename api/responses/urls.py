"""URLs in responses: of this request, pinned to a release, and absolute ones."""

from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import quote, urlencode

from flask import request

from api.config import Config
from api.context import context_of
from datasets.release.release import Release


def base_url(config: Config) -> str:
    """Return the scheme and host of the service, for absolute URLs."""
    if config.public_url:
        return config.public_url
    context_of(request.environ).varies_by_host = True
    return request.host_url.rstrip("/")


def pinned_url(path: str, release: Release) -> str:
    """Return a path with the parameters of the request, pinned to a release and its vintage.

    ``as_of`` alone would not pin it: rows may be recorded later on the same day, and names may be
    corrected. When the release is deleted, the URL fails instead of changing its meaning.
    """
    vintage = {"as_of": request.args.get("as_of", release.newest), "release": release.id}
    pairs = [(name, value) for name, value in request.args.items(multi=True) if name not in vintage]
    return f"{path}?{urlencode([*pairs, *vintage.items()], safe=',:/~')}"


def current_url() -> str:
    """Return the URL of the request, relative to the host."""
    return relative_url(request.path, {})


def relative_url(path: str, changes: Mapping[str, int | str | None]) -> str:
    """Return a path with the parameters of the request and some changes; ``None`` removes one."""
    unchanged = [pair for pair in request.args.items(multi=True) if pair[0] not in changes]
    changed = [(name, str(value)) for name, value in changes.items() if value is not None]
    pairs = "&".join([_pair(name, value) for name, value in (*unchanged, *changed)])
    return f"{quote(path)}?{pairs}" if pairs else quote(path)


@lru_cache(maxsize=1_000)  # the five URLs of a page share most of their parameters
def _pair(name: str, value: str) -> str:
    return urlencode([(name, value)], safe=",:/~")
