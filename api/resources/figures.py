"""Lists of figures, of one dataset or of all: a page, or a complete file per format."""

from functools import partial

from flask import Response

from api.config import Config
from api.context import Args
from api.openapi.blueprint import Blueprint
from api.parameters.parser import query_of
from api.parameters.schemas import csv_parameters, file_parameters, list_parameters
from api.responses.downloads import export_request, export_response
from api.responses.envelope import figure_page
from api.schemas.figures import FigurePageSchema
from datasets.model.datapackage import Dataset
from datasets.release.export.formats import EXPORT_FORMATS, ExportFormat
from datasets.release.export.prebuilt import ALL_FIGURES, prebuilt_file
from datasets.release.release import Release
from datasets.release.store.releases import Releases


def dataset_blueprint(dataset: Dataset, readme: str) -> Blueprint:
    """Return the operations on one dataset, or on all for ``ALL_DATASETS``."""
    name, title = dataset.name or ALL_FIGURES, dataset.title
    items = f"figures on {title.lower()}" if dataset.name else title.lower()
    blueprint = Blueprint(
        title, __name__, url_prefix="/v1", description=readme or dataset.description
    )
    blueprint.operation(
        f"/{name}",
        f"list_{name}",
        list_parameters(f"{name}-list", dataset),
        FigurePageSchema,
        problems=["release-gone"],
        summary=f"List {items}",
        description=f"{dataset.description} A figure must match every parameter; if a "
        "parameter has several values, one of them. All bounds are inclusive.",
    )(partial(list_figures, dataset=dataset.name))
    for format_ in EXPORT_FORMATS.values():
        if format_.per_dataset or not dataset.name:
            parameters = csv_parameters if format_.extension == "csv" else file_parameters
            blueprint.operation(
                f"/{name}.{format_.extension}",
                f"download_{name}_{format_.extension}",
                parameters(f"{name}-{format_.extension}", dataset),
                {"type": "string", **({"format": "binary"} if format_.binary else {})},
                content_type=format_.media_type,
                problems=["release-gone"],
                summary=f"Download {items} as {format_.title}",
                description=format_.description,
            )(partial(download_figures, dataset=dataset.name, format_=format_))
    return blueprint


def list_figures(release: Release, args: Args, dataset: str) -> Response:
    return figure_page(release, query_of(args, dataset), args)


def download_figures(
    *,
    release: Release,
    args: Args,
    releases: Releases,
    config: Config,
    dataset: str,
    format_: ExportFormat,
) -> Response:
    name = dataset or ALL_FIGURES
    export = export_request(release, query_of(args, dataset), args)
    prebuilt = prebuilt_file(releases.folder, export, name, format_)
    return export_response(export, format_, name, prebuilt, config)
