"""Readers in several threads that repeat a request while a test changes something."""

import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager


@contextmanager
def reading_constantly(request: Callable[[], Hashable], readers: int) -> Iterator[set[Hashable]]:
    """The distinct results of all readers. Fails the test if a reader failed."""
    results: set[Hashable] = set()
    errors: list[BaseException] = []
    ended = threading.Event()

    def read() -> None:
        try:
            while not ended.is_set():
                results.add(request())
        except (AssertionError, LookupError, ValueError) as error:
            errors.append(error)

    threads = [threading.Thread(target=read) for _ in range(readers)]
    for thread in threads:
        thread.start()
    try:
        yield results
    finally:
        ended.set()
        for thread in threads:
            thread.join()
    assert errors == []
