"""Fields of the columns of ``feeds.csv``: addresses, cadences, and patterns of ids."""

import re
from typing import Any

from marshmallow import ValidationError, fields

_PATTERN = re.compile(r"([a-z0-9]+|\*)(-([a-z0-9]+|\*))*")
_ADDRESS = re.compile(r"https://[a-z0-9.-]+(:[0-9]+)?/[^\s?#;][^\s#;]*")
_CADENCE = re.compile(r"P[1-9][0-9]?[DWMY]|none")


class Address(fields.String):
    """The address of a file on the web: https, a host in small letters, and no user."""

    rule = "V53"

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = str(super()._deserialize(value, attr, data, **kwargs))
        if not _ADDRESS.fullmatch(text):
            example = "https://example.org/folder/file.csv"
            raise ValidationError(f"'{text}' is not the https address of a file, such as {example}")
        return text


class AddressList(Address):
    """Addresses of files in one cell, separated by blanks."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        parts = str(value).split(" ")
        return tuple(
            super(AddressList, self)._deserialize(part, attr, data, **kwargs) for part in parts
        )

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return " ".join(value) or None


class Cadence(fields.String):
    """How often a file is published: an ISO 8601 duration of one unit, or ``none``: no more."""

    rule = "V53"

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = str(super()._deserialize(value, attr, data, **kwargs))
        if not _CADENCE.fullmatch(text):
            raise ValidationError(
                f"'{text}' is not a cadence; write P1D, P1W, P3M, P1Y or, for a series that ended, "
                "none"
            )
        return text


class PatternList(fields.String):
    """Ids with ``*`` for any letters, digits and hyphens, separated by semicolons."""

    rule = "V53"

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = str(super()._deserialize(value, attr, data, **kwargs))
        parts = tuple(text.split(";"))
        for part in parts:
            if not _PATTERN.fullmatch(part):
                raise ValidationError(f"'{part}' is not a slug with * for a part that varies")
        return parts

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return ";".join(value) or None
