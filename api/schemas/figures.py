"""Schemas of figures, their revisions and citations."""

from marshmallow import fields

from api.schemas.envelope import FigureLinksSchema, FigureMetaSchema, ResponseSchema
from datasets.model.fields import Day
from datasets.model.published_row import PublishedRowSchema


class FigurePageSchema(ResponseSchema):
    """A page of reported figures."""

    data = fields.List(fields.Nested(PublishedRowSchema), required=True)
    meta = fields.Nested(FigureMetaSchema, required=True)
    links = fields.Nested(FigureLinksSchema, required=True)


class DifferenceSchema(ResponseSchema):
    """A column that differs between two revisions."""

    column = fields.String(required=True)
    before = fields.Raw(required=True, allow_none=True)
    after = fields.Raw(required=True, allow_none=True)


class StepSchema(ResponseSchema):
    """The change from one revision to the next, with its reason."""

    revision = fields.Integer(
        required=True, metadata={"description": "Number of the later revision"}
    )
    change = fields.String(required=True)
    recorded_on = Day(required=True)
    note = fields.String(
        required=True, allow_none=True, metadata={"description": "Reason for the change"}
    )
    differences = fields.List(fields.Nested(DifferenceSchema), required=True)


class RevisionMetaSchema(ResponseSchema):
    """Metadata of a list of revisions."""

    total = fields.Integer(required=True)
    release = fields.String(required=True)
    license = fields.String(required=True)
    notice = fields.String(required=True)


class RevisionsSchema(ResponseSchema):
    """All revisions of a figure, oldest first, and the steps between them."""

    data = fields.List(fields.Nested(PublishedRowSchema), required=True)
    steps = fields.List(fields.Nested(StepSchema), required=True)
    meta = fields.Nested(RevisionMetaSchema, required=True)


class CitationSchema(ResponseSchema):
    """A citation in each format."""

    text = fields.String(required=True, metadata={"description": "A citation that can be printed"})
    apa = fields.String(required=True, metadata={"description": "APA, 7th edition"})
    bibtex = fields.String(required=True, metadata={"description": "BibTeX"})
    ris = fields.String(required=True, metadata={"description": "RIS"})
    csl = fields.Dict(required=True, metadata={"description": "CSL-JSON"})
    address = fields.String(
        required=True,
        metadata={"description": "URL of this revision or result, which does not change"},
    )
    release = fields.String(required=True)
