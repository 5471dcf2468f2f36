"""Everything at once: the data package, the catalogue for machines, and the places on a map."""

import json
from typing import Any

from flask import Response

from api.config import Config
from api.openapi.blueprint import Blueprint
from api.parameters.schemas import NoParametersSchema
from api.representations.dcat import catalog_of
from api.representations.geojson import GEO_JSON, places_geojson
from api.responses import caching as responses_caching
from api.responses import urls as responses_urls
from api.responses.downloads import apply_range, send_file
from datasets.model.datapackage import descriptor_at
from datasets.release.exceptions import ReleaseGone
from datasets.release.queries import catalog as catalogue
from datasets.release.release import Release
from datasets.release.serialization import json_of
from datasets.release.store.releases import Releases

JSON_LD = "application/ld+json"


def blueprint(releases: Releases, config: Config) -> Blueprint:
    """The data package, the catalogue and the map."""
    blueprint = Blueprint(
        "Everything at once",
        __name__,
        url_prefix="/v1",
        description="The whole compilation, and what machines need to find it.",
    )

    _add_package(blueprint, releases, config)

    @blueprint.operation(
        "/catalog.jsonld",
        "get_catalog",
        NoParametersSchema,
        {"type": "object"},
        content_type=JSON_LD,
        summary="The catalogue for machines (DCAT 3, schema.org)",
        description="The datasets and their files as JSON-LD, with its context inline.",
    )
    def catalog(given: dict[str, Any]) -> Response:
        release = releases.current
        return responses_caching.cacheable(
            release, given, config, lambda: _catalog(release, config), absolute=True
        )

    @blueprint.operation(
        "/places.geojson",
        "map_places",
        NoParametersSchema,
        {"type": "object"},
        content_type=GEO_JSON,
        summary="Places on a map (GeoJSON)",
        description="The places that have a point and a figure, with the number of figures.",
    )
    def places(given: dict[str, Any]) -> Response:
        release = releases.current
        return responses_caching.cacheable(release, given, config, lambda: places_geojson(release))

    return blueprint


def _add_package(blueprint: Blueprint, releases: Releases, config: Config) -> None:
    @blueprint.operation(
        "/datapackage.zip",
        "download_everything",
        NoParametersSchema,
        {"type": "string", "format": "binary"},
        content_type="application/zip",
        summary="Everything, as one file (Data Package)",
        description="Ledgers with every revision, reference tables, descriptor, licence and "
        "citation: a Frictionless Data Package. The same release gives the same bytes.",
    )
    def everything(given: dict[str, Any]) -> Response:
        release = releases.current
        package = responses_caching.cacheable(
            release, given, config, lambda: _package(releases, release, config)
        )
        return apply_range(package)


def _package(releases: Releases, release: Release, config: Config) -> Response:
    try:
        response = send_file(releases.folder / f"{release.id}.zip", config)
    except FileNotFoundError:
        raise ReleaseGone(release.id, "has no package any more") from None
    response.content_type = "application/zip"
    name = f"reported-figures-{release.id}.zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _catalog(release: Release, config: Config) -> Response:
    described = [json.loads(text) for text in catalogue.datasets(release)]
    descriptor = descriptor_at(config.datasets)
    body = catalog_of(descriptor, described, release, responses_urls.base_url(config))
    return Response(json_of(body) + "\n", content_type=JSON_LD)
