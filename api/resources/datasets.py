"""The datasets: what each holds and covers."""

from typing import Any

from flask import Response

from api import responses
from api.answers import Dataset, DatasetPage
from api.config import Config
from api.contract import Blueprint
from api.parameters import NoParameters
from api.problems import not_found
from datasets.release import catalogue
from datasets.release.engines import Releases

DATASET = {
    "in": "path",
    "name": "dataset",
    "required": True,
    "description": "Name of the dataset",
    "schema": {"type": "string"},
    "example": "losses",
}


def blueprint(releases: Releases, config: Config) -> Blueprint:
    """All datasets, and one by its name."""
    blueprint = Blueprint(
        "Datasets", __name__, url_prefix="/v1", description="What is served, and what it covers."
    )

    @blueprint.question(
        "/datasets",
        "list_datasets",
        NoParameters,
        DatasetPage,
        summary="All datasets",
        description="Each with its metrics, its coverage and the addresses of its figures.",
    )
    def all_datasets(given: dict[str, Any]) -> Response:
        release = releases.current
        return responses.kept(release, given, config, lambda: _all(release))

    @blueprint.question(
        "/datasets/<dataset>",
        "get_dataset",
        NoParameters,
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
        return responses.kept(release, given, config, lambda: responses.document(row))

    return blueprint


def _all(release: Any) -> Response:
    rows = catalogue.datasets(release)
    return responses.page_of(release, rows, len(rows), len(rows), 0)
