"""Examples of responses: shortened responses of the application to the documented requests."""

import json
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from werkzeug.wrappers import Response

Document = dict[str, Any]

MAX_ITEMS = 2
MAX_CHARACTERS = 400
MAX_LINES = 2


def add_examples(document: Document, app: Flask) -> None:
    """Add an example to each successful response of a document, in place.

    Responses of other statuses and binary files get none: client generators would follow an
    `externalValue` and fail.
    """
    client = app.test_client()
    for path, item in document["paths"].items():
        operation = item["get"]
        [(content_type, content)] = operation["responses"]["200"]["content"].items()
        shorten = SHORTENERS.get(content_type)
        if shorten is None:
            continue
        parameters = [*item.get("parameters", []), *operation["parameters"]]
        with client.get(example_url(path, parameters)) as response:
            if response.status_code == 200:
                content["example"] = shorten(response)


def example_url(path: str, parameters: Iterable[Mapping[str, Any]]) -> str:
    """Return the URL of an operation with the examples of its parameters."""
    examples = {
        parameter["name"]: parameter["example"]
        for parameter in parameters
        if "example" in parameter
    }
    args = {
        name: ",".join(value) if isinstance(value, list) else value
        for name, value in examples.items()
        if f"{{{name}}}" not in path
    }
    query = urlencode(args, safe=",:/~")
    return path.format(**examples) + (f"?{query}" if query else "")


def _short_json(response: Response) -> Any:
    body = _shortened(json.loads(response.get_data(as_text=True)))
    is_page = isinstance(body.get("data"), list)
    return {**body, "data": body["data"][:1]} if is_page else body


def _first_lines(response: Response) -> str:
    return "".join(response.get_data(as_text=True).splitlines(keepends=True)[:MAX_LINES])


def _first_characters(response: Response) -> Any:
    return _shortened(response.get_data(as_text=True))


def _shortened(value: Any) -> Any:
    """Return a copy with the first items of each list and the start of each long text."""
    if isinstance(value, list):
        return [_shortened(item) for item in value[:MAX_ITEMS]]
    if isinstance(value, dict):
        return {key: _shortened(item) for key, item in value.items()}
    if isinstance(value, str) and len(value) > MAX_CHARACTERS:
        return value[:MAX_CHARACTERS] + "…"
    return value


SHORTENERS: Mapping[str, Callable[[Response], Any]] = MappingProxyType(
    {
        "application/json": _short_json,
        "application/geo+json": _short_json,
        "application/ld+json": _short_json,
        "text/csv": _first_lines,
        "application/x-ndjson": _first_lines,
        "application/atom+xml": _first_characters,
        "image/svg+xml": _first_characters,
    }
)
