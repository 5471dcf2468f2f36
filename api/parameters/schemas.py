"""Query schemas, made from the row's declaration, and the query that each stands for."""

from collections.abc import Mapping
from types import MappingProxyType

from marshmallow import Schema, fields, validate

from api.limits import MAX_LIST_VALUES
from api.parameters.fields import (
    BooleanText,
    BoundedInteger,
    CodeField,
    CodeList,
    CurrentRelease,
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
from datasets.claims.comparisons import TOLERANCE_DAYS
from datasets.claims.series import INTERVALS
from datasets.model.datapackage import Dataset
from datasets.model.fields import Day

MAX_REVISION = 9_999
MAX_TOLERANCE = 3_660


# What one question is about, and an example of each.
QUESTION: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "metric": ("What is counted", "remaining-residents"),
        "subject": ("Whom the number is about", "ua-residents"),
        "place": ("Where, exactly", "ua-pokrovsk"),
    }
)
# Stands for every dataset.
ALL = Dataset(
    "",
    "Figures of all datasets",
    "Reported figures across all datasets.",
    "",
    {"within": "ua-pokrovsk-hromada", "claimed_to": "2024-08-31"},
)


UNKNOWN_CHOICE = "'{input}' is not one of {choices}"


def list_parameters(name: str, dataset: Dataset, release: CurrentRelease) -> type[Schema]:
    """Everything that may be asked of a list of figures: filters, clocks, order and page."""
    return ImmutableSchema.from_dict(
        {**filter_fields(dataset, release), **order_fields(), **cursor_page_fields("figures")},
        name=name,
    )


def file_parameters(name: str, dataset: Dataset, release: CurrentRelease) -> type[Schema]:
    """The same without a page: a file holds the whole answer."""
    return ImmutableSchema.from_dict(
        {**filter_fields(dataset, release), **order_fields()}, name=name
    )


def csv_parameters(name: str, dataset: Dataset, release: CurrentRelease) -> type[Schema]:
    """The same with the choice of HXL tags."""
    tags = BooleanText(metadata={"description": "`true` for a second row of HXL tags"})
    return ImmutableSchema.from_dict(
        {**filter_fields(dataset, release), **order_fields(), "hxl": tags}, name=name
    )


def change_parameters(name: str, dataset: Dataset, release: CurrentRelease) -> type[Schema]:
    """What may be asked of the changes: the filters, and a page."""
    chosen = filter_fields(dataset, release)
    chosen.pop("history")
    return ImmutableSchema.from_dict(
        {**chosen, **cursor_page_fields("rows"), **release_fields()}, name=name
    )


def comparison_parameters(release: CurrentRelease) -> type[Schema]:
    """One question, the day to ask it of, and the clocks."""
    return ImmutableSchema.from_dict(
        {
            **_question(release),
            "on": Day(
                metadata={
                    "description": "Figures whose period had ended by this day, YYYY-MM-DD; "
                    "default the newest day of the ledger",
                    "example": "2024-08-20",
                }
            ),
            "tolerance_days": BoundedInteger(
                0,
                MAX_TOLERANCE,
                load_default=TOLERANCE_DAYS,
                metadata={"description": "How many days apart two periods may end"},
            ),
            **vintage_fields(),
        },
        name="comparison",
    )


def time_series_parameters(release: CurrentRelease) -> type[Schema]:
    """One question, of one claimant or several, over a time."""
    claimants = {"description": "Whose figures; several are drawn together, never merged"}
    return ImmutableSchema.from_dict(
        {
            **_question(release),
            "claimant": CodeList("claimant", "", release, metadata=claimants),
            "interval": fields.String(
                validate=validate.OneOf(tuple(INTERVALS), error=UNKNOWN_CHOICE),
                metadata={"description": "The last figure of each day, week, month or year"},
            ),
            "start_date": Day(metadata={"description": "Periods that end on this day or later"}),
            "end_date": Day(metadata={"description": "Periods that begin by this day"}),
            **vintage_fields(),
        },
        name="time-series",
    )


def aggregate_parameters(release: CurrentRelease) -> type[Schema]:
    """An operation, and figures by id or by filters."""
    chosen = filter_fields(Dataset("", "", "", "", {}), release)
    for name in ("history", "updated_after"):
        chosen.pop(name)
    return ImmutableSchema.from_dict(
        {
            "op": fields.String(
                required=True,
                validate=validate.OneOf(("sum", "difference"), error=UNKNOWN_CHOICE),
                error_messages={"required": "sum or difference is required"},
                metadata={"description": "What to do with the figures", "example": "difference"},
            ),
            "figure": FigureIds(
                metadata={
                    "description": f"Ids of the figures, at most {MAX_LIST_VALUES}",
                    "example": ["losses-0044", "losses-0045"],
                }
            ),
            **chosen,
        },
        name="aggregate",
    )


def _question(release: CurrentRelease) -> Fields:
    return {
        name: CodeField(
            name,
            release,
            required=True,
            error_messages={"required": f"one {name} is required"},
            metadata={"description": words, "example": example},
        )
        for name, (words, example) in QUESTION.items()
    }


def series_parameters(release: CurrentRelease) -> type[Schema]:
    """What may be asked of the series of a dataset."""
    asked = {
        name: CodeList(name, "", release, metadata={"description": f"Only this {name}, or these"})
        for name in ("claimant", "metric", "subject", "place")
    }
    return ImmutableSchema.from_dict({**asked, **page_fields("series")}, name="series")


def _revision() -> BoundedInteger:
    return BoundedInteger(
        1, MAX_REVISION, metadata={"description": "Exactly this revision: a pinned vintage"}
    )


class FigureParameters(ImmutableSchema):
    """Which vintage of one figure."""

    as_of = Day(metadata={"description": VINTAGES["as_of"]})
    known_at = Day(metadata={"description": VINTAGES["known_at"]})
    revision = _revision()


class RevisionParameters(ImmutableSchema):
    """Which row of one figure; the one that counts, if none is named."""

    revision = _revision()


class ConsistencyParameters(ImmutableSchema):
    """Which two releases."""

    first = release_id("The older release; default the oldest in the log")
    second = release_id("The newer release; default the current one")


def log_parameters() -> type[Schema]:
    """A page of the log of releases."""
    return ImmutableSchema.from_dict(page_fields("releases"), name="log")


class NoParameters(ImmutableSchema):
    """An address without parameters, where any parameter is a mistake."""


def search_parameters(name: str, example: str) -> type[Schema]:
    """Finding a code by name; ``example`` is words that find some."""
    words = fields.String(
        # Control characters are refused earlier, in api/middleware/request_checks.py.
        validate=[validate.Length(1, 100), validate.Regexp(r"^[^\u0000-\u001f\u007f]+$")],
        metadata={
            "description": "A part of the code, or of a name in any spelling that is on record",
            "example": example,
        },
    )
    return ImmutableSchema.from_dict({"q": words, **page_fields("rows")}, name=name)
