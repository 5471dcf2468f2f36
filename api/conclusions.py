"""The shapes of what is concluded from figures: aggregates, comparisons, series."""

from marshmallow import EXCLUDE, fields

from api.answers import AboutAnswer, Answer
from datasets.model.columns import Day
from datasets.model.publication import PublishedRow


class AggregateCoverage(Answer):
    """What the parts of a sum cover, and what they leave out."""

    missing = fields.List(
        fields.Dict(keys=fields.String(), values=fields.String()),
        required=True,
        metadata={"description": "Days of which no figure speaks, `from` and `to`"},
    )
    places = fields.List(fields.String(), required=True)


class Aggregate(Answer):
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


class ComparedFigure(PublishedRow):
    """A figure in a comparison."""

    class Meta:
        unknown = EXCLUDE

    age_days = fields.Integer(metadata={"description": "Days from its period's end to `on`"})


class VerdictAnswer(Answer):
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


class ClaimedEnd(Answer):
    """The lowest or highest value that is claimed, and by whom."""

    figure = fields.String(required=True)
    claimant = fields.String(required=True)
    value = fields.Float(required=True)


class Related(Answer):
    """A question about a part of this one, or the whole: never mixed with it."""

    metric = fields.String(required=True)
    relation = fields.String(required=True, metadata={"enum": ["component", "composite"]})
    address = fields.String(required=True)


class Comparison(Answer):
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


class SeriesPoint(Answer):
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


class SeriesPart(Answer):
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


class SeriesCheck(Answer):
    """A count held against the totals before and after it."""

    totals = fields.List(fields.String(), required=True)
    count = fields.String(required=True)
    difference = fields.Float(required=True)
    counted = fields.Float(required=True)
    agrees = fields.Boolean(required=True)


class SeriesAnswer(Answer):
    """One question in time."""

    question = fields.Dict(required=True)
    data = fields.List(fields.Nested(SeriesPart), required=True)
    checks = fields.List(fields.Nested(SeriesCheck), required=True)
    meta = fields.Nested(AboutAnswer, required=True)
