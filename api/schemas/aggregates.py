"""Schemas of sums and differences, and of tables of them."""

from marshmallow import fields

from api.schemas.envelope import AboutAnswerSchema, ResponseSchema
from datasets.model.fields import Day, Number


class LostPlaceSchema(ResponseSchema):
    """A place that the claimant counted at its previous moment, and no longer counts."""

    place = fields.String(required=True)
    place_name = fields.String(required=True)
    figure = fields.String(
        required=True, metadata={"description": "Id of the figure at the previous moment"}
    )
    value = Number(required=True, allow_none=True)
    text = fields.String(required=True)
    period = fields.String(required=True, metadata={"description": "The previous moment"})


class AggregateCoverageSchema(ResponseSchema):
    """Places of a sum, and days and places without a figure."""

    missing = fields.List(
        fields.Dict(keys=fields.String(), values=fields.String()),
        required=True,
        metadata={"description": "Periods without a figure: first day `from`, last day `to`"},
    )
    places = fields.List(fields.String(), required=True)
    no_longer_counted = fields.List(
        fields.Nested(LostPlaceSchema),
        required=True,
        metadata={
            "description": "Places that the claimant counted at its previous moment and not at "
            "this one, among the selected places. The sum of a stock is then a minimum"
        },
    )


class OwnFigureSchema(ResponseSchema):
    """A figure of the claimant for the same period and place as the result, or as one figure."""

    figure = fields.String(required=True, metadata={"description": "Id of the figure"})
    text = fields.String(required=True)
    place = fields.String(required=True)
    period = fields.String(required=True)


class DifferenceOfTotalsSchema(ResponseSchema):
    """The difference of the claimant's running totals over the days of a sum."""

    figures = fields.List(
        fields.String(), required=True, metadata={"description": "Ids of the two totals"}
    )
    value = Number(required=True, allow_none=True)
    text = fields.String(required=True)
    agrees = fields.Boolean(
        required=True,
        allow_none=True,
        metadata={"description": "Whether both can be right; null if that cannot be decided"},
    )


class AggregateResultSchema(ResponseSchema):
    """The number of a sum or a difference, with its hedge and its coverage."""

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
    own_figures = fields.List(
        fields.Nested(OwnFigureSchema),
        required=True,
        metadata={
            "description": "Figures of the claimant itself for the same period and place, which "
            "do not contradict the result"
        },
    )
    difference_of_totals = fields.Nested(
        DifferenceOfTotalsSchema,
        required=True,
        allow_none=True,
        metadata={
            "description": "Of a sum of counts: the difference of the claimant's totals over the "
            "same days, if it has them. It may be more: totals also contain earlier cases that "
            "were confirmed later"
        },
    )


class AggregateSchema(AggregateResultSchema):
    """A sum or a difference."""

    meta = fields.Nested(AboutAnswerSchema, required=True)


class RefusalSchema(ResponseSchema):
    """The reason why a part of a table has no result."""

    code = fields.String(
        required=True, metadata={"description": "Code of the problem type: /problems/{code}"}
    )
    detail = fields.String(required=True)
    figures = fields.List(
        fields.String(), required=True, metadata={"description": "Ids of the figures at fault"}
    )
    alternatives = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "URL of the difference of the claimant's totals, if legitimate"},
    )


class AggregatePartSchema(ResponseSchema):
    """A month, year, place or subject, with its result or the reason why there is none."""

    part = fields.String(
        required=True,
        metadata={"description": "Month (YYYY-MM), year, or code of the place or subject"},
    )
    part_name = fields.String(required=True)
    result = fields.Nested(AggregateResultSchema, required=True, allow_none=True)
    refusal = fields.Nested(RefusalSchema, required=True, allow_none=True)


class TableCoverageSchema(ResponseSchema):
    """Selected figures that are in no part of a table."""

    outside = fields.List(
        fields.String(),
        required=True,
        metadata={
            "description": "Ids of figures in no part, because their period is longer than one "
            "month or year, or because only totals have a difference"
        },
    )


class AggregateTableSchema(ResponseSchema):
    """A table of sums or differences: one for each month, year, place or subject."""

    by = fields.String(required=True)
    op = fields.String(required=True)
    data = fields.List(fields.Nested(AggregatePartSchema), required=True)
    coverage = fields.Nested(TableCoverageSchema, required=True)
    meta = fields.Nested(AboutAnswerSchema, required=True)
