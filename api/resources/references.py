"""The reference tables: metrics, actors, places and sources, and the search for a code."""

from typing import Any

from flask import Response

from api.config import Config
from api.openapi.blueprint import Blueprint
from api.parameters.path import SLUG
from api.parameters.schemas import NoParametersSchema, search_parameters
from api.problems.exceptions import not_found
from api.responses import caching as responses_caching
from api.responses import envelope as responses_envelope
from api.schemas.references import REFERENCE_ANSWERS
from datasets.release.queries import catalog as catalogue
from datasets.release.store.releases import Releases

DESCRIPTIONS = {
    "metrics": "What is counted, its unit, and whether it may be added up.",
    "actors": "Those who claim, are counted, relay or publish.",
    "places": "Where, as a tree: each place names the one that contains it.",
    "sources": "The documents in which figures were read.",
}


def blueprint(kind: str, releases: Releases, config: Config) -> Blueprint:
    """One reference table: its rows found by name, and one by its code."""
    one, many = REFERENCE_ANSWERS[kind]
    singular, key = kind[:-1], f"{kind[:-1]}_id"
    blueprint = Blueprint(
        kind.capitalize(), __name__, url_prefix="/v1", description=DESCRIPTIONS[kind]
    )

    @blueprint.operation(
        f"/{kind}",
        f"list_{kind}",
        search_parameters(f"{kind}-list", WORDS[kind]),
        many,
        summary=f"Find the code of a {singular}",
        description=f"{DESCRIPTIONS[kind]} `q` finds a part of the code or of any name on record.",
    )
    def rows(given: dict[str, Any]) -> Response:
        release = releases.current
        return responses_caching.cacheable(
            release, given, config, lambda: _found(release, kind, given)
        )

    @blueprint.operation(
        f"/{kind}/<{key}>",
        f"get_{singular}",
        NoParametersSchema,
        one,
        path=[_path_parameter(singular, key)],
        problems=["not-found"],
        summary=f"One {singular}",
        description=DESCRIPTIONS[kind],
    )
    def row(given: dict[str, Any], **path: str) -> Response:
        release = releases.current
        found = catalogue.reference(release, kind, path[key])
        if found is None:
            raise not_found(f"There is no {singular} '{path[key]}'.", [f"/v1/{kind}"])
        return responses_caching.cacheable(
            release, given, config, lambda: responses_envelope.json_response(found)
        )

    return blueprint


def _found(release: Any, kind: str, given: dict[str, Any]) -> Response:
    limit, offset = given["limit"], given["offset"]
    rows, total = catalogue.references(release, kind, given.get("q"), limit, offset)
    return responses_envelope.page_of(release, rows, total, limit, offset)


WORDS = {"metrics": "wounded", "actors": "general staff", "places": "pokrovsk", "sources": "kursk"}
EXAMPLES = {
    "metric": "killed-or-wounded",
    "actor": "ua-government",
    "place": "ua-pokrovsk",
    "source": "unnamed-outlet-2024-08-20",
}


def _path_parameter(singular: str, key: str) -> dict[str, Any]:
    return {
        "in": "path",
        "name": key,
        "required": True,
        "description": f"Code of the {singular}",
        "schema": SLUG,
        "example": EXAMPLES[singular],
    }
