"""Places as a GeoJSON FeatureCollection (RFC 7946)."""

import json
from typing import Any

from flask import Response

from datasets.release.queries import catalog
from datasets.release.release import Release
from datasets.release.serialization import json_of

GEO_JSON = "application/geo+json"


def places_geojson(release: Release) -> Response:
    """The places that have a point and at least one figure."""
    places = map(json.loads, catalog.all_references(release, "places"))
    features = [
        _feature(place) for place in places if place["figures"] and place["lat"] is not None
    ]
    return Response(
        json_of({"type": "FeatureCollection", "features": features}) + "\n", content_type=GEO_JSON
    )


def _feature(place: dict[str, Any]) -> dict[str, Any]:
    properties = ("place_id", "name", "level", "iso3", "pcode", "figures", "links")
    return {
        "type": "Feature",
        "id": place["place_id"],
        "geometry": {"type": "Point", "coordinates": [place["lon"], place["lat"]]},
        "properties": {name: place[name] for name in properties},
    }
