"""field_attributes."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from apispec.ext.marshmallow.openapi import OpenAPIConverter
from marshmallow import fields

from api.parameters.fields import DelimitedList
from datasets.model.fields import Code


def _choices(
    _converter: OpenAPIConverter, field: fields.Field[Any], **_kwargs: Any
) -> dict[str, Any]:
    """Document a closed list, with null where it may be missing."""
    if not isinstance(field, Code):
        return {}
    return {"enum": [*field.codes, *([None] if field.allow_none else [])]}


def _list_style(
    _converter: OpenAPIConverter, field: fields.Field[Any], **_kwargs: Any
) -> dict[str, Any]:
    """Document lists as ``a,b``, the shorter of the two spellings that are read."""
    return {"style": "form", "explode": False} if isinstance(field, DelimitedList) else {}


def _example_beside_schema(
    _converter: OpenAPIConverter, field: fields.Field[Any], *, ret: dict[str, Any], **_kw: Any
) -> dict[str, Any]:
    """Move the example of a parameter to where Swagger UI takes it from.

    Another example, which Execute is not to send unasked, stays in the schema.
    """
    schema = ret.get("schema", {})
    if "example" in schema:
        return {"example": schema.pop("example")}
    listed = schema.get("enum") or schema.get("items", {}).get("enum")
    other = listed[0] if listed else PARAMETER_EXAMPLES.get(field.name or "")
    if other is not None:
        schema["examples"] = [[other] if isinstance(field, DelimitedList) else other]
    return {}


PARAMETER_EXAMPLES: Mapping[str, Any] = MappingProxyType(
    {
        **dict.fromkeys(("start_date", "claimed_from"), "2024-01-01"),
        **dict.fromkeys(("end_date", "claimed_to"), "2024-12-31"),
        **dict.fromkeys(("as_of", "known_at", "updated_after"), "2026-08-08"),
        "on": "2024-08-20",
        "value_min": 1000,
        "value_max": 600000,
        "revision": 1,
        "limit": 100,
        "offset": 0,
        "after": 100,
        **dict.fromkeys(("release", "first", "second"), "0123456789abcdef"),
        "tolerance_days": 7,
        "country": "UKR",
        "claimant_side": "ua",
        "claimant": "ua-government",
        "subject": "ru-armed-forces",
        "place": "ua-pokrovsk",
        "within": "ua",
        "source": "unnamed-outlet-2024-08-20",
        "publisher": "unnamed-outlet",
        "metric": "killed-or-wounded",
    }
)
