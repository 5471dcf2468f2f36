"""The figures of the article that the project began with, as served."""

import pytest

SOURCE = "unnamed-outlet-2024-08-20"


def rows(client, address: str, *columns: str) -> list[tuple]:
    data = client.get(address).json["data"]
    return [tuple(row[column] for column in columns) for row in data]


def test_the_government_of_ukraine_says_more_than_600000_killed_or_wounded(curated_client):
    address = "/v1/losses?claimant=ua-government&metric=killed-or-wounded"
    [row] = curated_client.get(address).json["data"]
    note, url = row.pop("note"), row.pop("url")
    assert note.startswith('The article says "According to Kiev" and gives no day')
    assert url is None or url.startswith("https://")
    assert list(row.items()) == [
        ("id", "losses-0001"),
        ("revision", 1),
        ("change", "new"),
        ("dataset", "losses"),
        (
            "statement",
            "The Government of Ukraine said on 20 August 2024 that more than 600,000 members of "
            "the armed forces of Russia had been killed or wounded in the Russo-Ukrainian war "
            "since 24 February 2022 (unnamed outlet, 20 August 2024).",
        ),
        ("metric", "killed-or-wounded"),
        ("metric_name", "killed or wounded"),
        ("unit", "person"),
        ("kind", "flow"),
        ("subject", "ru-armed-forces"),
        ("subject_name", "armed forces of Russia"),
        ("place", "theatre-ru-ua"),
        ("place_name", "Russo-Ukrainian war"),
        ("country", None),
        ("period", "2022-02-24/2024-08-20~"),
        ("period_start", "2022-02-24"),
        ("period_end", "2024-08-20"),
        ("quantifier", "more-than"),
        ("value", 600000),
        ("value_lower", None),
        ("value_upper", None),
        ("text", "more than 600,000"),
        ("claimant", "ua-government"),
        ("claimant_name", "Government of Ukraine"),
        ("claimed_on", "2024-08-20"),
        ("stance", "adverse"),
        ("basis", "stated"),
        ("verification", "unstated"),
        ("via", None),
        ("derived_from", None),
        ("source", SOURCE),
        ("publisher", "unnamed-outlet"),
        ("publisher_name", "unnamed outlet"),
        ("published", "2024-08-20"),
        ("archive_url", None),
        ("wording", "more than 600,000 Russian soldiers have been killed or wounded"),
        ("recorded_on", "2026-11-24"),
        ("superseded_on", None),
        ("nature", "total"),
    ]


def test_the_article_has_six_figures(curated_client):
    address = f"/v1/figures?source={SOURCE}&sort=id"
    columns = ("id", "metric", "subject", "place", "period", "text", "claimant", "via")
    assert rows(curated_client, address, *columns) == [
        ("evacuations-0001", "evacuation-orders", "ua-families-with-children", "ua-pokrovsk",
         "2024-08-19", "1", "ua-local-authorities", "ap"),
        ("losses-0001", "killed-or-wounded", "ru-armed-forces", "theatre-ru-ua",
         "2022-02-24/2024-08-20~", "more than 600,000", "ua-government", None),
        ("population-0001", "remaining-residents", "ua-residents", "ua-pokrovsk", "2024-08-19~",
         "53,000", "ap", None),
        ("territory-0001", "area-controlled", "ua-armed-forces", "ru-kursk", "2024-08-19",
         "more than 1,250 km²", "ua-president", None),
        ("territory-0002", "settlements-controlled", "ua-armed-forces", "ru-kursk", "2024-08-19",
         "92", "ua-president", None),
        ("territory-0003", "front-distance", "ru-armed-forces", "ua-pokrovsk",
         "2024-08-12/2024-08-18", "about 10 km", "unnamed-outlet", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (
            "/v1/territory?place=ru-kursk&on=2024-08-19",
            {
                ("territory-0001", "ua-president", "ru-kursk", "more than 1,250 km²"),
                ("territory-0002", "ua-president", "ru-kursk", "92"),
            },
        ),
        (
            "/v1/evacuations?place=ua-pokrovsk",
            {("evacuations-0001", "ua-local-authorities", "ua-pokrovsk", "1")},
        ),
        (
            "/v1/population?within=ua-pokrovsk-hromada",
            {
                ("population-0001", "ap", "ua-pokrovsk", "53,000"),
                (
                    "population-0007",
                    "ua-donetsk-oblast-administration-head",
                    "ua-pokrovsk-hromada",
                    "more than 53,000",
                ),
            },
        ),
    ],
)
def test_a_query_returns_the_figures_of_the_article(curated_client, address, expected):
    assert expected <= set(rows(curated_client, address, "id", "claimant", "place", "text"))


def test_two_rival_numbers_are_both_served(curated_client):
    address = "/v1/population?within=ua-pokrovsk-hromada&value_min=53000&value_max=59000"
    served = rows(curated_client, address, "value", "claimant", "place")
    values = {value: {row[1:] for row in served if row[0] == value} for value in (53000, 59000)}
    assert all(values.values())
    assert not values[53000] & values[59000]
