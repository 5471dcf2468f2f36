"""Scheme of a request without a trusted proxy: headers of the client do not change it."""

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

# The headers by which gunicorn takes a request for https, also from clients on the same machine
# and on a Unix socket (its setting `secure_scheme_headers`).
SCHEME_HEADERS = ("HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_PROTOCOL", "HTTP_X_FORWARDED_SSL")


class UntrustedScheme:
    """WSGI middleware: a request with a header about its scheme is one over plain HTTP."""

    def __init__(self, app: WSGIApplication) -> None:
        self.app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if any(name in environ for name in SCHEME_HEADERS):
            environ["wsgi.url_scheme"] = "http"
        return self.app(environ, start_response)
