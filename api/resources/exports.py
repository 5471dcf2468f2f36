"""The complete compilation: data package, catalogue in JSON-LD, and places in GeoJSON."""

import json

from flask import Response

from api.config import Config
from api.openapi.blueprint import Blueprint
from api.parameters.schemas import NoParametersSchema
from api.representations.dcat import catalog_of
from api.representations.geojson import GEO_JSON, places_geojson
from api.responses.downloads import send_file
from api.responses.urls import base_url
from datasets.model.datapackage import descriptor_at
from datasets.release.exceptions import ReleaseGone
from datasets.release.queries.catalog import datasets, sources
from datasets.release.release import Release
from datasets.release.serialization import json_of
from datasets.release.store.releases import Releases

JSON_LD = "application/ld+json"

blueprint = Blueprint(
    "Complete data",
    __name__,
    url_prefix="/v1",
    description="The complete compilation, and metadata for catalogues.",
)


@blueprint.operation(
    "/datapackage.zip",
    "download_everything",
    NoParametersSchema,
    {"type": "string", "format": "binary"},
    content_type="application/zip",
    summary="Download the data package (ZIP)",
    description="A Frictionless Data Package: ledgers with every revision, reference tables, "
    "descriptor, licence and citation. The same release always has the same bytes.",
)
def download_everything(release: Release, releases: Releases, config: Config) -> Response:
    try:
        response = send_file(releases.folder / f"{release.id}.zip", config)
    except FileNotFoundError:
        raise ReleaseGone(release.id, "has no package any more") from None
    response.content_type = "application/zip"
    name = f"reported-figures-{release.id}.zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@blueprint.operation(
    "/catalog.jsonld",
    "get_catalog",
    NoParametersSchema,
    {"type": "object"},
    content_type=JSON_LD,
    absolute=True,
    summary="Get the catalogue (DCAT 3, schema.org)",
    description="The datasets, their files and their sources as JSON-LD. Each source has its own "
    "licence. The context is inline.",
)
def get_catalog(release: Release, config: Config) -> Response:
    rows = [json.loads(row) for row in datasets(release)]
    used = {row["dataset"]: release.codes.get((row["dataset"], "source"), {}) for row in rows}
    by_dataset = {dataset: sources(release, ids) for dataset, ids in used.items()}
    descriptor = descriptor_at(config.datasets)
    document = catalog_of(descriptor, rows, by_dataset, release, base_url(config))
    return Response(json_of(document) + "\n", content_type=JSON_LD)


@blueprint.operation(
    "/places.geojson",
    "map_places",
    NoParametersSchema,
    {"type": "object"},
    content_type=GEO_JSON,
    summary="Get places as GeoJSON",
    description="The places that have at least one figure, with the number of figures. A feature "
    "is a point in the place, not its boundary. `without_point` lists the places that have figures "
    "but no point, such as districts and areas across borders.",
)
def map_places(release: Release) -> Response:
    return places_geojson(release)
