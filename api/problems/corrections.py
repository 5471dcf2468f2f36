"""Problems of query parameters, with corrected requests as alternatives if these have an answer."""

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice, product
from typing import Any
from urllib.parse import quote, urlencode

from flask import request
from marshmallow import Schema

from api.problems.code_hints import CodeHint, code_hints, hint_sentence, urls_elsewhere
from api.problems.exceptions import ProblemException, parameter_sentence
from datasets.release.exceptions import ReleaseGone, ReleaseUnavailable
from datasets.release.queries.query import Query
from datasets.release.release import Release

MAX_ALTERNATIVES = 3
MAX_VARIANTS = 12  # of a request that are tried

Pairs = list[tuple[str, str]]  # names and values of a query string, in order


@dataclass(frozen=True)
class Target:
    """The operation of a request, as far as a correction has to know it.

    ``query_of`` returns the query for figures of a query string, or None if that is invalid;
    parameters may be missing. ``has_answer`` tells whether the operation answers a query string
    with at least one row.
    """

    schema: Schema
    release: Callable[[], Release]
    query_of: Callable[[Pairs], Query | None]
    has_answer: Callable[[Pairs], bool]


@dataclass(frozen=True)
class Correction:
    """The error of a parameter, and values with which the request may have an answer.

    ``urls`` are other requests that have an answer.
    """

    code: str
    detail: str
    values: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()


def parameter_problem(messages: Mapping[str, Any], target: Target) -> ProblemException:
    """The problem for the validation messages of the current request, by parameter."""
    names = {name: _nearest_name(name, target.schema) for name in messages}
    pairs = _renamed(list(request.args.items(multi=True)), names)
    valid = [(name, value) for name, value in pairs if name not in messages]
    corrections: dict[str, Correction] = {}
    for parameter in _in_order(messages, target.schema):
        message = messages[parameter][0]
        correction = _correction(parameter, message, names[parameter], valid, target)
        valid += [(parameter, value) for value in correction.values[:1]]
        corrections[parameter] = correction
    errors = [
        {"parameter": name, "code": correction.code, "detail": correction.detail}
        for name, correction in corrections.items()
    ]
    codes = {error["code"] for error in errors}
    code = codes.pop() if len(codes) == 1 else "invalid-parameter"
    detail = " ".join(parameter_sentence(error["parameter"], error["detail"]) for error in errors)
    return ProblemException(code, detail, errors, _alternatives(corrections, names, pairs, target))


def url_of(pairs: Iterable[tuple[str, str]]) -> str:
    """The URL of the current request with another query string."""
    query = urlencode(list(pairs), safe=",:/~")
    return f"{quote(request.path)}?{query}" if query else quote(request.path)


def _in_order(messages: Mapping[str, Any], schema: Schema) -> list[str]:
    """The parameters as they stand in the request; then, in the schema, those that are missing."""
    return [name for name in dict.fromkeys((*request.args, *schema.fields)) if name in messages]


def _nearest_name(parameter: str, schema: Schema) -> str:
    """The parameter itself, or the one that is spelled most like it; empty if there is none."""
    if parameter in schema.fields:
        return parameter
    return next(iter(difflib.get_close_matches(parameter, schema.fields, 1, 0.7)), "")


def _renamed(pairs: Pairs, names: Mapping[str, str]) -> Pairs:
    renamed = [(names.get(name, name), value) for name, value in pairs]
    return [pair for pair in renamed if pair[0]]


def _correction(
    parameter: str, message: Any, name: str, valid: Pairs, target: Target
) -> Correction:
    """The correction of a parameter. ``valid`` are the other parameters that are valid."""
    if name != parameter:
        hint = f"; did you mean '{name}'?" if name else ""
        return Correction("invalid-parameter", f"does not exist{hint}")
    if not isinstance(message, Mapping):
        return Correction("invalid-parameter", message.rstrip("."))
    if "unknown" not in message:
        return Correction(message["code"], message["detail"], tuple(message.get("suggestions", ())))
    release = target.release()
    query = target.query_of(valid) or target.query_of([]) or Query()
    hints = code_hints(release, query, message["column"], message["unknown"])
    return Correction(
        message["code"],
        hint_sentence(release, query, hints),
        _corrected_values(message["values"], hints),
        urls_elsewhere(release, query, hints),
    )


def _corrected_values(values: list[str], hints: tuple[CodeHint, ...]) -> tuple[str, ...]:
    """The values with the codes that are meant: a variant for each code if one text is unknown."""
    codes = [[code.code for code in hint.answering] for hint in hints]
    best = codes if len(hints) == 1 else [options[:1] for options in codes]
    variants = []
    for choice in product(*best):
        code_of = {hint.text: code for hint, code in zip(hints, choice, strict=True)}
        variants.append(",".join(dict.fromkeys(code_of.get(value, value) for value in values)))
    return tuple(variants)


def _alternatives(
    corrections: Mapping[str, Correction], names: Mapping[str, str], pairs: Pairs, target: Target
) -> tuple[str, ...]:
    """URLs of corrected requests that have an answer; if there are none, of other requests."""
    if not all(names.values()):
        return ()
    others = [pair for pair in pairs if pair[0] not in corrections]
    values = {name: item.values for name, item in corrections.items() if names[name] == name}
    choices = islice(product(*values.values()), MAX_VARIANTS)
    variants = ([*others, *zip(values, choice, strict=True)] for choice in choices)
    try:
        answered = (variant for variant in variants if target.has_answer(variant))
        urls = tuple(map(url_of, islice(answered, MAX_ALTERNATIVES)))
    except (ReleaseGone, ReleaseUnavailable):
        return ()
    elsewhere = tuple(url for item in corrections.values() for url in item.urls)
    return urls or (elsewhere if len(corrections) == 1 else ())
