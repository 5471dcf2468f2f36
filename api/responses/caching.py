"""HTTP caching of responses: ETags, conditional requests, cache headers, byte ranges."""

import hashlib
import json
from collections.abc import Callable

from flask import Response, request

from api.config import VERSION, Config
from api.context import Args
from datasets.release.release import Release


def etag_of(release: Release, args: Args, *others: str) -> str:
    """Return the opaque part of the strong ETag of the current URL.

    It is known before the body is made: the bytes depend only on the release, the version of the
    program, the path, the arguments and, where they do, ``others``: the base of absolute URLs, the
    version of the record of updates.
    """
    parameters = json.dumps(args, sort_keys=True, default=str)
    parts = (release.id, VERSION, *others, request.path, parameters)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]


def conditional_response(etag: str, make: Callable[[], Response]) -> Response:
    """Return 304 if the client has the ETag, else make the response."""
    etags = request.if_none_match
    if etags.star_tag:  # stands for any response, but not for an error: RFC 9110, 13.2.1
        make().close()
    elif not etags.contains_weak(etag):
        return make()
    return Response(status=304)


def set_cache_headers(response: Response, etag: str, release: Release, config: Config) -> None:
    """Set ``ETag``, ``Cache-Control`` and ``Last-Modified``."""
    response.headers["Cache-Control"] = f"public, max-age={config.max_age}"
    response.last_modified = release.built_at
    response.set_etag(etag)


def apply_range(response: Response) -> None:
    """Reduce a file to the bytes that ``Range`` names, unless ``If-Range`` fails.

    A range that the file does not have, or several ranges, are ignored, as RFC 9110, 14.2 allows.
    """
    length, ranges = response.content_length, request.range
    if response.status_code == 200 and length and ranges and ranges.range_for_length(length):
        response.make_conditional(request.environ, accept_ranges=True, complete_length=length)
