"""What is learned of a request on its way, by those in front of the application and inside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from wsgiref.types import WSGIEnvironment

# In the environment of a request; the second where its answer is judged before it is sent.
CONTEXT = "figures.asked"
HAS_PRECONDITION = "figures.on_condition"

# Answers of a moment, for those who run the service; the first is given whatever the rest is up to.
OPERATOR_PATHS = frozenset({"/health/live", "/health", "/version", "/metrics"})


@dataclass(slots=True)
class RequestContext:
    """A request: its name, then what it asks, of which release, and who answered.

    ``operation`` is empty where no operation was found, ``release`` where none was read.
    """

    request_id: str
    operation_id: str = ""
    release_id: str = ""
    cache_hit: bool = False
    varies_by_host: bool = False


def context_of(environ: WSGIEnvironment) -> RequestContext:
    """What is known of a request; nothing yet where it did not come through the gate."""
    asked: RequestContext = environ.setdefault(CONTEXT, RequestContext(request_id=""))
    return asked


Args = Mapping[str, Any]
