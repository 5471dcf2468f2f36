"""Questions (metric, subject, place) and results of arithmetic as text."""

import json
from dataclasses import fields, replace
from typing import Any

from datasets.claims.arithmetic import ArithmeticResult
from datasets.claims.names import actor_in_sentence
from datasets.claims.periods import period_in_sentence, span
from datasets.claims.statement import Question, capitalized, clause_of, question_text
from datasets.model.references import Actor, Place
from datasets.release.queries import catalog
from datasets.release.release import Release

_OPERATIONS = {"sum": "the sum of ", "flow": "the difference of ", "net-change": ""}


def question_title(release: Release, metric: str, subject: str, place: str) -> str:
    """A question as a title: ``How many refugees from Iran were in Afghanistan``."""
    return capitalized(question_text(_question_of(release, metric, subject, place)))


def result_statement(release: Release, result: ArithmeticResult) -> str:
    """The sentence that states a result."""
    claim = result.claims[0]
    question = _question_of(release, claim.metric, claim.subject, claim.place)
    if len(result.places) > 1:
        several = replace(question.place, name=f"{len(result.places)} places")
        question = replace(question, place=several, places=frozenset())
    claimant = actor_in_sentence(_actor(release, claim.claimant))
    figures = f"{len(result.claims)} figures" if len(result.claims) > 1 else "one figure"
    operation = _OPERATIONS[result.operation] if len(result.claims) > 1 else ""
    basis = f"According to {operation}{figures} of {claimant}"
    period = period_in_sentence(span(result.start, result.end), _nature_of(result))
    if result.operation == "net-change":
        return f"{basis}, {question_text(question)} changed by {result.text} {period}."
    return f"{basis}, {clause_of(question, result.text, period)}."


def _nature_of(result: ArithmeticResult) -> str:
    """The nature of a result: a sum and a difference of flows are counts of their days."""
    kind = result.claims[0].kind
    return "count" if kind == "flow" else kind


def _question_of(release: Release, metric: str, subject: str, place: str) -> Question:
    """The question of three codes, each of which is in its reference table."""
    columns = _row(release, "metrics", metric)
    around = catalog.containers(release, [place])[place]
    return Question(
        columns["phrase"],
        columns["unit"],
        _actor(release, subject),
        Place(**_values(Place, _row(release, "places", place))),
        frozenset(_row(release, "places", id_)["name"] for id_ in around),
    )


def _actor(release: Release, actor_id: str) -> Actor:
    return Actor(**_values(Actor, _row(release, "actors", actor_id)))


def _row(release: Release, table: str, id_: str) -> dict[str, Any]:
    """A row of a reference table. Raises KeyError for an unknown id."""
    text = catalog.reference(release, table, id_)
    if text is None:
        raise KeyError(id_)
    row: dict[str, Any] = json.loads(text)
    return row


def _values(kind: type[Actor | Place], row: dict[str, Any]) -> dict[str, Any]:
    """The columns of a row, without what a release adds to it."""
    return {column.name: row[column.name] for column in fields(kind)}
