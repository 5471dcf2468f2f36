"""Functions that tell apispec how to document fields."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from apispec.ext.marshmallow.openapi import OpenAPIConverter
from marshmallow import fields

from api.parameters.fields import CodeField, CodeList, DelimitedList, ReleasesContext
from datasets.model.fields import Code
from datasets.release.exceptions import ReleaseUnavailable

MAX_LISTED_CODES = 150  # a longer list of codes is not in the contract


def closed_choices(
    _converter: OpenAPIConverter, field: fields.Field[Any], **_kwargs: Any
) -> dict[str, Any]:
    """Document the codes of a closed list, and null if the field may be missing."""
    if not isinstance(field, Code):
        return {}
    return {"enum": [*field.codes, *([None] if field.allow_none else [])]}


def release_codes(
    _converter: OpenAPIConverter, field: fields.Field[Any], *, ret: dict[str, Any], **_kw: Any
) -> dict[str, Any]:
    """Document the codes that occur in the current release, and their names."""
    if isinstance(field, CodeList):
        return {"items": {**ret["items"], **_enum_of(field.column, field.dataset)}}
    return _enum_of(field.column) if isinstance(field, CodeField) else {}


def _enum_of(column: str, dataset: str = "") -> dict[str, list[str]]:
    """Return the codes of a column and their names; nothing for a long list or without a release.

    The names are in the extension that Redocly and OpenAPI Generator read.
    """
    try:
        codes = ReleasesContext.get().current.codes
    except ReleaseUnavailable:
        return {}
    datasets = {dataset} if dataset else {name for name, _ in codes if name}
    listed = sorted({code for name in datasets for code in codes.get((name, column), {})})
    if not 0 < len(listed) <= MAX_LISTED_CODES:
        return {}
    names = codes.get(("", column), {})
    return {"enum": listed, "x-enum-descriptions": [names[code] or code for code in listed]}


def list_style(
    _converter: OpenAPIConverter, field: fields.Field[Any], **_kwargs: Any
) -> dict[str, Any]:
    """Document lists as ``a,b``. Repeated keys are accepted too, but longer."""
    return {"style": "form", "explode": False} if isinstance(field, DelimitedList) else {}


def parameter_example(
    _converter: OpenAPIConverter, field: fields.Field[Any], *, ret: dict[str, Any], **_kw: Any
) -> dict[str, Any]:
    """Move the example of a parameter out of its schema: Swagger UI fills its form with it.

    A parameter without one gets an example in the schema, which the form leaves empty.
    """
    schema = ret.get("schema", {})
    if "example" in schema:
        return {"example": schema.pop("example")}
    codes = schema.get("enum") or schema.get("items", {}).get("enum")
    example = codes[0] if codes else PARAMETER_EXAMPLES.get(field.name or "")
    if example is not None:
        schema["examples"] = [[example] if isinstance(field, DelimitedList) else example]
    return {}


PARAMETER_EXAMPLES: Mapping[str, Any] = MappingProxyType(
    {
        **dict.fromkeys(("start_date", "ends_from", "claimed_from"), "2024-01-01"),
        **dict.fromkeys(("end_date", "ends_to", "claimed_to"), "2024-12-31"),
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
        "feed": "general-staff-personnel",
    }
)
