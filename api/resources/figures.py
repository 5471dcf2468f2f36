"""Figures: of one dataset or of all, as a page or as a file, and one by its id."""

from typing import Any

from flask import Response

from api import responses
from api.answers import FigurePage
from api.config import Config
from api.contract import Blueprint
from api.parameters import FigureParameters, file_parameters, list_parameters, query_of
from api.problems import not_found
from datasets.model.descriptor import Dataset
from datasets.model.figure import PublishedRow
from datasets.release import query
from datasets.release.engines import Releases

ALL = Dataset(
    "", "Figures of all datasets", "Reported figures across all datasets.", "", {"on": "2024-08-19"}
)
FIGURE_ID = {
    "in": "path",
    "name": "figure_id",
    "required": True,
    "description": "Id of the figure",
    "schema": {"type": "string"},
    "example": "losses-0001",
}


def lists(dataset: Dataset, releases: Releases, config: Config) -> Blueprint:
    """The figures of one dataset, or of `ALL`."""
    name = dataset.name or "figures"
    title = dataset.title
    blueprint = Blueprint(title, __name__, url_prefix="/v1", description=dataset.description)

    @blueprint.question(
        f"/{name}",
        f"list_{name}",
        list_parameters(f"{name}-list", dataset, lambda: releases.current),
        FigurePage,
        summary=f"{title}, a page of them",
        description=f"{dataset.description} Parameters of different names must all hold; the "
        "values of one parameter are alternatives. All bounds are inclusive.",
    )
    def page(given: dict[str, Any]) -> Response:
        return responses.page(releases.current, query_of(given, dataset.name), given, config)

    @blueprint.question(
        f"/{name}.csv",
        f"download_{name}_csv",
        file_parameters(f"{name}-file", dataset, lambda: releases.current),
        {"type": "string"},
        content_type="text/csv",
        summary=f"{title}, all of them as a table (CSV)",
        description="The whole answer, never a page: comma, UTF-8, one header row, ISO dates, an "
        "empty cell where nothing is known. Text that a spreadsheet would run as a formula has an "
        "apostrophe before it.",
    )
    def table(given: dict[str, Any]) -> Response:
        asked = query_of(given, dataset.name)
        return responses.table(releases.current, asked, given, config, name)

    return blueprint


def single(releases: Releases, config: Config) -> Blueprint:
    """One figure by its id."""
    blueprint = Blueprint("One figure", __name__, url_prefix="/v1", description="By its id.")

    @blueprint.question(
        "/figures/<figure_id>",
        "get_figure",
        FigureParameters,
        PublishedRow,
        path=[FIGURE_ID],
        problems=["not-found"],
        summary="One figure",
        description="The row that counts now, or on the day of `as_of` or `known_at`. A retracted "
        "figure is answered too: its `change` says so.",
    )
    def figure(given: dict[str, Any], figure_id: str) -> Response:
        release = releases.current
        row = query.figure(release, figure_id, **given)
        if row is None:
            raise not_found(
                f"There is no figure '{figure_id}'" + (" on that day." if given else ".")
            )
        return responses.kept(release, given, config, lambda: responses.document(row))

    return blueprint
