"""Query schemas, one for each operation or kind of operation."""

from collections.abc import Mapping
from types import MappingProxyType

from marshmallow import Schema, fields, validate

from api.limits import MAX_LIST_VALUES
from api.parameters.fields import (
    BooleanText,
    BoundedInteger,
    CodeField,
    CodeList,
    ColumnList,
    Fields,
    FigureIds,
)
from api.parameters.filters import VINTAGES, filter_fields, vintage_fields
from api.parameters.pagination import (
    cursor_page_fields,
    order_fields,
    page_fields,
    release_fields,
    release_id,
)
from api.schemas.immutable import ImmutableSchema
from datasets.claims.comparisons import SORT_KEYS, TOLERANCE_DAYS
from datasets.claims.intervals import INTERVALS
from datasets.claims.parts import PARTITIONS
from datasets.model.datapackage import Dataset
from datasets.model.fields import Day
from datasets.release.queries.search import FACETS

MAX_REVISION = 9_999
MAX_TOLERANCE_DAYS = 3_660

# The parameters that identify one question: description and example.
QUESTION_PARAMETERS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "metric": ("Code of the metric", "remaining-residents"),
        "subject": ("Code of the subject", "ua-residents"),
        "place": ("Code of the place, without the places inside it", "ua-pokrovsk"),
    }
)
# Describes the operations across all datasets.
ALL_DATASETS = Dataset(
    "",
    "Figures of all datasets",
    "Figures of all datasets together.",
    "",
    {"within": "ua-pokrovsk-hromada", "claimed_to": "2024-08-31"},
)
UNKNOWN_CHOICE = "'{input}' is not one of {choices}"


def list_parameters(name: str, dataset: Dataset) -> type[Schema]:
    """Return the parameters of a list of figures: filters, vintage, order and page."""
    return ImmutableSchema.from_dict(
        {**filter_fields(dataset), **order_fields(), **cursor_page_fields("figures")},
        name=name,
    )


def file_parameters(name: str, dataset: Dataset) -> type[Schema]:
    """Return the parameters of a list without a page: a file has all rows."""
    return ImmutableSchema.from_dict({**filter_fields(dataset), **order_fields()}, name=name)


def csv_parameters(name: str, dataset: Dataset) -> type[Schema]:
    """Return the parameters of a file, and the choice of HXL tags."""
    tags = BooleanText(metadata={"description": "`true` to add a second header row with HXL tags"})
    return ImmutableSchema.from_dict(
        {**filter_fields(dataset), **order_fields(), "hxl": tags}, name=name
    )


def change_parameters(name: str, dataset: Dataset) -> type[Schema]:
    """Return the parameters of the list of changes: filters and page."""
    filters = filter_fields(dataset)
    filters.pop("history")
    return ImmutableSchema.from_dict(
        {**filters, **cursor_page_fields("rows"), **release_fields()}, name=name
    )


def comparison_parameters() -> type[Schema]:
    """Return the parameters of a comparison: one question, the day, and the vintage."""
    return ImmutableSchema.from_dict(
        {
            **_question(),
            "on": Day(
                metadata={
                    "description": "Compare figures whose period ended on or before this day, "
                    "YYYY-MM-DD. The default is the newest day of the ledger",
                    "example": "2024-08-20",
                }
            ),
            "tolerance_days": BoundedInteger(
                0,
                MAX_TOLERANCE_DAYS,
                load_default=TOLERANCE_DAYS,
                metadata={
                    "description": "Maximum number of days between the ends of two comparable "
                    "periods"
                },
            ),
            "sort": ColumnList(
                tuple(SORT_KEYS),
                metadata={
                    "description": "Columns to sort the claims by; `-` before a column means "
                    "descending. The default is `claimant`, and `-value` for a chart. A chart "
                    "shows the claims that are comparable with the newest one first"
                },
            ),
            **vintage_fields(),
        },
        name="comparison",
    )


def time_series_parameters() -> type[Schema]:
    """Return the parameters of a series: one question, claimants, and a time span."""
    claimant = {
        "description": "Codes of claimants. Each has its own line: figures are never merged"
    }
    return ImmutableSchema.from_dict(
        {
            **_question(),
            "claimant": CodeList("claimant", "", metadata=claimant),
            "nature": CodeList(
                "nature",
                "",
                metadata={
                    "description": "Only series of this nature: `total` (running totals), `count` "
                    "(counts of single periods), `stock` or `intensive`"
                },
            ),
            "interval": fields.String(
                validate=validate.OneOf(tuple(INTERVALS), error=UNKNOWN_CHOICE),
                metadata={
                    "description": "One point for each day, week, month or year: the last total, "
                    "stock or rate of it, and the sum of its counts, with the days that have none. "
                    "Counts that may not be added remain as they are"
                },
            ),
            "start_date": Day(
                metadata={"description": "Figures whose period ends on or after this day"}
            ),
            "end_date": Day(
                metadata={"description": "Figures whose period ends on or before this day"}
            ),
            **vintage_fields(),
        },
        name="time-series",
    )


def aggregate_parameters() -> type[Schema]:
    """Return the parameters of a sum or difference: figures by id or by filters."""
    filters = filter_fields(Dataset("", "", "", "", {}))
    for name in ("history", "updated_after"):
        filters.pop(name)
    return ImmutableSchema.from_dict(
        {
            "op": fields.String(
                required=True,
                validate=validate.OneOf(("sum", "difference"), error=UNKNOWN_CHOICE),
                error_messages={"required": "sum or difference is required"},
                metadata={"description": "Operation on the figures", "example": "difference"},
            ),
            "by": fields.String(
                validate=validate.OneOf(PARTITIONS, error=UNKNOWN_CHOICE),
                metadata={
                    "description": "Answer with a table: one sum or difference for each month, "
                    "year, place or subject. A month has the figures whose period lies within it; "
                    "a difference is that between the last totals of two consecutive months",
                },
            ),
            "figure": FigureIds(
                metadata={
                    "description": f"Ids of at most {MAX_LIST_VALUES} figures",
                    "example": ["losses-0044", "losses-0045"],
                }
            ),
            **filters,
        },
        name="aggregate",
    )


def _question() -> Fields:
    return {
        name: CodeField(
            name,
            required=True,
            error_messages={"required": f"one {name} is required"},
            metadata={"description": text, "example": example},
        )
        for name, (text, example) in QUESTION_PARAMETERS.items()
    }


def series_parameters() -> type[Schema]:
    """Return the parameters of the list of series of a dataset."""
    filters = {
        name: CodeList(name, "", metadata={"description": f"Codes of {name}s"})
        for name in ("claimant", "metric", "subject", "place")
    }
    return ImmutableSchema.from_dict({**filters, **page_fields("series")}, name="series")


def _revision() -> BoundedInteger:
    return BoundedInteger(
        1, MAX_REVISION, metadata={"description": "Number of a revision, which never changes"}
    )


class FigureParametersSchema(ImmutableSchema):
    """The vintage of one figure."""

    as_of = Day(metadata={"description": VINTAGES["as_of"]})
    known_at = Day(metadata={"description": VINTAGES["known_at"]})
    revision = _revision()


class RevisionParametersSchema(ImmutableSchema):
    """The revision of one figure; the current one by default."""

    revision = _revision()


class ConsistencyParametersSchema(ImmutableSchema):
    """The two releases of a consistency proof."""

    first = release_id("Id of the older release. The default is the oldest release in the log")
    second = release_id("Id of the newer release. The default is the current release")


def code_page_parameters() -> type[Schema]:
    """Return the parameters of the page of a claimant, a place or a metric."""
    return ImmutableSchema.from_dict(page_fields("series"), name="code-page")


def log_parameters() -> type[Schema]:
    """Return the parameters of the log of releases."""
    return ImmutableSchema.from_dict(page_fields("releases"), name="log")


class NoParametersSchema(ImmutableSchema):
    """The schema of an operation without parameters."""


def reference_parameters(name: str, example: str) -> type[Schema]:
    """Return the parameters of a search in a reference table. ``example`` has matches."""
    text = "A part of the code, or of a name in any recorded spelling"
    return ImmutableSchema.from_dict({"q": _text(text, example), **page_fields("rows")}, name=name)


def search_parameters() -> type[Schema]:
    """Return the parameters of the search for series."""
    text = (
        "What the figures are about, in people's words: names, codes, dates, a number. If no "
        "series has all of them, those that have most are returned"
    )
    filters = filter_fields(ALL_DATASETS)
    facets = {name: filters[name] for name in FACETS}
    return ImmutableSchema.from_dict(
        {"q": _text(text, "Gaza deaths"), **facets, **page_fields("series")}, name="search"
    )


def _text(description: str, example: str) -> fields.String:
    return fields.String(
        # Refused earlier, in api/middleware/request_checks.py; the pattern documents it.
        validate=[validate.Length(1, 100), validate.Regexp(r"^[^\u0000-\u001f\u007f]+$")],
        metadata={"description": description, "example": example},
    )
