"""Fetches a result set as one JSON array.

sqlite3 releases the GIL after every row. With four threads that costs more than the query.
"""

import json
from collections.abc import Callable
from typing import Any

from sqlalchemy import Select, Text, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class JsonRows(FunctionElement[str]):
    """SQL aggregate: a JSON array with one array of cells for each row, in the order of the rows.

    Numbers have 15 digits, as many as a ledger may have. PostgreSQL documents that an aggregate
    reads an ordered subquery in its order (Aggregate Functions). For SQLite the tests check it.
    """

    type = Text()
    inherit_cache = True


AGGREGATES = {
    "sqlite": "json_group_array(json_array({}))",
    "postgresql": "CAST(json_agg(json_build_array({})) AS TEXT)",
}


def as_json_array(statement: Select[Any]) -> Select[Any]:
    """The rows of a statement as one cell of one row."""
    return select(JsonRows(*statement.subquery("gathered").c))


def rows_of_json(cell: str | None) -> list[list[Any]]:
    """The rows in such a cell. PostgreSQL aggregates no rows to NULL."""
    return json.loads(cell) if cell else []


def _compile_as(template: str) -> Callable[..., str]:
    def compile_json_rows(function: JsonRows, compiler: SQLCompiler, **kwargs: Any) -> str:
        return template.format(compiler.process(function.clauses, **kwargs))

    return compile_json_rows


for dialect, template in AGGREGATES.items():
    compiles(JsonRows, dialect)(_compile_as(template))
