"""The promises of a contract, and those that another contract breaks.

When a version is released, ``python -m tests.contract.compatibility`` writes its promises to
openapi/promises.json. From then on no contract of the same major version may break one.
"""

import json
from collections.abc import Iterator
from typing import Any

from api.config import HOME, VERSION
from api.openapi.components import resolve_ref

CONTRACT = HOME / "openapi" / "openapi.json"
PROMISES = HOME / "openapi" / "promises.json"

Facts = dict[str, dict[str, Any]]

FIXED = ("operationId", "format", "default", "style", "explode", "schema")
MINIMA = ("minimum", "minLength", "minItems")
MAXIMA = ("maximum", "maxLength", "maxItems")


def facts_of(contract: dict[str, Any]) -> Facts:
    """The facts of every operation, parameter, response and property of a contract, by its name."""
    return dict(_facts(contract))


def broken(before: Facts, after: Facts) -> list[str]:
    """The promises of one contract that the other one breaks."""
    removed = [f"{name}: removed" for name in before if name not in after]
    added = [
        f"{name}: new and required"
        for name, fact in after.items()
        if "?" in name and fact.get("required") and name not in before
    ]
    changed = [
        f"{name}: {change}"
        for name, fact in before.items()
        if name in after
        for change in _changes(fact, after[name], is_parameter="?" in name)
    ]
    return [*removed, *added, *changed]


def _facts(contract: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, item in contract["paths"].items():
        operation = item["get"]
        yield path, {"operationId": operation["operationId"]}
        for reference in [*item.get("parameters", []), *operation["parameters"]]:
            parameter = resolve_ref(contract, reference)
            keywords = {
                keyword: parameter[keyword]
                for keyword in ("required", "style", "explode")
                if keyword in parameter
            }
            yield f"{path}?{parameter['name']}", {**_fact(parameter["schema"]), **keywords}
        for status, reference in operation["responses"].items():
            for media_type, content in resolve_ref(contract, reference).get("content", {}).items():
                yield f"{path} {status} {media_type}", _fact(content["schema"])
    for name, schema in contract["components"]["schemas"].items():
        for key, property_ in schema.get("properties", {}).items():
            required = {"required": True} if key in schema.get("required", ()) else {}
            yield f"{name}.{key}", {**_fact(property_), **required}


def _fact(schema: dict[str, Any]) -> dict[str, Any]:
    """The promises of a schema: its type, its codes, its limits."""
    inner = schema.get("items", schema)
    fact = {
        name: source[name]
        for source in (inner, schema)
        for name in ("format", "default", *MINIMA, *MAXIMA)
        if name in source
    }
    types = inner.get("type", [])
    return fact | {
        "schema": inner.get("$ref", ""),
        "list": "items" in schema,
        "types": sorted([types] if isinstance(types, str) else types),
        "codes": inner.get("enum"),
    }


def _changes(before: dict[str, Any], after: dict[str, Any], *, is_parameter: bool) -> Iterator[str]:
    """The changes that make a parameter narrower or a response wider."""
    for name in (*FIXED, "list"):
        if before.get(name) != after.get(name):
            yield f"{name} {before.get(name)} -> {after.get(name)}"
    old, new = set(before.get("types", ())), set(after.get("types", ()))
    if not (old <= new if is_parameter else new <= old):
        yield f"types {sorted(old)} -> {sorted(new)}"
    yield from _narrowed(before, after) if is_parameter else _unpromised(before, after)


def _narrowed(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    if after.get("required") and not before.get("required"):
        yield "became required"
    if after.get("codes"):
        removed = set(before.get("codes") or ["any"]) - set(after["codes"])
        yield from (f"code {code} removed" for code in sorted(removed))
    for name in (*MINIMA, *MAXIMA):
        if name in after and _is_narrower(name, before.get(name), after[name]):
            yield f"{name} {before.get(name)} -> {after[name]}"


def _unpromised(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    if before.get("required") and not after.get("required"):
        yield "no longer always present"


def _is_narrower(name: str, before: float | None, after: float) -> bool:
    if before is None:
        return True
    return after > before if name in MINIMA else after < before


if __name__ == "__main__":
    facts = facts_of(json.loads(CONTRACT.read_text(encoding="utf-8")))
    text = json.dumps({"version": VERSION, "facts": facts}, ensure_ascii=False, indent=1)
    PROMISES.write_text(text + "\n", encoding="utf-8")
