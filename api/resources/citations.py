"""Citations of a figure, of a dataset, or of a query on a dataset."""

import json
from collections.abc import Iterable
from functools import partial

from api.config import Config
from api.context import Args
from api.lookups import requested_figure
from api.openapi.blueprint import Blueprint
from api.parameters.path import FIGURE_ID
from api.parameters.schemas import FigureParametersSchema, file_parameters
from api.responses.envelope import Document
from api.responses.urls import base_url, pinned_url
from api.schemas.figures import CitationSchema
from datasets.claims.citation import citation_formats, dataset_citation, figure_citation
from datasets.model.datapackage import Dataset
from datasets.release.release import Release


def citation_blueprint(datasets: Iterable[Dataset]) -> Blueprint:
    """Return the operations that cite a figure, and each of some datasets."""
    blueprint = Blueprint(
        "Citation",
        __name__,
        url_prefix="/v1",
        description="Citations as text, and for reference managers.",
    )
    blueprint.operation(
        "/figures/<figure_id>/citation",
        "cite_figure",
        FigureParametersSchema,
        CitationSchema,
        path=[FIGURE_ID],
        problems=["not-found"],
        absolute=True,
        summary="Cite a figure",
        description="A citation that can be printed, APA, BibTeX, RIS and CSL-JSON. All name the "
        "claimant, the outlet, the day, the release, and an address that is pinned to this "
        "revision.",
    )(cite_figure)
    for dataset in datasets:
        blueprint.operation(
            f"/datasets/{dataset.name}/citation",
            f"cite_{dataset.name}",
            file_parameters(f"{dataset.name}-citation", dataset),
            CitationSchema,
            problems=["release-gone"],
            absolute=True,
            summary=f"Cite the dataset {dataset.name}, or a query on it",
            description="The citation of the dataset, or of the result of a query with these "
            "filters, in the current release.",
        )(partial(cite_dataset, dataset=dataset))
    return blueprint


def cite_figure(release: Release, args: Args, config: Config, figure_id: str) -> Document:
    row = json.loads(requested_figure(release, figure_id, args))
    url = f"{base_url(config)}/v1/figures/{row['id']}?revision={row['revision']}"
    return Document(citation_formats(figure_citation(row, release.id, url)))


def cite_dataset(release: Release, config: Config, dataset: Dataset) -> Document:
    url = base_url(config) + pinned_url(f"/v1/{dataset.name}", release)
    cited = dataset_citation(dataset.title, dataset.name, release.newest, release.id, url)
    return Document(citation_formats(cited))
