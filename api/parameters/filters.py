"""Parameters that select figures: one for each filter of a column, and the vintage."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from marshmallow import fields

from api.parameters.fields import BooleanText, CodeList, Fields, NumberBound
from datasets.model.datapackage import Dataset
from datasets.model.fields import Day, Edtf, Number, columns_of
from datasets.model.filters import Filter
from datasets.model.published_row import PublishedRowSchema
from datasets.release.queries.filters import FILTERS

VINTAGES: Mapping[str, str] = MappingProxyType(
    {
        "as_of": "State of the ledger at the end of this day, YYYY-MM-DD; reproduces a citation",
        "known_at": "Claims that were public by the end of this day, YYYY-MM-DD",
    }
)

PARAMETER_ORDER = (
    "dataset", "conflict", "metric", "subject", "claimant", "place", "within", "country",
    "nature", "start_date", "end_date", "on", "ends_from", "ends_to", "claimed_from",
    "claimed_to", "value_min", "value_max", "claimant_side", "exclude_belligerents", "feed",
)  # fmt: skip


def filter_fields(dataset: Dataset) -> Fields:
    """Return the filters and the vintage parameters of a dataset, or of ALL_DATASETS."""
    filters = {
        filter_.parameter: _field(filter_, column, dataset)
        for filter_, column in sorted(FILTERS.items(), key=_position)
        if not (dataset.name and filter_.parameter == "dataset")
    }
    return {
        **filters,
        **vintage_fields(),
        "updated_after": Day(
            metadata={
                "description": "Figures with a row recorded after this day, YYYY-MM-DD, "
                "including retracted figures"
            }
        ),
        "history": BooleanText(
            metadata={"description": "`true` to return all revisions of each figure"}
        ),
    }


def vintage_fields() -> Fields:
    """Return the parameters that choose a vintage: of the ledger, and of the public record."""
    return {name: Day(metadata={"description": text}) for name, text in VINTAGES.items()}


def _position(item: tuple[Filter, str]) -> int:
    """Sort key: PARAMETER_ORDER first, then the order of the columns."""
    parameter = item[0].parameter
    return (
        PARAMETER_ORDER.index(parameter) if parameter in PARAMETER_ORDER else len(PARAMETER_ORDER)
    )


def _field(filter_: Filter, column: str, dataset: Dataset) -> fields.Field[Any]:
    """Return the field that suits the comparison of a filter and the type of its column."""
    example = dataset.example.get(filter_.parameter)
    metadata: dict[str, Any] = {"description": filter_.description}
    if example:
        metadata["example"] = example
    column_field = columns_of(PublishedRowSchema).get(column)
    if filter_.comparison == "is-missing":
        return BooleanText(metadata={"description": f"`true`: {filter_.description.lower()}"})
    if isinstance(column_field, Day | Edtf):
        return Day(metadata={**metadata, "description": f"{filter_.description}, YYYY-MM-DD"})
    if isinstance(column_field, Number):
        return NumberBound(metadata=metadata)
    if example:
        metadata["example"] = [example]
    return CodeList(filter_.parameter, dataset.name, metadata=metadata)
