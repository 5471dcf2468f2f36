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
    """The number of rows and the root hash of a ledger in a release."""

    dataset = fields.String(required=True)
    size = fields.Integer(required=True, metadata={"description": "Number of rows in the ledger"})
    root = _hash("Root hash of the Merkle tree of its rows")


class LoggedReleaseSchema(ResponseSchema):
    """A release, as it was logged when it was built."""

    release = fields.String(required=True, metadata={"description": "Id of the release"})
    built = fields.DateTime(
        required=True, metadata={"description": "Time at which the release was built, in UTC"}
    )
    newest = Day(
        required=True, metadata={"description": "Day on which its newest row was recorded"}
    )
    figures = fields.Integer(
        required=True, metadata={"description": "Number of figures, with retracted ones"}
    )
    rows = fields.Integer(
        required=True, metadata={"description": "Number of rows: all revisions of the figures"}
    )
    root = _hash("Root hash over all ledgers")
    ledgers = fields.List(fields.Nested(HeadSchema), required=True)


ReleasePageSchema = page_of(LoggedReleaseSchema, "ReleasePageSchema")


class ProofSchema(ResponseSchema):
    """An inclusion proof: a row is in a release."""

    row = fields.Nested(
        LedgerEntrySchema, required=True, metadata={"description": "The row as it is in the ledger"}
    )
    leaf = _hash("Leaf hash of the row")
    dataset = fields.String(required=True, metadata={"description": "Name of the ledger"})
    number = fields.Integer(
        required=True, metadata={"description": "Index of the row in the ledger, from 0"}
    )
    size = fields.Integer(required=True, metadata={"description": "Number of rows in the ledger"})
    path = _path("Inclusion proof: the sibling hashes from the leaf to the root of the ledger")
    ledgers = fields.List(fields.Nested(HeadSchema), required=True)
    root = _hash("Root hash over all ledgers of the release")
    release = fields.String(required=True, metadata={"description": "Id of the release"})


class LedgerConsistencySchema(ResponseSchema):
    """A consistency proof of one ledger."""

    dataset = fields.String(required=True)
    first_size = fields.Integer(
        required=True, metadata={"description": "Number of rows in the first release"}
    )
    second_size = fields.Integer(
        required=True, metadata={"description": "Number of rows in the second release"}
    )
    path = _path("Consistency proof: the hashes from which both roots are computed")


class ConsistencySchema(ResponseSchema):
    """A consistency proof: a release continues an older one without changes."""

    first = fields.Nested(LoggedReleaseSchema, required=True)
    second = fields.Nested(LoggedReleaseSchema, required=True)
    ledgers = fields.List(fields.Nested(LedgerConsistencySchema), required=True)
