"""Per-request context, kept in the WSGI environ and shared by middleware and views."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from wsgiref.types import WSGIEnvironment

CONTEXT = "figures.context"  # key of the RequestContext in the environ
HAS_PRECONDITION = "figures.has_precondition"  # key set if middleware evaluates a precondition

# Operator endpoints: never cached, never rate limited. /health/live must not open a release.
OPERATOR_PATHS = frozenset({"/health/live", "/health", "/version", "/metrics"})

Args = Mapping[str, Any]

VINTAGE_PARAMETERS = ("as_of", "known_at")


@dataclass(slots=True)
class RequestContext:
    """Facts about a request, set while it is processed.

    ``operation_id`` is empty if no route matched, ``release_id`` if no release was read.
    """

    request_id: str
    operation_id: str = ""
    release_id: str = ""
    cache_hit: bool = False
    varies_by_host: bool = False
    varies_by_updates: bool = False


def context_of(environ: WSGIEnvironment) -> RequestContext:
    """Return the context of a request. It is empty if the request bypassed the middleware."""
    context: RequestContext = environ.setdefault(CONTEXT, RequestContext(request_id=""))
    return context


def vintage_of(args: Args) -> Mapping[str, date]:
    """Return the vintage that the arguments choose: the days by parameter, empty for none."""
    return {name: args[name] for name in VINTAGE_PARAMETERS if args.get(name)}
