"""Names of response headers, and the headers that every response has."""

CONTENT_DIGEST = "Content-Digest"
REQUEST_ID = "X-Request-Id"
X_ACCEL_REDIRECT = "X-Accel-Redirect"

Pairs = tuple[tuple[str, str], ...]

# Any web page may read a response (CORS), and no page of ours loads content from elsewhere.
DEFAULT_HEADERS: Pairs = (
    ("Access-Control-Allow-Origin", "*"),
    (
        "Access-Control-Expose-Headers",
        "ETag, Link, Content-Disposition, Content-Digest, Retry-After, X-Request-Id",
    ),
    (
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
        "font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'",
    ),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
)

# Of the response to a CORS preflight request.
PREFLIGHT_HEADERS: Pairs = (
    ("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS"),
    (
        "Access-Control-Allow-Headers",
        "If-None-Match, If-Modified-Since, If-Match, If-Unmodified-Since, If-Range, X-Request-Id",
    ),
    ("Access-Control-Max-Age", "86400"),
)
