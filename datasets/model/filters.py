"""Filters: the query parameters that select rows by a column."""

from collections.abc import Mapping
from dataclasses import dataclass

from marshmallow import Schema

from datasets.model.fields import columns_of


@dataclass(frozen=True, slots=True)
class Filter:
    """A query parameter of a column, with the name of its comparison."""

    parameter: str
    comparison: str
    description: str


def one_of(parameter: str, description: str = "") -> Filter:
    return Filter(parameter, "one-of", description)


def at_least(parameter: str, description: str) -> Filter:
    return Filter(parameter, "at-least", description)


def at_most(parameter: str, description: str) -> Filter:
    return Filter(parameter, "at-most", description)


def filters_of(schema: type[Schema]) -> Mapping[Filter, str]:
    """The filters that a schema declares, each with the name of its column."""
    return {
        filter_: name
        for name, field in columns_of(schema).items()
        for filter_ in field.metadata.get("filters", ())
    }
