"""The shapes of answers about releases and what is proven of them."""

from copy import deepcopy
from typing import Any

from marshmallow import fields

from api.schemas.envelope import ResponseSchema, page_of
from datasets.model.fields import Day, columns_of
from datasets.model.figure import LedgerRowSchema

HASH = {"pattern": "^[0-9a-f]{64}$"}


def _hash(words: str) -> fields.String:
    return fields.String(required=True, metadata={"description": words, **HASH})


def _path(words: str) -> fields.List[str]:
    return fields.List(fields.String(metadata=HASH), required=True, metadata={"description": words})


def _as_hashed(column: fields.Field[Any]) -> fields.Field[Any]:
    """A column of a ledger in an answer: always there, null where a cell may be empty."""
    told = deepcopy(column)
    told.required, told.allow_none = True, not column.required
    return told


LedgerEntry = ResponseSchema.from_dict(
    {name: _as_hashed(column) for name, column in columns_of(LedgerRowSchema).items()},
    name="LedgerEntry",
)


class Head(ResponseSchema):
    """A ledger as it stood in a release."""

    dataset = fields.String(required=True)
    size = fields.Integer(required=True, metadata={"description": "Rows in the ledger"})
    root = _hash("Root of the tree of its rows")


class LoggedRelease(ResponseSchema):
    """A release as it was told when it was built."""

    release = fields.String(required=True, metadata={"description": "Id of the release"})
    built = fields.DateTime(required=True, metadata={"description": "When it was built, UTC"})
    newest = Day(required=True, metadata={"description": "Day of its newest row"})
    figures = fields.Integer(required=True, metadata={"description": "Figures ever recorded"})
    rows = fields.Integer(required=True, metadata={"description": "Revisions of them"})
    root = _hash("Root over its ledgers")
    ledgers = fields.List(fields.Nested(Head), required=True)


ReleasePage = page_of(LoggedRelease, "ReleasePage")


class Proof(ResponseSchema):
    """What shows that a row stands in a release."""

    row = fields.Nested(
        LedgerEntry, required=True, metadata={"description": "The row as its ledger has it"}
    )
    leaf = _hash("Hash of the row")
    dataset = fields.String(required=True, metadata={"description": "Its ledger"})
    number = fields.Integer(
        required=True, metadata={"description": "Its place in the ledger, from 0"}
    )
    size = fields.Integer(required=True, metadata={"description": "Rows in the ledger"})
    path = _path("What stands beside the way from the leaf to the root of the ledger")
    ledgers = fields.List(fields.Nested(Head), required=True)
    root = _hash("Root over the ledgers of the release")
    release = fields.String(required=True, metadata={"description": "Id of the release"})


class LedgerConsistency(ResponseSchema):
    """What shows that a ledger begins as it stood before."""

    dataset = fields.String(required=True)
    first_size = fields.Integer(required=True, metadata={"description": "Rows in the first"})
    second_size = fields.Integer(required=True, metadata={"description": "Rows in the second"})
    path = _path("The hashes from which both roots follow")


class Consistency(ResponseSchema):
    """What shows that a release keeps every row of an older one, unchanged and in its place."""

    first = fields.Nested(LoggedRelease, required=True)
    second = fields.Nested(LoggedRelease, required=True)
    ledgers = fields.List(fields.Nested(LedgerConsistency), required=True)
