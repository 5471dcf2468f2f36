"""Revisions of a figure, and the changes of the ledgers as a list and as a feed."""

import re

import pytest

from tests.row_labels import short

STEPS = [
    {
        "revision": 2,
        "change": "corrected",
        "recorded_on": "2024-09-05",
        "note": "We had misread the table.",
        "differences": [
            {"column": "value", "before": 100, "after": 110},
            {"column": "text", "before": "100", "after": "110"},
            {
                "column": "wording",
                "before": "100 killed yesterday",
                "after": "110 killed yesterday",
            },
        ],
    },
    {
        "revision": 3,
        "change": "revised",
        "recorded_on": "2024-09-10",
        "note": "The claimant lowered it.",
        "differences": [
            {"column": "value", "before": 110, "after": 90},
            {"column": "text", "before": "110", "after": "90"},
            {"column": "claimed_on", "before": "2024-08-30", "after": "2024-09-09"},
            {
                "column": "source",
                "before": "general-staff-2024-08-30",
                "after": "general-staff-2024-09-09",
            },
            {"column": "published", "before": "2024-08-30", "after": "2024-09-09"},
            {
                "column": "url",
                "before": "https://example.org/general-staff-2024-08-30",
                "after": "https://example.org/general-staff-2024-09-09",
            },
            {
                "column": "archive_url",
                "before": "https://archive.example.org/general-staff-2024-08-30",
                "after": "https://archive.example.org/general-staff-2024-09-09",
            },
            {
                "column": "wording",
                "before": "110 killed yesterday",
                "after": "90 killed on 29 August",
            },
        ],
    },
    {
        "revision": 4,
        "change": "retracted",
        "recorded_on": "2024-09-20",
        "note": "The claimant withdrew it.",
        "differences": [
            {"column": "claimed_on", "before": "2024-09-09", "after": "2024-09-19"},
            {
                "column": "source",
                "before": "general-staff-2024-09-09",
                "after": "general-staff-2024-09-19",
            },
            {"column": "published", "before": "2024-09-09", "after": "2024-09-19"},
            {
                "column": "url",
                "before": "https://example.org/general-staff-2024-09-09",
                "after": "https://example.org/general-staff-2024-09-19",
            },
            {
                "column": "archive_url",
                "before": "https://archive.example.org/general-staff-2024-09-09",
                "after": "https://archive.example.org/general-staff-2024-09-19",
            },
            {
                "column": "wording",
                "before": "90 killed on 29 August",
                "after": "we withdraw the 90 killed",
            },
        ],
    },
]

CHANGES = [
    # query, rows
    ("", "L8 L7 L6 L2.4 L2.3 L5 L4 L3 L2.2 D2 D1 L2 P3 T3 T2 T1 P2 P1 L1 E2 E1"),
    ("claimant=ua-general-staff", "L2.4 L2.3 L5 L4 L3 L2.2 L2"),
    ("dataset=losses&place=ru-kursk", "L7 L6 L2.4 L2.3 L2.2 L2"),
    ("within=ua-donetsk", "P3 T3 P2 P1 E1"),
    ("updated_after=2024-09-19", "L8 L7 L6 L2.4"),
    ("updated_after=2024-09-20", "L8 L7 L6"),
    ("updated_after=2024-10-02", ""),
    ("metric=killed&as_of=2024-09-05", "L2.2 L2"),
    ("metric=killed&known_at=2024-09-09", "L2.3 L2.2 L2"),
    ("claimed_from=2024-09-09", "L8 L2.4 L2.3"),
    ("value_min=100&value_max=110", "L2.2 L2"),
    ("limit=3&offset=2", "L6 L2.4 L2.3"),
]

FEED = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">\
<title>Reported Figures: what changed (claimant ua-general-staff)</title>\
<id>tag:reported-figures,2026:changes?claimant=ua-general-staff</id>\
<updated>2024-10-02T00:00:00Z</updated>\
<author><name>Reported Figures</name></author>\
<link rel="self" type="application/atom+xml" \
href="http://localhost/v1/changes.atom?claimant=ua-general-staff&amp;limit=1" />\
<entry>\
<title>Retracted: The General Staff of Ukraine said on 19 September 2024 that 90 members of the \
armed forces of Russia had been killed in Kursk Oblast on 29 August 2024 (General Staff of \
Ukraine, 19 September 2024).</title>\
<id>tag:reported-figures,2026:losses-0002/4</id>\
<updated>2024-09-20T00:00:00Z</updated>\
<link rel="alternate" type="text/html" \
href="http://localhost/figures/losses-0002?revision=4" />\
<link rel="alternate" type="application/json" \
href="http://localhost/v1/figures/losses-0002?revision=4" />\
<category term="losses" />\
<summary>The claimant withdrew it.</summary>\
</entry></feed>
"""


def test_revisions_have_the_differences_and_the_reason_of_each_step(client, sample_release):
    response = client.get("/v1/figures/losses-0002/revisions").json
    assert list(response) == ["data", "steps", "meta"]
    assert short(response["data"]) == "L2 L2.2 L2.3 L2.4"
    assert response["steps"] == STEPS
    assert (response["meta"]["total"], response["meta"]["release"]) == (4, sample_release.id)


def test_an_unchanged_figure_has_one_revision_and_no_steps(client):
    response = client.get("/v1/figures/losses-0001/revisions").json
    assert (short(response["data"]), response["steps"]) == ("L1", [])


@pytest.mark.parametrize(
    ("revision", "value", "change"),
    [(1, 100, "new"), (2, 110, "corrected"), (3, 90, "revised"), (4, 90, "retracted")],
)
def test_a_pinned_revision_equals_its_row_in_the_history(client, revision, value, change):
    row = client.get(f"/v1/figures/losses-0002?revision={revision}").json
    assert (row["revision"], row["value"], row["change"]) == (revision, value, change)
    assert row == client.get("/v1/figures/losses-0002/revisions").json["data"][revision - 1]


@pytest.mark.parametrize(
    ("address", "status", "detail"),
    [
        (
            "/v1/figures/losses-0002?revision=5",
            404,
            "There is no figure 'losses-0002' with revision 5.",
        ),
        (
            "/v1/figures/losses-0002?revision=0",
            422,
            "Parameter 'revision': '0' is not a whole number between 1 and 9,999.",
        ),
        (
            "/v1/figures/losses-0002?revision=2&as_of=2024-09-06",
            422,
            "Parameter 'revision': cannot be combined with 'as_of' or 'known_at'; a revision "
            "never changes.",
        ),
        ("/v1/figures/losses-9999/revisions", 404, "There is no figure 'losses-9999'."),
        ("/v1/figures/losses-9999/citation", 404, "There is no figure 'losses-9999'."),
    ],
)
def test_a_missing_or_invalid_revision_is_refused(client, address, status, detail):
    response = client.get(address)
    assert (response.status_code, response.json["detail"]) == (status, detail)


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("metric=killed", "L8"),
        ("metric=killed&history=true&sort=id", "L2 L2.2 L2.3 L2.4 L8"),
        ("metric=killed&history=true&sort=-recorded_on", "L8 L2.4 L2.3 L2.2 L2"),
        ("metric=killed&history=true&as_of=2024-09-09&sort=id", "L2 L2.2"),
        ("metric=killed&history=true&updated_after=2024-09-09&sort=id", "L2.3 L2.4 L8"),
    ],
)
def test_history_lists_every_revision(client, query, rows):
    assert short(client.get(f"/v1/losses?{query}").json["data"]) == rows


@pytest.mark.parametrize(("query", "rows"), CHANGES)
def test_changes_are_newest_first_and_include_retractions(client, query, rows):
    response = client.get(f"/v1/changes?{query}")
    assert (response.status_code, short(response.json["data"])) == (200, rows)


@pytest.mark.parametrize("query", [query for query, _ in CHANGES])
def test_the_feed_has_the_same_changes(client, query):
    feed = client.get(f"/v1/changes.atom?{query}").text
    rows = client.get(f"/v1/changes?{query}").json["data"]
    pins = [f"<id>tag:reported-figures,2026:{row['id']}/{row['revision']}</id>" for row in rows]
    assert feed.count("<entry>") == len(rows)
    assert [feed.count(pin) for pin in pins] == [1] * len(rows)


def test_the_exact_text_of_a_feed(client):
    assert client.get("/v1/changes.atom?claimant=ua-general-staff&limit=1").text == FEED


FEED_IDS = [
    # queries, id of the feed
    (["", "limit=3", "limit=3&offset=2", "exclude_belligerents=false"], "changes"),
    (["place=na,ru-kursk", "place=ru-kursk&place=na", "limit=1&place=na,ru-kursk"],
     "changes?place=na,ru-kursk"),
    (["metric=killed&as_of=2024-09-05", "as_of=2024-09-05&metric=killed&limit=1"],
     "changes?as_of=2024-09-05&metric=killed"),
    (["updated_after=2024-09-19"], "changes?updated_after=2024-09-19"),
    (["known_at=2024-09-19"], "changes?known_at=2024-09-19"),
]  # fmt: skip


@pytest.mark.parametrize(("queries", "id_"), FEED_IDS)
def test_the_id_of_a_feed_depends_on_its_filters_only(client, queries, id_):
    for query in queries:
        assert ids_of(client, query)[0] == f"tag:reported-figures,2026:{id_}"


@pytest.mark.parametrize(
    "headers",
    [{"Host": "figures.example.org"}, {"X-Forwarded-Proto": "https"}, {"Forwarded": "host=x.org"}],
)
def test_ids_know_neither_host_nor_scheme(client, headers):
    assert ids_of(client, "", headers) == ids_of(client, "")


def test_an_entry_has_the_same_id_in_every_feed(client):
    everything = ids_of(client, "")[1:]
    assert len(set(everything)) == 21
    for query, _ in CHANGES:
        assert set(ids_of(client, query)[1:]) <= set(everything)


def ids_of(client, query: str, headers=None) -> list[str]:
    """The id of a feed, then those of its entries."""
    feed = client.get(f"/v1/changes.atom?{query}".rstrip("?"), headers=headers)
    return re.findall(r"<id>([^<]*)</id>", feed.text.replace("&amp;", "&"))


def test_following_next_visits_every_change_once(client):
    visited, url = [], "/v1/changes?limit=4"
    while url:
        response = client.get(url).json
        visited += response["data"]
        url = response["links"]["next"]
    assert short(visited) == CHANGES[0][1]


@pytest.mark.parametrize("parameter", ["sort=id", "history=true", "fields=id"])
def test_changes_cannot_be_sorted_or_reduced(client, parameter):
    response = client.get(f"/v1/changes?{parameter}")
    assert (response.status_code, response.json["errors"][0]["detail"]) == (
        422,
        "does not exist",
    )
