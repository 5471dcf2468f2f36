"""Renderer of published rows: JSON and CSV text, with a cache of cells for each column."""

from dataclasses import dataclass
from operator import attrgetter
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


@dataclass(frozen=True, slots=True)
class Cell:
    """A rendered value; ``json`` begins with its key."""

    plain: Any
    json: str
    csv: str


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
        values = self._values(publication)
        cells = [column[value] for column, value in zip(self._columns, values, strict=True)]
        return Rendered(
            dict(zip(self._names, [cell.plain for cell in cells], strict=True)),
            "{" + ",".join([cell.json for cell in cells]) + "}",
            ",".join([cell.csv for cell in cells]),
        )


class _Column(dict[Any, Cell]):
    """The cells of a column by value, rendered at the first access."""

    def __init__(self, name: str, field: fields.Field[Any]) -> None:
        self._name = name
        self._key = json_of(name) + ":"
        self._field = field

    def __missing__(self, value: Any) -> Cell:
        plain = self._field.serialize(self._name, value, lambda value, _key, _default: value)
        cell = Cell(plain, self._key + json_of(plain), csv_of(plain))
        if len(self) >= CACHE_CELLS:
            self.clear()
        self[value] = cell
        return cell
