"""Schemas of the log of releases and of proofs (RFC 6962)."""

from copy import deepcopy
from typing import Any

from marshmallow import fields

from api.schemas.envelope import ResponseSchema, page_of
from datasets.model.fields import Day, columns_of
from datasets.model.figure import LedgerRowSchema

HASH = {"pattern": "^[0-9a-f]{64}$"}


def _hash(description: str) -> fields.String:
    return fields.String(required=True, metadata={"description": description, **HASH})


def _path(description: str) -> fields.List[str]:
    return fields.List(
        fields.String(metadata=HASH), required=True, metadata={"description": description}
    )


def _ledger_field(column: fields.Field[Any]) -> fields.Field[Any]:
    """Return a column of a ledger as a required field, nullable if its cells may be empty."""
    field = deepcopy(column)
    field.required, field.allow_none = True, not column.required
    return field


LedgerEntrySchema = ResponseSchema.from_dict(
    {name: _ledger_field(column) for name, column in columns_of(LedgerRowSchema).items()},
    name="LedgerEntrySchema",
)


class HeadSchema(ResponseSchema):
    """The size and root of a ledger in a release."""

    dataset = fields.String(required=True)
    size = fields.Integer(required=True, metadata={"description": "Rows in the ledger"})
    root = _hash("Root of the tree of its rows")


class LoggedReleaseSchema(ResponseSchema):
    """A release as it was logged when it was built."""

    release = fields.String(required=True, metadata={"description": "Id of the release"})
    built = fields.DateTime(required=True, metadata={"description": "When it was built, UTC"})
    newest = Day(required=True, metadata={"description": "Day of its newest row"})
    figures = fields.Integer(required=True, metadata={"description": "Figures ever recorded"})
    rows = fields.Integer(required=True, metadata={"description": "Revisions of them"})
    root = _hash("Root over its ledgers")
    ledgers = fields.List(fields.Nested(HeadSchema), required=True)


ReleasePageSchema = page_of(LoggedReleaseSchema, "ReleasePageSchema")


class ProofSchema(ResponseSchema):
    """An inclusion proof: a row is in a release."""

    row = fields.Nested(
        LedgerEntrySchema, required=True, metadata={"description": "The row as its ledger has it"}
    )
    leaf = _hash("Hash of the row")
    dataset = fields.String(required=True, metadata={"description": "Its ledger"})
    number = fields.Integer(
        required=True, metadata={"description": "Its place in the ledger, from 0"}
    )
    size = fields.Integer(required=True, metadata={"description": "Rows in the ledger"})
    path = _path("What stands beside the way from the leaf to the root of the ledger")
    ledgers = fields.List(fields.Nested(HeadSchema), required=True)
    root = _hash("Root over the ledgers of the release")
    release = fields.String(required=True, metadata={"description": "Id of the release"})


class LedgerConsistencySchema(ResponseSchema):
    """A consistency proof of one ledger."""

    dataset = fields.String(required=True)
    first_size = fields.Integer(required=True, metadata={"description": "Rows in the first"})
    second_size = fields.Integer(required=True, metadata={"description": "Rows in the second"})
    path = _path("The hashes from which both roots follow")


class ConsistencySchema(ResponseSchema):
    """A consistency proof: a release continues an older one without changes."""

    first = fields.Nested(LoggedReleaseSchema, required=True)
    second = fields.Nested(LoggedReleaseSchema, required=True)
    ledgers = fields.List(fields.Nested(LedgerConsistencySchema), required=True)
