"""Our way from a question to its rows, against the same statements written by hand."""

import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from statistics import median
from typing import Any

from bench.findings import MOST, Finding, Found
from bench.prepared import Prepared
from bench.question import Choice, choices
from bench.questions import QUESTIONS
from bench.rounds import Plan
from bench.servers import Say
from datasets.release.queries import figures as query
from datasets.release.queries.query import Query
from datasets.release.release import Release

# Rows to a statement with `:name` for what a choice has under that name.
Ask = Callable[[str, Choice], Sequence[Any]]

GOAL = 1.1
ASKED = 100  # questions of a round

ASKS = (
    "superseded_on IS NULL AND change <> 'retracted' AND dataset = :dataset AND metric = :metric "
    "AND claimant = :claimant AND period_end >= :start "
    "AND (period_start IS NULL OR period_start <= :end)"
)
PAGE = (
    "SELECT r.json, r.position FROM rendered r JOIN (SELECT position, claimed_on FROM figures "
    f"WHERE {ASKS} ORDER BY claimed_on DESC, position LIMIT 101) p ON p.position = r.position "
    "ORDER BY p.claimed_on DESC, p.position"
)
COUNT = f"SELECT count(*) FROM figures WHERE {ASKS}"


def layer(size: Prepared, plan: Plan, say: Say) -> Found:
    """The embedded engine, read in this process."""
    say("the layer over SQL")
    release = size.opened()
    with closing(sqlite3.connect(f"file:{size.file}?mode=ro", uri=True)) as by_hand:
        by_hand.execute("PRAGMA mmap_size=2147418112")
        ask = lambda statement, one: by_hand.execute(statement, one).fetchall()  # noqa: E731
        found = held_against(ask, release, "query layer, SQLite in process", size, plan)
    release.engine.dispose()
    return found


def held_against(ask: Ask, release: Release, what: str, size: Prepared, plan: Plan) -> Found:
    """A page and its count, each question for the first time: by hand, and by our layer.

    Milliseconds of this process; a server that answers it has the same work both ways.
    """
    ours, theirs = [], []
    for turn in range(plan.rounds + 1):
        asked = choices(QUESTIONS[0], size, turn, ASKED)
        release.counts.clear()
        both = (_timed(asked, lambda one: _hand(ask, one)),
                _timed(asked, lambda one: _layer(release, one)))  # fmt: skip
        if turn:
            theirs.append(both[0])
            ours.append(both[1])
    told = (f"{median(ours):.3f} ms", f"{median(theirs):.3f} ms")
    ratio = median(mine / other for mine, other in zip(ours, theirs, strict=True))
    return Found((Finding(what, "SQL by hand", *told, ratio, MOST, GOAL),))


def _timed(asked: Sequence[Choice], answer: Callable[[Choice], int]) -> float:
    """Milliseconds of processor for a question."""
    began = time.process_time()
    for one in asked:
        answer(one)
    return 1_000 * (time.process_time() - began) / len(asked)


def _hand(ask: Ask, one: Choice) -> int:
    return len(ask(PAGE, one)) + int(ask(COUNT, one)[0][0])


def _layer(release: Release, one: Choice) -> int:
    named = ("dataset", "metric", "claimant")
    asked = Query(
        (
            *((name, (one[name],)) for name in named),
            ("start_date", (one["start"],)),
            ("end_date", (one["end"],)),
        ),
        limit=100,
    )
    page = query.fetch_page(release, asked)
    return len(page.rows) + page.total
