"""Questions: their path at each contender, and the random values to fill in."""

import random
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any

from bench.fixtures import Fixture
from bench.synthetic import Series

CHOICES_PER_ROUND = 8_000  # so that hardly any question is repeated within a round
IDS = (
    "SELECT id FROM figures WHERE position % ? = 0 AND superseded_on IS NULL "
    "AND change <> 'retracted'"
)

Choice = Mapping[str, str]
"""The values of one request, by the name of their placeholder in a path."""

Reader = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Question:
    """A question for all contenders.

    It is put to the series that it ``accepts``; its period is ``steps`` figures of the series and
    one more. ``paths`` and ``readers`` of answers are by contender. ``goals`` say how many times
    less processor time than each peer we want to take; ``floor_goal`` how many times as much as
    the floor at most. ``draw`` makes the choices where they come from no series.
    """

    name: str
    accepts: Callable[[Series], bool]
    steps: int
    paths: Mapping[str, str]
    readers: Mapping[str, Reader]
    goals: Mapping[str, float]
    floor_goal: float = 2
    draw: "Callable[[Fixture, random.Random], Iterator[Choice]] | None" = None

    def paths_for(self, contender: str, choices: Sequence[Choice]) -> list[str]:
        return [self.paths[contender].format(**choice) for choice in choices]


def choices(
    question: Question, fixture: Fixture, turn: int, count: int = CHOICES_PER_ROUND
) -> list[Choice]:
    """Random choices for a question. ``turn`` is the seed."""
    rng = random.Random(turn)
    if question.draw:
        return list(islice(question.draw(fixture, rng), count))
    candidates = list(filter(question.accepts, fixture.series))
    return list(islice(_random_choices(question, candidates, current_ids(fixture), rng), count))


@cache
def current_ids(fixture: Fixture) -> list[str]:
    """Ids of current figures, spread evenly over all of them."""
    with closing(sqlite3.connect(f"file:{fixture.file}?mode=ro", uri=True)) as connection:
        step = max(1, fixture.figures // CHOICES_PER_ROUND)
        return [row[0] for row in connection.execute(IDS, (step,))]


def _random_choices(
    question: Question, candidates: Sequence[Series], ids: Sequence[str], rng: random.Random
) -> Iterator[Choice]:
    while True:
        series = rng.choice(candidates)
        first = rng.randrange(max(1, series.length - question.steps - 1))
        start, end = series.period(first, first + question.steps)
        yield {
            "dataset": series.dataset,
            "metric": series.metric,
            "claimant": series.claimant,
            "subject": series.subject,
            "place": series.place,
            "start": start,
            "end": end,
            "id": rng.choice(ids),
            "few": str(rng.randrange(95, 106)),
        }
