"""parser."""

from typing import Any

import marshmallow as ma
from flask import Request
from marshmallow import Schema, fields
from webargs.flaskparser import FlaskParser


class StrictParser(FlaskParser):
    """Refuses what it does not understand: unknown, repeated and empty parameters."""

    DEFAULT_UNKNOWN_BY_LOCATION = {  # noqa: RUF012 (webargs declares it so)
        **FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION,
        "query": ma.RAISE,
    }

    def load_querystring(self, req: Request, schema: Schema) -> Any:
        given = dict(req.args.lists())
        wrong = {
            name: reason
            for name, values in given.items()
            if (reason := _refusal(values, schema.fields.get(name)))
        }
        if wrong:
            raise ma.ValidationError(wrong)
        lists = {name for name in given if isinstance(schema.fields.get(name), fields.List)}
        return {name: text if name in lists else text[0] for name, text in given.items()}


def _refusal(values: list[str], field: fields.Field[Any] | None) -> list[str] | None:
    if field is None:
        return None
    if "" in values:
        return ["is empty; give a value or leave the parameter out"]
    if len(values) > 1 and not isinstance(field, fields.List):
        return [f"is given {len(values)} times; give it once"]
    return None
