"""The strict parser of query strings."""

from typing import Any

import marshmallow as ma
from flask import Request
from marshmallow import Schema, fields
from webargs.flaskparser import FlaskParser


class StrictParser(FlaskParser):
    """Rejects unknown, repeated and empty parameters."""

    DEFAULT_UNKNOWN_BY_LOCATION = {  # noqa: RUF012 (webargs declares it so)
        **FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION,
        "query": ma.RAISE,
    }

    def load_querystring(self, req: Request, schema: Schema) -> Any:
        args = dict(req.args.lists())
        messages = {
            name: message
            for name, values in args.items()
            if (message := _error(values, schema.fields.get(name)))
        }
        if messages:
            raise ma.ValidationError(messages)
        lists = {name for name in args if isinstance(schema.fields.get(name), fields.List)}
        return {name: values if name in lists else values[0] for name, values in args.items()}


def _error(values: list[str], field: fields.Field[Any] | None) -> list[str] | None:
    if field is None:
        return None
    if "" in values:
        return ["is empty; give a value or leave the parameter out"]
    if len(values) > 1 and not isinstance(field, fields.List):
        return [f"is given {len(values)} times; give it once"]
    return None
