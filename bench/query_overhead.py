"""Overhead of the query layer on PostgreSQL, compared with the same statements by hand."""

import time
from collections.abc import Callable, Sequence
from statistics import median
from typing import Any

from bench.fixtures import Fixture
from bench.interleave import Plan
from bench.question import Choice, choices
from bench.questions import QUESTIONS
from bench.ratios import AT_MOST, Measurements, Ratio
from datasets.release.queries import figures
from datasets.release.queries.query import Query
from datasets.release.release import Release

Execute = Callable[[str, Choice], Sequence[Any]]
"""The rows of a statement, in which ``:name`` is the value of that name in a choice."""

GOAL = 1.1
QUESTIONS_PER_ROUND = 100

CONDITIONS = (
    "superseded_on IS NULL AND change <> 'retracted' AND dataset = :dataset AND metric = :metric "
    "AND claimant = :claimant AND period_end >= :start "
    "AND (period_start IS NULL OR period_start <= :end)"
)
PAGE = (
    "SELECT r.json, r.position FROM rendered r JOIN (SELECT position, claimed_on FROM figures "
    f"WHERE {CONDITIONS} ORDER BY claimed_on DESC, position LIMIT 101) p "
    "ON p.position = r.position ORDER BY p.claimed_on DESC, p.position"
)
COUNT = f"SELECT count(*) FROM figures WHERE {CONDITIONS}"


def overhead_of(
    execute: Execute, release: Release, name: str, fixture: Fixture, plan: Plan
) -> Measurements:
    """The cost of a page and its count, by hand and through the query layer.

    Only the processor time of this process counts; a database server has the same work both ways.
    No question is repeated, so that no count is cached.
    """
    ours, theirs = [], []
    for turn in range(plan.rounds + 1):
        drawn = choices(QUESTIONS[0], fixture, turn, QUESTIONS_PER_ROUND)
        release.counts.clear()
        by_hand = _milliseconds(drawn, lambda choice: _by_hand(execute, choice))
        by_layer = _milliseconds(drawn, lambda choice: _by_layer(release, choice))
        if turn:
            theirs.append(by_hand)
            ours.append(by_layer)
    costs = (f"{median(ours):.3f} ms", f"{median(theirs):.3f} ms")
    value = median(mine / other for mine, other in zip(ours, theirs, strict=True))
    return Measurements((Ratio(name, "SQL by hand", *costs, value, AT_MOST, GOAL),))


def _milliseconds(drawn: Sequence[Choice], answer: Callable[[Choice], int]) -> float:
    """Processor time per question."""
    began = time.process_time()
    for choice in drawn:
        answer(choice)
    return 1_000 * (time.process_time() - began) / len(drawn)


def _by_hand(execute: Execute, choice: Choice) -> int:
    return len(execute(PAGE, choice)) + int(execute(COUNT, choice)[0][0])


def _by_layer(release: Release, choice: Choice) -> int:
    query = Query(
        (
            *((name, (choice[name],)) for name in ("dataset", "metric", "claimant")),
            ("start_date", (choice["start"],)),
            ("end_date", (choice["end"],)),
        ),
        limit=100,
    )
    page = figures.fetch_page(release, query)
    return len(page.rows) + page.total
