"""What a contract promises, and which promises another one breaks.

When a version is released, ``python -m tests.contract.compatibility`` writes what it promises to
openapi/promises.json. From then on every contract of the same major version must keep it.
"""

import json
from collections.abc import Iterator
from typing import Any

from api.config import HOME, VERSION
from api.openapi.components import resolve_ref

CONTRACT = HOME / "openapi" / "openapi.json"
PROMISES = HOME / "openapi" / "promises.json"

Facts = dict[str, dict[str, Any]]

KEPT = ("operationId", "format", "default", "style", "explode", "schema")
LEAST = ("minimum", "minLength", "minItems")
MOST = ("maximum", "maxLength", "maxItems")


def facts_of(contract: dict[str, Any]) -> Facts:
    """Every operation, parameter, answer and property of a contract, by an address of its own."""
    return dict(_facts(contract))


def broken(before: Facts, after: Facts) -> list[str]:
    """What programs written against the one contract can no longer rely on in the other."""
    removed = [f"{address}: removed" for address in before if address not in after]
    demanded = [
        f"{address}: new and required"
        for address, fact in after.items()
        if "?" in address and fact.get("required") and address not in before
    ]
    changed = [
        f"{address}: {what}"
        for address, fact in before.items()
        if address in after
        for what in _changes(fact, after[address], asked="?" in address)
    ]
    return [*removed, *demanded, *changed]


def _facts(contract: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, item in contract["paths"].items():
        operation = item["get"]
        yield path, {"operationId": operation["operationId"]}
        for reference in [*item.get("parameters", []), *operation["parameters"]]:
            given = resolve_ref(contract, reference)
            beside = {
                name: given[name] for name in ("required", "style", "explode") if name in given
            }
            yield f"{path}?{given['name']}", {**_fact(given["schema"]), **beside}
        for status, reference in operation["responses"].items():
            for kind, content in resolve_ref(contract, reference).get("content", {}).items():
                yield f"{path} {status} {kind}", _fact(content["schema"])
    for name, schema in contract["components"]["schemas"].items():
        for key, property_ in schema.get("properties", {}).items():
            required = {"required": True} if key in schema.get("required", ()) else {}
            yield f"{name}.{key}", {**_fact(property_), **required}


def _fact(schema: dict[str, Any]) -> dict[str, Any]:
    """What can be relied on in a value: its type, its codes, its limits."""
    inner = schema.get("items", schema)
    fact = {
        name: source[name]
        for source in (inner, schema)
        for name in ("format", "default", *LEAST, *MOST)
        if name in source
    }
    types = inner.get("type", [])
    return fact | {
        "schema": inner.get("$ref", ""),
        "list": "items" in schema,
        "types": sorted([types] if isinstance(types, str) else types),
        "codes": inner.get("enum"),
    }


def _changes(before: dict[str, Any], after: dict[str, Any], *, asked: bool) -> Iterator[str]:
    """What was made narrower in what may be asked, or wider in what is answered."""
    for name in (*KEPT, "list"):
        if before.get(name) != after.get(name):
            yield f"{name} {before.get(name)} -> {after.get(name)}"
    old, new = set(before.get("types", ())), set(after.get("types", ()))
    if not (old <= new if asked else new <= old):
        yield f"types {sorted(old)} -> {sorted(new)}"
    yield from _narrowed(before, after) if asked else _unpromised(before, after)


def _narrowed(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    if after.get("required") and not before.get("required"):
        yield "became required"
    if after.get("codes"):
        gone = set(before.get("codes") or ["any"]) - set(after["codes"])
        yield from (f"code {code} removed" for code in sorted(gone))
    for name in (*LEAST, *MOST):
        if name in after and _is_narrower(name, before.get(name), after[name]):
            yield f"{name} {before.get(name)} -> {after[name]}"


def _unpromised(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    if before.get("required") and not after.get("required"):
        yield "no longer always present"


def _is_narrower(name: str, before: float | None, after: float) -> bool:
    if before is None:
        return True
    return after > before if name in LEAST else after < before


if __name__ == "__main__":
    facts = facts_of(json.loads(CONTRACT.read_text(encoding="utf-8")))
    text = json.dumps({"version": VERSION, "facts": facts}, ensure_ascii=False, indent=1)
    PROMISES.write_text(text + "\n", encoding="utf-8")
