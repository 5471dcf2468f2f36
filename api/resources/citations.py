"""How to cite a figure, a dataset, or the answer to a question about it."""

import json
from typing import Any

from flask import Response

from api import lookups as responses_lookups
from api.config import Config
from api.openapi.blueprint import Blueprint
from api.parameters.path import FIGURE_ID
from api.parameters.schemas import FigureParametersSchema, file_parameters
from api.responses import caching as responses_caching
from api.responses import envelope as responses_envelope
from api.responses import urls as responses_urls
from api.schemas.figures import Citation
from datasets.claims.citation import CitedWork, citation_formats, dataset_citation, figure_citation
from datasets.model.datapackage import Dataset
from datasets.release.serialization import json_of
from datasets.release.store.releases import Releases


def blueprint(described: tuple[Dataset, ...], releases: Releases, config: Config) -> Blueprint:
    """Citations of a figure and of each dataset."""
    blueprint = Blueprint(
        "Citation",
        __name__,
        url_prefix="/v1",
        description="Ready words, and files for reference managers.",
    )

    @blueprint.operation(
        "/figures/<figure_id>/citation",
        "cite_figure",
        FigureParametersSchema,
        Citation,
        path=[FIGURE_ID],
        problems=["not-found"],
        summary="How to cite a figure",
        description="A line that can be printed, APA, BibTeX, RIS and CSL-JSON. All name the "
        "claimant, the outlet, the day, the release, and an address that is pinned to this "
        "revision.",
    )
    def cite_figure(given: dict[str, Any], figure_id: str) -> Response:
        release = releases.current
        row = json.loads(responses_lookups.requested_figure(release, figure_id, given))
        pinned = (
            f"{responses_urls.base_url(config)}/v1/figures/{row['id']}?revision={row['revision']}"
        )
        cited = figure_citation(row, release.id, pinned)
        return responses_caching.cacheable(
            release, given, config, lambda: _answer(cited), absolute=True
        )

    for dataset in described:
        _add_dataset(blueprint, dataset, releases, config)
    return blueprint


def _add_dataset(
    blueprint: Blueprint, dataset: Dataset, releases: Releases, config: Config
) -> None:
    @blueprint.operation(
        f"/datasets/{dataset.name}/citation",
        f"cite_{dataset.name}",
        file_parameters(f"{dataset.name}-citation", dataset, lambda: releases.current),
        Citation,
        problems=["release-gone"],
        summary=f"How to cite {dataset.title.lower()}, or some of them",
        description="The dataset as it stands, or the answer to the question that the filters put "
        "to it, pinned to this vintage.",
    )
    def cite_dataset(given: dict[str, Any]) -> Response:
        release = responses_lookups.requested_release(releases, given)
        asked = responses_urls.pinned_url(f"/v1/{dataset.name}", release)
        address = responses_urls.base_url(config) + asked
        cited = dataset_citation(dataset.title, dataset.name, release.newest, release.id, address)
        return responses_caching.cacheable(
            release, given, config, lambda: _answer(cited), absolute=True
        )


def _answer(cited: CitedWork) -> Response:
    return responses_envelope.json_response(json_of(citation_formats(cited)))
