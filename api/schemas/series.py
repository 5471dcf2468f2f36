"""Schemas of time series."""

from marshmallow import fields

from api.schemas.envelope import AboutAnswerSchema, ResponseSchema
from datasets.model.fields import Day, Number


class SeriesPointSchema(ResponseSchema):
    """A figure in a series."""

    id = fields.String(required=True)
    period = fields.String(required=True)
    period_start = Day(required=True, allow_none=True)
    period_end = Day(required=True)
    quantifier = fields.String(required=True)
    value = Number(required=True, allow_none=True)
    value_lower = Number(required=True, allow_none=True)
    value_upper = Number(required=True, allow_none=True)
    text = fields.String(required=True)
    claimed_on = Day(required=True)
    url = fields.String(required=True, allow_none=True)
    change = Number(
        required=True, allow_none=True, metadata={"description": "Change since the previous point"}
    )
    change_quantifier = fields.String(required=True, allow_none=True)
    reason = fields.String(
        required=True, allow_none=True, metadata={"description": "Reason why there is no change"}
    )


class SeriesPartSchema(ResponseSchema):
    """A line of a chart: points of one claimant that may be connected."""

    claimant = fields.String(required=True)
    claimant_name = fields.String(required=True)
    nature = fields.String(
        required=True, metadata={"enum": ["total", "count", "stock", "intensive"]}
    )
    start = Day(
        required=True,
        allow_none=True,
        metadata={"description": "Start of the totals; null for other figures"},
    )
    points = fields.List(fields.Nested(SeriesPointSchema), required=True)
    gaps = fields.List(
        fields.Dict(keys=fields.String(), values=fields.String()),
        required=True,
        metadata={
            "description": "Periods without a figure: first day `from`, last day `to`. They are "
            "never filled"
        },
    )


class SeriesCheckSchema(ResponseSchema):
    """A count, compared with the difference of the totals before and after it."""

    totals = fields.List(fields.String(), required=True)
    count = fields.String(required=True)
    difference = Number(required=True)
    counted = Number(required=True)
    agrees = fields.Boolean(required=True)


class SeriesAnswerSchema(ResponseSchema):
    """The time series of one question."""

    question = fields.Dict(required=True)
    data = fields.List(fields.Nested(SeriesPartSchema), required=True)
    checks = fields.List(fields.Nested(SeriesCheckSchema), required=True)
    meta = fields.Nested(AboutAnswerSchema, required=True)
