"""Reference tables: search in metrics, actors and the others, and one row by its code."""

import json
from collections.abc import Iterable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any

from flask import Response

from api.context import Args
from api.feeds import FeedUpdates, with_update
from api.openapi.blueprint import Blueprint, View
from api.parameters.path import SLUG
from api.parameters.schemas import NoParametersSchema, reference_parameters
from api.problems.exceptions import not_found
from api.responses.envelope import json_response, page_response
from api.responses.hints import search_hints
from api.schemas.references import REFERENCE_SCHEMAS
from datasets.release.queries.catalog import reference, references
from datasets.release.release import Release
from datasets.release.serialization import json_of

# The tables, in the order of the contract.
DESCRIPTIONS: Mapping[str, str] = MappingProxyType(
    {
        "metrics": "Metrics: things that are counted, their units, and whether they may be added.",
        "actors": "Actors: claimants, subjects, outlets that relay claims, and publishers.",
        "places": "Places: a tree, in which each place names the place that contains it.",
        "sources": "Sources: the documents in which the figures were read.",
        "conflicts": "Conflicts: places, subjects and sides by which to find the figures of a war.",
        "feeds": "Feeds: files that publishers write anew, and from which figures are imported; "
        "how old the newest claim of each is, and how its last update on this server ended.",
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
    rows, total = references(release, table, args.get("q"), args["limit"], args["offset"])
    return _page(release, args, table, rows, total)


def get_row(release: Release, path: Mapping[str, str], table: str) -> Response:
    [code] = path.values()  # its name differs by table: metric_id, actor_id, ...
    return json_response(_row(release, table, code))


def search_feeds(release: Release, args: Args, updates: FeedUpdates) -> Response:
    rows, total = references(release, "feeds", args.get("q"), args["limit"], args["offset"])
    return _page(release, args, "feeds", [_dated(row, updates) for row in rows], total)


def get_feed(release: Release, feed_id: str, updates: FeedUpdates) -> Response:
    return json_response(_dated(_row(release, "feeds", feed_id), updates))


def _page(release: Release, args: Args, table: str, rows: Iterable[str], total: int) -> Response:
    hints = {} if total else search_hints(release, table, args.get("q", ""))
    return page_response(release, rows, total, args["limit"], args["offset"], hints=hints)


def _row(release: Release, table: str, code: str) -> str:
    row = reference(release, table, code)
    if row is None:
        raise not_found(f"There is no {_singular(table)} '{code}'.", [f"/v1/{table}"])
    return row


def _dated(row: str, updates: FeedUpdates) -> str:
    return json_of(with_update(json.loads(row), updates))


def _blueprint(table: str) -> Blueprint:
    search, get = VIEWS.get(
        table, (partial(search_rows, table=table), partial(get_row, table=table))
    )
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
    )(search)
    blueprint.operation(
        f"/{table}/<{singular}_id>",
        f"get_{singular}",
        NoParametersSchema,
        row_schema,
        path=[_path_parameter(table)],
        problems=["not-found"],
        summary=f"Get {article} {singular}",
        description=description,
    )(get)
    return blueprint


# The views of a table whose rows have columns that depend on the server.
VIEWS: Mapping[str, tuple[View, View]] = MappingProxyType({"feeds": (search_feeds, get_feed)})


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
