"""Equality check: a faster contender must give the same answer."""

import json
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.request import urlopen

from bench.question import Choice, Question
from bench.servers import Server


class AnswersDiffer(Exception):
    """A contender's answer differs from ours, so its cost cannot be compared."""


def verify_equal(
    question: Question, ours: Server, others: Iterable[Server], choices: Sequence[Choice]
) -> None:
    """Compare the answers of all contenders: rows in order, or numbers. Raises AnswersDiffer."""
    expected = answers(question, ours, choices)
    for other in others:
        actual = answers(question, other, choices)
        for choice, mine, theirs in zip(choices, expected, actual, strict=True):
            if mine != theirs:
                message = f"{question.name}, {other.name}, {dict(choice)}: {mine} {theirs}"
                raise AnswersDiffer(message)


def answers(question: Question, server: Server, choices: Sequence[Choice]) -> list[Any]:
    read = question.readers[server.name]
    paths = question.paths_for(server.name, choices)
    return [read(json.loads(body_of(server, path))) for path in paths]


def body_of(server: Server, path: str) -> bytes:
    with urlopen(server.address + path) as response:
        body: bytes = response.read()
    return body
