"""The questions that are drawn from rows, in SQL and at our own service."""

import random
import shutil
import sqlite3
from contextlib import closing
from itertools import islice
from urllib.parse import parse_qs, urlsplit

import pytest

from bench import curated
from bench.fixtures import Fixture, export_rows

QUESTIONS = 300


@pytest.fixture(scope="module")
def fixture(sample, sample_instance, sample_release, tmp_path_factory):
    """The sample with the tables of the peers, which are written beside its release."""
    instance = tmp_path_factory.mktemp("curated") / "instance"
    shutil.copytree(sample_instance, instance)
    made = Fixture(21, sample, instance, sample_release.id, (), history=True)
    export_rows(made)
    return made


@pytest.fixture(scope="module")
def drawn(fixture):
    return list(islice(curated.draw(fixture, random.Random(1)), QUESTIONS))  # noqa: S311


def test_every_question_has_the_same_answer_in_sql(client, fixture, drawn):
    with closing(sqlite3.connect(fixture.table)) as connection:
        connection.row_factory = sqlite3.Row
        for choice in drawn:
            args = {
                name: text for name, [text] in parse_qs(urlsplit(choice["datasette"]).query).items()
            }
            rows = connection.execute(args.pop("sql"), args).fetchall()
            answer = curated.revisions_of(client.get(choice["ours"]).json)
            assert answer == [(row["id"], row["revision"], row["value"]) for row in rows], choice


def test_questions_have_one_to_five_filters_and_some_are_about_vintages(drawn):
    parameters = [set(parse_qs(urlsplit(choice["ours"]).query)) for choice in drawn]
    vintages = {filter_.parameter for filter_ in curated.VINTAGES}
    filters = [names - vintages - {"sort", "limit"} for names in parameters]
    assert {len(names) for names in filters} <= set(range(6))
    assert set().union(*filters) == {filter_.parameter for filter_ in curated.FILTERS}
    share = sum(bool(names & vintages) for names in parameters) / QUESTIONS
    assert 0.05 < share < 0.15


def test_the_same_seed_draws_the_same_questions(fixture, drawn):
    again = curated.draw(fixture, random.Random(1))  # noqa: S311
    assert list(islice(again, QUESTIONS)) == drawn
