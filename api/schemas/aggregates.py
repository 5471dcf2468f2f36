"""Schemas of sums and differences."""

from marshmallow import fields

from api.schemas.envelope import AboutAnswerSchema, ResponseSchema
from datasets.model.fields import Day, Number


class AggregateCoverageSchema(ResponseSchema):
    """Places that a sum covers, and days that it lacks."""

    missing = fields.List(
        fields.Dict(keys=fields.String(), values=fields.String()),
        required=True,
        metadata={"description": "Days of which no figure speaks, `from` and `to`"},
    )
    places = fields.List(fields.String(), required=True)


class AggregateSchema(ResponseSchema):
    """A sum or a difference, with its hedge and its coverage."""

    what = fields.String(
        required=True, metadata={"description": "sum, flow (between totals) or net-change"}
    )
    statement = fields.String(required=True, metadata={"description": "The result as a sentence"})
    metric = fields.String(required=True)
    metric_name = fields.String(required=True)
    unit = fields.String(required=True)
    kind = fields.String(required=True)
    subject = fields.String(required=True)
    subject_name = fields.String(required=True)
    claimant = fields.String(required=True)
    claimant_name = fields.String(required=True)
    quantifier = fields.String(
        required=True, metadata={"description": "Never stronger than a part"}
    )
    value = Number(required=True, allow_none=True)
    value_lower = Number(required=True, allow_none=True)
    value_upper = Number(required=True, allow_none=True)
    text = fields.String(required=True)
    start = Day(required=True, allow_none=True)
    end = Day(required=True)
    coverage = fields.Nested(AggregateCoverageSchema, required=True)
    figures = fields.List(fields.String(), required=True, metadata={"description": "Its parts"})
    meta = fields.Nested(AboutAnswerSchema, required=True)
