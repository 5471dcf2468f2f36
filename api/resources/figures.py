"""Lists of figures: of one dataset or of all, as a page or as a file."""

from typing import Any

from flask import Response

from api import lookups as responses_lookups
from api.config import Config
from api.openapi.blueprint import Blueprint
from api.parameters.query import query_of
from api.parameters.schemas import csv_parameters, file_parameters, list_parameters
from api.responses import downloads as responses_downloads
from api.responses import envelope as responses_envelope
from api.schemas.figures import FigurePage
from datasets.model.datapackage import Dataset, readme_at
from datasets.release.export.formats import EXPORT_FORMATS, ExportFormat
from datasets.release.export.prebuilt import prebuilt_file
from datasets.release.store.releases import Releases


def blueprint(dataset: Dataset, releases: Releases, config: Config) -> Blueprint:
    """The figures of one dataset, or of `ALL`."""
    name, title = dataset.name or "figures", dataset.title
    about = readme_at(config.datasets, dataset) or dataset.description
    blueprint = Blueprint(title, __name__, url_prefix="/v1", description=about)

    @blueprint.operation(
        f"/{name}",
        f"list_{name}",
        list_parameters(f"{name}-list", dataset, lambda: releases.current),
        FigurePage,
        problems=["release-gone"],
        summary=f"{title}, a page of them",
        description=f"{dataset.description} Parameters of different names must all hold; the "
        "values of one parameter are alternatives. All bounds are inclusive.",
    )
    def page(given: dict[str, Any]) -> Response:
        query = query_of(given, dataset.name)
        release = responses_lookups.requested_release(releases, given)
        return responses_envelope.page(release, query, given, config)

    for format_ in EXPORT_FORMATS.values():
        if format_.per_dataset or not dataset.name:
            _add_file(blueprint, format_, dataset, releases, config)
    return blueprint


def _add_file(
    blueprint: Blueprint,
    format_: ExportFormat,
    dataset: Dataset,
    releases: Releases,
    config: Config,
) -> None:
    name = dataset.name or "figures"
    parameters = csv_parameters if format_.extension == "csv" else file_parameters

    @blueprint.operation(
        f"/{name}.{format_.extension}",
        f"download_{name}_{format_.extension}",
        parameters(f"{name}-{format_.extension}", dataset, lambda: releases.current),
        {"type": "string", **({"format": "binary"} if format_.binary else {})},
        content_type=format_.media_type,
        problems=["release-gone"],
        summary=f"{dataset.title}, all of them as {format_.title}",
        description=format_.description,
    )
    def file(given: dict[str, Any]) -> Response:
        query = query_of(given, dataset.name)
        release = responses_lookups.requested_release(releases, given)
        answer = responses_downloads.export_request(release, query, given)
        ready = prebuilt_file(releases.folder, answer, name, format_)
        return responses_downloads.export_response(
            answer, format_, given, config, name, ready=ready
        )
