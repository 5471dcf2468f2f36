"""Waiting for what happens in another thread."""

import time
from collections.abc import Callable

LONG = 30  # seconds: nothing that is waited for takes a tenth of it


def until(holds: Callable[[], bool]) -> None:
    """Ask again and again until something holds."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() < began + LONG
        time.sleep(0.005)
