"""The record of the last update of each feed."""

import json

import pytest

from datasets.feeds.states import FeedState, FeedStatesError, read_states, write_states

IMPORTED = FeedState(
    "general-staff-personnel", "2026-12-01T04:00:00Z", "imported", "",
    "2026-12-01T04:00:00Z", "2026-12-01T04:00:00Z", "ab" * 32, 200237, '"etag"',
    "Tue, 01 Dec 2026 03:00:00 GMT", ("date", "personnel"),
)  # fmt: skip
STOPPED = FeedState("oryx", "2026-12-01T04:00:01Z", "stopped", "the server answered 404: not found")


def test_before_the_first_update_there_is_no_state(tmp_path):
    assert read_states(tmp_path) == {}
    assert read_states(tmp_path / "absent") == {}


def test_states_are_read_as_they_were_written(tmp_path):
    states = {"oryx": STOPPED, "general-staff-personnel": IMPORTED}
    write_states(tmp_path / "instance", states)
    assert read_states(tmp_path / "instance") == states
    assert [path.name for path in (tmp_path / "instance").iterdir()] == ["feeds.json"]
    feeds = json.loads((tmp_path / "instance" / "feeds.json").read_text())["feeds"]
    assert [row["feed_id"] for row in feeds] == ["general-staff-personnel", "oryx"]
    assert feeds[1]["reason"] == "the server answered 404: not found"


@pytest.mark.parametrize(
    "text",
    [
        "", "{}", "[]", '{"feeds": [{}]}', '{"feeds": [{"feed_id": "oryx", "outcome": "lost"}]}',
        '{"feeds": [{"feed_id": "oryx", "outcome": "stopped", "columns": [], "colour": "red"}]}',
    ],
)  # fmt: skip
def test_a_damaged_record_is_an_error_with_its_path(tmp_path, text):
    (tmp_path / "feeds.json").write_text(text)
    with pytest.raises(FeedStatesError, match=str(tmp_path / "feeds.json")):
        read_states(tmp_path)
