"""The countries and first-level places: each has a point, and those of crises have P-codes."""

import csv
import math
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from api.config import HOME
from datasets.model.codelists import POINT_SOURCES

PLACES = {
    row["place_id"]: row
    for row in csv.DictReader(
        Path(HOME / "datasets/reference/places.csv").read_text(encoding="utf-8").splitlines()
    )
}
FIRST_LEVEL = [row for row in PLACES.values() if row["level"] == "adm1"]

# Countries with every first-level place of OCHA's list, and their number in the table.
COMPLETE = {
    "AFG": 34, "BFA": 13, "COD": 26, "COL": 33, "ETH": 13, "HTI": 10, "IRQ": 18, "MLI": 10,
    "MMR": 15, "NER": 8, "NGA": 37, "SDN": 18, "SOM": 18, "SYR": 14, "YEM": 22,
}  # fmt: skip

# OCHA codes the parts of these, which are areas of the table.
CODED_BY_PARTS = {"mm-bago", "mm-shan"}

# The farthest that a first-level place is from its country's point, where that is over NEAR.
FARTHEST = {"RUS": 6_200, "COL": 1_400, "IND": 1_400, "COD": 1_200, "MLI": 1_100}
NEAR = 1_000  # km

# Known towns and the first-level place that has its point within 150 km of them.
TOWNS = [
    ("ua-lviv", 49.84, 24.03), ("ua-luhansk", 48.57, 39.32), ("ua-odesa", 46.48, 30.73),
    ("ua-zakarpattia", 48.62, 22.29), ("ru-kursk", 51.73, 36.19), ("ru-belgorod", 50.6, 36.59),
    ("ru-moscow-city", 55.75, 37.62), ("ru-chechnya", 43.32, 45.69), ("sd-khartoum", 15.5, 32.56),
    ("sd-gezira", 14.4, 33.52), ("sd-west-darfur", 13.45, 22.45), ("sd-west-kordofan", 11.7, 28.35),
    ("sy-aleppo", 36.2, 37.16), ("sy-idlib", 35.93, 36.63), ("sy-daraa", 32.62, 36.1),
    ("ye-aden", 12.79, 45.02), ("ye-marib", 15.47, 45.33), ("ye-socotra", 12.65, 54.02),
    ("mm-yangon", 16.85, 96.17), ("mm-kayah", 19.67, 97.21), ("cd-ituri", 1.56, 30.25),
    ("cd-haut-katanga", -11.66, 27.48), ("cd-south-kivu", -2.5, 28.86), ("et-tigray", 14.1, 38.28),
    ("et-sidama", 7.05, 38.48), ("so-banadir", 2.04, 45.34), ("so-lower-juba", -0.36, 42.55),
    ("ng-borno", 11.83, 13.15), ("ng-lagos", 6.52, 3.38), ("ht-ouest", 18.54, -72.34),
    ("ml-menaka", 15.92, 2.4), ("bf-sahel", 14.03, -0.03), ("ne-niamey", 13.51, 2.11),
    ("af-panjshir", 35.31, 69.52), ("af-paktia", 33.6, 69.22), ("af-daykundi", 33.72, 66.13),
    ("iq-basra", 30.51, 47.78), ("iq-kirkuk", 35.47, 44.39), ("co-narino", 1.21, -77.28),
    ("co-arauca", 7.08, -70.76), ("lb-bekaa", 33.85, 35.9), ("ps-gaza-strip", 31.5, 34.47),
]  # fmt: skip


def kilometres(a, b):
    """The distance of two points on a sphere, by the haversine formula."""
    (lat1, lon1), (lat2, lon2) = (map(math.radians, point) for point in (a, b))
    half = (
        math.sin((lat2 - lat1) / 2) ** 2
        + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * 6371 * math.asin(math.sqrt(half))


def point(row):
    return float(row["lat"]), float(row["lon"])


def test_every_country_and_first_level_place_has_a_point_with_its_origin():
    rows = [row for row in PLACES.values() if row["level"] in ("adm0", "adm1")]
    origins = {row["place_id"]: row["point_source"].partition(":")[0] for row in rows}
    assert [row["place_id"] for row in rows if not (row["lat"] and row["lon"])] == []
    assert set(origins.values()) == {"natural-earth", "geonames"}
    assert set(POINT_SOURCES) >= set(origins.values())


def test_no_two_countries_or_first_level_places_share_a_point():
    rows = [row for row in PLACES.values() if row["level"] in ("adm0", "adm1")]
    assert [
        point for point, n in Counter(row["point_source"] for row in rows).items() if n > 1
    ] == []


def test_crisis_countries_have_all_first_level_places_with_a_p_code():
    listed = Counter(row["iso3"] for row in FIRST_LEVEL if row["iso3"] in COMPLETE)
    without = {row["place_id"] for row in FIRST_LEVEL if not row["pcode"]} - {
        "in-jammu-and-kashmir"
    }
    countries = [row for row in PLACES.values() if row["level"] == "adm0"]
    assert listed == COMPLETE
    assert without == CODED_BY_PARTS
    assert [
        row["place_id"] for row in countries if row["iso3"] in COMPLETE and not row["pcode"]
    ] == []


def test_the_parts_of_bago_and_shan_have_the_p_codes():
    parts = {row["pcode"] for row in PLACES.values() if row["parent"] in CODED_BY_PARTS}
    assert {f"MMR{number:03}" for number in (7, 8, 14, 15, 16)} <= parts


def test_a_p_code_and_an_iso_code_stand_for_one_place():
    for column in ("pcode", "iso3166_2"):
        counted = Counter(row[column] for row in PLACES.values() if row[column])
        assert [code for code, number in counted.items() if number > 1] == []


@pytest.mark.parametrize("country", sorted({row["parent"] for row in FIRST_LEVEL}))
def test_first_level_places_are_near_their_country(country):
    rows = [row for row in FIRST_LEVEL if row["parent"] == country]
    limit = FARTHEST.get(PLACES[country]["iso3"], NEAR)
    centre = point(PLACES[country])
    assert [row["place_id"] for row in rows if kilometres(point(row), centre) > limit] == []


@pytest.mark.parametrize(("place", "lat", "lon"), TOWNS)
def test_points_are_near_a_known_town(place, lat, lon):
    assert kilometres(point(PLACES[place]), (lat, lon)) < 150


def test_the_table_is_sorted_by_id():
    assert all(a < b for a, b in pairwise(PLACES))
