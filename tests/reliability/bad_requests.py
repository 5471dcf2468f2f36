"""BadRequest requests, generated from a seed: wrong in the URL, in a header, in the body."""

import random
import string
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote, quote_from_bytes

PARAMETERS = (
    "metric", "subject", "place", "within", "country", "claimant", "source", "publisher", "on",
    "start_date", "end_date", "claimed_from", "claimed_to", "as_of", "known_at", "updated_after",
    "value_min", "value_max", "history", "sort", "fields", "limit", "offset", "after", "release",
    "quantifier", "stance", "basis", "verification", "change", "claimant_side", "op", "figure",
    "exclude_belligerents", "hxl", "q", "interval", "tolerance_days", "revision", "dataset",
)  # fmt: skip
PATHS = (
    "/v1/losses", "/v1/figures", "/v1/territory.csv", "/v1/evacuations.ndjson", "/v1/changes",
    "/v1/changes.atom", "/v1/series", "/v1/comparisons", "/v1/aggregates", "/v1/datasets",
    "/v1/figures/losses-0001", "/v1/figures/losses-0001/revisions", "/v1/metrics", "/v1/actors",
    "/v1/figures/losses-0001/citation", "/v1/places", "/v1/sources", "/v1/catalog.jsonld",
    "/v1/datasets/losses", "/health", "/version", "/", "/docs", "/problems/not-found",
)  # fmt: skip
NASTY = (
    "", " ", "\0", "a\0b", "\n", "\r\nSet-Cookie: a=b", "\t", "\x7f", "\x1b[31m", "'", '"', "`",
    "' OR 1=1 --", "1; DROP TABLE figures", "%", "%%", "%s%s%n", "%zz", "{{7*7}}", "${jndi:ldap:x}",
    "<script>alert(1)</script>", "=HYPERLINK(1)", "../../../etc/passwd", "..\\..", "//evil.example",
    "/\\evil.example", "-1", "0", "00", "1e309", "-1e309", "1e-400", "NaN", "Infinity", "0x10",
    "9" * 400, "1_000", "１２", "٣", "²", "1.5.5", "true", "TRUE", "null", "None", "[]", "{}",
    "0000-00-00", "9999-12-31", "2024-02-30", "2024-13-01", "24-1-1", "2024-01-01T00:00",
    ",", ",,", "a,", ",a", "a," * 60, "id,-id", "-", "--id", "í\xa0\x80",
    "\u202e", "\ufeff", "\U0001f4a3", "é", "e\u0301", "ß" * 200, "a" * 3_000, "(" * 500,
    "[" * 1_000, "a[b][c]", "a" * 15 + "b", "f" * 16, "losses-0001", "ru-kursk",
    "losses-99999999999999999999",
)  # fmt: skip
BYTES = (b"\xff", b"\xc0\xae", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\x80abc", b"\xfe\xff\x00a")
METHODS = ("POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "FOO", "get", "GETS")
HEADERS = (
    "Accept", "Accept-Encoding", "Accept-Language", "If-None-Match", "If-Modified-Since", "Range",
    "If-Range", "If-Match", "If-Unmodified-Since", "Cookie", "Authorization", "X-Forwarded-Host",
    "X-Forwarded-Proto", "Forwarded", "X-Request-Id", "Content-Type", "Expect", "Upgrade", "TE",
    "Origin", "Referer",
)  # fmt: skip
VALUES = (
    "", "*", "*/*;q=x", "text/html", "application/json;q=2", "gzip;q=0, br;q=0, zstd;q=0, *;q=0",
    'W/"', '"' * 300, "bytes=0-", "bytes=5-1", "bytes=0-0,2-3,4-5", "bytes=" + "0-1," * 500,
    "Mon, 99 Foo 9999 99:99:99 GMT", "Thu, 01 Jan 1970 00:00:00 GMT", "100-continue", "h2c",
    "evil.example", "a=b; " * 400, "\xff\xfe", "'", "<script>", "en;q=1;q=1", "a" * 6_000,
)  # fmt: skip


@dataclass(frozen=True)
class BadRequest:
    """Parts of a request. ``raw`` replaces them where the bytes are not HTTP at all."""

    method: str = "GET"
    target: bytes = b"/"
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    raw: bytes = b""

    @property
    def content(self) -> bytes:
        """Bytes of the request, which asks the server to close the connection."""
        if self.raw:
            return self.raw
        head = b"".join(f"{name}: {value}\r\n".encode("latin-1") for name, value in self.headers)
        named = any(name == "Host" for name, _ in self.headers)
        host = b"" if named else b"Host: 127.0.0.1\r\n"
        line = self.method.encode() + b" " + self.target + b" HTTP/1.1\r\n"
        return line + host + b"Connection: close\r\n" + head + b"\r\n" + self.body


def bad_requests(seed: int, count: int) -> Iterator[BadRequest]:
    """Random requests: a few are good, most have one fault, some have several."""
    rng = random.Random(seed)  # noqa: S311
    makers, weights = zip(*MAKERS, strict=True)
    for _ in range(count):
        maker: Callable[[random.Random], BadRequest] = rng.choices(makers, weights)[0]
        yield maker(rng)


def _wrong_value(rng: random.Random) -> BadRequest:
    pairs = [(rng.choice(PARAMETERS), rng.choice(NASTY)) for _ in range(_few(rng))]
    return BadRequest(target=_target(rng.choice(PATHS), pairs))


def _unknown_name(rng: random.Random) -> BadRequest:
    pairs = [(rng.choice((*NASTY, _word(rng))), _word(rng)) for _ in range(_few(rng))]
    return BadRequest(target=_target(rng.choice(PATHS), pairs))


def _twice(rng: random.Random) -> BadRequest:
    name = rng.choice(PARAMETERS)
    pairs = [(name, rng.choice((*NASTY, "losses"))) for _ in range(rng.choice((2, 2, 60)))]
    return BadRequest(target=_target(rng.choice(PATHS), pairs))


def _wrong_path(rng: random.Random) -> BadRequest:
    parts = rng.choice(PATHS).split("/")
    parts[rng.randrange(len(parts))] = quote(rng.choice(NASTY), safe=rng.choice(("", "/.")))
    return BadRequest(target=("/" + "/".join(parts).lstrip("/")).encode())


def _wrong_bytes(rng: random.Random) -> BadRequest:
    what = rng.choice(BYTES)
    shown = quote_from_bytes(what).encode()
    path, name = rng.choice(PATHS).encode(), rng.choice(PARAMETERS).encode()
    return BadRequest(target=rng.choice((
        path + b"/" + shown, path + b"?" + name + b"=" + shown, path + b"?" + shown + b"=1",
        path + b"?" + name + b"=" + what, path + b"/" + what,
        path + b"?" + bytes(rng.choices(range(33, 256), k=30)),
    )))  # fmt: skip


def _long(rng: random.Random) -> BadRequest:
    path, name = rng.choice(PATHS), rng.choice(PARAMETERS)
    size = rng.choice((3_900, 4_094, 4_200, 8_000, 8_191, 8_200, 16_000, 70_000, 1_000_000))
    query = rng.choice((
        f"{name}=" + "a" * size, f"{name}=" + "a," * (size // 2), f"{name}=a&" * (size // 10),
        "&" * size, f"{name}[" * (size // 10), "%00" * (size // 3),
    ))  # fmt: skip
    return BadRequest(target=f"{path}?{query[:size]}".encode())


def _wrong_header(rng: random.Random) -> BadRequest:
    headers = tuple((rng.choice(HEADERS), rng.choice(VALUES)) for _ in range(_few(rng)))
    if rng.random() < 0.05:
        headers = tuple((f"X-{number}", "a") for number in range(rng.choice((50, 150))))
    return BadRequest(target=_target(rng.choice(PATHS), []), headers=headers)


def _wrong_method(rng: random.Random) -> BadRequest:
    return BadRequest(rng.choice(METHODS), rng.choice(PATHS).encode())


def _body(rng: random.Random) -> BadRequest:
    method = rng.choice(("GET", "GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE"))
    body, length = rng.choice((
        (b"abc", ("Content-Length", "3")), (b"", ("Content-Length", "0")),
        (b"abc", ("Content-Length", "2")), (b"x" * 3_000, ("Content-Length", "3000")),
        (b"3\r\nabc\r\n0\r\n\r\n", ("Transfer-Encoding", "chunked")),
        (b"zz\r\nabc\r\n0\r\n\r\n", ("Transfer-Encoding", "chunked")),
        (b"3\nabc\n0\n\n", ("Transfer-Encoding", "chunked")),
        (b"", ("Transfer-Encoding", "gzip")), (b"", ("Content-Length", "-1")),
        (b"", ("Content-Length", "1e3")), (b"", ("Content-Length", "9" * 30)),
    ))  # fmt: skip
    return BadRequest(method, rng.choice(PATHS).encode(), (length,), body)


def _no_request(rng: random.Random) -> BadRequest:
    host = b"Host: a\r\n"
    return BadRequest(raw=rng.choice((
        b"GET / HTTP/1.1\r\n\r\n", b"GET / HTTP/9.9\r\n" + host + b"\r\n",
        b"GET / HTTP/1.1\r\n" + host + host + b"\r\n", b"\x00\r\n\r\n",
        b"GET  / HTTP/1.1\r\n" + host + b"\r\n", b"/ HTTP/1.1\r\n" + host + b"\r\n",
        b"GET / HTTP/1.1\r\nHost: a\x00b\r\n\r\n", b"GET / HTTP/1.1\r\nHost : a\r\n\r\n",
        b"GET / HTTP/1.1\r\n folded: 1\r\n" + host + b"\r\n",
        b"GET / HTTP/1.1\r\nX\r\n" + host + b"\r\n", b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n",
        b"GET http://evil.example/ HTTP/1.1\r\n" + host + b"\r\n",
        b"GET / HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n" + host + b"\r\n",
        b"GET / HTTP/1.1\r\nX: " + b"a" * 40_000 + b"\r\n" + host + b"\r\n",
        bytes(rng.choices(range(256), k=200)) + b"\r\n\r\n",
    )).replace(host + b"\r\n", host + b"Connection: close\r\n\r\n"))  # fmt: skip


def _good(rng: random.Random) -> BadRequest:
    query = rng.choice(("", "?limit=5", "?limit=3&offset=2", "?limit=1&sort=-value"))
    lists = ("/v1/losses", "/v1/figures", "/v1/population")
    return BadRequest(target=(rng.choice(lists) + query).encode())


MAKERS = (
    (_wrong_value, 30), (_unknown_name, 8), (_twice, 8), (_wrong_path, 12), (_wrong_bytes, 10),
    (_long, 3), (_wrong_header, 12), (_wrong_method, 4), (_body, 5), (_no_request, 3), (_good, 5),
)  # fmt: skip


def _target(path: str, pairs: Sequence[tuple[str, str]]) -> bytes:
    query = "&".join(f"{quote(name)}={quote(value)}" for name, value in pairs)
    return (f"{path}?{query}" if query else path).encode()


def _few(rng: random.Random) -> int:
    return rng.choice((1, 1, 1, 2, 3))


def _word(rng: random.Random) -> str:
    return "".join(rng.choices(string.ascii_letters + string.digits + "-_.~", k=8))
