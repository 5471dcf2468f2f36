"""The rows of the oracle by question, so that ten thousand conclusions are checked in minutes."""

from collections.abc import Mapping, Sequence, Set

from tests.reliability.csv_oracle import OracleRow
from tests.reliability.query_generator import passing, visible

QUESTION = ("metric", "subject", "place")
SERIES = ("metric", "claimant", "subject")
VINTAGES = ("as_of", "known_at")

Args = Mapping[str, str]


class LedgerIndex:
    """The revisions of all figures, and the ids of those that ever answered a question."""

    def __init__(self, entries: Sequence[OracleRow], areas: Set[str]) -> None:
        self.entries = entries
        self.areas = areas  # whose boundary may cut through other places
        self.around = {entry.row["place"]: entry.containing_places for entry in entries}
        self.revisions: dict[str, list[OracleRow]] = {}
        self.ids: dict[tuple[str, ...], dict[str, None]] = {}
        for entry in entries:
            self.revisions.setdefault(entry.row["id"], []).append(entry)
            for names in (QUESTION, SERIES):
                self.ids.setdefault(_key(names, entry.row), {})[entry.row["id"]] = None

    def by_ids(self, ids: Sequence[str], args: Args) -> list[OracleRow]:
        """The visible rows of figures, in the vintage of the arguments."""
        revisions = [entry for id_ in ids for entry in self.revisions.get(id_, ())]
        return list(visible(revisions, {name: args[name] for name in VINTAGES if name in args}))

    def matching(self, names: Sequence[str], args: Args, **filters: str) -> list[OracleRow]:
        """The visible rows with the values of some columns, which are those of an index."""
        entries = self.by_ids(list(self.ids.get(_key(names, args), ())), args)
        return list(passing(entries, {**{name: args[name] for name in names}, **filters}))


def _key(names: Sequence[str], values: Args) -> tuple[str, ...]:
    return (*names, *(values[name] for name in names))
