"""Column types: marshmallow fields that parse a cell, each with the code of its rule.

A field raises ValidationError with a message for curators; ``rule`` is the validation rule that
reports it.
"""

import re
from calendar import monthrange
from collections.abc import Mapping
from copy import copy
from dataclasses import fields as attributes
from datetime import date
from types import NoneType
from typing import Any, get_args, get_origin

from marshmallow import Schema, ValidationError, fields

from datasets.model import period
from datasets.model.phrase import phrase_faults

MAX_DIGITS = 15  # a double preserves all decimal numbers of this length

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Text(fields.String):
    """Free text of at most ``limit`` characters."""

    rule = "V34"

    def __init__(self, *, limit: int | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.limit = limit

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if self.limit and len(text) > self.limit:
            raise ValidationError(f"{attr} has {len(text)} characters; at most {self.limit}")
        return str(text)


class Phrase(fields.String):
    """The phrase of a metric, with the slots of `datasets.model.phrase`."""

    rule = "V51"

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = str(super()._deserialize(value, attr, data, **kwargs))
        faults = phrase_faults(text)
        if faults:
            raise ValidationError(f"{attr} {'; '.join(faults)}")
        return text


class Slug(fields.String):
    """An id: lower-case letters, digits and single hyphens."""

    rule = "V06"

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = str(super()._deserialize(value, attr, data, **kwargs))
        if not _SLUG.fullmatch(text):
            raise ValidationError(f"'{text}' is not a slug (a-z, 0-9, single hyphens)")
        return text


class SlugList(Slug):
    """A list of ids in one cell, separated by semicolons."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        parts = str(value).split(";")
        return tuple(
            super(SlugList, self)._deserialize(part, attr, data, **kwargs) for part in parts
        )

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return ";".join(value) or None


class Reference(Slug):
    """The id of a row in a reference table."""

    def __init__(self, *, table: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.table = table


class ReferenceList(SlugList):
    """Several ids of rows in a reference table, separated by semicolons."""

    def __init__(self, *, table: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.table = table


class Code(fields.String):
    """A code from a code list. ``noun`` names a code in messages: "a quantifier"."""

    rule = "V05"

    def __init__(self, codes: Mapping[str, Any], *, noun: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.codes = codes
        self.noun = noun

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = str(super()._deserialize(value, attr, data, **kwargs))
        if text not in self.codes:
            codes = ", ".join(self.codes)
            raise ValidationError(f"'{text}' is not {self.noun}; use one of {codes}")
        return text


class Number(fields.Float):
    """A non-negative number in plain digits, ``int`` where it has no fractional part."""

    rule = "V12"

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = str(value)
        if not _NUMBER.fullmatch(text):
            digits = re.sub(r"[\s,'’_]", "", text)
            hint = digits if _NUMBER.fullmatch(digits) else "only digits, with a point for decimals"
            raise ValidationError(f"'{text}' is not a plain number; write {hint}")
        if len(text.replace(".", "").lstrip("0")) > MAX_DIGITS:
            raise ValidationError(f"'{text}' is not a plain number; at most {MAX_DIGITS} digits")
        return without_fraction(float(text))

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        return None if value is None else without_fraction(value)


class Count(fields.Integer):
    """A positive integer."""

    rule = "V12"

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = str(value)
        if not text.isascii() or not text.isdigit() or text.startswith("0"):
            raise ValidationError(f"'{text}' is not a plain number; write 1, 2, 3 …")
        return int(text)


class Degrees(fields.Float):
    """Decimal degrees of latitude or longitude, between ``-bound`` and ``bound``."""

    rule = "V46"

    def __init__(self, *, bound: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.bound = bound

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        degrees = super()._deserialize(value, attr, data, **kwargs)
        if degrees is None or abs(degrees) > self.bound:
            raise ValidationError(f"{attr} {value} is outside -{self.bound} to {self.bound}")
        return degrees


class Day(fields.Date):
    """A day of the calendar, ``YYYY-MM-DD``."""

    rule = "V17"

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> date:
        text = str(value)
        try:
            if _DAY.fullmatch(text):
                return date.fromisoformat(text)
        except ValueError:
            raise ValidationError(f"'{text}' is not a date; the calendar has no such day") from None
        raise ValidationError(f"'{text}' is not a date; write {_iso_or_hint(text)}")


class Edtf(fields.String):
    """A period in the EDTF profile of `datasets.model.period`."""

    rule = "V18"

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        try:
            return period.parse(str(value))
        except ValueError as error:
            raise ValidationError(str(error)) from None


def without_fraction(number: float) -> int | float:
    """Convert a number without a fractional part to ``int``, which prints without a point."""
    return int(number) if number == int(number) else number


def schema_of(row: type[Any]) -> type[Schema]:
    """The schema of a dataclass whose attributes are ``Annotated[type, field, description]``.

    A column may be empty where the type is a tuple or allows ``None``; all others are required.
    """
    columns = {attribute.name: _column(*get_args(attribute.type)) for attribute in attributes(row)}
    return Schema.from_dict(columns, name=f"{row.__name__}Schema")


def _column(type_: Any, field: fields.Field[Any], description: str) -> fields.Field[Any]:
    column = copy(field)
    column.allow_none = get_origin(type_) is tuple or NoneType in get_args(type_)
    column.required = not column.allow_none
    column.metadata = {"description": description}
    return column


def column_names(schema: type[Schema]) -> tuple[str, ...]:
    """The names of the columns of a schema, in the order of declaration."""
    return tuple(columns_of(schema))


def columns_of(schema: type[Schema]) -> Mapping[str, fields.Field[Any]]:
    """The fields of a schema by column name, in the order of declaration."""
    return schema._declared_fields


def _iso_or_hint(text: str) -> str:
    """Convert a day-first or slashed date to ISO 8601 if it is unambiguous, else give a hint."""
    parts = re.fullmatch(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})", text)
    if parts:
        day, month, year = (int(part) for part in parts.groups())
        if (day > 12 or "." in text) and _exists(year, month, day):
            return f"{year:04d}-{month:02d}-{day:02d}"
    if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", text):
        year, month = map(int, text.split("-"))
        last = monthrange(year, month)[1]
        return f"a day, for example the last of the month, {text}-{last}"
    return "it as YYYY-MM-DD, for example 2024-08-20"


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
