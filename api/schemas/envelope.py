"""envelope."""

from marshmallow import EXCLUDE, Schema, fields

from api.schemas.immutable import ImmutableSchema
from datasets.model.fields import Day


class ResponseSchema(ImmutableSchema):
    """A shape that may grow: readers must not refuse keys they do not know."""

    class Meta:
        unknown = EXCLUDE


class Links(ResponseSchema):
    """Addresses, relative to the host."""

    self = fields.String(required=True, metadata={"format": "uri-reference"})
    next = fields.String(required=True, allow_none=True, metadata={"description": "Next page"})
    prev = fields.String(required=True, allow_none=True, metadata={"description": "Page before"})


class FigureLinks(Links):
    """Addresses of this answer, its neighbours, and the whole of it as a file."""

    csv = fields.String(required=True, metadata={"description": "The whole answer as CSV"})
    xlsx = fields.String(required=True, metadata={"description": "The whole answer as a workbook"})


class Meta(ResponseSchema):
    """What an answer says of itself."""

    total = fields.Integer(required=True, metadata={"description": "Rows in all, exactly"})
    limit = fields.Integer(required=True, metadata={"description": "Rows a page holds"})
    offset = fields.Integer(required=True, metadata={"description": "Rows left out before it"})
    release = fields.String(required=True, metadata={"description": "Release it comes from"})
    license = fields.String(required=True, metadata={"description": "Licence of the compilation"})
    notice = fields.String(required=True, metadata={"description": "How to read the figures"})


class FigureMeta(Meta):
    """What a list of figures says of itself."""

    offset = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "Rows left out before it; null where `after` was asked"},
    )
    open_bounds = fields.Integer(
        required=True,
        metadata={
            "description": "Figures left out by value_min or value_max only because their hedge is "
            'open, such as "more than 600,000" with value_min=650000'
        },
    )
    as_of = Day(required=True, allow_none=True, metadata={"description": "Vintage of the ledger"})
    known_at = Day(
        required=True, allow_none=True, metadata={"description": "Vintage of the public record"}
    )


def page_of(row: type[Schema], name: str = "") -> type[Schema]:
    """The shape of a page of rows that have a shape."""
    return ResponseSchema.from_dict(
        {
            "data": fields.List(fields.Nested(row), required=True),
            "meta": fields.Nested(Meta, required=True),
            "links": fields.Nested(Links, required=True),
        },
        name=name or f"{row.__name__.removesuffix('Schema')}Page",
    )


class AboutAnswer(ResponseSchema):
    """What an answer that is no list says of itself."""

    release = fields.String(required=True)
    license = fields.String(required=True)
    notice = fields.String(required=True)
