"""Schemas of comparisons."""

from marshmallow import EXCLUDE, fields

from api.schemas.envelope import AboutAnswerSchema, ResponseSchema
from datasets.model.fields import Number
from datasets.model.published_row import PublishedRowSchema


class ComparedFigureSchema(PublishedRowSchema):
    """A figure in a comparison."""

    class Meta:
        unknown = EXCLUDE

    age_days = fields.Integer(metadata={"description": "Days from the end of the period to `on`"})


class VerdictAnswerSchema(ResponseSchema):
    """The relation of two claims."""

    figures = fields.List(fields.String(), required=True)
    claimants = fields.List(fields.String(), required=True)
    verdict = fields.String(
        required=True,
        metadata={
            "enum": [
                "compatible", "conflicting", "indeterminate", "not-comparable", "not-independent",
            ]
        },
    )  # fmt: skip
    reason = fields.String(required=True)


class ClaimedEndSchema(ResponseSchema):
    """The lowest or the highest value claimed, with its claimant."""

    figure = fields.String(required=True)
    claimant = fields.String(required=True)
    value = Number(required=True)


class RelatedSchema(ResponseSchema):
    """A comparison of a component or a composite of the metric."""

    metric = fields.String(required=True)
    relation = fields.String(required=True, metadata={"enum": ["component", "composite"]})
    address = fields.String(required=True)


class ComparisonSchema(ResponseSchema):
    """A comparison of the claims on one question."""

    question = fields.Dict(required=True)
    claims = fields.List(fields.Nested(ComparedFigureSchema), required=True)
    verdicts = fields.List(fields.Nested(VerdictAnswerSchema), required=True)
    lowest = fields.Nested(ClaimedEndSchema, required=True, allow_none=True)
    highest = fields.Nested(ClaimedEndSchema, required=True, allow_none=True)
    ratio = fields.Float(
        required=True,
        allow_none=True,
        metadata={"description": "Highest claimed value divided by the lowest"},
    )
    related = fields.List(fields.Nested(RelatedSchema), required=True)
    meta = fields.Nested(AboutAnswerSchema, required=True)
