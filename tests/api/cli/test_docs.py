"""``flask figures describe``: the generated schemas and the marked tables of docs/."""

import json
from dataclasses import fields

import pytest

from api.cli.docs import TABLES, doc_files, meanings, quantifiers, settings, update_tables
from api.config import Config
from datasets.curation.table_schema import table_schemas

DOCUMENTS = {path.name: path.read_text(encoding="utf-8") for path in doc_files()}


def test_describe_writes_the_schemas_and_prints_the_name_of_every_file(run, copy):
    result = run("describe")
    assert result.stdout.splitlines() == [
        *(f"schemas/{name}" for name in table_schemas()),
        *(f"docs/{name}" for name in sorted(DOCUMENTS)),
    ]
    assert result.stderr == "next: commit the files that git shows as changed\n"
    schemas = {path.name: json.loads(path.read_text()) for path in copy.glob("schemas/*.json")}
    assert schemas == table_schemas()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_tables_of_a_document_are_up_to_date(name):
    assert update_tables(DOCUMENTS[name]) == DOCUMENTS[name]


@pytest.mark.parametrize("table", TABLES)
def test_every_table_is_in_one_document(table):
    start = f"<!-- table of {table}, written by `flask figures describe` -->\n"
    assert sum(text.count(start) for text in DOCUMENTS.values()) == 1


def test_only_the_text_between_the_marks_is_replaced():
    start = "<!-- table of kinds, written by `flask figures describe` -->\n"
    text = f"Before.\n{start}| old |\n<!-- end -->\nAfter.\n<!-- end -->\n"
    table = (
        "| code | meaning |\n| --- | --- |\n"
        "| `flow` | may be added over periods and over places that do not overlap |\n"
        "| `stock` | may be added over places that do not overlap, at one moment; never over time "
        "|\n"
        "| `intensive` | may never be added |\n"
    )
    assert update_tables(text) == f"Before.\n{start}{table}<!-- end -->\nAfter.\n<!-- end -->\n"


def test_an_unknown_table_is_refused():
    text = "<!-- table of moods, written by `flask figures describe` -->\n<!-- end -->\n"
    with pytest.raises(KeyError, match="moods"):
        update_tables(text)


def test_a_hedge_has_its_phrases_and_its_open_side():
    assert quantifiers().splitlines()[2:6] == [
        "| `unqualified` | a number without a hedge; it may be rounded | nothing |",
        "| `approximately` | about, around, some, nearly, almost, roughly | both sides |",
        "| `more-than` | over, more than, exceeds | above |",
        "| `at-least` | at least, no fewer than | above |",
    ]


def test_a_code_has_its_meaning():
    assert meanings({"new": "the first row"}) == (
        "| code | meaning |\n| --- | --- |\n| `new` | the first row |\n"
    )


def test_every_setting_has_a_default_and_a_meaning():
    rows = settings().splitlines()
    assert rows[2] == (
        "| `FIGURES_DATASETS` | `datasets/` | folder of ledgers, reference tables and descriptor |"
    )
    assert [row.split("`")[1] for row in rows[2:]] == [
        f"FIGURES_{field.name.upper()}" for field in fields(Config)
    ]
    assert "|  |" not in settings()
