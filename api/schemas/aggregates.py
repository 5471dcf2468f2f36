"""Schemas of sums and differences."""

from marshmallow import fields

from api.schemas.envelope import AboutAnswerSchema, ResponseSchema
from datasets.model.fields import Day, Number


class AggregateCoverageSchema(ResponseSchema):
    """Places of a sum, and days without a figure."""

    missing = fields.List(
        fields.Dict(keys=fields.String(), values=fields.String()),
        required=True,
        metadata={"description": "Periods without a figure: first day `from`, last day `to`"},
    )
    places = fields.List(fields.String(), required=True)


class AggregateSchema(ResponseSchema):
    """A sum or a difference, with its hedge and its coverage."""

    what = fields.String(
        required=True,
        metadata={
            "description": "sum, flow (difference of two totals) or net-change (difference of two "
            "stocks)"
        },
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
        required=True,
        metadata={
            "description": "Hedge of the result, never stronger than the hedges of the figures"
        },
    )
    value = Number(required=True, allow_none=True)
    value_lower = Number(required=True, allow_none=True)
    value_upper = Number(required=True, allow_none=True)
    text = fields.String(required=True)
    start = Day(required=True, allow_none=True)
    end = Day(required=True)
    coverage = fields.Nested(AggregateCoverageSchema, required=True)
    figures = fields.List(
        fields.String(), required=True, metadata={"description": "Ids of the figures"}
    )
    meta = fields.Nested(AboutAnswerSchema, required=True)
