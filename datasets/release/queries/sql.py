"""The engine of releases in PostgreSQL: executes the statements of queries."""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from datasets.model.figure import ClaimRow
from datasets.release.figure_indexes import CLAIM_COLUMNS
from datasets.release.queries.engine import PositionedRow, Text
from datasets.release.queries.filters import bind_name, code_column
from datasets.release.queries.query import Query, Values
from datasets.release.queries.statements import (
    ResultKind,
    pad_values,
    rows_at_positions,
    statement_of,
)
from datasets.release.release import Release

_BATCH_ROWS = 2_000
_MAX_POSITIONS = 256  # in one statement
_CLAIMANT, _PLACE = (CLAIM_COLUMNS.index(name) for name in ("claimant", "place"))


@dataclass(frozen=True, slots=True)
class SqlEngine:
    """See `Engine`. ``batches`` needs a connection for large results."""

    release: Release
    connection: Connection

    def count(self, query: Query) -> int:
        [[total]] = self._rows(query, "total")
        return int(total)

    def count_open_bounds(self, query: Query) -> int:
        [[open_bounds]] = self._rows(query, "open_bounds")
        return int(open_bounds)

    def count_by_code(
        self, query: Query, parameter: str, codes: Collection[str] | None
    ) -> dict[str, int]:
        statement, values = statement_of(query, "total")
        column, links = code_column(parameter)
        chosen = column.in_(codes) if codes is not None else column.is_not(None)
        counted = statement.add_columns(column).where(*links, chosen).group_by(column)
        return {code: rows for rows, code in self.connection.execute(counted, values)}

    def page(self, query: Query) -> list[PositionedRow]:
        after = tuple(self._rows(query, "sort_values")[0]) if query.after else ()
        return [tuple(row) for row in self._rows(query, "json", after)]

    def batches(self, query: Query, text: Text) -> Iterator[list[str]]:
        statement, values = statement_of(replace(query, limit=None), text)
        streaming = self.connection.execution_options(
            stream_results=True, max_row_buffer=_BATCH_ROWS
        )
        for batch in streaming.execute(statement, values).partitions(_BATCH_ROWS):
            yield [row[0] for row in batch]

    def claims(self, query: Query) -> dict[int, ClaimRow]:
        [[cell]] = self._rows(query, "claims")
        claimants, places = (self.release.codes["", name] for name in ("claimant", "place"))
        claims = {}
        for cells in json.loads(cell) if cell else []:
            position = cells.pop()
            claimant, place = cells[_CLAIMANT], cells[_PLACE]
            cells.extend((claimants[claimant] or claimant, places[place] or place))
            claims[position] = ClaimRow._make(cells)
        return claims

    def period_ends(self, query: Query) -> list[tuple[str, str]]:
        return [tuple(row) for row in self._rows(query, "period_ends")]

    def rows_at(self, positions: Sequence[int]) -> dict[int, str]:
        rows: dict[int, str] = {}
        for begin in range(0, len(positions), _MAX_POSITIONS):
            batch = pad_values(tuple(positions[begin : begin + _MAX_POSITIONS]))
            values = {bind_name("position", index): value for index, value in enumerate(batch)}
            result = self.connection.execute(rows_at_positions(len(batch)), values)
            rows |= {row[0]: row[1] for row in result.all()}
        return rows

    def newest_revision(self, query: Query) -> str | None:
        rows = self._rows(query, "figure")
        return rows[0][0] if rows else None

    def _rows(self, query: Query, result: ResultKind, after: Values = ()) -> Sequence[Any]:
        statement, values = statement_of(query, result, after)
        return self.connection.execute(statement, values).all()
