"""The contract as OpenAPI 3.0.3, for tools that do not read 3.1 yet."""

from collections.abc import Mapping
from typing import Any

# These hold answers, which may have keys of any name.
LEFT_AS_THEY_ARE = ("example", "value", "default", "enum")

# The keys of these are names, not words of OpenAPI.
NAMED = ("properties", "schemas")


def downgrade(document: Mapping[str, Any]) -> dict[str, Any]:
    """The same contract in the words of OpenAPI 3.0.3."""
    info = dict(document["info"])
    info["license"] = {"name": info["license"]["name"]}
    return {**_older(document), "openapi": "3.0.3", "info": info}


def _older(thing: Any) -> Any:
    if isinstance(thing, list):
        return [_older(item) for item in thing]
    if not isinstance(thing, Mapping):
        return thing
    told = {
        name: value
        if name in LEFT_AS_THEY_ARE
        else _each(value)
        if name in NAMED
        else _older(value)
        for name, value in thing.items()
    }
    for reword in (_nullable, _one_example, _beside_reference):
        told = reword(told)
    return told


def _each(named: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _older(schema) for name, schema in named.items()}


def _nullable(schema: dict[str, Any]) -> dict[str, Any]:
    """``type: [string, null]``, or one of two schemas of which one is null, as ``nullable``."""
    types = schema.get("type")
    if isinstance(types, list):
        known = [name for name in types if name != "null"]
        kept = {name: value for name, value in schema.items() if name != "type"}
        type_ = {"type": known[0]} if len(known) == 1 else {}
        return {**kept, **type_, **({"nullable": True} if "null" in types else {})}
    choices = schema.get("anyOf", [])
    if isinstance(choices, list) and {"type": "null"} in choices:
        others = [choice for choice in choices if choice != {"type": "null"}]
        kept = {name: value for name, value in schema.items() if name != "anyOf"}
        return {**kept, "allOf" if len(others) == 1 else "anyOf": others, "nullable": True}
    return schema


def _one_example(schema: dict[str, Any]) -> dict[str, Any]:
    """The list of examples that a schema has in 3.1 as the one that it may have in 3.0."""
    examples = schema.get("examples")
    if not isinstance(examples, list):
        return schema
    kept = {name: value for name, value in schema.items() if name != "examples"}
    return {**kept, "example": examples[0]}


def _beside_reference(thing: dict[str, Any]) -> dict[str, Any]:
    """Words beside a reference, which 3.0 does not read there."""
    if not isinstance(thing.get("$ref"), str) or len(thing) == 1:
        return thing
    kept = {name: value for name, value in thing.items() if name != "$ref"}
    return {**kept, "allOf": [{"$ref": thing["$ref"]}]}
