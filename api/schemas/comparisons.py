"""Schemas of comparisons."""

from marshmallow import EXCLUDE, fields

from api.schemas.envelope import HintedAnswerSchema, ResponseSchema
from datasets.claims.comparisons import VERDICTS
from datasets.model.fields import Number
from datasets.model.published_row import PublishedRowSchema


class ComparedFigureSchema(PublishedRowSchema):
    """A figure in a comparison."""

    class Meta:
        unknown = EXCLUDE

    age_days = fields.Integer(metadata={"description": "Days from the end of the period to `on`"})
    comparable_with = fields.Integer(
        metadata={"description": "Number of the other claims that this claim is comparable with"}
    )
    verdict_with_newest = fields.String(
        allow_none=True,
        metadata={
            "description": "Verdict on this claim and the newest one; null for the newest one",
            "enum": [*VERDICTS, None],
        },
    )


class VerdictAnswerSchema(ResponseSchema):
    """The relation of two claims."""

    figures = fields.List(fields.String(), required=True)
    claimants = fields.List(fields.String(), required=True)
    verdict = fields.String(
        required=True,
        metadata={
            "description": "Two claims are comparable if the verdict is `compatible`, "
            "`conflicting` or `indeterminate`. `same-claimant`: two numbers of one claimant for "
            "one period",
            "enum": list(VERDICTS),
        },
    )
    reason = fields.String(required=True)


class ClaimedEndSchema(ResponseSchema):
    """The lowest or the highest value of comparable claims, with its claimant."""

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
        metadata={
            "description": "The printed number of `highest` divided by that of `lowest`. All three "
            "are null unless two claims are comparable"
        },
    )
    ratio_reason = fields.String(
        required=True,
        metadata={
            "description": "A sentence that tells which claims the ratio is taken from, or why "
            "there is none"
        },
    )
    newest = fields.String(
        required=True,
        allow_none=True,
        metadata={
            "description": "Id of the newest claim. `lowest` and `highest` are taken from the "
            "claims that are comparable with it in time. If counts with several starts are about "
            "as new, it is the newest with the start of most claimants"
        },
    )
    related = fields.List(fields.Nested(RelatedSchema), required=True)
    meta = fields.Nested(HintedAnswerSchema, required=True)
