"""Schemas of datasets and of what their series cover."""

from marshmallow import fields

from api.schemas.envelope import ResponseSchema, page_of
from api.schemas.freshness import FreshnessSchema
from datasets.model.fields import Day


class MetricCountSchema(ResponseSchema):
    """A metric and the number of its current figures."""

    metric = fields.String(required=True)
    name = fields.String(required=True)
    figures = fields.Integer(required=True)


class CoverageSchema(ResponseSchema):
    """Coverage of a dataset: its days, and its numbers of places, claimants and sources."""

    period_start = Day(required=True, allow_none=True)
    period_end = Day(required=True, allow_none=True)
    claimed_from = Day(required=True, allow_none=True)
    claimed_to = Day(required=True, allow_none=True)
    countries = fields.Integer(required=True)
    places = fields.Integer(required=True)
    claimants = fields.Integer(required=True)
    sources = fields.Integer(required=True)


class DatasetLinksSchema(ResponseSchema):
    """URLs of a dataset, relative to the host."""

    self = fields.String(required=True)
    figures = fields.String(required=True)
    csv = fields.String(required=True)
    xlsx = fields.String(required=True)
    series = fields.String(required=True)
    citation = fields.String(required=True)


class DatasetSchema(ResponseSchema):
    """A dataset: what it contains and covers."""

    dataset = fields.String(required=True)
    title = fields.String(required=True)
    description = fields.String(required=True)
    readme = fields.String(
        required=True, metadata={"description": "Content and limits of the dataset, in Markdown"}
    )
    license = fields.String(required=True)
    figures = fields.Integer(required=True, metadata={"description": "Number of current figures"})
    metrics = fields.List(fields.Nested(MetricCountSchema), required=True)
    coverage = fields.Nested(CoverageSchema, required=True)
    freshness = fields.Nested(
        FreshnessSchema,
        required=True,
        allow_none=True,
        metadata={"description": "Age of its newest claim; null without figures"},
    )
    links = fields.Nested(DatasetLinksSchema, required=True)


DatasetPageSchema = page_of(DatasetSchema)


class SeriesSchema(ResponseSchema):
    """Coverage of the figures of one claimant on one question."""

    dataset = fields.String(required=True)
    claimant = fields.String(required=True)
    metric = fields.String(required=True)
    subject = fields.String(required=True)
    place = fields.String(required=True)
    claimant_name = fields.String(required=True)
    metric_name = fields.String(required=True)
    subject_name = fields.String(required=True)
    place_name = fields.String(required=True)
    figures = fields.Integer(required=True)
    first_period = Day(required=True, metadata={"description": "First day of all periods"})
    last_period = Day(required=True, metadata={"description": "Last day of all periods"})
    last_claimed = Day(required=True, metadata={"description": "Day of the last claim"})
    cadence_days = fields.Integer(
        required=True,
        allow_none=True,
        metadata={
            "description": "Median number of days between period ends; null for fewer than four "
            "figures"
        },
    )
    stale_days = fields.Integer(
        required=True,
        metadata={"description": "Days from the last claim to the newest row of the release"},
    )
    quiet = fields.Boolean(
        required=True,
        allow_none=True,
        metadata={
            "description": "Whether the last claim is older than three times `cadence_days`, "
            "because the claimant is silent or because its file was not read again: see `freshness`"
        },
    )
    freshness = fields.Nested(FreshnessSchema, required=True)
    figures_address = fields.String(
        required=True, metadata={"description": "URL of the list of its figures"}
    )


SeriesPageSchema = page_of(SeriesSchema)
