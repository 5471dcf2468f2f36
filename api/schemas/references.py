"""The shapes of answers about actors, metrics, places and sources, for the contract."""

from collections.abc import Mapping
from types import MappingProxyType

from marshmallow import Schema, fields

from api.schemas.envelope import ResponseSchema, page_of
from datasets.model.fields import columns_of
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


def _with_use(row: type[Schema]) -> type[Schema]:
    """The schema of a row of a reference table with its use, under the same name."""
    return ResponseSchema.from_dict({**columns_of(row), **columns_of(Used)}, name=row.__name__)


Actor, Metric, Place, Source = map(
    _with_use, (ActorSchema, MetricSchema, PlaceSchema, SourceSchema)
)

REFERENCE_ANSWERS: Mapping[str, tuple[type[Schema], type[Schema]]] = MappingProxyType(
    {
        "actors": (Actor, page_of(Actor)),
        "metrics": (Metric, page_of(Metric)),
        "places": (Place, page_of(Place)),
        "sources": (Source, page_of(Source)),
    }
)
