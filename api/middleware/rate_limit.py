"""Rate limit of each client. Requests have a cost: a large file costs more than a page."""

import re
from collections.abc import Mapping
from ipaddress import IPv6Address, IPv6Network, ip_address
from math import ceil
from time import time
from types import MappingProxyType
from wsgiref.types import WSGIEnvironment

from limits import parse
from limits.errors import StorageError
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import FixedWindowRateLimiter

from api.context import OPERATOR_PATHS
from api.problems.exceptions import ProblemException

COST_OF_PAGE = 1
ROWS_PER_PAGE = 1_000
COST_BY_EXTENSION: Mapping[str, int] = MappingProxyType(
    {"csv": 20, "ndjson": 20, "zip": 20, "parquet": 50, "xlsx": 100, "png": 5, "svg": 5}
)
LIMIT = re.compile(r"(?:^|&)limit=([0-9]{1,5})(?:&|$)")
EXTENSION = re.compile(r"\.([a-z]+)$")
IPV6_PREFIX_BITS = 64  # providers assign a network of this size to one client
STORE_TIMEOUT = 0.25  # seconds


class RateLimit:
    """A limit such as ``600/minute`` on the cost of the requests of each client.

    Counted in a store that all workers share, or in each worker. While the store does not answer,
    each worker counts by itself: an unreachable store must not make the service unreachable.
    """

    def __init__(self, rate: str, store: str = "") -> None:
        self.limit = parse(rate)
        self.local_limiter = FixedWindowRateLimiter(MemoryStorage())
        self.limiter = FixedWindowRateLimiter(_redis(store)) if store else self.local_limiter

    def check(self, environ: WSGIEnvironment) -> ProblemException | None:
        """Count a request, or return the problem that refuses it, with the seconds to wait."""
        if environ.get("PATH_INFO") in OPERATOR_PATHS:
            return None
        client, cost = client_of(environ), min(cost_of(environ), self.limit.amount)
        try:
            return self._count(self.limiter, client, cost)
        except StorageError:
            return self._count(self.local_limiter, client, cost)

    def _count(
        self, limiter: FixedWindowRateLimiter, client: str, cost: int
    ) -> ProblemException | None:
        # A refused request is not counted: after a large file was refused, a page is still allowed.
        is_allowed = limiter.test(self.limit, client, cost=cost)
        if is_allowed and limiter.hit(self.limit, client, cost=cost):
            return None
        wait = max(1, ceil(limiter.get_window_stats(self.limit, client).reset_time - time()))
        seconds = "1 second" if wait == 1 else f"{wait:,} seconds"
        detail = f"The rate limit is {self.limit}; try again in {seconds}."
        return ProblemException("too-many-requests", detail, headers=[("Retry-After", str(wait))])


def cost_of(environ: WSGIEnvironment) -> int:
    """Cost of a request: 1 for each 1,000 rows that a page may have, a fixed cost for a file."""
    if extension := EXTENSION.search(environ.get("PATH_INFO", "")):
        return COST_BY_EXTENSION.get(extension[1], COST_OF_PAGE)
    limit = LIMIT.search(environ.get("QUERY_STRING", ""))
    return max(COST_OF_PAGE, ceil(int(limit[1]) / ROWS_PER_PAGE)) if limit else COST_OF_PAGE


def client_of(environ: WSGIEnvironment) -> str:
    """Client of a request: its IPv4 address or IPv6 network, empty if unknown."""
    try:
        address = ip_address(environ.get("REMOTE_ADDR", ""))
    except ValueError:
        return ""
    if isinstance(address, IPv6Address):
        return str(IPv6Network((int(address), IPV6_PREFIX_BITS), strict=False))
    return str(address)


def _redis(url: str) -> RedisStorage:
    return RedisStorage(
        url,
        wrap_exceptions=True,
        socket_timeout=STORE_TIMEOUT,
        socket_connect_timeout=STORE_TIMEOUT,
    )
