"""The datasets: what each holds and covers."""

from typing import Any

from flask import Response

from api.config import Config
from api.openapi.blueprint import Blueprint
from api.parameters.path import DATASET
from api.parameters.schemas import NoParametersSchema, series_parameters
from api.problems.exceptions import not_found
from api.responses import caching as responses_caching
from api.responses import envelope as responses_envelope
from api.schemas.datasets import Dataset, DatasetPage, SeriesPage
from datasets.release.queries import catalog as catalogue
from datasets.release.release import Release
from datasets.release.store.releases import Releases


def blueprint(releases: Releases, config: Config) -> Blueprint:
    """All datasets, and one by its name."""
    blueprint = Blueprint(
        "Datasets", __name__, url_prefix="/v1", description="What is served, and what it covers."
    )

    @blueprint.operation(
        "/datasets",
        "list_datasets",
        NoParametersSchema,
        DatasetPage,
        summary="All datasets",
        description="Each with its metrics, its coverage and the addresses of its figures.",
    )
    def all_datasets(given: dict[str, Any]) -> Response:
        release = releases.current
        return responses_caching.cacheable(release, given, config, lambda: _all(release))

    @blueprint.operation(
        "/datasets/<dataset>",
        "get_dataset",
        NoParametersSchema,
        Dataset,
        path=[DATASET],
        problems=["not-found"],
        summary="One dataset",
        description="Its metrics, its coverage and the addresses of its figures.",
    )
    def one_dataset(given: dict[str, Any], dataset: str) -> Response:
        release = releases.current
        row = catalogue.dataset(release, dataset)
        if row is None:
            raise not_found(f"There is no dataset '{dataset}'.", ["/v1/datasets"])
        return responses_caching.cacheable(
            release, given, config, lambda: responses_envelope.json_response(row)
        )

    _add_series(blueprint, releases, config)

    return blueprint


def _add_series(blueprint: Blueprint, releases: Releases, config: Config) -> None:
    @blueprint.operation(
        "/datasets/<dataset>/series",
        "list_series_of_dataset",
        series_parameters(lambda: releases.current),
        SeriesPage,
        path=[DATASET],
        problems=["not-found"],
        summary="What the series of a dataset cover",
        description="For each claimant, metric, subject and place: from when to when, how often, "
        "and whether it has gone quiet, so that silence is not read as zero.",
    )
    def series(given: dict[str, Any], dataset: str) -> Response:
        release = releases.current
        if catalogue.dataset(release, dataset) is None:
            raise not_found(f"There is no dataset '{dataset}'.", ["/v1/datasets"])
        return responses_caching.cacheable(
            release, given, config, lambda: _series(release, dataset, given)
        )


def _series(release: Release, dataset: str, given: dict[str, Any]) -> Response:
    limit, offset = given["limit"], given["offset"]
    chosen = {name: codes for name, codes in given.items() if isinstance(codes, tuple)}
    rows, total = catalogue.series(release, dataset, chosen, limit, offset)
    return responses_envelope.page_of(release, rows, total, limit, offset)


def _all(release: Release) -> Response:
    rows = catalogue.datasets(release)
    return responses_envelope.page_of(release, rows, len(rows), len(rows), 0)
