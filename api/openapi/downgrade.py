"""Conversion of the contract to OpenAPI 3.0.3, for tools that do not read 3.1."""

from collections.abc import Mapping
from typing import Any

# Their values are data, in which a key may have the name of a keyword.
DATA_KEYWORDS = ("example", "value", "default", "enum")

# Their keys are names of properties and schemas, not keywords.
SCHEMA_MAPS = ("properties", "schemas")


def downgrade(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the same contract as an OpenAPI 3.0.3 document."""
    info = dict(document["info"])
    info["license"] = {"name": info["license"]["name"]}
    return {**_downgraded(document), "openapi": "3.0.3", "info": info}


def _downgraded(node: Any) -> Any:
    if isinstance(node, list):
        return [_downgraded(item) for item in node]
    if not isinstance(node, Mapping):
        return node
    result = {keyword: _downgraded_value(keyword, value) for keyword, value in node.items()}
    for convert in (_nullable, _single_example, _wrapped_reference):
        result = convert(result)
    return result


def _downgraded_value(keyword: str, value: Any) -> Any:
    if keyword in DATA_KEYWORDS:
        return value
    if keyword in SCHEMA_MAPS:
        return {name: _downgraded(schema) for name, schema in value.items()}
    return _downgraded(value)


def _nullable(schema: dict[str, Any]) -> dict[str, Any]:
    """Replace ``type: [string, null]``, and ``anyOf`` with a null schema, by ``nullable``."""
    types = schema.get("type")
    if isinstance(types, list):
        others = [name for name in types if name != "null"]
        type_ = {"type": others[0]} if len(others) == 1 else {}
        nullable = {"nullable": True} if "null" in types else {}
        return {**_without(schema, "type"), **type_, **nullable}
    choices = schema.get("anyOf", [])
    if isinstance(choices, list) and {"type": "null"} in choices:
        others = [choice for choice in choices if choice != {"type": "null"}]
        keyword = "allOf" if len(others) == 1 else "anyOf"
        return {**_without(schema, "anyOf"), keyword: others, "nullable": True}
    return schema


def _single_example(schema: dict[str, Any]) -> dict[str, Any]:
    """Replace the list ``examples`` of a schema by its first item, as ``example``."""
    examples = schema.get("examples")
    if not isinstance(examples, list):
        return schema
    return {**_without(schema, "examples"), "example": examples[0]}


def _wrapped_reference(node: dict[str, Any]) -> dict[str, Any]:
    """Move a reference that has siblings into ``allOf``: 3.0 ignores siblings of ``$ref``."""
    if not isinstance(node.get("$ref"), str) or len(node) == 1:
        return node
    return {**_without(node, "$ref"), "allOf": [{"$ref": node["$ref"]}]}


def _without(node: dict[str, Any], keyword: str) -> dict[str, Any]:
    return {name: value for name, value in node.items() if name != keyword}
