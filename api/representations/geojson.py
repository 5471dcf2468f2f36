"""Places as a GeoJSON FeatureCollection (RFC 7946)."""

import json
from typing import Any

from flask import Response

from datasets.release.queries import catalog
from datasets.release.release import Release
from datasets.release.serialization import json_of

GEO_JSON = "application/geo+json"
PROPERTIES = ("place_id", "name", "level", "iso3", "pcode", "point_source", "figures", "links")


def places_geojson(release: Release) -> Response:
    """The places that have at least one figure: features, and those without a point apart.

    ``without_point`` is a foreign member (RFC 7946, section 6.1), as many readers cannot draw a
    feature without a geometry.
    """
    rows = map(json.loads, catalog.all_references(release, "places"))
    places = [place for place in rows if place["figures"]]
    collection = {
        "type": "FeatureCollection",
        "features": [_feature(place) for place in places if place["lat"] is not None],
        "without_point": [_properties(place) for place in places if place["lat"] is None],
    }
    return Response(json_of(collection) + "\n", content_type=GEO_JSON)


def _feature(place: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": place["place_id"],
        "geometry": {"type": "Point", "coordinates": [place["lon"], place["lat"]]},
        "properties": _properties(place),
    }


def _properties(place: dict[str, Any]) -> dict[str, Any]:
    return {name: place[name] for name in PROPERTIES}
