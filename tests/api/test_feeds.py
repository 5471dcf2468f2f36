"""The last update of each feed, as the instance folder of a server records it."""

import shutil
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from api import create_app
from api.config import Config
from datasets.feeds.states import FILE, FeedState, write_states

FEED = "sample-unhcr"
NEVER = "Not known here: this server has no record of updates."
STOPPED = FeedState(
    FEED, "2026-12-01T04:00:00Z", "stopped", "the server answered 404: not found",
    "2026-11-20T03:59:00Z", "2026-11-02T04:00:00Z",
)  # fmt: skip
UNCHANGED = FeedState(FEED, "2026-12-02T04:00:00Z", "unchanged", "", "2026-12-02T04:00:00Z")
IMPORTED = FeedState(FEED, "2026-12-03T04:00:00Z", "imported")


@pytest.fixture
def instance(sample_instance: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sample_instance, tmp_path / "instance"))


@pytest.fixture
def server(sample: Path, instance: Path) -> FlaskClient:
    return create_app(Config(datasets=sample, instance=instance)).test_client()


def update_of(client):
    return client.get(f"/v1/feeds/{FEED}").json["update"]


def test_a_stopped_update_says_when_and_why(server, instance):
    write_states(instance, {FEED: STOPPED})
    assert update_of(server) == {
        "outcome": "stopped",
        "reason": "the server answered 404: not found",
        "tried_at": "2026-12-01T04:00:00Z",
        "confirmed_at": "2026-11-20T03:59:00Z",
        "imported_at": "2026-11-02T04:00:00Z",
        "text": "Stopped on 1 December 2026, 04:00 UTC: the server answered 404: not found. Read "
        "completely on 20 November 2026, 03:59 UTC.",
    }
    [row] = server.get("/v1/feeds").json["data"]
    assert row["update"] == update_of(server)


@pytest.mark.parametrize(
    ("state", "text"),
    [
        (UNCHANGED, "Read on 2 December 2026, 04:00 UTC: the file has nothing that is not "
         "recorded."),
        (IMPORTED, "Read on 3 December 2026, 04:00 UTC: new or revised rows were recorded."),
    ],
)  # fmt: skip
def test_an_update_that_was_not_stopped_says_how_it_ended(server, instance, state, text):
    write_states(instance, {FEED: state})
    assert (update_of(server)["text"], update_of(server)["reason"]) == (text, None)


def test_a_feed_that_the_record_does_not_have_was_not_tried(server, instance):
    write_states(instance, {"oryx": FeedState("oryx", "2026-12-03T04:00:00Z", "imported")})
    assert update_of(server)["text"] == "No update was tried on this server."


def test_a_server_without_a_record_says_so(server):
    assert update_of(server) == {
        **dict.fromkeys(("outcome", "reason", "tried_at", "confirmed_at", "imported_at")),
        "text": NEVER,
    }


def test_a_damaged_record_is_not_taken_for_none(server, instance):
    (instance / FILE).write_text("{")
    text = "Not known here: the record of updates of this server is damaged."
    assert update_of(server)["text"] == text
    assert text.partition(": ")[2] in server.get("/feeds").text


@pytest.mark.parametrize("address", ["/v1/feeds", f"/v1/feeds/{FEED}"])
def test_an_update_changes_the_answer_and_its_etag_at_once(server, instance, address):
    first = server.get(address)
    assert server.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    write_states(instance, {FEED: STOPPED})
    second = server.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert second.status_code == 200
    assert second.headers["ETag"] != first.headers["ETag"]
    assert "404: not found" in second.text
    write_states(instance, {FEED: UNCHANGED})
    assert "404: not found" not in server.get(address).text


def test_a_date_does_not_hide_an_update(server, instance):
    """The record may be newer than the release, whose date other answers have."""
    assert "Last-Modified" not in server.get("/v1/feeds").headers
    later = {"If-Modified-Since": "Thu, 31 Dec 2026 00:00:00 GMT"}
    assert server.get("/v1/feeds", headers=later).status_code == 200
    assert "Last-Modified" in server.get("/v1/metrics").headers


@pytest.mark.slow
def test_a_server_with_a_database_does_not_believe_a_file_beside_it(shared_client):
    assert update_of(shared_client)["text"] == NEVER


def test_the_page_shows_what_stopped_a_feed(server, instance):
    write_states(instance, {FEED: STOPPED})
    page = server.get("/feeds")
    assert page.status_code == 200
    for text in (
        "Global trends, data file", "every year", "No figure was imported from it.",
        "Stopped on 1 December 2026, 04:00 UTC: the server answered 404: not found.",
        "https://example.org/unhcr/population.csv", "CC BY 4.0",
    ):  # fmt: skip
        assert text in page.text
    assert NEVER.partition(": ")[2] not in page.text


def test_the_page_says_once_that_there_is_no_record(server):
    assert server.get("/feeds").text.count("this server has no record of updates") == 1


def test_pages_lead_to_the_ages(server):
    assert 'href="/feeds"' in server.get("/").text
    age = (
        "Newest claim 20 August 2024 (43 days before 2 October 2024, the day of the newest row in "
        "this release). Not updated here since 21 August 2024."
    )
    question = "metric=front-distance&subject=ru-armed-forces&place=ua-pokrovsk"
    assert age in server.get(f"/series?{question}").text
    [part] = server.get(f"/v1/series?{question}").json["data"]
    assert part["freshness"]["text"] == age


def test_a_vintage_has_no_age(server):
    question = "metric=front-distance&subject=ru-armed-forces&place=ua-pokrovsk"
    [part] = server.get(f"/v1/series?{question}&known_at=2024-08-21").json["data"]
    assert part["freshness"] is None
