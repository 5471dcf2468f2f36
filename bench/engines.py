"""The same release served from a file and from PostgreSQL: equal answers, and what each costs."""

import re
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from typing import Any

import psycopg

from bench.findings import Found, Row
from bench.layer import held_against
from bench.prepared import Prepared
from bench.proof import prove
from bench.question import Choice, Question, choices
from bench.questions import QUESTIONS
from bench.rounds import Asked, Plan, in_turn
from bench.servers import OURS, Say, of_release, serving
from datasets.release.store.postgres import SharedReleases, schema_of
from datasets.release.store.publish import publish
from tests.release.store.postgres.server import running

PROVEN = 20  # questions of each kind
TIMED = 4  # kinds: a page, a figure, a count and a sum
SHARED_BUFFERS = "512MB"
NAMES: Mapping[str, str] = {"ours": "SQLite", "shared": "PostgreSQL"}


def engines(size: Prepared, plan: Plan, say: Say) -> Found:
    """Publish a release, prove that both engines answer alike, then measure them in turn."""
    say("PostgreSQL: publishing")
    with ExitStack() as stack:
        start = stack.enter_context
        database = start(running(shared_buffers=SHARED_BUFFERS))
        url = database.database("published")
        publish(size.instance, url)
        say("both engines")
        found = _layer_over(url, size, plan)
        settings = of_release(size)
        file = start(serving("ours", OURS, "/health", settings))
        settings |= {"FIGURES_DATABASE_URL": url}
        shared = start(serving("shared", OURS, "/health", settings, (database.process,)))
        both = tuple(map(_of_both, QUESTIONS))
        for question in both:
            prove(question, file, [shared], choices(question, size, 0, PROVEN))
        for question in both[:TIMED]:
            asked = {
                server.name: Asked(server, partial(_paths, question, size))
                for server in (file, shared)
            }
            loads = in_turn(asked, plan)
            rows = (Row(f"{question.name}: engines", NAMES[name], loads[name]) for name in loads)
            found += Found(rows=tuple(rows))
    return found


def _layer_over(url: str, size: Prepared, plan: Plan) -> Found:
    releases = SharedReleases(url, 1)
    release = releases.current
    try:
        with psycopg.connect(url, autocommit=True) as by_hand:
            by_hand.execute(f'SET search_path TO "{schema_of(release.id)}"')

            def ask(statement: str, one: Choice) -> Sequence[Any]:
                named = re.sub(r":(\w+)", r"%(\1)s", statement)
                return by_hand.execute(named.encode(), one).fetchall()

            what = "query layer, PostgreSQL from a process"
            return held_against(ask, release, what, size, plan)
    finally:
        releases.close()


def _of_both(question: Question) -> Question:
    """The question as it is put to us, whichever engine answers it: every byte has to be equal."""
    ours = question.paths["ours"]
    whole = dict.fromkeys(NAMES, lambda answer: [answer])
    return replace(question, paths=dict.fromkeys(NAMES, ours), read=whole)


def _paths(question: Question, size: Prepared, turn: int) -> list[str]:
    return question.asked("ours", choices(question, size, turn))
