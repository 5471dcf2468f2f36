"""series."""

from marshmallow import fields

from api.schemas.envelope import AboutAnswer, ResponseSchema
from datasets.model.fields import Day


class SeriesPoint(ResponseSchema):
    """A figure in a series."""

    id = fields.String(required=True)
    period = fields.String(required=True)
    period_start = Day(required=True, allow_none=True)
    period_end = Day(required=True)
    quantifier = fields.String(required=True)
    value = fields.Float(required=True, allow_none=True)
    value_lower = fields.Float(required=True, allow_none=True)
    value_upper = fields.Float(required=True, allow_none=True)
    text = fields.String(required=True)
    claimed_on = Day(required=True)
    url = fields.String(required=True, allow_none=True)
    change = fields.Float(
        required=True, allow_none=True, metadata={"description": "Since the point before"}
    )
    change_quantifier = fields.String(required=True, allow_none=True)
    reason = fields.String(
        required=True, allow_none=True, metadata={"description": "Why there is no change"}
    )


class SeriesPart(ResponseSchema):
    """The points of one claimant that may be drawn as one line."""

    claimant = fields.String(required=True)
    claimant_name = fields.String(required=True)
    nature = fields.String(
        required=True, metadata={"enum": ["total", "count", "stock", "intensive"]}
    )
    start = Day(required=True, allow_none=True, metadata={"description": "Of a total: since when"})
    points = fields.List(fields.Nested(SeriesPoint), required=True)
    gaps = fields.List(
        fields.Dict(keys=fields.String(), values=fields.String()),
        required=True,
        metadata={"description": "Silences, `from` and `to`; never filled"},
    )


class SeriesCheck(ResponseSchema):
    """A count held against the totals before and after it."""

    totals = fields.List(fields.String(), required=True)
    count = fields.String(required=True)
    difference = fields.Float(required=True)
    counted = fields.Float(required=True)
    agrees = fields.Boolean(required=True)


class SeriesAnswer(ResponseSchema):
    """One question in time."""

    question = fields.Dict(required=True)
    data = fields.List(fields.Nested(SeriesPart), required=True)
    checks = fields.List(fields.Nested(SeriesCheck), required=True)
    meta = fields.Nested(AboutAnswer, required=True)
