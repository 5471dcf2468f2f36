"""corrections."""

import difflib
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from flask import request
from marshmallow import Schema, fields

from api.problems.exceptions import ProblemException
from datasets.release.exceptions import ReleaseUnavailable

Pairs = list[tuple[str, str]]


def _parameter_refusal(messages: Mapping[str, Any], schema: Schema) -> ProblemException:
    errors: list[dict[str, str]] = []
    corrected = list(request.args.items(multi=True))
    for parameter, said in messages.items():
        if parameter not in schema.fields:
            near = difflib.get_close_matches(parameter, schema.fields, 1, 0.7)
            hint = f"; did you mean '{near[0]}'?" if near else ""
            code, detail = "invalid-parameter", f"does not exist here{hint}"
            corrected = _renamed(corrected, parameter, near)
        else:
            code, detail, instead = _read(said)
            corrected = _replaced(corrected, parameter, instead)
        errors.append({"parameter": parameter, "code": code, "detail": detail})
    codes = {error["code"] for error in errors}
    code = codes.pop() if len(codes) == 1 else "invalid-parameter"
    sentences = (f"Parameter '{error['parameter']}': {error['detail']}" for error in errors)
    detail = " ".join(words if words.endswith("?") else f"{words}." for words in sentences)
    return ProblemException(
        code, detail, errors, [_with(corrected)] if _is_valid(corrected, schema) else []
    )


def _read(said: list[Any]) -> tuple[str, str, list[str]]:
    """The first message of a parameter: plain words, or a code with what to ask instead."""
    first = said[0]
    if isinstance(first, Mapping):
        return first["code"], first["detail"], list(first.get("instead", ()))
    return "invalid-parameter", first.rstrip("."), []


def _renamed(pairs: Pairs, parameter: str, names: list[str]) -> Pairs:
    return [
        (name, value) for key, value in pairs for name in (names if key == parameter else [key])
    ]


def _replaced(pairs: Pairs, parameter: str, values: list[str]) -> Pairs:
    others = [(key, value) for key, value in pairs if key != parameter]
    return [*others, *((parameter, value) for value in values)]


def _is_valid(pairs: Pairs, schema: Schema) -> bool:
    """Tell whether every parameter that was given is there still and can be read."""
    lists = {name for name, field in schema.fields.items() if isinstance(field, fields.List)}
    given: dict[str, Any] = {}
    for key, value in pairs:
        given.setdefault(key, []).append(value)
    if len(given) < len(request.args) or any(len(given[key]) > 1 for key in given.keys() - lists):
        return False
    read = {key: values if key in lists else values[0] for key, values in given.items()}
    try:
        return not schema.validate(read)
    except ReleaseUnavailable:
        return False


def _with(pairs: Pairs) -> str:
    return f"{quote(request.path)}?{urlencode(pairs, safe=',:/~')}"
