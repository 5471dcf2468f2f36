"""Whoever answers faster must give the same answer."""

import json
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.request import urlopen

from bench.question import Choice, Question
from bench.servers import Server


class Differs(Exception):
    """A contender answers otherwise than we do: what it needed for it tells nothing."""


def prove(
    question: Question, ours: Server, others: Iterable[Server], choices: Sequence[Choice]
) -> None:
    """Ask all the same and compare: rows in the same order, or numbers. Raises Differs."""
    expected = answers(question, ours, choices)
    for other in others:
        found = answers(question, other, choices)
        for choice, mine, theirs in zip(choices, expected, found, strict=True):
            if mine != theirs:
                raise Differs(f"{question.name}, {other.name}, {dict(choice)}: {mine} {theirs}")


def answers(question: Question, server: Server, choices: Sequence[Choice]) -> list[Any]:
    read = question.read[server.name]
    paths = question.asked(server.name, choices)
    return [read(json.loads(body_of(server, path))) for path in paths]


def body_of(server: Server, path: str) -> bytes:
    with urlopen(server.address + path) as answer:
        body: bytes = answer.read()
    return body
