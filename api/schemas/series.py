"""Schemas of time series."""

from marshmallow import fields

from api.schemas.envelope import HintedAnswerSchema, ResponseSchema
from api.schemas.freshness import FreshnessSchema
from datasets.model.codelists import VERIFICATIONS
from datasets.model.fields import Day, Number


class SeriesPointSchema(ResponseSchema):
    """A figure in a series, or the sum of the counts of an interval."""

    id = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Id of the figure; null for a sum"},
    )
    period = fields.String(required=True)
    period_start = Day(required=True, allow_none=True)
    period_end = Day(required=True)
    quantifier = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Hedge; null for a sum that is refused"},
    )
    value = Number(required=True, allow_none=True)
    value_lower = Number(required=True, allow_none=True)
    value_upper = Number(required=True, allow_none=True)
    text = fields.String(required=True)
    claimed_on = Day(
        required=True,
        metadata={"description": "Day of the claim; of a sum, of its newest figure"},
    )
    url = fields.String(required=True, allow_none=True)
    change = Number(
        required=True, allow_none=True, metadata={"description": "Change since the previous point"}
    )
    change_quantifier = fields.String(required=True, allow_none=True)
    reason = fields.String(
        required=True,
        allow_none=True,
        metadata={
            "description": "Reason why there is no change; tells also where the counts of the "
            "claimant disagree with its totals"
        },
    )
    operation = fields.String(
        required=True,
        allow_none=True,
        metadata={
            "enum": ["sum", None],
            "description": "`sum` for the sum of the counts of an interval, which has no value if "
            "the claimant's own figure contradicts it; null for a figure",
        },
    )
    figures = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "Ids of the figures: one, or those that a sum adds"},
    )
    missing = fields.List(
        fields.Dict(keys=fields.String(), values=fields.String()),
        required=True,
        metadata={
            "description": "Days of the interval without a count: first day `from`, last day `to`. "
            "A sum without them is a minimum"
        },
    )
    totals_difference = Number(
        required=True,
        allow_none=True,
        metadata={
            "description": "Difference of the totals around the days of a count, if the count "
            "disagrees with it; on the point of the count and of the later total"
        },
    )
    counted = Number(
        required=True,
        allow_none=True,
        metadata={"description": "Number of the count that disagrees with the totals"},
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
    verification = fields.String(
        required=True,
        metadata={
            "enum": list(VERIFICATIONS),
            "description": "Verification of all figures: verified and other figures are not "
            "connected",
        },
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
    freshness = fields.Nested(
        FreshnessSchema,
        required=True,
        allow_none=True,
        metadata={
            "description": "Age of the newest claim of the claimant on the question; null for a "
            "vintage (`as_of`, `known_at`)"
        },
    )


class SeriesCheckSchema(ResponseSchema):
    """A count or a sum of counts, compared with the totals before and after it."""

    totals = fields.List(fields.String(), required=True)
    count = fields.String(
        required=True, allow_none=True, metadata={"description": "Id of the count; null for a sum"}
    )
    figures = fields.List(
        fields.String(), required=True, metadata={"description": "Ids of the counts"}
    )
    difference = Number(required=True)
    counted = Number(required=True)
    agrees = fields.Boolean(
        required=True,
        metadata={"description": "Whether the count, with its hedge, allows the difference"},
    )


class SeriesAnswerSchema(ResponseSchema):
    """The time series of one question."""

    question = fields.Dict(required=True)
    data = fields.List(fields.Nested(SeriesPartSchema), required=True)
    reason = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Reason why there is no series; null if there is one"},
    )
    checks = fields.List(fields.Nested(SeriesCheckSchema), required=True)
    meta = fields.Nested(HintedAnswerSchema, required=True)
