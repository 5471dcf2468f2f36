"""Search for series in people's words, each with the figure to quote."""

import pytest

KILLED = "killed ru-armed-forces theatre-ru-ua uk-defence-intelligence losses-0008"
KILLED_OR_WOUNDED = "killed-or-wounded ru-armed-forces theatre-ru-ua ua-government losses-0001"
REMAINING = "remaining-residents ua-residents ua-pokrovsk ap population-0001"
ORDERS = "evacuation-orders ua-residents ua-pokrovsk ua-local-authorities evacuations-0001"
COLUMNS = ("metric", "subject", "place", "claimant")


def series_of(client, **query) -> list[str]:
    answer = client.get("/v1/search", query_string=query).json
    return [
        " ".join((*(row[name] for name in COLUMNS), row["figure"]["id"])) for row in answer["data"]
    ]


@pytest.mark.parametrize(
    ("text", "series"),
    [
        ("russian soldiers killed", [KILLED, KILLED_OR_WOUNDED]),
        ("Kiev", [KILLED_OR_WOUNDED]),
        ("600,000", [KILLED_OR_WOUNDED]),
        ("Pokrovks evacuated", [ORDERS]),
        ("how many people remain in Pokrovsk in August 2024", [REMAINING]),
        ("zyxw", []),
    ],
)
def test_a_text_leads_to_the_series_that_it_means_with_its_latest_figure(client, text, series):
    assert series_of(client, q=text)[: len(series) or 1] == series


def test_a_figure_of_the_date_is_shown_in_place_of_the_latest(client):
    text = "General Staff personnel losses 7 September 2024"
    assert series_of(client, q=text) == [
        "personnel-losses ru-armed-forces theatre-ru-ua ua-general-staff losses-0003"
    ]


def test_an_answer_tells_what_was_taken_for_what(client):
    meta = client.get("/v1/search?q=Pokrovks zyxw 9 May 2019").json["meta"]
    assert meta["interpretation"] == {
        "first_day": None,
        "last_day": None,
        "number": None,
        "corrected": {"pokrovks": "pokrovsk"},
        "unmatched": ["zyxw"],
        "missing": ["9 May 2019"],
    }


def test_facets_count_all_series_and_are_filters(client):
    answer = client.get("/v1/search?q=Pokrovsk&limit=1").json
    assert (len(answer["data"]), answer["meta"]["total"]) == (1, 5)
    assert answer["meta"]["facets"]["metric"][0] == {
        "code": "remaining-residents",
        "name": "remaining residents",
        "series": 2,
    }
    metrics = [entry["code"] for entry in answer["meta"]["facets"]["metric"]]
    assert sorted(metrics) == sorted(
        ["remaining-residents", "front-distance", "evacuation-orders", "children-remaining"]
    )
    assert series_of(client, q="Pokrovsk", metric="evacuation-orders") == [ORDERS]
    assert len(series_of(client, q="Pokrovsk", conflict="russia-ukraine")) == 5


def test_without_a_text_all_series_are_listed(client):
    answer = client.get("/v1/search?limit=2").json
    assert answer["meta"]["total"] == 15
    assert answer["links"]["next"] == "/v1/search?limit=2&offset=2"


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("q=", "Parameter 'q': is empty"),
        ("q=a&metric=nothing", "Parameter 'metric': 'nothing' is not a code of a metric."),
        ("text=a", "Parameter 'text': does not exist"),
    ],
)
def test_a_wrong_parameter_is_named(client, query, detail):
    answer = client.get(f"/v1/search?{query}")
    assert answer.status_code == 422
    assert detail in answer.json["detail"]
