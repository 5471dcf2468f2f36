"""Headers that every answer carries."""

from uuid import uuid4

from flask import Response, request

REQUEST_ID = "X-Request-Id"
EXPOSED = "ETag, Link, Content-Disposition, Retry-After, X-Request-Id"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)


def open_to_any_page(response: Response) -> Response:
    """Let any page read the answer, and no page be misled by it."""
    headers = response.headers
    headers["Access-Control-Allow-Origin"] = "*"
    headers["Access-Control-Expose-Headers"] = EXPOSED
    if request.method == "OPTIONS":
        headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
        headers["Access-Control-Allow-Headers"] = "If-None-Match, If-Modified-Since, X-Request-Id"
        headers["Access-Control-Max-Age"] = "86400"
    headers.pop("Expires", None)  # Cache-Control says it already, and does not change
    headers["Content-Security-Policy"] = POLICY
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "no-referrer"
    headers[REQUEST_ID] = new_request_id()
    return response


def new_request_id() -> str:
    """What an answer is called in reports of trouble."""
    return uuid4().hex
