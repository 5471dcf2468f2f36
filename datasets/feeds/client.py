"""HTTP client of the feeds: https only, one host, conditional, with limits and retries.

It needs urllib3, which the extra ``feeds`` installs.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from types import MappingProxyType
from urllib.parse import urljoin, urlsplit

from urllib3 import BaseHTTPResponse, PoolManager, Timeout
from urllib3.exceptions import HTTPError, ReadTimeoutError, SSLError

from datasets.feeds.retrieval import (
    MAX_BYTES,
    ReceivedFile,
    RetrievalError,
    addresses_of,
    name_of,
)
from datasets.feeds.states import FeedState
from datasets.model.references import Feed

OK, NOT_MODIFIED = 200, 304
REDIRECTS = frozenset({301, 302, 303, 307, 308})
# Statuses after which the same request may have another answer (RFC 9110, section 15; RFC 6585).
TRANSIENT: Mapping[int, str] = MappingProxyType(
    {
        408: "request timeout",
        429: "too many requests",
        500: "internal server error",
        502: "bad gateway",
        503: "service unavailable",
        504: "gateway timeout",
    }
)
PERMANENT: Mapping[int, str] = MappingProxyType(
    {401: "unauthorized", 403: "forbidden", 404: "not found", 410: "gone"}
)


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of the download of one file: seconds, bytes and numbers of requests."""

    connect: float = 10
    read: float = 30  # between two parts of an answer
    total: float = 600  # with all retries
    size: int = MAX_BYTES
    tries: int = 4
    backoff: float = 2  # before the first retry; it doubles with each
    redirects: int = 3
    part: int = 2**16


class TransientError(Exception):
    """An answer after which the request is made again, perhaps after ``wait`` seconds."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


def download(
    feed: Feed, state: FeedState | None, user_agent: str, limits: Limits
) -> Sequence[ReceivedFile] | None:
    """Download the file of a feed and its companions; None if the file has not changed.

    Raises RetrievalError.
    """
    deadline = time.monotonic() + limits.total
    address, *companions = addresses_of(feed)
    headers = {"user-agent": user_agent, "accept-encoding": "identity"}
    with PoolManager(
        timeout=Timeout(connect=limits.connect, read=limits.read), retries=False
    ) as pool:
        first = _file(pool, address, {**headers, **_conditions(state)}, limits, deadline)
        if first is None:
            return None
        others = [_file(pool, other, headers, limits, deadline) for other in companions]
    return (first, *(file for file in others if file is not None))


def _conditions(state: FeedState | None) -> Mapping[str, str]:
    """Conditions of RFC 9110, section 13.1, on the file that was last confirmed."""
    conditions = {
        "if-none-match": state.etag if state else None,
        "if-modified-since": state.last_modified if state else None,
    }
    return {name: value for name, value in conditions.items() if value}


def _file(
    pool: PoolManager, address: str, headers: Mapping[str, str], limits: Limits, deadline: float
) -> ReceivedFile | None:
    """One file, with retries after transient errors. Raises RetrievalError."""
    for attempt in range(limits.tries):
        try:
            return _answer(pool, address, headers, limits, deadline)
        except TransientError as error:
            pause = max(error.wait or 0, limits.backoff * 2**attempt)
            times = f" ({attempt + 1} times)" if attempt else ""
            reason = f"{address}: {error}{times}"
        if attempt + 1 == limits.tries or time.monotonic() + pause > deadline:
            break
        time.sleep(pause)
    raise RetrievalError(reason)


def _answer(
    pool: PoolManager, address: str, headers: Mapping[str, str], limits: Limits, deadline: float
) -> ReceivedFile | None:
    """The answer after redirects on the same host. Raises RetrievalError and TransientError."""
    target = address
    for _ in range(limits.redirects + 1):
        try:
            response = pool.request(
                "GET", target, headers=headers, redirect=False, preload_content=False
            )
        except HTTPError as error:
            raise _failed(address, error) from None
        try:
            if response.status not in REDIRECTS:
                return _received(response, address, limits, deadline)
            target = _redirected(address, target, response)
        finally:
            response.close()
    raise RetrievalError(f"{address} redirects more than {limits.redirects} times")


def _redirected(address: str, target: str, response: BaseHTTPResponse) -> str:
    """The address to which an answer redirects. Raises RetrievalError for another host."""
    location = urljoin(target, response.headers.get("location", ""))
    before, after = urlsplit(address), urlsplit(location)
    if (after.scheme, after.netloc) != ("https", before.netloc):
        raise RetrievalError(
            f"{address} redirects to {location}; only https://{before.netloc} is allowed: change "
            "the address in feeds.csv if the file has moved"
        )
    return location


def _received(
    response: BaseHTTPResponse, address: str, limits: Limits, deadline: float
) -> ReceivedFile | None:
    if response.status == NOT_MODIFIED:
        return None
    if response.status in TRANSIENT:
        reason = f"the server answered {response.status}: {TRANSIENT[response.status]}"
        raise TransientError(reason, _seconds(response.headers.get("retry-after", "")))
    if response.status != OK:
        meaning = PERMANENT.get(response.status, "no file")
        raise RetrievalError(f"{address}: the server answered {response.status}: {meaning}")
    content = b"".join(_parts(response, address, limits, deadline))
    headers = response.headers
    return ReceivedFile(
        name_of(address), content, headers.get("etag"), headers.get("last-modified")
    )


def _parts(
    response: BaseHTTPResponse, address: str, limits: Limits, deadline: float
) -> Iterator[bytes]:
    """The parts of an answer, within the limits of size and time."""
    size = 0
    try:
        # What has arrived: a full part of a slow answer could take longer than the limit of time.
        while part := response.read1(limits.part, decode_content=False):
            size += len(part)
            if size > limits.size:
                raise RetrievalError(f"{address} has more than {limits.size:,} bytes")
            if time.monotonic() > deadline:
                raise RetrievalError(
                    f"{address} was not complete after {limits.total:g} seconds: {size:,} bytes"
                )
            yield part
    except ReadTimeoutError:
        reason = f"no more bytes in {limits.read:g} seconds, after {size:,} bytes"
        raise TransientError(reason) from None
    except HTTPError:
        raise TransientError(f"the answer broke off after {size:,} bytes") from None


def _failed(address: str, error: HTTPError) -> Exception:
    """A failed request: a wrong certificate stays wrong, other failures may pass."""
    if isinstance(error, SSLError):
        return RetrievalError(f"{address}: the server cannot be trusted: {_text(error)}")
    return TransientError(f"no answer: {_text(error)}")


def _text(error: Exception) -> str:
    """The message of an error without the object at its beginning: ``<pool object>: message``."""
    return str(error).rpartition(">: ")[2].rpartition("): ")[2]


def _seconds(text: str) -> float | None:
    """The value of Retry-After, seconds or a date (RFC 9110, section 10.2.3), in seconds."""
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    except ValueError:
        return None
