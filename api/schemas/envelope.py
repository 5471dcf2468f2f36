"""Schemas that responses have in common: metadata, links, pages."""

from marshmallow import EXCLUDE, Schema, fields

from api.schemas.immutable import ImmutableSchema
from datasets.model.fields import Day


class ResponseSchema(ImmutableSchema):
    """A schema of a response. Keys may be added: clients must ignore keys that they do not know."""

    class Meta:
        unknown = EXCLUDE


class LinksSchema(ResponseSchema):
    """URLs of this page, the next and the previous one, relative to the host."""

    self = fields.String(required=True, metadata={"format": "uri-reference"})
    next = fields.String(
        required=True, allow_none=True, metadata={"description": "URL of the next page"}
    )
    prev = fields.String(
        required=True, allow_none=True, metadata={"description": "URL of the previous page"}
    )


class FigureLinksSchema(LinksSchema):
    """URLs of this page, the next and the previous one, and of files with all rows."""

    csv = fields.String(required=True, metadata={"description": "URL of all rows as CSV"})
    xlsx = fields.String(
        required=True, metadata={"description": "URL of all rows as an Excel workbook"}
    )


class HintSchema(ResponseSchema):
    """A hint on the answer: a filter to leave out or change, and requests that have an answer."""

    parameter = fields.String(
        required=True, metadata={"description": "Name of the parameter to leave out or change"}
    )
    detail = fields.String(required=True, metadata={"description": "The hint as a sentence"})
    alternatives = fields.List(
        fields.String(metadata={"format": "uri-reference"}),
        required=True,
        metadata={"description": "URLs of requests that have an answer"},
    )


class AboutAnswerSchema(ResponseSchema):
    """Metadata of every response."""

    release = fields.String(required=True, metadata={"description": "Id of the release"})
    license = fields.String(required=True, metadata={"description": "Licence of the compilation"})
    notice = fields.String(
        required=True, metadata={"description": "Notice on the meaning of the figures"}
    )


class HintedAnswerSchema(AboutAnswerSchema):
    """Metadata of a response that may have hints."""

    hints = fields.List(
        fields.Nested(HintSchema),
        metadata={
            "description": "Only if there are any: what would answer where no row does, and totals "
            "that end after the window of time"
        },
    )


class PositionSchema(ResponseSchema):
    """Position of a page in a list."""

    total = fields.Integer(
        required=True, metadata={"description": "Exact number of rows on all pages"}
    )
    limit = fields.Integer(
        required=True, metadata={"description": "Maximum number of rows on a page"}
    )
    offset = fields.Integer(
        required=True, metadata={"description": "Number of rows before this page"}
    )


class FigurePositionSchema(PositionSchema):
    """Position of a page in a list of figures, and the state of the list."""

    offset = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "Number of rows before this page; null if `after` is set"},
    )
    open_bounds = fields.Integer(
        required=True,
        metadata={
            "description": "Number of figures that value_min or value_max excludes although their "
            'hedge allows such a value: "more than 600,000" with value_min=650000'
        },
    )
    as_of = Day(
        required=True,
        allow_none=True,
        metadata={"description": "State of the ledger, from the parameter `as_of`"},
    )
    known_at = Day(
        required=True,
        allow_none=True,
        metadata={"description": "State of public knowledge, from the parameter `known_at`"},
    )


# The fields of the last base come first.
class MetaSchema(HintedAnswerSchema, PositionSchema):
    """Metadata of a page."""


class FigureMetaSchema(HintedAnswerSchema, FigurePositionSchema):
    """Metadata of a page of figures."""


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
