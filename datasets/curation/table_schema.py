"""Frictionless Table Schemas of the CSV files, generated from their marshmallow schemas."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from marshmallow import Schema, fields

from datasets.model.fields import (
    Code,
    Count,
    Day,
    Degrees,
    Number,
    Reference,
    Text,
    column_names,
    columns_of,
)
from datasets.model.figure import LedgerRowSchema
from datasets.model.references import REFERENCE_SCHEMAS

SCHEMAS: Mapping[str, tuple[type[Schema], tuple[str, ...]]] = MappingProxyType(
    {
        "ledger": (LedgerRowSchema, ("figure_id", "revision")),
        **{name: (schema, column_names(schema)[:1]) for name, schema in REFERENCE_SCHEMAS.items()},
    }
)

TYPES: Mapping[type[fields.Field[Any]], str] = MappingProxyType(
    {Count: "integer", Number: "number", Degrees: "number", Day: "date"}
)


def table_schemas() -> Mapping[str, dict[str, Any]]:
    """The Table Schemas by their file name in ``schemas/``."""
    return {f"{name}.json": _table_schema(schema, key) for name, (schema, key) in SCHEMAS.items()}


def _table_schema(schema: type[Schema], key: tuple[str, ...]) -> dict[str, Any]:
    columns = columns_of(schema)
    foreign = [
        {
            "fields": [name],
            "reference": {
                "resource": field.table,
                "fields": [column_names(REFERENCE_SCHEMAS[field.table])[0]],
            },
        }
        for name, field in columns.items()
        if isinstance(field, Reference)
    ]
    return {
        "fields": [_field(name, field) for name, field in columns.items()],
        "missingValues": [""],
        "primaryKey": list(key),
        **({"foreignKeys": foreign} if foreign else {}),
    }


def _field(name: str, field: fields.Field[Any]) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if field.required:
        constraints["required"] = True
    if isinstance(field, Code):
        constraints["enum"] = list(field.codes)
    if isinstance(field, Text) and field.limit:
        constraints["maxLength"] = field.limit
    if isinstance(field, Number):
        constraints["minimum"] = 0
    descriptor = {
        "name": name,
        "type": TYPES.get(type(field), "string"),
        "description": field.metadata["description"],
    }
    return descriptor | ({"constraints": constraints} if constraints else {})
