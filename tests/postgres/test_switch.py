"""Readers change over at once: no failed answer, and none that mixes two releases."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from datasets.release.publish import publish
from tests.postgres.conftest import until

READERS = 4


def noted(app: Flask) -> tuple[str, bool]:
    """The release that an answer names, and whether the note is in it."""
    answer = app.test_client().get("/v1/figures?history=true")
    return json.loads(answer.text)["meta"]["release"], '"note":"Seen."' in answer.text


def rows_in_file(app: Flask) -> tuple[int, int]:
    answer = app.test_client().get("/v1/figures.ndjson?history=true")
    return answer.status_code, len(answer.text.splitlines())


@contextmanager
def readers(app: Flask) -> Iterator[list[tuple[object, object]]]:
    """Ask without end; what was answered."""
    answered: list[tuple[object, object]] = []
    ended = threading.Event()

    def ask() -> None:
        while not ended.is_set():
            answered.append((noted(app), rows_in_file(app)))

    threads = [threading.Thread(target=ask) for _ in range(READERS)]
    for thread in threads:
        thread.start()
    try:
        yield answered
    finally:
        ended.set()
        for thread in threads:
            thread.join()


def test_twenty_switches_under_load(serving, url, sample_instance, second_instance):
    """Only the second release has the note."""
    instances = (sample_instance, second_instance)
    ids = [publish(instance, url).release for instance in instances]
    app = serving(database_connections=READERS + 1)
    client = app.test_client()
    with readers(app) as answered:
        for switch in range(20):
            publish(instances[switch % 2], url)
            until(lambda now=ids[switch % 2]: client.get("/version").json["release"] == now)
    assert set(answered) == {((ids[0], False), (200, 21)), ((ids[1], True), (200, 21))}
