"""Pins the current release for the duration of one request."""

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from datasets.release.store.releases import Releases


class PinnedRelease:
    """WSGI middleware: the cache and the views of one request use the same release."""

    def __init__(self, app: WSGIApplication, releases: Releases) -> None:
        self.app = app
        self.releases = releases

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        token = self.releases.pin()
        try:
            return self.app(environ, start_response)
        finally:
            self.releases.unpin(token)
