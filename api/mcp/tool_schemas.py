"""What may be asked of a tool and what it answers, as JSON Schemas made from the contract."""

from collections.abc import Mapping, Sequence
from typing import Any

from api.mcp.tools import CLAIM, KINDS, Answer, Schema, Tool, words_schema
from api.openapi.components import resolve_ref


def asked_schema(tool: Tool, contract: Answer) -> Schema:
    """What may be asked of a tool, in the words and limits of the contract."""
    told = [resolve_ref(contract, each) for each in _parameters(tool, contract)]
    by_name = {each["name"]: each for each in told}
    properties = {name: _asked(tool, by_name[name]) for name in tool.parameters}
    required = [name for name in tool.parameters if by_name[name].get("required") or name == "q"]
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def answer_schema(tool: Tool, contract: Answer) -> Schema:
    """What a tool answers, in the words of the contract."""
    schemas = contract["components"]["schemas"]
    row = schemas["Figure"]["properties"]
    claim = {
        "type": "object",
        "properties": {
            **{column: row[column] for column in CLAIM},
            "address": words_schema("Where this revision stands for ever", missing=True),
        },
        "required": [*CLAIM, "address"],
    }
    return {
        "type": "object",
        "properties": {
            name: _filled(schema, {**schemas, "claim": claim})
            for name, schema in tool.answer.items()
        },
        "required": list(tool.answer),
    }


def _parameters(tool: Tool, contract: Answer) -> Sequence[Schema]:
    """The parameters of the operation; of one of several that are alike, and which of them."""
    which = {
        "name": "kind",
        "required": True,
        "description": "What is looked for",
        "schema": {"type": "string", "enum": list(KINDS)},
    }
    item = contract["paths"][tool.path.format(kind=KINDS[0], figure_id="{figure_id}")]
    return [which, *item.get("parameters", ()), *item["get"]["parameters"]]


def _asked(tool: Tool, parameter: Schema) -> Schema:
    """A parameter as an argument; codes are found by search, so that they are not listed again."""
    schema = dict(parameter["schema"])
    words = parameter["description"]
    if "enum" in schema.get("items", {}):
        schema["items"] = {"type": "string"}
    elif parameter["name"] != "kind":
        schema.pop("enum", None)
        schema.pop("x-enum-descriptions", None)
    unasked = dict(tool.defaults)
    if parameter["name"] in unasked:
        schema["default"] = unasked[parameter["name"]]
    return {**schema, "description": words}


def _filled(schema: Any, known: Answer) -> Any:
    """A schema with those of the contract that it names, and what they name, in it."""
    if isinstance(schema, list):
        return [_filled(each, known) for each in schema]
    if not isinstance(schema, Mapping):
        return schema
    name = schema.get("$") or schema.get("$ref", "").removeprefix("#/components/schemas/")
    if name:
        return _filled(known[name], known)
    return {key: _filled(value, known) for key, value in schema.items()}
