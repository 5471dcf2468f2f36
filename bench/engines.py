"""Engines compared: the same release served from its files and from PostgreSQL."""

import re
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from typing import Any

import psycopg

from bench.equality import verify_equal
from bench.fixtures import Fixture
from bench.interleave import Plan, Workload, interleave
from bench.query_overhead import overhead_of
from bench.question import Choice, Question, choices
from bench.questions import QUESTIONS
from bench.ratios import LoadRow, Measurements
from bench.servers import OURS, Log, serving, settings_for
from datasets.release.store.postgres import PostgresReleases
from datasets.release.store.postgres_connections import schema_of
from datasets.release.store.publish import publish
from tests.release.store.postgres.server import running

VERIFIED = 20  # requests per question
TIMED = 4  # questions: a page, a figure, a count and a sum
SHARED_BUFFERS = "512MB"
TITLES: Mapping[str, str] = {"ours": "embedded", "shared": "PostgreSQL"}


def compare_engines(fixture: Fixture, plan: Plan, log: Log) -> Measurements:
    """Publish a release, verify that both engines answer alike, then measure them."""
    log("PostgreSQL: publishing")
    with ExitStack() as stack:
        start = stack.enter_context
        database = start(running(shared_buffers=SHARED_BUFFERS))
        url = database.database("published")
        publish(fixture.instance, url)
        log("both engines")
        measurements = _postgres_overhead(url, fixture, plan)
        settings = settings_for(fixture)
        sqlite = start(serving("ours", OURS, "/health", settings))
        settings |= {"FIGURES_DATABASE_URL": url}
        postgres = start(serving("shared", OURS, "/health", settings, (database.process,)))
        questions = tuple(map(_for_both_engines, QUESTIONS))
        for question in questions:
            verify_equal(question, sqlite, [postgres], choices(question, fixture, 0, VERIFIED))
        for question in questions[:TIMED]:
            workloads = {
                server.name: Workload(server, partial(_paths, question, fixture))
                for server in (sqlite, postgres)
            }
            loads = interleave(workloads, plan)
            rows = (
                LoadRow(f"{question.name}: engines", TITLES[name], load)
                for name, load in loads.items()
            )
            measurements += Measurements(rows=tuple(rows))
    return measurements


def _postgres_overhead(url: str, fixture: Fixture, plan: Plan) -> Measurements:
    releases = PostgresReleases(url, 1)
    release = releases.current
    try:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f'SET search_path TO "{schema_of(release.id)}"')

            def execute(statement: str, choice: Choice) -> Sequence[Any]:
                named = re.sub(r":(\w+)", r"%(\1)s", statement)
                return connection.execute(named.encode(), choice).fetchall()

            name = "query layer, PostgreSQL from a process"
            return overhead_of(execute, release, name, fixture, plan)
    finally:
        releases.close()


def _for_both_engines(question: Question) -> Question:
    """Our question for two servers of ours, whose answers must be equal as a whole."""
    paths = dict.fromkeys(TITLES, question.paths["ours"])
    readers = dict.fromkeys(TITLES, lambda answer: [answer])
    return replace(question, paths=paths, readers=readers)


def _paths(question: Question, fixture: Fixture, turn: int) -> list[str]:
    return question.paths_for("ours", choices(question, fixture, turn))
