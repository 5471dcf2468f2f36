"""Asking without end from several threads, while something happens to what is asked."""

import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager


@contextmanager
def reading_constantly(ask: Callable[[], Hashable], readers: int) -> Iterator[set[Hashable]]:
    """What so many readers were told, each thing once. Fails the test if one of them failed."""
    told: set[Hashable] = set()
    failed: list[BaseException] = []
    ended = threading.Event()

    def read() -> None:
        try:
            while not ended.is_set():
                told.add(ask())
        except (AssertionError, LookupError, ValueError) as error:
            failed.append(error)

    threads = [threading.Thread(target=read) for _ in range(readers)]
    for thread in threads:
        thread.start()
    try:
        yield told
    finally:
        ended.set()
        for thread in threads:
            thread.join()
    assert failed == []
