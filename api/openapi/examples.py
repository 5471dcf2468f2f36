"""Examples of answers: what the application itself answers to the documented questions."""

import json
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from werkzeug.wrappers import Response

Document = dict[str, Any]

MOST_ITEMS = 2
MOST_LETTERS = 400
MOST_LINES = 2


def add_examples(document: Document, app: Flask) -> None:
    """Give each answer an example, in place; none where the application has none to give.

    Files that are no text have none: generators of clients follow an `externalValue` and fail.
    """
    client = app.test_client()
    for path, item in document["paths"].items():
        operation = item["get"]
        [(content_type, content)] = operation["responses"]["200"]["content"].items()
        shorten = SHORTENED.get(content_type)
        if shorten is None:
            continue
        asked = [*item.get("parameters", []), *operation["parameters"]]
        with client.get(address_of(path, asked)) as answered:
            if answered.status_code == 200:
                content["example"] = shorten(answered)


def address_of(path: str, parameters: Iterable[Mapping[str, Any]]) -> str:
    """The address of an operation with the examples of its parameters."""
    examples = {given["name"]: given["example"] for given in parameters if "example" in given}
    asked = {
        name: ",".join(value) if isinstance(value, list) else value
        for name, value in examples.items()
        if f"{{{name}}}" not in path
    }
    query = urlencode(asked, safe=",:/~")
    return path.format(**examples) + (f"?{query}" if query else "")


def _json(answer: Response) -> Any:
    body = _short(json.loads(answer.get_data(as_text=True)))
    is_page = isinstance(body.get("data"), list)
    return {**body, "data": body["data"][:1]} if is_page else body


def _lines(answer: Response) -> str:
    return "".join(answer.get_data(as_text=True).splitlines(keepends=True)[:MOST_LINES])


def _beginning(answer: Response) -> Any:
    return _short(answer.get_data(as_text=True))


def _short(value: Any) -> Any:
    """The same shape with short lists and texts."""
    if isinstance(value, list):
        return [_short(item) for item in value[:MOST_ITEMS]]
    if isinstance(value, dict):
        return {key: _short(item) for key, item in value.items()}
    if isinstance(value, str) and len(value) > MOST_LETTERS:
        return value[:MOST_LETTERS] + "…"
    return value


SHORTENED: Mapping[str, Callable[[Response], Any]] = MappingProxyType(
    {
        "application/json": _json,
        "application/geo+json": _json,
        "application/ld+json": _json,
        "text/csv": _lines,
        "application/x-ndjson": _lines,
        "application/atom+xml": _beginning,
        "image/svg+xml": _beginning,
    }
)
