"""Where an answer leads: which operation may be asked next, and with what of the answer."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any


def add_links(document: dict[str, Any]) -> None:
    """Give the answers that lead somewhere their OpenAPI links, in place."""
    for item in document["paths"].values():
        operation = item["get"]
        answer = operation["responses"]["200"]
        pages = {"$ref": "#/components/schemas/FigurePage"}
        of_page = any(content["schema"] == pages for content in answer["content"].values())
        links = FIGURES if of_page else FURTHER.get(operation["operationId"], ())
        if links:
            answer["links"] = {link[0]: _link(*link) for link in links}


Further = tuple[str, str, str, str]  # an operation, why, its parameter, and where that stands

FIGURES: tuple[Further, ...] = (
    ("get_figure", "The first figure by its id", "figure_id", "data/0/id"),
    ("list_revisions", "How it was revised", "figure_id", "data/0/id"),
    ("cite_figure", "How to cite it", "figure_id", "data/0/id"),
)
FURTHER: Mapping[str, tuple[Further, ...]] = MappingProxyType(
    {
        "get_figure": (
            ("list_revisions", "How it was revised", "figure_id", "id"),
            ("cite_figure", "How to cite it", "figure_id", "id"),
            ("prove_figure", "Proof that it stands in the release", "figure_id", "id"),
        ),
        "list_revisions": (("get_figure", "As it stands", "figure_id", "data/0/id"),),
        "list_datasets": (("get_dataset", "The first dataset", "dataset", "data/0/dataset"),),
        "get_dataset": (("list_series_of_dataset", "Its series", "dataset", "dataset"),),
        "list_metrics": (("get_metric", "The first metric", "metric_id", "data/0/metric_id"),),
        "list_actors": (("get_actor", "The first actor", "actor_id", "data/0/actor_id"),),
        "list_places": (("get_place", "The first place", "place_id", "data/0/place_id"),),
        "list_sources": (("get_source", "The first source", "source_id", "data/0/source_id"),),
    }
)


def _link(operation: str, words: str, parameter: str, pointer: str) -> dict[str, Any]:
    return {
        "operationId": operation,
        "description": words,
        "parameters": {parameter: f"$response.body#/{pointer}"},
    }
