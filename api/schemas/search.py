"""Schemas of a search for series."""

from marshmallow import fields

from api.schemas.datasets import SeriesSchema
from api.schemas.envelope import AboutAnswerSchema, LinksSchema, PositionSchema, ResponseSchema
from datasets.model.fields import Day
from datasets.model.published_row import PublishedRowSchema


class SeriesMatchSchema(SeriesSchema):
    """A series that matches, with a figure of it."""

    figure = fields.Nested(
        PublishedRowSchema,
        required=True,
        metadata={
            "description": "Its latest figure, a total rather than a count; the newest with the "
            "date or the number of the text if it has one"
        },
    )


class FacetSchema(ResponseSchema):
    """A code, and how many of the series have it."""

    code = fields.String(required=True)
    name = fields.String(required=True, allow_none=True)
    series = fields.Integer(required=True)


class FacetsSchema(ResponseSchema):
    """The most frequent codes of all series that match. Each is a parameter of the search."""

    conflict = fields.List(fields.Nested(FacetSchema), required=True)
    dataset = fields.List(fields.Nested(FacetSchema), required=True)
    metric = fields.List(fields.Nested(FacetSchema), required=True)
    place = fields.List(fields.Nested(FacetSchema), required=True)
    claimant = fields.List(fields.Nested(FacetSchema), required=True)


class InterpretationSchema(ResponseSchema):
    """Interpretation of each part of the text."""

    first_day = Day(
        required=True,
        allow_none=True,
        metadata={"description": "First day of the dates in the text"},
    )
    last_day = Day(
        required=True, allow_none=True, metadata={"description": "Last day of the dates"}
    )
    number = fields.Float(
        required=True, allow_none=True, metadata={"description": "The number in the text"}
    )
    corrected = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        required=True,
        metadata={"description": "Words that are in no name, with the nearest word that is in one"},
    )
    unmatched = fields.List(
        fields.String(), required=True, metadata={"description": "Words that are in no name"}
    )
    missing = fields.List(
        fields.String(),
        required=True,
        metadata={
            "description": "Words, dates and numbers that some of the series lack, because no "
            "series has all of them"
        },
    )


class SearchMetaSchema(AboutAnswerSchema, PositionSchema):
    """Metadata of a page of series that match."""

    interpretation = fields.Nested(InterpretationSchema, required=True)
    facets = fields.Nested(FacetsSchema, required=True)


class SearchPageSchema(ResponseSchema):
    """A page of series that match, the best first."""

    data = fields.List(fields.Nested(SeriesMatchSchema), required=True)
    meta = fields.Nested(SearchMetaSchema, required=True)
    links = fields.Nested(LinksSchema, required=True)
