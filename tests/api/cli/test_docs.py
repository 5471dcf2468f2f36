"""The tables in docs/ are those that the program declares."""

from dataclasses import fields

import pytest

from api.cli.docs import TABLES, doc_files, meanings, quantifiers, settings, update_tables
from api.config import Config

WRITTEN = {path.name: path.read_text(encoding="utf-8") for path in doc_files()}


@pytest.mark.parametrize("name", WRITTEN)
def test_the_tables_of_a_document_are_as_declared(name):
    assert update_tables(WRITTEN[name]) == WRITTEN[name]


@pytest.mark.parametrize("table", TABLES)
def test_every_table_stands_in_one_document(table):
    opened = f"<!-- table of {table}, written by `flask figures describe` -->\n"
    assert sum(text.count(opened) for text in WRITTEN.values()) == 1


def test_what_stands_between_the_marks_is_replaced_and_nothing_else():
    opened = "<!-- table of kinds, written by `flask figures describe` -->\n"
    text = f"Before.\n{opened}| old |\n<!-- end -->\nAfter.\n<!-- end -->\n"
    table = (
        "| code | meaning |\n| --- | --- |\n"
        "| `flow` | adds up over disjoint time and over disjoint places |\n"
        "| `stock` | adds up over disjoint places at one moment, never over time |\n"
        "| `intensive` | never adds up |\n"
    )
    assert update_tables(text) == f"Before.\n{opened}{table}<!-- end -->\nAfter.\n<!-- end -->\n"


def test_a_table_that_nobody_declares_is_refused():
    text = "<!-- table of moods, written by `flask figures describe` -->\n<!-- end -->\n"
    with pytest.raises(KeyError, match="moods"):
        update_tables(text)


def test_a_hedge_tells_its_words_and_what_it_leaves_open():
    assert quantifiers().splitlines()[2:6] == [
        "| `unqualified` | a bare number, which may be rounded | nothing |",
        "| `approximately` | about, around, some, nearly, almost, roughly | both sides |",
        "| `more-than` | over, more than, exceeds | above |",
        "| `at-least` | at least, no fewer than | above |",
    ]


def test_a_code_tells_its_meaning():
    assert meanings({"new": "the first row"}) == (
        "| code | meaning |\n| --- | --- |\n| `new` | the first row |\n"
    )


def test_every_setting_has_a_default_and_its_words():
    rows = settings().splitlines()
    assert rows[2] == (
        "| `FIGURES_DATASETS` | `datasets/` | folder of ledgers, reference tables and descriptor |"
    )
    assert [row.split("`")[1] for row in rows[2:]] == [
        f"FIGURES_{each.name.upper()}" for each in fields(Config)
    ]
    assert "|  |" not in settings()
