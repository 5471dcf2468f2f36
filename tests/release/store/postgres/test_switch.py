"""Readers change over at once: no failed answer, and none that mixes two releases."""

import json
from functools import partial

import pytest
from flask import Flask

from datasets.release.store.publish import publish
from tests.concurrent_readers import reading_constantly
from tests.polling import until
from tests.release.store.postgres.server import rows

READERS = 4


def noted(app: Flask) -> tuple[str, bool]:
    """The release that an answer names, and whether the note is in it."""
    answer = app.test_client().get("/v1/figures?history=true")
    return json.loads(answer.text)["meta"]["release"], '"note":"Seen."' in answer.text


def rows_in_file(app: Flask) -> tuple[int, int]:
    answer = app.test_client().get("/v1/figures.ndjson?history=true")
    return answer.status_code, len(answer.text.splitlines())


def told(app: Flask) -> tuple[object, object]:
    return noted(app), rows_in_file(app)


def test_twenty_switches_under_load(serving, url, sample_instance, second_instance):
    """Only the second release has the note."""
    instances = (sample_instance, second_instance)
    ids = [publish(instance, url).release for instance in instances]
    app = serving(database_connections=READERS + 1)
    client = app.test_client()
    with reading_constantly(partial(told, app), READERS) as answered:
        for switch in range(20):
            publish(instances[switch % 2], url)
            until(lambda now=ids[switch % 2]: client.get("/version").json["release"] == now, 10)
    assert answered == {((ids[0], False), (200, 21)), ((ids[1], True), (200, 21))}


def test_a_walk_over_a_release_that_was_taken_away_is_told_to_begin_again(
    serving, url, sample_instance, second_instance
):
    first = publish(sample_instance, url).release
    client = serving().test_client()
    begun = client.get("/v1/figures?limit=5").json["links"]["next"]
    publish(second_instance, url)
    until(lambda: client.get("/version").json["release"] != first, 10)
    following = client.get(begun).json["links"]["next"]
    rows(url, f'DROP SCHEMA "release_{first}" CASCADE')
    for gone in (following, f"/v1/figures.csv?release={first}"):
        answer = client.get(gone)
        assert (answer.status_code, answer.json["type"]) == (410, "/problems/release-gone")
        assert client.get(answer.json["alternatives"][0]).status_code == 200


def test_the_current_release_may_go_while_it_is_asked(serving, url, sample_instance):
    release = publish(sample_instance, url).release
    client = serving().test_client()
    assert client.get("/v1/losses").status_code == 200
    rows(url, f'DROP SCHEMA "release_{release}" CASCADE')
    answer = client.get("/v1/population")
    assert (answer.status_code, answer.json["detail"]) == (
        503,
        f"Release {release} was just replaced; ask again.",
    )


@pytest.mark.parametrize("change", ["UPDATE release SET layout = 'older'",
                                    "ALTER TABLE release DROP COLUMN layout"])  # fmt: skip
def test_a_release_of_another_version_of_the_program_leaves_the_one_before_serving(
    serving, url, sample_instance, second_instance, change
):
    second = publish(second_instance, url).release
    first = publish(sample_instance, url).release
    app = serving()
    client = app.test_client()
    assert client.get("/version").json["release"] == first
    rows(url, f'SET search_path TO "release_{second}"; {change}')
    assert client.get(f"/v1/losses?release={second}").status_code == 410
    publish(second_instance, url)
    releases = app.extensions["releases"]
    until(lambda: releases.degraded_reason is not None, 10)
    assert releases.degraded_reason == (
        "the release was made by another version of the program; run `flask figures build`"
    )
    assert client.get("/version").json["release"] == first
