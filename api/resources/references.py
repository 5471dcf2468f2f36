"""Reference tables: search in metrics, actors and the others, and one row by its code."""

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from typing import Any

from flask import Response

from api.context import Args
from api.openapi.blueprint import Blueprint
from api.parameters.path import SLUG
from api.parameters.schemas import NoParametersSchema, reference_parameters
from api.problems.exceptions import not_found
from api.responses.envelope import json_response, page_response
from api.responses.hints import search_hints
from api.schemas.references import REFERENCE_SCHEMAS
from datasets.release.queries.catalog import reference, references
from datasets.release.release import Release

# The tables, in the order of the contract.
DESCRIPTIONS: Mapping[str, str] = MappingProxyType(
    {
        "metrics": "Metrics: things that are counted, their units, and whether they may be added.",
        "actors": "Actors: claimants, subjects, outlets that relay claims, and publishers.",
        "places": "Places: a tree, in which each place names the place that contains it.",
        "sources": "Sources: the documents in which the figures were read.",
        "conflicts": "Conflicts: places, subjects and sides by which to find the figures of a war.",
        "feeds": "Feeds: files that publishers write anew, and from which figures are imported.",
    }
)
SEARCH_EXAMPLES: Mapping[str, str] = MappingProxyType(
    {
        "metrics": "wounded",
        "actors": "general staff",
        "places": "pokrovsk",
        "sources": "kursk",
        "conflicts": "ukraine",
        "feeds": "personnel",
    }
)
CODE_EXAMPLES: Mapping[str, str] = MappingProxyType(
    {
        "metrics": "killed-or-wounded",
        "actors": "ua-government",
        "places": "ua-pokrovsk",
        "sources": "unnamed-outlet-2024-08-20",
        "conflicts": "russia-ukraine",
        "feeds": "general-staff-personnel",
    }
)


def search_rows(release: Release, args: Args, table: str) -> Response:
    limit, offset = args["limit"], args["offset"]
    rows, total = references(release, table, args.get("q"), limit, offset)
    hints = {} if total else search_hints(release, table, args.get("q", ""))
    return page_response(release, rows, total, limit, offset, hints=hints)


def get_row(release: Release, path: Mapping[str, str], table: str) -> Response:
    [code] = path.values()  # its name differs by table: metric_id, actor_id, ...
    row = reference(release, table, code)
    if row is None:
        raise not_found(f"There is no {_singular(table)} '{code}'.", [f"/v1/{table}"])
    return json_response(row)


def _blueprint(table: str) -> Blueprint:
    row_schema, page_schema = REFERENCE_SCHEMAS[table]
    singular, description = _singular(table), DESCRIPTIONS[table]
    article = "an" if singular == "actor" else "a"
    blueprint = Blueprint(table.capitalize(), __name__, url_prefix="/v1", description=description)
    blueprint.operation(
        f"/{table}",
        f"list_{table}",
        reference_parameters(f"{table}-list", SEARCH_EXAMPLES[table]),
        page_schema,
        summary=f"Search {table}",
        description=f"{description} `q` is a part of the code or of any recorded name.",
    )(partial(search_rows, table=table))
    blueprint.operation(
        f"/{table}/<{singular}_id>",
        f"get_{singular}",
        NoParametersSchema,
        row_schema,
        path=[_path_parameter(table)],
        problems=["not-found"],
        summary=f"Get {article} {singular}",
        description=description,
    )(partial(get_row, table=table))
    return blueprint


def _path_parameter(table: str) -> dict[str, Any]:
    singular = _singular(table)
    return {
        "in": "path",
        "name": f"{singular}_id",
        "required": True,
        "description": f"Code of the {singular}",
        "schema": SLUG,
        "example": CODE_EXAMPLES[table],
    }


def _singular(table: str) -> str:
    return table.removesuffix("s")


blueprints = tuple(map(_blueprint, DESCRIPTIONS))
