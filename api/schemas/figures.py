"""figures."""

from marshmallow import fields

from api.schemas.envelope import FigureLinks, FigureMeta, ResponseSchema
from datasets.model.fields import Day
from datasets.model.published_row import PublishedRowSchema


class FigurePage(ResponseSchema):
    """A page of reported figures."""

    data = fields.List(fields.Nested(PublishedRowSchema), required=True)
    meta = fields.Nested(FigureMeta, required=True)
    links = fields.Nested(FigureLinks, required=True)


class Difference(ResponseSchema):
    """A column that differs between two revisions."""

    column = fields.String(required=True)
    before = fields.Raw(required=True, allow_none=True)
    after = fields.Raw(required=True, allow_none=True)


class Step(ResponseSchema):
    """What happened from one revision to the next, and why."""

    revision = fields.Integer(required=True, metadata={"description": "The later revision"})
    change = fields.String(required=True)
    recorded_on = Day(required=True)
    note = fields.String(required=True, allow_none=True, metadata={"description": "Why"})
    differences = fields.List(fields.Nested(Difference), required=True)


class RevisionMeta(ResponseSchema):
    """What a history says of itself."""

    total = fields.Integer(required=True)
    release = fields.String(required=True)
    license = fields.String(required=True)
    notice = fields.String(required=True)


class Revisions(ResponseSchema):
    """Every row of a figure, oldest first, and the steps between them."""

    data = fields.List(fields.Nested(PublishedRowSchema), required=True)
    steps = fields.List(fields.Nested(Step), required=True)
    meta = fields.Nested(RevisionMeta, required=True)


class Citation(ResponseSchema):
    """A citation in every form."""

    text = fields.String(required=True, metadata={"description": "A line that can be printed"})
    apa = fields.String(required=True, metadata={"description": "APA, 7th edition"})
    bibtex = fields.String(required=True, metadata={"description": "BibTeX"})
    ris = fields.String(required=True, metadata={"description": "RIS"})
    csl = fields.Dict(required=True, metadata={"description": "CSL-JSON"})
    address = fields.String(required=True, metadata={"description": "Pinned address"})
    release = fields.String(required=True)
