"""Schemas that responses have in common: metadata, links, pages."""

from marshmallow import EXCLUDE, Schema, fields

from api.schemas.immutable import ImmutableSchema
from datasets.model.fields import Day


class ResponseSchema(ImmutableSchema):
    """A schema of a response. Keys may be added: clients must ignore keys that they do not know."""

    class Meta:
        unknown = EXCLUDE


class LinksSchema(ResponseSchema):
    """URLs of a page and of its neighbours, relative to the host."""

    self = fields.String(required=True, metadata={"format": "uri-reference"})
    next = fields.String(required=True, allow_none=True, metadata={"description": "Next page"})
    prev = fields.String(required=True, allow_none=True, metadata={"description": "Page before"})


class FigureLinksSchema(LinksSchema):
    """URLs of a page of figures, of its neighbours, and of the complete files."""

    csv = fields.String(required=True, metadata={"description": "The whole answer as CSV"})
    xlsx = fields.String(required=True, metadata={"description": "The whole answer as a workbook"})


class MetaSchema(ResponseSchema):
    """Metadata of a page."""

    total = fields.Integer(required=True, metadata={"description": "Rows in all, exactly"})
    limit = fields.Integer(required=True, metadata={"description": "Rows a page holds"})
    offset = fields.Integer(required=True, metadata={"description": "Rows left out before it"})
    release = fields.String(required=True, metadata={"description": "Release it comes from"})
    license = fields.String(required=True, metadata={"description": "Licence of the compilation"})
    notice = fields.String(required=True, metadata={"description": "How to read the figures"})


class FigureMetaSchema(MetaSchema):
    """Metadata of a page of figures."""

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
    """Return the schema of a page of rows."""
    return ResponseSchema.from_dict(
        {
            "data": fields.List(fields.Nested(row), required=True),
            "meta": fields.Nested(MetaSchema, required=True),
            "links": fields.Nested(LinksSchema, required=True),
        },
        name=name or f"{row.__name__.removesuffix('Schema')}PageSchema",
    )


class AboutAnswerSchema(ResponseSchema):
    """Metadata of a response that is not a list."""

    release = fields.String(required=True)
    license = fields.String(required=True)
    notice = fields.String(required=True)
