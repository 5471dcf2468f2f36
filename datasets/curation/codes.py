"""Look-up of codes of the reference tables by id, name, other name or ISO code."""

import csv
import difflib
import io
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from datasets.model.search_text import search_key

Row = Mapping[str, str]

MAX_CANDIDATES = 6

# The columns by which a row can be named. ``aka`` is a list, separated by semicolons.
NAME_COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "actors": ("actor_id", "name", "aka", "wikidata"),
        "metrics": ("metric_id", "name", "singular", "aka"),
        "places": ("place_id", "name", "aka", "iso3", "pcode", "iso3166_2"),
        "sources": ("source_id", "url"),
    }
)


class CodeError(ValueError):
    """A text that is not the name of one row. The message lists candidates."""


class AmbiguousCodeError(CodeError):
    """A text that names several rows."""


def rows_of_table(content: bytes) -> list[Row]:
    """Parse a CSV file into rows by column name."""
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def code_of(table: str, rows: Sequence[Row], text: str) -> str:
    """The id of the only row that has this id or name, in any case and without accents.

    An id is preferred to a name. Raises CodeError with the candidates.
    """
    columns = NAME_COLUMNS[table]
    key = search_key(text)
    ids = {row[columns[0]] for row in rows}
    if text.strip().lower() in ids:
        return text.strip().lower()
    exact = [row for row in rows if key in _names(table, row)]
    if len(exact) == 1:
        return exact[0][columns[0]]
    if exact:
        raise AmbiguousCodeError(f"'{text}' names several {table}: {_listed(table, exact)}")
    nearest = _nearest(table, rows, key)
    hint = f"; the nearest are {_listed(table, nearest)}" if nearest else ""
    raise CodeError(f"'{text}' is not in {table}.csv{hint}")


def _names(table: str, row: Row) -> set[str]:
    """All names of a row, normalized."""
    columns = [name for name in NAME_COLUMNS[table] if name != "iso3" or row["level"] == "adm0"]
    texts = {name for column in columns for name in row[column].split(";") if name}
    return {search_key(text) for text in texts}


def _nearest(table: str, rows: Sequence[Row], key: str) -> list[Row]:
    """Rows with the text in one of their names, then rows with a similar name."""
    containing = [row for row in rows if key and any(key in name for name in _names(table, row))]
    containing.sort(key=lambda row: min(map(len, _names(table, row))))
    by_name = {name: row for row in rows for name in _names(table, row)}
    similar = difflib.get_close_matches(key, by_name, MAX_CANDIDATES, cutoff=0.7)
    return list(_distinct([*containing, *(by_name[name] for name in similar)]))[:MAX_CANDIDATES]


def _distinct(rows: Sequence[Row]) -> Iterator[Row]:
    ids: set[str] = set()
    for row in rows:
        id_ = next(iter(row.values()))
        if id_ not in ids:
            ids.add(id_)
            yield row


def _listed(table: str, rows: Sequence[Row]) -> str:
    id_, label = NAME_COLUMNS[table][:2]
    return ", ".join(f"{row[id_]} ({row[label]})" for row in rows[:MAX_CANDIDATES])
