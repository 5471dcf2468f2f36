"""Rows as one row: Python lends its lock to another thread at each row that SQLite gives it.

With four threads that ask at once, that costs more than the reading does.
"""

import json
from collections.abc import Callable
from typing import Any

from sqlalchemy import Select, Text, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class JsonRows(FunctionElement[str]):
    """The text of a JSON array with an array of its cells for each row, in the order of the rows.

    A number is written with 15 digits, as many as a ledger may have. An ordered subquery hands its
    rows over in order, which the manual of PostgreSQL lets one rely on where nothing is joined to
    it (Aggregate Functions); of SQLite the tests hold it.
    """

    type = Text()
    inherit_cache = True


SPELLINGS = {
    "sqlite": "json_group_array(json_array({}))",
    "postgresql": "CAST(json_agg(json_build_array({})) AS TEXT)",
}


def as_json_array(rows: Select[Any]) -> Select[Any]:
    """The rows of a statement as one cell of one row."""
    return select(JsonRows(*rows.subquery("gathered").c))


def rows_of_json(cell: str | None) -> list[list[Any]]:
    """The rows that were gathered; PostgreSQL gathers none as nothing."""
    return json.loads(cell) if cell else []


def _spelled(words: str) -> Callable[..., str]:
    def spell(function: JsonRows, compiler: SQLCompiler, **kwargs: Any) -> str:
        return words.format(compiler.process(function.clauses, **kwargs))

    return spell


for dialect, words in SPELLINGS.items():
    compiles(JsonRows, dialect)(_spelled(words))
