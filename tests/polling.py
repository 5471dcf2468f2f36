"""Wait for a condition that another thread or process makes true."""

import time
from collections.abc import Callable

TIMEOUT_SECONDS = 30  # ten times longer than any test needs


def until(condition: Callable[[], bool], timeout: float = TIMEOUT_SECONDS) -> None:
    """Poll a condition until it is true. Fails after ``timeout`` seconds."""
    deadline = time.monotonic() + timeout
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)
