"""Schemas of rows of reference tables, with their use."""

from collections.abc import Mapping
from types import MappingProxyType

from marshmallow import Schema, fields

from api.schemas.envelope import ResponseSchema, page_of
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
            "description": "URLs of the lists of these figures, by column, and of the newest "
            "figure of a conflict"
        },
    )


def _with_use(row: type[Schema]) -> type[Schema]:
    """Return the schema of a row and its use, under the name of the row's schema."""
    return ResponseSchema.from_dict(
        {**columns_of(row), **columns_of(UsedSchema)}, name=row.__name__
    )


_ROWS = {
    "actors": _with_use(ActorSchema),
    "metrics": _with_use(MetricSchema),
    "places": _with_use(PlaceSchema),
    "sources": _with_use(SourceSchema),
    "conflicts": _with_use(ConflictSchema),
    "feeds": _with_use(FeedSchema),
}
# The schemas of a row and of a page, by table.
REFERENCE_SCHEMAS: Mapping[str, tuple[type[Schema], type[Schema]]] = MappingProxyType(
    {table: (row, page_of(row)) for table, row in _ROWS.items()}
)
