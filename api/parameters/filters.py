"""The parameters that choose figures: a filter for each column that has one, and two clocks."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from marshmallow import fields

from api.parameters.fields import BooleanText, CodeList, CurrentRelease, Fields, NumberBound
from datasets.model.datapackage import Dataset
from datasets.model.fields import Day, Edtf, Number, columns_of
from datasets.model.filters import Filter
from datasets.model.published_row import PublishedRowSchema
from datasets.release.queries.filters import FILTERS

VINTAGES: Mapping[str, str] = MappingProxyType(
    {
        "as_of": "As this ledger stood at the end of this day, YYYY-MM-DD: reproduces a citation",
        "known_at": "As the public had been told by the end of this day, YYYY-MM-DD",
    }
)

PARAMETER_ORDER = (
    "dataset", "metric", "subject", "claimant", "place", "within", "country", "start_date",
    "end_date", "on", "claimed_from", "claimed_to", "value_min", "value_max", "claimant_side",
    "exclude_belligerents",
)  # fmt: skip


def filter_fields(dataset: Dataset, release: CurrentRelease) -> Fields:
    """The filters of a dataset, or of all where it has no name, and the clocks."""
    asked = {
        asks.parameter: _field(asks, column, dataset, release)
        for asks, column in sorted(FILTERS.items(), key=_reading_order)
        if not (dataset.name and asks.parameter == "dataset")
    }
    return {
        **asked,
        **vintage_fields(),
        "updated_after": Day(
            metadata={
                "description": "Figures with a row recorded after this day, YYYY-MM-DD; "
                "retracted ones included"
            }
        ),
        "history": BooleanText(
            metadata={"description": "`true` for every revision of each figure"}
        ),
    }


def vintage_fields() -> Fields:
    """The day to look back from, of the ledger and of the public record."""
    return {name: Day(metadata={"description": words}) for name, words in VINTAGES.items()}


def _reading_order(filter_: tuple[Filter, str]) -> int:
    """What people ask first stands first; the rest keeps the order of the columns."""
    parameter = filter_[0].parameter
    return (
        PARAMETER_ORDER.index(parameter) if parameter in PARAMETER_ORDER else len(PARAMETER_ORDER)
    )


def _field(
    asks: Filter, column: str, dataset: Dataset, release: CurrentRelease
) -> fields.Field[Any]:
    """A parameter of the kind that its comparison and its column ask for."""
    example = dataset.example.get(asks.parameter)
    described: dict[str, Any] = {"description": asks.description}
    if example:
        described["example"] = example
    declared = columns_of(PublishedRowSchema).get(column)
    if asks.comparison == "is-missing":
        return BooleanText(metadata={"description": f"`true`: {asks.description.lower()}"})
    if isinstance(declared, Day | Edtf):
        return Day(metadata={**described, "description": f"{asks.description}, YYYY-MM-DD"})
    if isinstance(declared, Number):
        return NumberBound(metadata=described)
    listed = asks.parameter if asks.parameter in ("within", "claimant_side") else column
    if example:
        described["example"] = [example]
    return CodeList(listed, dataset.name, release, metadata=described)
