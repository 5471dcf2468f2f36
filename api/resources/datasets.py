"""Datasets: what each contains and covers, and its series."""

from flask import Response

from api.context import Args
from api.openapi.blueprint import Blueprint
from api.parameters.path import DATASET
from api.parameters.schemas import NoParametersSchema, series_parameters
from api.problems.exceptions import not_found
from api.responses.envelope import json_response, page_response
from api.schemas.datasets import DatasetPageSchema, DatasetSchema, SeriesPageSchema
from datasets.release.queries import catalog
from datasets.release.release import Release

blueprint = Blueprint(
    "Datasets",
    __name__,
    url_prefix="/v1",
    description="Datasets, their coverage, and their series.",
)


@blueprint.operation(
    "/datasets",
    "list_datasets",
    NoParametersSchema,
    DatasetPageSchema,
    summary="List datasets",
    description="All datasets, with metrics, coverage and URLs of the figures.",
)
def list_datasets(release: Release) -> Response:
    rows = catalog.datasets(release)
    return page_response(release, rows, len(rows), len(rows), 0)


@blueprint.operation(
    "/datasets/<dataset>",
    "get_dataset",
    NoParametersSchema,
    DatasetSchema,
    path=[DATASET],
    problems=["not-found"],
    summary="Get a dataset",
    description="One dataset, with metrics, coverage and URLs of the figures.",
)
def get_dataset(release: Release, dataset: str) -> Response:
    return json_response(_row(release, dataset))


@blueprint.operation(
    "/datasets/<dataset>/series",
    "list_series_of_dataset",
    series_parameters(),
    SeriesPageSchema,
    path=[DATASET],
    problems=["not-found"],
    summary="List the series of a dataset",
    description="One series per claimant, metric, subject and place: its first and last day, its "
    "usual interval, how old its newest claim is, and whether the claimant is silent. No claim "
    "does not mean zero.",
)
def list_series_of_dataset(release: Release, args: Args, dataset: str) -> Response:
    _row(release, dataset)
    limit, offset = args["limit"], args["offset"]
    filters = {name: codes for name, codes in args.items() if isinstance(codes, tuple)}
    rows, total = catalog.series(release, dataset, filters, limit, offset)
    return page_response(release, rows, total, limit, offset)


def _row(release: Release, dataset: str) -> str:
    row = catalog.dataset(release, dataset)
    if row is None:
        raise not_found(f"There is no dataset '{dataset}'.", ["/v1/datasets"])
    return row
