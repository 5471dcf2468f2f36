"""What is learned of a request on its way, by those in front of the application and inside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from wsgiref.types import WSGIEnvironment

# In the environment of a request; the second where its answer is judged before it is sent.
ASKED = "figures.asked"
ON_CONDITION = "figures.on_condition"

# Answers of a moment, for those who run the service; the first is given whatever the rest is up to.
OF_A_MOMENT = frozenset({"/health/live", "/health", "/version", "/metrics"})


@dataclass(slots=True)
class Asked:
    """A request: its name, then what it asks, of which release, and who answered.

    ``operation`` is empty where no operation was found, ``release`` where none was read.
    """

    id: str
    operation: str = ""
    release: str = ""
    from_memory: bool = False


def asked_in(environ: WSGIEnvironment) -> Asked:
    """What is known of a request; nothing yet where it did not come through the gate."""
    asked: Asked = environ.setdefault(ASKED, Asked(id=""))
    return asked


NAMES_HOST = "figures.names_host"  # in the environment of a request

Given = Mapping[str, Any]
