"""caching."""

import hashlib
import json
from collections.abc import Callable

from flask import Response, request

from api.config import VERSION, Config
from api.context import Args, context_of
from api.responses.urls import base_url
from datasets.release.release import Release


def cacheable(
    release: Release,
    given: Args,
    config: Config,
    body: Callable[[], Response],
    *,
    absolute: bool = False,
) -> Response:
    """An answer that caches may keep; its body is not made for who has it already.

    The strong ETag is known before any work: release, program, path and parameters decide the
    bytes, and the host where addresses in them are ``absolute``.
    """
    context_of(request.environ).release_id = release.id
    etag = _etag(release, given, base_url(config) if absolute else "")
    response = Response(status=304) if request.if_none_match.contains_weak(etag) else body()
    response.headers["Cache-Control"] = f"public, max-age={config.max_age}"
    response.last_modified = release.built_at
    response.set_etag(etag)
    return response


def _etag(release: Release, given: Args, host: str) -> str:
    asked = json.dumps(given, sort_keys=True, default=str)
    known = "\n".join((release.id, VERSION, host, request.path, asked))
    return hashlib.sha256(known.encode()).hexdigest()[:24]
