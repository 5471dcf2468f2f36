"""filters."""

from collections.abc import Mapping
from dataclasses import dataclass

from marshmallow import Schema

from datasets.model.fields import columns_of


@dataclass(frozen=True, slots=True)
class Filter:
    """One question that may be put to a column: the parameter that asks, and how it compares."""

    parameter: str
    comparison: str
    description: str


def one_of(parameter: str, description: str) -> Filter:
    return Filter(parameter, "one-of", description)


def at_least(parameter: str, description: str) -> Filter:
    return Filter(parameter, "at-least", description)


def at_most(parameter: str, description: str) -> Filter:
    return Filter(parameter, "at-most", description)


def filters_of(schema: type[Schema]) -> Mapping[Filter, str]:
    """Every filter that a schema declares, with the column it asks about."""
    return {
        filter_: name
        for name, field in columns_of(schema).items()
        for filter_ in field.metadata.get("filters", ())
    }
