"""comparisons."""

from marshmallow import EXCLUDE, fields

from api.schemas.envelope import AboutAnswer, ResponseSchema
from datasets.model.published_row import PublishedRowSchema


class ComparedFigure(PublishedRowSchema):
    """A figure in a comparison."""

    class Meta:
        unknown = EXCLUDE

    age_days = fields.Integer(metadata={"description": "Days from its period's end to `on`"})


class VerdictAnswer(ResponseSchema):
    """How two claims stand to each other."""

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


class ClaimedEnd(ResponseSchema):
    """The lowest or highest value that is claimed, and by whom."""

    figure = fields.String(required=True)
    claimant = fields.String(required=True)
    value = fields.Float(required=True)


class Related(ResponseSchema):
    """A question about a part of this one, or the whole: never mixed with it."""

    metric = fields.String(required=True)
    relation = fields.String(required=True, metadata={"enum": ["component", "composite"]})
    address = fields.String(required=True)


class Comparison(ResponseSchema):
    """One question, all claimants, pair by pair."""

    question = fields.Dict(required=True)
    claims = fields.List(fields.Nested(ComparedFigure), required=True)
    verdicts = fields.List(fields.Nested(VerdictAnswer), required=True)
    lowest = fields.Nested(ClaimedEnd, required=True, allow_none=True)
    highest = fields.Nested(ClaimedEnd, required=True, allow_none=True)
    ratio = fields.Float(
        required=True, allow_none=True, metadata={"description": "Highest by lowest value claimed"}
    )
    related = fields.List(fields.Nested(Related), required=True)
    meta = fields.Nested(AboutAnswer, required=True)
