"""Schemas of rows of reference tables, with their use."""

from collections.abc import Mapping
from types import MappingProxyType

from marshmallow import Schema, fields

from api.schemas.envelope import ResponseSchema, page_of
from api.schemas.freshness import FreshnessSchema
from datasets.feeds.states import OUTCOMES
from datasets.model.fields import columns_of
from datasets.model.references import (
    ActorSchema,
    ConflictSchema,
    FeedSchema,
    MetricSchema,
    PlaceSchema,
    SourceSchema,
)


class UsedSchema(ResponseSchema):
    """Use of a row of a reference table, in columns after its own."""

    figures = fields.Integer(
        required=True, metadata={"description": "Number of current figures that use the code"}
    )
    roles = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        required=True,
        metadata={"description": "Number of current figures by the column that has the code"},
    )
    links = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        required=True,
        metadata={
            "description": "URLs of the lists of these figures, by column, of the newest figure "
            "of a conflict, and of the feed of a source"
        },
    )


class FeedUpdateSchema(ResponseSchema):
    """Last update of a feed on this server. Instants are UTC."""

    outcome = fields.String(
        required=True,
        allow_none=True,
        metadata={
            "enum": [*OUTCOMES, None],
            "description": "; ".join(f"`{code}`: {text}" for code, text in OUTCOMES.items())
            + "; null if no update is known here",
        },
    )
    reason = fields.String(
        required=True, allow_none=True, metadata={"description": "What stopped the last update"}
    )
    tried_at = fields.String(
        required=True, allow_none=True, metadata={"description": "When it was last tried"}
    )
    confirmed_at = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "When the file was last compared with the ledgers to its end"},
    )
    imported_at = fields.String(
        required=True, allow_none=True, metadata={"description": "When it last added rows"}
    )
    text = fields.String(required=True, metadata={"description": "The same as a sentence"})


class DatedFeedSchema(ResponseSchema):
    """Age and last update of a feed, in columns after its own."""

    freshness = fields.Nested(
        FreshnessSchema,
        required=True,
        allow_none=True,
        metadata={"description": "Age of its newest claim; null if it has no figure"},
    )
    cadence_text = fields.String(
        required=True, metadata={"description": "`cadence` in words: every day"}
    )
    update = fields.Nested(FeedUpdateSchema, required=True)


def _with_use(row: type[Schema], *others: type[Schema]) -> type[Schema]:
    """Return the schema of a row and its use, under the name of the row's schema."""
    parts: tuple[type[Schema], ...] = (row, UsedSchema, *others)
    columns = {name: field for part in parts for name, field in columns_of(part).items()}
    return ResponseSchema.from_dict(columns, name=row.__name__)


_ROWS = {
    "actors": _with_use(ActorSchema),
    "metrics": _with_use(MetricSchema),
    "places": _with_use(PlaceSchema),
    "sources": _with_use(SourceSchema),
    "conflicts": _with_use(ConflictSchema),
    "feeds": _with_use(FeedSchema, DatedFeedSchema),
}
# The schemas of a row and of a page, by table.
REFERENCE_SCHEMAS: Mapping[str, tuple[type[Schema], type[Schema]]] = MappingProxyType(
    {table: (row, page_of(row)) for table, row in _ROWS.items()}
)
