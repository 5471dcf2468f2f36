"""OpenAPI links: from a response to the operations that take a value of it as a parameter."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any


def add_links(document: dict[str, Any]) -> None:
    """Add the links to the responses of a document, in place."""
    for item in document["paths"].values():
        operation = item["get"]
        response = operation["responses"]["200"]
        schema = {"$ref": "#/components/schemas/FigurePage"}
        is_page = any(content["schema"] == schema for content in response["content"].values())
        links = FIGURE_PAGE_LINKS if is_page else LINKS.get(operation["operationId"], ())
        if links:
            response["links"] = {link[0]: _link(*link) for link in links}


Link = tuple[str, str, str, str]  # operation, description, parameter, pointer to its value

FIGURE_PAGE_LINKS: tuple[Link, ...] = (
    ("get_figure", "The first figure of the page", "figure_id", "data/0/id"),
    ("list_revisions", "Its revisions", "figure_id", "data/0/id"),
    ("cite_figure", "Its citation", "figure_id", "data/0/id"),
)
# By the operation of the response.
LINKS: Mapping[str, tuple[Link, ...]] = MappingProxyType(
    {
        "get_figure": (
            ("list_revisions", "Revisions of the figure", "figure_id", "id"),
            ("cite_figure", "Citation of the figure", "figure_id", "id"),
            ("prove_figure", "Proof that the figure is in the release", "figure_id", "id"),
        ),
        "list_revisions": (
            ("get_figure", "Current revision of the figure", "figure_id", "data/0/id"),
        ),
        "list_datasets": (
            ("get_dataset", "The first dataset of the page", "dataset", "data/0/dataset"),
        ),
        "get_dataset": (("list_series_of_dataset", "Series of the dataset", "dataset", "dataset"),),
        "list_metrics": (
            ("get_metric", "The first metric of the page", "metric_id", "data/0/metric_id"),
        ),
        "list_actors": (
            ("get_actor", "The first actor of the page", "actor_id", "data/0/actor_id"),
        ),
        "list_places": (
            ("get_place", "The first place of the page", "place_id", "data/0/place_id"),
        ),
        "list_sources": (
            ("get_source", "The first source of the page", "source_id", "data/0/source_id"),
        ),
        "list_conflicts": (
            ("get_conflict", "The first conflict of the page", "conflict_id", "data/0/conflict_id"),
        ),
        "list_feeds": (("get_feed", "The first feed of the page", "feed_id", "data/0/feed_id"),),
    }
)


def _link(operation: str, description: str, parameter: str, pointer: str) -> dict[str, Any]:
    return {
        "operationId": operation,
        "description": description,
        "parameters": {parameter: f"$response.body#/{pointer}"},
    }
