"""Problems of query parameters, with the corrected request as an alternative if it is valid."""

import difflib
from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from flask import request
from marshmallow import Schema, fields

from api.problems.exceptions import ProblemException, parameter_sentence
from datasets.release.exceptions import ReleaseUnavailable

Pairs = list[tuple[str, str]]  # names and values of a query, in order


def parameter_problem(messages: Mapping[str, Any], schema: Schema) -> ProblemException:
    """The problem for the validation messages of the current request, by parameter."""
    errors: list[dict[str, str]] = []
    corrected = list(request.args.items(multi=True))
    for parameter in _in_order(messages, schema):
        parameter_messages = messages[parameter]
        if parameter in schema.fields:
            code, detail, values = _first(parameter_messages)
            corrected = _with_values(corrected, parameter, values)
        else:
            names = difflib.get_close_matches(parameter, schema.fields, 1, 0.7)
            hint = f"; did you mean '{names[0]}'?" if names else ""
            code, detail = "invalid-parameter", f"does not exist{hint}"
            corrected = _renamed(corrected, parameter, names)
        errors.append({"parameter": parameter, "code": code, "detail": detail})
    codes = {error["code"] for error in errors}
    code = codes.pop() if len(codes) == 1 else "invalid-parameter"
    detail = " ".join(parameter_sentence(error["parameter"], error["detail"]) for error in errors)
    alternatives = [_url(corrected)] if _is_valid(corrected, schema) else []
    return ProblemException(code, detail, errors, alternatives)


def url_without(parameters: Collection[str]) -> str:
    """The URL of the current request without some of its parameters."""
    pairs = request.args.items(multi=True)
    return _url([(name, value) for name, value in pairs if name not in parameters])


def _in_order(messages: Mapping[str, Any], schema: Schema) -> list[str]:
    """The parameters as they stand in the request; then, in the schema, those that are missing."""
    return [name for name in dict.fromkeys((*request.args, *schema.fields)) if name in messages]


def _first(messages: list[Any]) -> tuple[str, str, list[str]]:
    """Code, detail and suggested values of the first message, which is a text or has them."""
    message = messages[0]
    if isinstance(message, Mapping):
        return message["code"], message["detail"], list(message.get("suggestions", ()))
    return "invalid-parameter", message.rstrip("."), []


def _renamed(pairs: Pairs, parameter: str, names: list[str]) -> Pairs:
    return [
        (name, value) for key, value in pairs for name in (names if key == parameter else [key])
    ]


def _with_values(pairs: Pairs, parameter: str, values: list[str]) -> Pairs:
    others = [(key, value) for key, value in pairs if key != parameter]
    return [*others, *((parameter, value) for value in values)]


def _is_valid(pairs: Pairs, schema: Schema) -> bool:
    """Whether the query passes the schema and still has every parameter of the request."""
    lists = {name for name, field in schema.fields.items() if isinstance(field, fields.List)}
    args: dict[str, Any] = {}
    for key, value in pairs:
        args.setdefault(key, []).append(value)
    if len(args) < len(request.args) or any(len(args[key]) > 1 for key in args.keys() - lists):
        return False
    query = {key: values if key in lists else values[0] for key, values in args.items()}
    try:
        return not schema.validate(query)
    except ReleaseUnavailable:
        return False


def _url(pairs: Pairs) -> str:
    query = urlencode(pairs, safe=",:/~'")
    return f"{quote(request.path)}?{query}" if query else quote(request.path)
