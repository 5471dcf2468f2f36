"""Rows as the bytes that are served: JSON and CSV, each distinct value rendered once."""

from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from marshmallow import Schema, fields

from datasets.model.fields import columns_of
from datasets.release.serialization import csv_of, json_of

REMEMBERED = 10_000  # cells of a column; some columns never say the same thing twice


@dataclass(frozen=True, slots=True)
class Rendered:
    """A row in its forms: the cells as plain values, one JSON object, one CSV line without end."""

    cells: tuple[Any, ...]
    json: str
    csv: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A value in its forms."""

    plain: Any
    json: str
    csv: str


class Renderer:
    """Renders objects by a marshmallow schema, as ``schema.dump`` would, remembering cells.

    Columns of few distinct values cost a look-up instead of a dump, to the same text.
    """

    def __init__(self, schema: type[Schema]) -> None:
        columns = columns_of(schema)
        self._values = attrgetter(*(field.attribute or name for name, field in columns.items()))
        self._columns = tuple(_Column(name, field) for name, field in columns.items())

    def render(self, thing: Any) -> Rendered:
        values = self._values(thing)
        cells = [column[value] for column, value in zip(self._columns, values, strict=True)]
        return Rendered(
            tuple([cell.plain for cell in cells]),
            "{" + ",".join([cell.json for cell in cells]) + "}",
            ",".join([cell.csv for cell in cells]),
        )


class _Column(dict[Any, Cell]):
    """The cells of a column by their values, rendered when they are first asked for."""

    def __init__(self, name: str, field: fields.Field[Any]) -> None:
        self._name = name
        self._key = json_of(name) + ":"
        self._field = field

    def __missing__(self, value: Any) -> Cell:
        plain = self._field.serialize(self._name, value, lambda thing, _key, _default: thing)
        cell = Cell(plain, self._key + json_of(plain), csv_of(plain))
        if len(self) >= REMEMBERED:
            self.clear()
        self[value] = cell
        return cell
