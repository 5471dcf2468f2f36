"""The shapes of answers about actors, metrics, places and sources, for the contract."""

from collections.abc import Mapping
from types import MappingProxyType

from marshmallow import Schema, fields

from api.schemas.envelope import ResponseSchema, page_of
from datasets.model.references import ActorSchema, MetricSchema, PlaceSchema, SourceSchema


class Used(ResponseSchema):
    """How often a row of a reference table is used, after its columns."""

    figures = fields.Integer(required=True, metadata={"description": "Current figures that use it"})
    roles = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        required=True,
        metadata={"description": "The same by the column in which it stands"},
    )
    links = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        required=True,
        metadata={"description": "Addresses that list them, by column"},
    )


class Actor(Used, ActorSchema):
    """Somebody who claims, is counted, relays or publishes."""


class Metric(Used, MetricSchema):
    """What is counted, its unit, and whether it may be added up."""


class Place(Used, PlaceSchema):
    """A place; its id is a label and says nothing about sovereignty."""


class Source(Used, SourceSchema):
    """A document in which figures were read."""


REFERENCE_ANSWERS: Mapping[str, tuple[type[Schema], type[Schema]]] = MappingProxyType(
    {
        "actors": (Actor, page_of(Actor)),
        "metrics": (Metric, page_of(Metric)),
        "places": (Place, page_of(Place)),
        "sources": (Source, page_of(Source)),
    }
)
