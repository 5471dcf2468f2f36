"""The shapes of answers about actors, metrics, places and sources, for the contract."""

from collections.abc import Mapping
from types import MappingProxyType

from marshmallow import EXCLUDE, Schema, fields

from api.answers import Answer, Links, Meta
from datasets.model.references import ActorRow, MetricRow, PlaceRow, SourceRow


def _uses() -> fields.Integer:
    return fields.Integer(required=True, metadata={"description": "Current figures that use it"})


def _roles() -> fields.Dict:
    return fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        required=True,
        metadata={"description": "The same by the column in which it stands"},
    )


def _links() -> fields.Dict:
    return fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        required=True,
        metadata={"description": "Addresses that list them, by column"},
    )


class Actor(ActorRow):
    """Somebody who claims, is counted, relays or publishes."""

    class Meta:
        unknown = EXCLUDE

    figures = _uses()
    roles = _roles()
    links = _links()


class Metric(MetricRow):
    """What is counted, its unit, and whether it may be added up."""

    class Meta:
        unknown = EXCLUDE

    figures = _uses()
    roles = _roles()
    links = _links()


class Place(PlaceRow):
    """A place; its id is a label and says nothing about sovereignty."""

    class Meta:
        unknown = EXCLUDE

    figures = _uses()
    roles = _roles()
    links = _links()


class Source(SourceRow):
    """A document in which figures were read."""

    class Meta:
        unknown = EXCLUDE

    figures = _uses()
    roles = _roles()
    links = _links()


class ActorPage(Answer):
    """A page of actors."""

    data = fields.List(fields.Nested(Actor), required=True)
    meta = fields.Nested(Meta, required=True)
    links = fields.Nested(Links, required=True)


class MetricPage(Answer):
    """A page of metrics."""

    data = fields.List(fields.Nested(Metric), required=True)
    meta = fields.Nested(Meta, required=True)
    links = fields.Nested(Links, required=True)


class PlacePage(Answer):
    """A page of places."""

    data = fields.List(fields.Nested(Place), required=True)
    meta = fields.Nested(Meta, required=True)
    links = fields.Nested(Links, required=True)


class SourcePage(Answer):
    """A page of sources."""

    data = fields.List(fields.Nested(Source), required=True)
    meta = fields.Nested(Meta, required=True)
    links = fields.Nested(Links, required=True)


REFERENCE_ANSWERS: Mapping[str, tuple[type[Schema], type[Schema]]] = MappingProxyType(
    {
        "actors": (Actor, ActorPage),
        "metrics": (Metric, MetricPage),
        "places": (Place, PlacePage),
        "sources": (Source, SourcePage),
    }
)
