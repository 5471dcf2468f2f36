"""A question: how it is put to each contender, and what is drawn to ask it with."""

import random
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any

from bench.prepared import Prepared
from bench.synthetic import Series

FRESH = 8_000  # questions of a round, so that hardly one is asked twice
IDS = (
    "SELECT id FROM figures WHERE position % ? = 0 AND superseded_on IS NULL "
    "AND change <> 'retracted'"
)

Choice = Mapping[str, str]
Read = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Question:
    """A question: how each contender is asked it, how an answer is read, and what is promised.

    Its period is so many ``steps`` of a series longer than its first. ``goals`` say how many times
    less processor time we take than each peer.
    """

    name: str
    suits: Callable[[Series], bool]
    steps: int
    paths: Mapping[str, str]
    read: Mapping[str, Read]
    goals: Mapping[str, float]

    def asked(self, contender: str, choices: Sequence[Choice]) -> list[str]:
        return [self.paths[contender].format(**choice) for choice in choices]


def choices(question: Question, size: Prepared, turn: int, count: int = FRESH) -> list[Choice]:
    """So many values to ask a question with; another ``turn`` draws others."""
    chance = random.Random(turn)
    series = [one for one in size.series if question.suits(one)]
    ids = some_ids(size)
    drawn = _drawn(question, series, ids, chance)
    return list(islice(drawn, count))


@cache
def some_ids(size: Prepared) -> list[str]:
    """Ids of figures that count today, from the first to the last."""
    with closing(sqlite3.connect(f"file:{size.file}?mode=ro", uri=True)) as connection:
        step = max(1, size.figures // FRESH)
        return [row[0] for row in connection.execute(IDS, (step,))]


def _drawn(
    question: Question, series: Sequence[Series], ids: Sequence[str], chance: random.Random
) -> Iterator[Choice]:
    while True:
        one = chance.choice(series)
        first = chance.randrange(max(1, one.length - question.steps - 1))
        start, end = one.period(first, first + question.steps)
        yield {
            "dataset": one.dataset,
            "metric": one.metric,
            "claimant": one.claimant,
            "subject": one.subject,
            "place": one.place,
            "start": start,
            "end": end,
            "id": chance.choice(ids),
            "few": str(chance.randrange(95, 106)),
        }
