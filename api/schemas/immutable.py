"""What the shapes of questions and answers have in common."""

from typing import Any, Self

from marshmallow import Schema


class ImmutableSchema(Schema):
    """A schema that nobody changes once it is made.

    flask-smorest copies what documents an operation with each of its decorators, to be safe from
    changes: of these it gets the same again, or a start would take three times as long.
    """

    def __deepcopy__(self, _memo: Any) -> Self:
        return self


class ImmutableDict(dict[str, Any]):
    """What documents an operation: it is changed by nobody either."""

    def __deepcopy__(self, _memo: Any) -> Self:
        return self
