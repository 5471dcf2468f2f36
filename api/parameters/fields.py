"""Field types of query parameters that marshmallow lacks."""

import difflib
import re
from typing import Any

from marshmallow import ValidationError, fields, validate
from marshmallow.experimental.context import Context

from api.limits import MAX_LIST_VALUES
from datasets.model.fields import Number, without_fraction
from datasets.release.release import Release
from datasets.release.store.releases import Releases

MAX_BOUND = 999_999_999_999_999

_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)

BOOLEANS = ("true", "false")
OTHER_SPELLINGS_OF_FALSE = frozenset({"0", "f", "n", "no", "off", "none", "null"})

# Has to be entered to load or document fields whose codes depend on the current release.
ReleasesContext = Context[Releases]
Fields = dict[str, fields.Field[Any]]


class DelimitedList(fields.List[Any]):
    """A list, written as ``a,b``, as a repeated key, or both. Duplicates are removed."""

    def __init__(self, inner: fields.Field[Any], **kwargs: Any) -> None:
        super().__init__(inner, validate=validate.Length(1, MAX_LIST_VALUES), **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        texts = [value] if isinstance(value, str) else value
        values = [item.strip() for text in texts for item in text.split(",")]
        if "" in values:
            raise ValidationError(
                "contains an empty value; write a,b without a comma at the start or end"
            )
        if len(values) > MAX_LIST_VALUES:
            raise ValidationError(f"has {len(values)} values; the maximum is {MAX_LIST_VALUES}")
        return tuple(dict.fromkeys(self.validate_items(values)))

    def validate_items(self, values: list[str]) -> list[str]:
        """Return the values to search for. Raises ValidationError for an invalid one."""
        raise NotImplementedError


class CodeList(DelimitedList):
    """Codes of one column in the current release. Country codes may be in lower case."""

    def __init__(self, column: str, dataset: str, **kwargs: Any) -> None:
        super().__init__(fields.String(), **kwargs)
        self.column = column
        self.dataset = dataset

    def validate_items(self, values: list[str]) -> list[str]:
        release = ReleasesContext.get().current
        known = release.codes.get(("", self.column), {})
        codes = [value.upper() for value in values] if self.column == "country" else values
        unknown = [
            value
            for value, code in zip(values, codes, strict=True)
            if code not in known or self._is_elsewhere(release, code)
        ]
        if unknown:
            raise _unknown_codes(self.column, unknown, values)
        return codes

    def _is_elsewhere(self, release: Release, metric: str) -> bool:
        """Whether a metric belongs to another dataset than that of this field."""
        is_bound = self.column == "metric" and self.dataset
        return bool(is_bound) and release.dataset_by_metric[metric] != self.dataset


class CodeField(fields.String):
    """One code of a column in the current release."""

    def __init__(self, column: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.column = column

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        known = ReleasesContext.get().current.codes.get(("", self.column), {})
        if value not in known:
            raise _unknown_codes(self.column, [str(value)], [str(value)])
        return str(value)


class FigureIds(DelimitedList):
    """Ids of figures."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(fields.String(), **kwargs)

    def validate_items(self, values: list[str]) -> list[str]:
        return values


class ColumnList(DelimitedList):
    """Names of columns, each with ``-`` before it or without."""

    def __init__(self, names: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(fields.String(metadata={"enum": list(names)}), **kwargs)
        self.names = names

    def validate_items(self, values: list[str]) -> list[str]:
        for value in values:
            if value not in self.names:
                matches = difflib.get_close_matches(value, self.names, 1)
                hint = f"; did you mean '{matches[0]}'?" if matches else ""
                raise ValidationError(f"'{value}' is not a valid column for this parameter{hint}")
        return values


class BoundedInteger(fields.Integer):
    """A whole number from ``minimum`` to ``maximum``, both included."""

    def __init__(self, minimum: int, maximum: int, **kwargs: Any) -> None:
        super().__init__(validate=validate.Range(minimum, maximum), **kwargs)
        self.minimum = minimum
        self.maximum = maximum

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = str(value)
        has_digits = text.isascii() and text.isdigit() and len(text) <= len(str(self.maximum))
        if not (has_digits and self.minimum <= int(text) <= self.maximum):
            bounds = f"{self.minimum:,} and {self.maximum:,}"
            raise ValidationError(f"'{text}' is not a whole number between {bounds}")
        return int(text)


class NumberBound(Number):
    """A number to compare values with, in plain digits or in exponent notation (``6e5``)."""

    def __init__(self, **kwargs: Any) -> None:
        error = f"'{{input}}' is not between 0 and {MAX_BOUND}"
        super().__init__(validate=validate.Range(0, MAX_BOUND, error=error), **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not _NUMBER.fullmatch(str(value)):
            return super()._deserialize(value, attr, data, **kwargs)
        number = float(value)
        return without_fraction(number) if abs(number) <= MAX_BOUND else number


class BooleanText(fields.String):
    """``true`` or ``false``, in any letter case: Python sends ``True``, R sends ``TRUE``."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(validate=validate.OneOf(BOOLEANS), **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = str(value).lower()
        if text not in BOOLEANS:
            nearest = "false" if text in OTHER_SPELLINGS_OF_FALSE else "true"
            detail = f"'{value}' is neither true nor false; did you mean '{nearest}'?"
            problem = {"code": "invalid-parameter", "detail": detail, "suggestions": [nearest]}
            raise ValidationError([problem])
        return text


def _unknown_codes(column: str, unknown: list[str], values: list[str]) -> ValidationError:
    """The error for the unknown ones among the values of a column, from which a hint is made."""
    message = {"code": "unknown-code", "column": column, "unknown": unknown, "values": values}
    return ValidationError([message])
