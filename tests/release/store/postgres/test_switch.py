"""Readers switch at once: no answer fails, and none mixes two releases."""

import json
from functools import partial

import pytest
from flask import Flask

from datasets.release.store.publish import publish
from tests.concurrent_readers import reading_constantly
from tests.polling import until
from tests.release.store.postgres.server import rows

READERS = 4


def release_and_note(app: Flask) -> tuple[str, bool]:
    """The release named in an answer, and whether the answer contains the note."""
    answer = app.test_client().get("/v1/figures?history=true")
    return json.loads(answer.text)["meta"]["release"], '"note":"Seen."' in answer.text


def rows_in_file(app: Flask) -> tuple[int, int]:
    answer = app.test_client().get("/v1/figures.ndjson?history=true")
    return answer.status_code, len(answer.text.splitlines())


def read_twice(app: Flask) -> tuple[object, object]:
    return release_and_note(app), rows_in_file(app)


def test_twenty_switches_under_load(serving, url, sample_instance, second_instance):
    """Only the second release has the note."""
    instances = (sample_instance, second_instance)
    ids = [publish(instance, url).release for instance in instances]
    app = serving(database_connections=READERS + 1)
    client = app.test_client()
    with reading_constantly(partial(read_twice, app), READERS) as answers:
        for switch in range(20):
            publish(instances[switch % 2], url)
            until(lambda now=ids[switch % 2]: client.get("/version").json["release"] == now, 10)
    assert answers == {((ids[0], False), (200, 21)), ((ids[1], True), (200, 21))}


def test_paging_over_a_removed_release_gets_410_with_an_alternative(
    serving, url, sample_instance, second_instance
):
    first = publish(sample_instance, url).release
    client = serving().test_client()
    begun = client.get("/v1/figures?limit=5").json["links"]["next"]
    publish(second_instance, url)
    until(lambda: client.get("/version").json["release"] != first, 10)
    following = client.get(begun).json["links"]["next"]
    rows(url, f'DROP SCHEMA "release_{first}" CASCADE')
    for removed in (following, f"/v1/figures.csv?release={first}"):
        answer = client.get(removed)
        assert (answer.status_code, answer.json["type"]) == (410, "/problems/release-gone")
        assert client.get(answer.json["alternatives"][0]).status_code == 200


def test_a_request_for_a_release_removed_meanwhile_gets_503(serving, url, sample_instance):
    release = publish(sample_instance, url).release
    client = serving().test_client()
    assert client.get("/v1/losses").status_code == 200
    rows(url, f'DROP SCHEMA "release_{release}" CASCADE')
    answer = client.get("/v1/population")
    assert (answer.status_code, answer.json["detail"]) == (
        503,
        f"Release {release} was just replaced; try again.",
    )


@pytest.mark.parametrize("change", ["UPDATE release SET layout = 'older'",
                                    "ALTER TABLE release DROP COLUMN layout"])  # fmt: skip
def test_a_release_of_another_program_version_leaves_the_previous_one_served(
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
        "the release was built by another version of the program; run `flask figures build`"
    )
    assert client.get("/version").json["release"] == first
