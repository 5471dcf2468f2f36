"""How much a client may ask in a time: each question has a cost, and a long file costs more."""

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

# What a page costs, and what is made at length.
A_PAGE = 1
ROWS_OF_A_PAGE = 1_000
COST_BY_EXTENSION: Mapping[str, int] = MappingProxyType(
    {"csv": 20, "ndjson": 20, "zip": 20, "parquet": 50, "xlsx": 100, "png": 5, "svg": 5}
)
LIMIT = re.compile(r"(?:^|&)limit=([0-9]{1,5})(?:&|$)")
ENDING = re.compile(r"\.([a-z]+)$")
OF_ONE_CLIENT = 64  # bits: an IPv6 network of this size is handed to one client
WAITING = 0.25  # seconds for an answer of the store


class RateLimit:
    """A rate such as ``600/minute``, for each client, counted by cost.

    It is counted in a store that several workers share, or else in each worker by itself; so it
    is as well while the store gives no answer: a limit is no reason to refuse everybody.
    """

    def __init__(self, rate: str, store: str = "") -> None:
        self.item = parse(rate)
        self.here = FixedWindowRateLimiter(MemoryStorage())
        self.limiter = FixedWindowRateLimiter(_shared(store)) if store else self.here

    def check(self, environ: WSGIEnvironment) -> ProblemException | None:
        """Count a request; a refusal where it is too many, with the seconds to wait."""
        if environ.get("PATH_INFO") in OPERATOR_PATHS:
            return None
        client, cost = client_of(environ), min(cost_of(environ), self.item.amount)
        try:
            return self._counted(self.limiter, client, cost)
        except StorageError:
            return self._counted(self.here, client, cost)

    def _counted(
        self, limiter: FixedWindowRateLimiter, client: str, cost: int
    ) -> ProblemException | None:
        # What is refused does not count: a long file leaves room for short pages.
        fits = limiter.test(self.item, client, cost=cost)
        if fits and limiter.hit(self.item, client, cost=cost):
            return None
        wait = max(1, ceil(limiter.get_window_stats(self.item, client).reset_time - time()))
        seconds = "1 second" if wait == 1 else f"{wait:,} seconds"
        detail = f"More than {self.item} was asked; ask again in {seconds}."
        return ProblemException("too-many-requests", detail, headers=[("Retry-After", str(wait))])


def cost_of(environ: WSGIEnvironment) -> int:
    """What a question costs: a page of at most 1,000 rows is 1, a file of all what it takes."""
    if ending := ENDING.search(environ.get("PATH_INFO", "")):
        return COST_BY_EXTENSION.get(ending[1], A_PAGE)
    limit = LIMIT.search(environ.get("QUERY_STRING", ""))
    return max(A_PAGE, ceil(int(limit[1]) / ROWS_OF_A_PAGE)) if limit else A_PAGE


def client_of(environ: WSGIEnvironment) -> str:
    """Who asks: an address, or the network of an IPv6 address; empty where nobody knows."""
    told = environ.get("REMOTE_ADDR", "")
    try:
        address = ip_address(told)
    except ValueError:
        return ""
    if isinstance(address, IPv6Address):
        return str(IPv6Network((int(address), OF_ONE_CLIENT), strict=False))
    return str(address)


def _shared(store: str) -> RedisStorage:
    return RedisStorage(
        store, wrap_exceptions=True, socket_timeout=WAITING, socket_connect_timeout=WAITING
    )
