"""The interface of the two engines: the file of a release, and SQL in PostgreSQL.

Both answer the same queries with the same rows. `datasets.release.queries.figures` calls them.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Literal, Protocol

from datasets.model.figure import ClaimRow
from datasets.release.queries.query import Query

Text = Literal["json", "csv"]
PositionedRow = tuple[str, int]
"""A rendered row and its position."""


class Engine(Protocol):
    """Queries of one release. Positions are numbers of rows in the order of id and revision."""

    def count(self, query: Query) -> int:
        """The number of matching rows, whatever the page."""

    def count_open_bounds(self, query: Query) -> int:
        """The number of rows that only an open hedge excludes, whatever the page."""

    def count_by_code(
        self, query: Query, parameter: str, codes: Collection[str] | None
    ) -> dict[str, int]:
        """The number of matching rows of each of some codes, or of each code, that has any."""

    def page(self, query: Query) -> list[PositionedRow]:
        """The JSON objects of a page in order."""

    def batches(self, query: Query, text: Text) -> Iterator[list[str]]:
        """All matching rows in order, whatever the page. No batch is empty."""

    def claims(self, query: Query) -> dict[int, ClaimRow]:
        """The claims of a page by position, in order."""

    def period_ends(self, query: Query) -> list[tuple[str, str]]:
        """Each claimant of the matching rows, in order, and the last day of its last period."""

    def rows_at(self, positions: Sequence[int]) -> dict[int, str]:
        """The JSON objects at some positions."""

    def newest_revision(self, query: Query) -> str | None:
        """The last revision of the one figure that matches a query, even if it is retracted."""
