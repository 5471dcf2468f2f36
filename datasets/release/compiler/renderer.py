"""Renderer of published rows: JSON and CSV text, with a cache of cells for each column."""

from dataclasses import dataclass
from operator import attrgetter, getitem
from typing import Any

from marshmallow import Schema, fields

from datasets.model.fields import columns_of
from datasets.release.serialization import csv_of, json_of

CACHE_CELLS = 10_000  # cached cells of a column; in some columns every value is different


@dataclass(frozen=True, slots=True)
class Rendered:
    """A rendered row: plain values by column, a JSON object, and a CSV line without line end."""

    row: dict[str, Any]
    json: str
    csv: str


Cell = tuple[Any, str, str]
"""A rendered value: plain, as JSON with its key, and as CSV."""


class Renderer:
    """Renders objects by a marshmallow schema, to the same values as ``schema.dump``.

    A value that occurred before in a column costs a look-up instead of a dump.
    """

    def __init__(self, schema: type[Schema]) -> None:
        columns = columns_of(schema)
        self._names = tuple(columns)
        self._values = attrgetter(*(field.attribute or name for name, field in columns.items()))
        self._columns = tuple(_Column(name, field) for name, field in columns.items())

    def render(self, publication: Any) -> Rendered:
        cells = map(getitem, self._columns, self._values(publication))
        plain, json, csv = zip(*cells, strict=True)
        row = dict(zip(self._names, plain, strict=True))
        return Rendered(row, "{" + ",".join(json) + "}", ",".join(csv))


class _Column(dict[Any, Cell]):
    """The cells of a column by value, rendered at the first access."""

    def __init__(self, name: str, field: fields.Field[Any]) -> None:
        self._name = name
        self._key = json_of(name) + ":"
        self._field = field

    def __missing__(self, value: Any) -> Cell:
        plain = self._field.serialize(self._name, value, lambda value, _key, _default: value)
        cell = (plain, self._key + json_of(plain), csv_of(plain))
        if len(self) >= CACHE_CELLS:
            self.clear()
        self[value] = cell
        return cell
