"""Shared components of the contract: parameters and responses that occur more than once.

Code lists are in most parameters of most operations; repeated, they were most of the document.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

Document = dict[str, Any]
Occurrence = tuple[str, str, Document]  # name, operation, parameter or response

RESPONSES: Mapping[str, str] = MappingProxyType(
    {
        "304": "NotModified",
        "400": "Unreadable",
        "404": "NotFound",
        "410": "Gone",
        "412": "Changed",
        "414": "TooLong",
        "422": "Refused",
        "429": "TooManyRequests",
        "503": "Unavailable",
    }
)


def extract_components(document: Mapping[str, Any]) -> Document:
    """Return the same contract with references to repeated parameters and problem responses.

    A component is called ``limit`` if this parameter is the same everywhere, and else by its first
    operation as well: ``claimant.list_losses``.
    """
    contract: Document = json.loads(json.dumps(document))
    operations = [item["get"] for item in contract["paths"].values()]
    parameters = _component_names(_parameters(operations))
    responses = _component_names(_problem_responses(operations))
    for operation in operations:
        operation["parameters"] = [
            _reference("parameters", parameters, parameter) for parameter in operation["parameters"]
        ]
        operation["responses"] = {
            status: _reference("responses", responses, response)
            for status, response in sorted(operation["responses"].items())
        }
    for section, names in (("parameters", parameters), ("responses", responses)):
        contract["components"][section] = {name: json.loads(text) for text, name in names.items()}
    return contract


def resolve_ref(document: Mapping[str, Any], node: Document) -> Document:
    """Return the target of a reference in a contract, or the node itself if it is none."""
    if "$ref" not in node:
        return node
    target: Any = document
    for name in node["$ref"].removeprefix("#/").split("/"):
        target = target[name]
    return resolve_ref(document, target)


def _parameters(operations: Iterable[Document]) -> Iterator[Occurrence]:
    for operation in operations:
        for parameter in operation["parameters"]:
            yield parameter["name"], operation["operationId"], parameter


def _problem_responses(operations: Iterable[Document]) -> Iterator[Occurrence]:
    for operation in operations:
        for status, response in operation["responses"].items():
            if status in RESPONSES:
                yield RESPONSES[status], operation["operationId"], response


def _component_names(occurrences: Iterable[Occurrence]) -> dict[str, str]:
    """Return the component name of each node that occurs more than once, by its JSON text."""
    first_operations: dict[tuple[str, str], str] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for name, operation, node in occurrences:
        key = (name, json.dumps(node))
        first_operations.setdefault(key, operation)
        counts[key] += 1
    variants = Counter(name for name, _ in first_operations)
    return {
        text: name if variants[name] == 1 else f"{name}.{operation}"
        for (name, text), operation in first_operations.items()
        if counts[name, text] > 1
    }


def _reference(section: str, names: Mapping[str, str], node: Document) -> Document:
    name = names.get(json.dumps(node))
    return {"$ref": f"#/components/{section}/{name}"} if name else node
