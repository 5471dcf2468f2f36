"""Schema of the age of a feed, a dataset or a series."""

from marshmallow import fields

from api.schemas.envelope import ResponseSchema
from datasets.model.fields import Day


class FreshnessSchema(ResponseSchema):
    """Age of the newest claim, counted to the day of the newest row of the release."""

    newest_claim = Day(required=True, metadata={"description": "Day of the newest claim"})
    recorded_on = Day(
        required=True, metadata={"description": "Day on which the newest of its rows was recorded"}
    )
    counted_to = Day(
        required=True,
        metadata={"description": "Day of the newest row of the release, to which days are counted"},
    )
    days_behind = fields.Integer(
        required=True, metadata={"description": "Days from `newest_claim` to `counted_to`"}
    )
    silent_since = Day(
        required=True,
        allow_none=True,
        metadata={
            "description": "Day of the newest claim if the claimant itself is silent: a later file "
            "of its publisher was read and has no newer claim of it; else null"
        },
    )
    text = fields.String(required=True, metadata={"description": "The same in sentences"})
