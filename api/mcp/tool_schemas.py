"""JSON Schemas of the arguments and results of the tools, made from the OpenAPI contract."""

from collections.abc import Mapping, Sequence
from typing import Any

from api.mcp.tools import (
    QUOTED_COLUMNS,
    REFERENCE_TABLES,
    JsonObject,
    Schema,
    Tool,
    string_schema,
)
from api.openapi.components import resolve_ref


def input_schema(tool: Tool, contract: JsonObject) -> Schema:
    """The schema of a tool's arguments, with the descriptions and limits of the contract."""
    parameters = [resolve_ref(contract, parameter) for parameter in _parameters(tool, contract)]
    by_name = {parameter["name"]: parameter for parameter in parameters}
    required = [name for name in tool.parameters if by_name[name].get("required") or name == "q"]
    return {
        "type": "object",
        "properties": {name: _argument_schema(tool, by_name[name]) for name in tool.parameters},
        "required": required,
        "additionalProperties": False,
    }


def output_schema(tool: Tool, contract: JsonObject) -> Schema:
    """The schema of a tool's result. References to schemas of the contract are inlined."""
    schemas = contract["components"]["schemas"]
    row = schemas["Figure"]["properties"]
    claim = {
        "type": "object",
        "properties": {
            **{column: row[column] for column in QUOTED_COLUMNS},
            "address": string_schema("Permanent address of this revision", nullable=True),
        },
        "required": [*QUOTED_COLUMNS, "address"],
    }
    return {
        "type": "object",
        "properties": {
            name: _inline_refs(schema, {**schemas, "claim": claim})
            for name, schema in tool.result.items()
        },
        "required": list(tool.result),
    }


def _parameters(tool: Tool, contract: JsonObject) -> Sequence[Schema]:
    """The parameters of the tool's operation, after `kind`, which selects a reference table."""
    kind = {
        "name": "kind",
        "required": True,
        "description": "Kind of code to find",
        "schema": {"type": "string", "enum": list(REFERENCE_TABLES)},
    }
    path = tool.path.format(kind=REFERENCE_TABLES[0], figure_id="{figure_id}")
    item = contract["paths"][path]
    return [kind, *item.get("parameters", ()), *item["get"]["parameters"]]


def _argument_schema(tool: Tool, parameter: Schema) -> Schema:
    """A parameter as an argument, without its list of codes: the search tool finds codes."""
    schema = dict(parameter["schema"])
    if "enum" in schema.get("items", {}):
        schema["items"] = {"type": "string"}
    elif parameter["name"] != "kind":
        schema.pop("enum", None)
        schema.pop("x-enum-descriptions", None)
    defaults = dict(tool.defaults)
    if parameter["name"] in defaults:
        schema["default"] = defaults[parameter["name"]]
    return {**schema, "description": parameter["description"]}


def _inline_refs(schema: Any, components: JsonObject) -> Any:
    """Replace every ``$ref`` in a schema, at any depth, by the schema that it names."""
    if isinstance(schema, list):
        return [_inline_refs(item, components) for item in schema]
    if not isinstance(schema, Mapping):
        return schema
    if "$ref" in schema:
        name = schema["$ref"].removeprefix("#/components/schemas/")
        return _inline_refs(components[name], components)
    return {key: _inline_refs(value, components) for key, value in schema.items()}
