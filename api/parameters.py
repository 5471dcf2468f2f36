"""Query schemas, made from the row's declaration, and the query that each stands for."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from marshmallow import Schema, fields, validate

from api.kinds import Bound, Codes, Columns, CurrentRelease, Flag, Ids, OneCode, Whole
from api.problems import bad_parameter
from datasets.claims.comparisons import TOLERANCE_DAYS
from datasets.claims.series import INTERVALS
from datasets.model.columns import Day, Edtf, Filter, Number, column_names, columns_of
from datasets.model.descriptor import Dataset
from datasets.model.publication import PublishedRow
from datasets.release.engines import Release
from datasets.release.order import DEFAULT_SORT
from datasets.release.query import FILTERS, Query
from datasets.release.tables import stored_columns

MAX_LIMIT = 10_000
MAX_OFFSET = 10_000_000
MAX_REVISION = 9_999
MAX_TOLERANCE = 3_660

# Pairs of which the first may not be above the second.
ORDERED = (
    ("start_date", "end_date"),
    ("claimed_from", "claimed_to"),
    ("value_min", "value_max"),
)

CLOCKS: Mapping[str, str] = MappingProxyType(
    {
        "as_of": "As this ledger stood at the end of this day, YYYY-MM-DD: reproduces a citation",
        "known_at": "As the public had been told by the end of this day, YYYY-MM-DD",
    }
)

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
SLUG = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}
FIGURE_ID = {
    "in": "path",
    "name": "figure_id",
    "required": True,
    "description": "Id of the figure",
    "schema": SLUG,
    "example": "losses-0001",
}
ASKED_FIRST = (
    "dataset", "metric", "subject", "claimant", "place", "within", "country", "start_date",
    "end_date", "on", "claimed_from", "claimed_to", "value_min", "value_max", "claimant_side",
    "exclude_belligerents",
)  # fmt: skip
NO_RELEASE_ID = "'{input}' is not a release id"
UNKNOWN_CHOICE = "'{input}' is not one of {choices}"

Fields = dict[str, fields.Field[Any]]


def list_parameters(name: str, dataset: Dataset, release: CurrentRelease) -> type[Schema]:
    """Everything that may be asked of a list of figures: filters, clocks, order and page."""
    return Schema.from_dict(
        {**_chosen(dataset, release), **_ordered(), **_walked("figures")}, name=name
    )


def file_parameters(name: str, dataset: Dataset, release: CurrentRelease) -> type[Schema]:
    """The same without a page: a file holds the whole answer."""
    return Schema.from_dict({**_chosen(dataset, release), **_ordered()}, name=name)


def csv_parameters(name: str, dataset: Dataset, release: CurrentRelease) -> type[Schema]:
    """The same with the choice of HXL tags."""
    tags = Flag(metadata={"description": "`true` for a second row of HXL tags"})
    return Schema.from_dict({**_chosen(dataset, release), **_ordered(), "hxl": tags}, name=name)


def change_parameters(name: str, dataset: Dataset, release: CurrentRelease) -> type[Schema]:
    """What may be asked of the changes: the filters, and a page."""
    chosen = _chosen(dataset, release)
    chosen.pop("history")
    return Schema.from_dict({**chosen, **_walked("rows"), **_released()}, name=name)


def comparison_parameters(release: CurrentRelease) -> type[Schema]:
    """One question, the day to ask it of, and the clocks."""
    return Schema.from_dict(
        {
            **_question(release),
            "on": Day(
                metadata={
                    "description": "Figures whose period had ended by this day, YYYY-MM-DD; "
                    "default the newest day of the ledger",
                    "example": "2024-08-20",
                }
            ),
            "tolerance_days": Whole(
                0,
                MAX_TOLERANCE,
                load_default=TOLERANCE_DAYS,
                metadata={"description": "How many days apart two periods may end"},
            ),
            **_clock_fields(),
        },
        name="comparison",
    )


def time_series_parameters(release: CurrentRelease) -> type[Schema]:
    """One question, of one claimant or several, over a time."""
    claimants = {"description": "Whose figures; several are drawn together, never merged"}
    return Schema.from_dict(
        {
            **_question(release),
            "claimant": Codes("claimant", "", release, metadata=claimants),
            "interval": fields.String(
                validate=validate.OneOf(tuple(INTERVALS), error=UNKNOWN_CHOICE),
                metadata={"description": "The last figure of each day, week, month or year"},
            ),
            "start_date": Day(metadata={"description": "Periods that end on this day or later"}),
            "end_date": Day(metadata={"description": "Periods that begin by this day"}),
            **_clock_fields(),
        },
        name="time-series",
    )


def aggregate_parameters(release: CurrentRelease) -> type[Schema]:
    """An operation, and figures by id or by filters."""
    chosen = _chosen(Dataset("", "", "", "", {}), release)
    for name in ("history", "updated_after"):
        chosen.pop(name)
    return Schema.from_dict(
        {
            "op": fields.String(
                required=True,
                validate=validate.OneOf(("sum", "difference"), error=UNKNOWN_CHOICE),
                error_messages={"required": "is required: sum or difference"},
                metadata={"description": "What to do with the figures", "example": "difference"},
            ),
            "figure": Ids(
                metadata={
                    "description": "Ids of the figures, at most 50",
                    "example": ["losses-0044", "losses-0045"],
                }
            ),
            **chosen,
        },
        name="aggregate",
    )


def _question(release: CurrentRelease) -> Fields:
    return {
        name: OneCode(
            name,
            release,
            required=True,
            error_messages={"required": f"is required: one {name}"},
            metadata={"description": words, "example": example},
        )
        for name, (words, example) in QUESTION.items()
    }


def _clock_fields() -> Fields:
    return {name: Day(metadata={"description": words}) for name, words in CLOCKS.items()}


def series_parameters(release: CurrentRelease) -> type[Schema]:
    """What may be asked of the series of a dataset."""
    asked = {
        name: Codes(name, "", release, metadata={"description": f"Only this {name}, or these"})
        for name in ("claimant", "metric", "subject", "place")
    }
    return Schema.from_dict({**asked, **_paged("series")}, name="series")


def release_id(words: str) -> fields.String:
    """The id of a release."""
    return fields.String(
        validate=[
            validate.Length(equal=16, error=NO_RELEASE_ID),  # as `$` lets a last newline pass
            validate.Regexp("^[0-9a-f]{16}$", error=NO_RELEASE_ID),
        ],
        metadata={"description": words},
    )


def _revision() -> Whole:
    return Whole(
        1, MAX_REVISION, metadata={"description": "Exactly this revision: a pinned vintage"}
    )


class FigureParameters(Schema):
    """Which vintage of one figure."""

    as_of = Day(metadata={"description": CLOCKS["as_of"]})
    known_at = Day(metadata={"description": CLOCKS["known_at"]})
    revision = _revision()


class RevisionParameters(Schema):
    """Which row of one figure; the one that counts, if none is named."""

    revision = _revision()


class ConsistencyParameters(Schema):
    """Which two releases."""

    first = release_id("The older release; default the oldest in the log")
    second = release_id("The newer release; default the current one")


def log_parameters() -> type[Schema]:
    """A page of the log of releases."""
    return Schema.from_dict(_paged("releases"), name="log")


class NoParameters(Schema):
    """An address without parameters, where any parameter is a mistake."""


def search_parameters(name: str, example: str) -> type[Schema]:
    """Finding a code by name; ``example`` is words that find some."""
    words = fields.String(
        validate=validate.Length(1, 100),
        metadata={
            "description": "A part of the code, or of a name in any spelling that is on record",
            "example": example,
        },
    )
    return Schema.from_dict({"q": words, **_paged("rows")}, name=name)


def query_of(given: Mapping[str, Any], dataset: str = "") -> Query:
    """The query that validated parameters stand for.

    Raises Refusal where two parameters contradict each other.
    """
    _refuse_disorder(given)
    _refuse_lost_place(given)
    home = (("dataset", (dataset,)),) if dataset else ()
    asked = tuple(
        (asks.parameter, _values(given[asks.parameter]))
        for asks in FILTERS
        if given.get(asks.parameter) not in (None, "false")
    )
    return Query(
        conditions=(*home, *asked),
        as_of=given.get("as_of"),
        known_at=given.get("known_at"),
        updated_after=given.get("updated_after"),
        history=given.get("history") == "true",
        sort=given.get("sort", DEFAULT_SORT),
        limit=given.get("limit"),
        offset=given.get("offset", 0),
        after=given.get("after"),
    )


def question_of(given: Mapping[str, Any], release: Release) -> dict[str, str]:
    """The one question that validated parameters put, as codes and as names."""
    names = {f"{name}_name": release.codes["", name][given[name]] or "" for name in QUESTION}
    return {**{name: given[name] for name in QUESTION}, **names}


def _chosen(dataset: Dataset, release: CurrentRelease) -> Fields:
    asked = {
        asks.parameter: _field(asks, column, dataset, release)
        for asks, column in sorted(FILTERS.items(), key=_reading_order)
        if not (dataset.name and asks.parameter == "dataset")
    }
    return {
        **asked,
        **_clock_fields(),
        "updated_after": Day(
            metadata={
                "description": "Figures with a row recorded after this day, YYYY-MM-DD; "
                "retracted ones included"
            }
        ),
        "history": Flag(metadata={"description": "`true` for every revision of each figure"}),
    }


def _reading_order(filter_: tuple[Filter, str]) -> int:
    """What people ask first stands first; the rest keeps the order of the columns."""
    parameter = filter_[0].parameter
    return ASKED_FIRST.index(parameter) if parameter in ASKED_FIRST else len(ASKED_FIRST)


def _field(
    asks: Filter, column: str, dataset: Dataset, release: CurrentRelease
) -> fields.Field[Any]:
    """A parameter of the kind that its comparison and its column ask for."""
    example = dataset.example.get(asks.parameter)
    described: dict[str, Any] = {"description": asks.description}
    if example:
        described["example"] = example
    declared = columns_of(PublishedRow).get(column)
    if asks.comparison == "is-missing":
        return Flag(metadata={"description": f"`true`: {asks.description.lower()}"})
    if isinstance(declared, Day | Edtf):
        return Day(metadata={**described, "description": f"{asks.description}, YYYY-MM-DD"})
    if isinstance(declared, Number):
        return Bound(metadata=described)
    listed = asks.parameter if asks.parameter in ("within", "claimant_side") else column
    if example:
        described["example"] = [example]
    return Codes(listed, dataset.name, release, metadata=described)


def _ordered() -> Fields:
    sortable = stored_columns(PublishedRow)
    return {
        "sort": Columns(
            tuple(sign + name for name in sortable for sign in ("", "-")),
            metadata={
                "description": "Columns to sort by, `-` before a column for descending; default "
                f"`{','.join(DEFAULT_SORT)}`. Missing values come last; ties are in the order of "
                "id and revision"
            },
        ),
        "fields": Columns(
            column_names(PublishedRow),
            metadata={"description": "Only these columns, in the stored order"},
        ),
        **_released(),
    }


def _released() -> Fields:
    return {
        "release": release_id(
            "The release with this id, `meta.release` of an answer, while it is kept; default the "
            "current one"
        )
    }


def _walked(what: str) -> Fields:
    """A page, reached by counting or by going on from the page before."""
    return {
        **_paged(what),
        "after": Whole(
            1,
            MAX_OFFSET,
            metadata={
                "description": "Go on behind this row of the release, as `links.next` does: "
                "equally fast at any depth. Together with `release`, without `offset`"
            },
        ),
    }


def _paged(what: str) -> Fields:
    return {
        "limit": Whole(
            1,
            MAX_LIMIT,
            load_default=100,
            metadata={"description": f"How many {what} a page holds"},
        ),
        "offset": Whole(
            0,
            MAX_OFFSET,
            load_default=0,
            metadata={"description": f"How many {what} to leave out before it"},
        ),
    }


def _values(given: Any) -> tuple[Any, ...]:
    values = given if isinstance(given, tuple) else (given,)
    return tuple(value.isoformat() if isinstance(value, date) else value for value in values)


def _refuse_disorder(given: Mapping[str, Any]) -> None:
    for first, second in ORDERED:
        low, high = given.get(first), given.get(second)
        if low is not None and high is not None and low > high:
            detail = f"is above '{second}' ({low} > {high}), so that no figure can answer"
            raise bad_parameter(first, detail)


def _refuse_lost_place(given: Mapping[str, Any]) -> None:
    """A place in a list is one of a release, and is told in one way."""
    if "after" not in given:
        return
    if "release" not in given:
        raise bad_parameter("after", "needs 'release' beside it: it is a row of one release")
    if given["offset"]:
        raise bad_parameter("offset", "cannot be asked together with 'after'")
