"""Schemas and dicts that ``copy.deepcopy`` returns unchanged."""

from typing import Any, Self

from marshmallow import Schema


class ImmutableSchema(Schema):
    """A schema that is never changed.

    flask-smorest deep-copies the documentation of an operation in each of its decorators. Sharing
    the schemas makes the start of the application three times faster.
    """

    def __deepcopy__(self, _memo: Any) -> Self:
        return self


class ImmutableDict(dict[str, Any]):
    """A dict that is never changed: documentation of an operation."""

    def __deepcopy__(self, _memo: Any) -> Self:
        return self
