"""The shapes of what is concluded from figures: aggregates, comparisons, series."""

from marshmallow import fields

from api.schemas.envelope import AboutAnswer, ResponseSchema
from datasets.model.fields import Day


class AggregateCoverage(ResponseSchema):
    """What the parts of a sum cover, and what they leave out."""

    missing = fields.List(
        fields.Dict(keys=fields.String(), values=fields.String()),
        required=True,
        metadata={"description": "Days of which no figure speaks, `from` and `to`"},
    )
    places = fields.List(fields.String(), required=True)


class Aggregate(ResponseSchema):
    """The result of arithmetic, with its hedge and what it covers."""

    what = fields.String(
        required=True, metadata={"description": "sum, flow (between totals) or net-change"}
    )
    statement = fields.String(required=True, metadata={"description": "A line that can be printed"})
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
    value = fields.Float(required=True, allow_none=True)
    value_lower = fields.Float(required=True, allow_none=True)
    value_upper = fields.Float(required=True, allow_none=True)
    text = fields.String(required=True)
    start = Day(required=True, allow_none=True)
    end = Day(required=True)
    coverage = fields.Nested(AggregateCoverage, required=True)
    figures = fields.List(fields.String(), required=True, metadata={"description": "Its parts"})
    meta = fields.Nested(AboutAnswer, required=True)
