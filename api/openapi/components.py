"""What the contract says in many places, said once: its shared components.

Code lists stand in most parameters of most operations; said each time, they were most of it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

Document = dict[str, Any]
Said = tuple[str, str, Document]  # the name of a thing, the operation that says it, and the thing

RESPONSES: Mapping[str, str] = MappingProxyType(
    {
        "304": "NotModified",
        "400": "Unreadable",
        "404": "NotFound",
        "412": "Changed",
        "414": "TooLong",
        "422": "Refused",
        "429": "TooManyRequests",
        "503": "Unavailable",
    }
)


def extract_components(document: Mapping[str, Any]) -> Document:
    """The same contract, in which parameters and refusals that repeat are references.

    A component has the plain name of what it is where that is the same everywhere, and else the
    operation that says it first as well: ``limit``, ``claimant.list_losses``.
    """
    told: Document = json.loads(json.dumps(document))
    operations = [item["get"] for item in told["paths"].values()]
    parameters = _names(_parameters(operations))
    refusals = _names(_refusals(operations))
    for operation in operations:
        operation["parameters"] = [
            _reference("parameters", parameters, parameter) for parameter in operation["parameters"]
        ]
        operation["responses"] = {
            status: _reference("responses", refusals, answer)
            for status, answer in sorted(operation["responses"].items())
        }
    for kind, names in (("parameters", parameters), ("responses", refusals)):
        told["components"][kind] = {name: json.loads(text) for text, name in names.items()}
    return told


def resolve_ref(document: Mapping[str, Any], thing: Document) -> Document:
    """What a reference in a contract stands for, or the thing itself."""
    if "$ref" not in thing:
        return thing
    component: Any = document
    for name in thing["$ref"].removeprefix("#/").split("/"):
        component = component[name]
    return resolve_ref(document, component)


def _parameters(operations: Iterable[Document]) -> Iterator[Said]:
    for operation in operations:
        for parameter in operation["parameters"]:
            yield parameter["name"], operation["operationId"], parameter


def _refusals(operations: Iterable[Document]) -> Iterator[Said]:
    for operation in operations:
        for status, answer in operation["responses"].items():
            if status in RESPONSES:
                yield RESPONSES[status], operation["operationId"], answer


def _names(said: Iterable[Said]) -> dict[str, str]:
    """The name of each thing that is said more than once, by its text."""
    first: dict[tuple[str, str], str] = {}
    times: dict[tuple[str, str], int] = {}
    for name, operation, thing in said:
        key = (name, json.dumps(thing))
        first.setdefault(key, operation)
        times[key] = times.get(key, 0) + 1
    variants = [name for name, _ in first]
    return {
        text: name if variants.count(name) == 1 else f"{name}.{operation}"
        for (name, text), operation in first.items()
        if times[name, text] > 1
    }


def _reference(kind: str, names: Mapping[str, str], thing: Document) -> Document:
    name = names.get(json.dumps(thing))
    return {"$ref": f"#/components/{kind}/{name}"} if name else thing
