"""The kinds of query parameter that marshmallow lacks: lists, codes, columns, bounds, flags."""

import difflib
import re
from collections.abc import Callable, Collection
from typing import Any

from marshmallow import ValidationError, fields, validate

from api.limits import MAX_LIST_VALUES
from datasets.model.fields import Number, without_fraction
from datasets.release.exceptions import ReleaseUnavailable
from datasets.release.release import Release

MAX_OFFERED = 150  # longer lists of codes are looked up, not listed

MAX_BOUND = 999_999_999_999_999

_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)

CurrentRelease = Callable[[], Release]
Fields = dict[str, fields.Field[Any]]


class DelimitedList(fields.List[Any]):
    """A list given as ``a,b``, as a repeated key, or both."""

    def __init__(self, inner: fields.Field[Any], **kwargs: Any) -> None:
        super().__init__(inner, validate=validate.Length(1, MAX_LIST_VALUES), **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        given = [value] if isinstance(value, str) else value
        parts = [part.strip() for text in given for part in text.split(",")]
        if "" in parts:
            raise ValidationError("has an empty value; write a,b with no comma before or after")
        if len(parts) > MAX_LIST_VALUES:
            raise ValidationError(f"has {len(parts)} values; at most {MAX_LIST_VALUES}")
        return tuple(dict.fromkeys(self.validate_items(parts)))

    def validate_items(self, parts: list[str]) -> list[str]:
        """The values, or ValidationError for one that cannot be asked for."""
        raise NotImplementedError


class CodeList(DelimitedList):
    """Codes of one column that the current release knows; countries in any letter case."""

    def __init__(self, column: str, dataset: str, release: CurrentRelease, **kwargs: Any) -> None:
        super().__init__(fields.String(metadata=_listed(release, dataset, column)), **kwargs)
        self.column = column
        self.dataset = dataset
        self.release = release

    def validate_items(self, parts: list[str]) -> list[str]:
        codes = self.release().codes
        known = codes.get(("", self.column), {})
        cased = [part.upper() for part in parts] if self.column == "country" else parts
        for part in cased:
            if part not in known:
                raise _unknown(part, self.column, cased, known)
            home = self._only_elsewhere(part)
            if home:
                detail = f"'{part}' belongs to {home}, not to {self.dataset}; ask /v1/{home}"
                raise ValidationError([{"code": "unknown-code", "detail": detail}])
        return cased

    def _only_elsewhere(self, metric: str) -> str | None:
        """The dataset that a metric belongs to, if it is another one."""
        if self.column != "metric" or not self.dataset:
            return None
        home = self.release().dataset_by_metric[metric]
        return None if home == self.dataset else home


class CodeField(fields.String):
    """One code of a column that the current release knows."""

    def __init__(self, column: str, release: CurrentRelease, **kwargs: Any) -> None:
        metadata = {**kwargs.pop("metadata"), **_listed(release, "", column)}
        super().__init__(metadata=metadata, **kwargs)
        self.column = column
        self.release = release

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        known = self.release().codes.get(("", self.column), {})
        if value not in known:
            raise _unknown(str(value), self.column, [str(value)], known)
        return str(value)


class FigureIds(DelimitedList):
    """Ids of figures."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(fields.String(), **kwargs)

    def validate_items(self, parts: list[str]) -> list[str]:
        return parts


class ColumnList(DelimitedList):
    """Names of columns, perhaps with ``-`` before them."""

    def __init__(self, names: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(fields.String(metadata={"enum": list(names)}), **kwargs)
        self.names = names

    def validate_items(self, parts: list[str]) -> list[str]:
        for part in parts:
            if part not in self.names:
                near = difflib.get_close_matches(part, self.names, 1)
                hint = f"; did you mean '{near[0]}'?" if near else ""
                raise ValidationError(f"'{part}' is not a column that can be asked for here{hint}")
        return parts


class BoundedInteger(fields.Integer):
    """A whole number between two bounds, both allowed."""

    def __init__(self, least: int, most: int, **kwargs: Any) -> None:
        super().__init__(validate=validate.Range(least, most), **kwargs)
        self.least = least
        self.most = most

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = str(value)
        plain = text.isascii() and text.isdigit() and len(text) <= len(str(self.most))
        if not (plain and self.least <= int(text) <= self.most):
            between = f"{self.least:,} and {self.most:,}"
            raise ValidationError(f"'{text}' is not a whole number between {between}")
        return int(text)


class NumberBound(Number):
    """A number to compare values with, in plain digits or as programs write it (``6e5``)."""

    def __init__(self, **kwargs: Any) -> None:
        outside = f"'{{input}}' is outside 0 to {MAX_BOUND}"
        super().__init__(validate=validate.Range(0, MAX_BOUND, error=outside), **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not _NUMBER.fullmatch(str(value)):
            return super()._deserialize(value, attr, data, **kwargs)
        number = float(value)
        return without_fraction(number) if abs(number) <= MAX_BOUND else number


class BooleanText(fields.String):
    """``true`` or ``false``."""

    def __init__(self, **kwargs: Any) -> None:
        choice = validate.OneOf(("true", "false"), error="'{input}' is neither true nor false")
        super().__init__(validate=choice, **kwargs)


def _listed(release: CurrentRelease, dataset: str, column: str) -> dict[str, list[str]]:
    """The codes that occur and their names, for the contract; nothing while there is no release.

    The names stand in the extension that Redocly and OpenAPI Generator read.
    """
    try:
        codes = release().codes
    except ReleaseUnavailable:
        return {}
    homes = {dataset} if dataset else {home for home, _ in codes if home}
    offered = sorted({code for home in homes for code in codes.get((home, column), {})})
    if not 0 < len(offered) <= MAX_OFFERED:
        return {}
    names = codes.get(("", column), {})
    return {"enum": offered, "x-enum-descriptions": [names[code] or code for code in offered]}


def _unknown(part: str, column: str, parts: list[str], known: Collection[str]) -> ValidationError:
    near = difflib.get_close_matches(part.lower() if column != "country" else part, known, 1)
    hint = f"; did you mean '{near[0]}'?" if near else ""
    suggestions = [",".join(near[0] if other == part else other for other in parts)] if near else []
    detail = f"'{part}' is not a known {column.replace('_', ' ')}{hint}"
    return ValidationError([{"code": "unknown-code", "detail": detail, "suggestions": suggestions}])
