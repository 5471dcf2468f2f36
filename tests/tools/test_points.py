"""The tool that writes the points of places from the files of their origins."""

import csv
import json

import click
import pytest

from api.config import HOME
from tools.points import PLACES, points_of, with_points

FILES = {
    "ne_50m_admin_0_countries.geojson": json.dumps(
        {
            "features": [
                {"properties": {"NE_ID": 1159321345, "LABEL_X": 32.140865, "LABEL_Y": 49.724739}}
            ]
        }
    ),
    "ne_10m_admin_1_states_provinces.csv": (
        "name,latitude,longitude,ne_id\nKano,11.7324000000,8.5414300000,1159315247\n"
    ),
    "cities500.json": json.dumps(
        {"64021": {"geonameid": 64021, "latitude": 9.93611, "longitude": 43.0}}
    ),
    "full_dataset.csv": (
        "hromada_code,lat_center,lon_center\nUA05020010000053508,49.1927696,28.3720314\n"
    ),
}
SOURCES = {
    "ua": "natural-earth:1159321345",
    "ng-kano": "natural-earth:1159315247",
    "so-awdal": "geonames:64021",
    "ua-ahronomichna-hromada": "kse:UA05020010000053508",
}


@pytest.fixture
def files(tmp_path):
    paths = [tmp_path / name for name in FILES]
    for path in paths:
        path.write_text(FILES[path.name], encoding="utf-8")
    return paths


def row(place, source):
    return {"place_id": place, "lat": "1", "lon": "2", "point_source": source}


def located(rows, files):
    return [
        (row["place_id"], row["lat"], row["lon"]) for row in with_points(rows, points_of(files))
    ]


def test_each_place_gets_the_point_that_its_row_names_to_five_decimals(files):
    rows = [row(place, source) for place, source in SOURCES.items()]
    assert located(rows, files) == [
        ("ua", "49.72474", "32.14086"),
        ("ng-kano", "11.7324", "8.54143"),
        ("so-awdal", "9.93611", "43"),
        ("ua-ahronomichna-hromada", "49.19277", "28.37203"),
    ]


def test_a_place_without_a_source_and_one_of_another_file_do_not_change(files):
    rows = [row("sy-coast", ""), row("so-awdal", "geonames:64021")]
    assert located(rows, files[:2]) == [("sy-coast", "1", "2"), ("so-awdal", "1", "2")]


def test_an_id_that_is_not_in_the_file_of_its_origin_is_refused(files):
    with pytest.raises(click.ClickException) as error:
        located([row("so-awdal", "geonames:64022")], files)
    assert error.value.message == "so-awdal: no file has the point geonames:64022"


def test_a_file_of_another_name_is_refused(tmp_path):
    with pytest.raises(click.BadParameter) as error:
        points_of([tmp_path / "places.csv"])
    assert error.value.message.startswith("places.csv is not one of ne_50m_admin_0_countries.geo")


def test_the_table_of_places_is_the_one_of_this_project():
    with PLACES.open(encoding="utf-8", newline="") as stream:
        columns = next(csv.reader(stream))
    assert PLACES == HOME / "datasets/reference/places.csv"
    assert columns[-3:] == ["lat", "lon", "point_source"]
