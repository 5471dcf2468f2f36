"""Waiting for what happens in another thread or process."""

import time
from collections.abc import Callable

LONG = 30  # seconds: nothing that is waited for takes a tenth of it


def until(holds: Callable[[], bool], seconds: float = LONG) -> None:
    """Ask again and again until something holds."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() < began + seconds
        time.sleep(0.005)
