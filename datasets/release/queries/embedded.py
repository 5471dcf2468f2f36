"""The embedded engine: answers queries from the file of a release, without SQL."""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from datasets.model.figure import ClaimRow
from datasets.release.figures_file import FiguresFile
from datasets.release.queries.engine import PositionedRow, Text
from datasets.release.queries.postings import (
    Rows,
    hidden_by_open_hedge,
    place_after,
    rows_in_order,
    select_rows,
)
from datasets.release.queries.query import Query


@dataclass(frozen=True, slots=True)
class EmbeddedEngine:
    """See `Engine`."""

    file: FiguresFile

    def count(self, query: Query) -> int:
        return len(select_rows(self.file, query))

    def count_open_bounds(self, query: Query) -> int:
        return len(hidden_by_open_hedge(self.file, query))

    def count_by_code(
        self, query: Query, parameter: str, codes: Collection[str] | None
    ) -> dict[str, int]:
        rows = select_rows(self.file, query)
        chosen = self.file.codes(parameter) if codes is None else codes
        counts = {
            code: rows.intersection_cardinality(self.file.posting(parameter, code))
            for code in chosen
        }
        return {code: count for code, count in counts.items() if count}

    def page(self, query: Query) -> list[PositionedRow]:
        positions = self._page_positions(query)
        texts = self.file.texts("json", positions)
        return [(text.decode(), row) for text, row in zip(texts, positions, strict=True)]

    def batches(self, query: Query, text: Text) -> Iterator[list[str]]:
        rows = select_rows(self.file, query)
        for batch in rows_in_order(self.file, rows, query, 0, len(rows)):
            yield [line.decode() for line in self.file.texts(text, self._positions(batch))]

    def claims(self, query: Query) -> dict[int, ClaimRow]:
        positions = self._page_positions(query)
        claims = json.loads(b"[" + b",".join(self.file.texts("claim", positions)) + b"]")
        return dict(zip(positions, map(ClaimRow._make, claims), strict=True))

    def period_ends(self, query: Query) -> list[tuple[str, str]]:
        rows = select_rows(self.file, query)
        codes, ranks = tuple(self.file.codes("claimant")), self.file.columns["claimant"].ranks
        ends = []
        while rows:
            claimant = codes[ranks[rows.min()] - 1]
            part = rows & self.file.posting("claimant", claimant)
            ends.append((claimant, self._last_period_end(part)))
            rows -= part
        return sorted(ends)

    def rows_at(self, positions: Sequence[int]) -> dict[int, str]:
        texts = self.file.texts("json", positions)
        return {row: text.decode() for row, text in zip(positions, texts, strict=True)}

    def newest_revision(self, query: Query) -> str | None:
        rows = select_rows(self.file, query, retracted=True)
        newest = max(self._positions(rows), default=None)
        return self.rows_at([newest])[newest] if newest is not None else None

    def _last_period_end(self, rows: Rows) -> str:
        column = self.file.columns["period_end"]
        return date.fromordinal(int(column.values[column.last_rank(rows) - 1])).isoformat()

    def _page_positions(self, query: Query) -> list[int]:
        rows = select_rows(self.file, query)
        begin = query.offset
        if query.after:
            begin = place_after(self.file, rows, query, self.file.numbers[query.after - 1])
        end = len(rows) if query.limit is None else begin + query.limit
        batches = rows_in_order(self.file, rows, query, begin, end)
        return self._positions(chain.from_iterable(batches))

    def _positions(self, rows: Iterable[int]) -> list[int]:
        positions = self.file.positions
        return [positions[row] for row in rows]
