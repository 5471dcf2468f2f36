"""What figures refer to: actors, metrics, places and sources."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from marshmallow import Schema

from datasets.model import codelists as codes
from datasets.model.fields import Code, Day, Degrees, Reference, ReferenceList, Slug, Text


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who claims, is counted, relays or publishes. ``side`` is a belligerent's code."""

    actor_id: str
    name: str
    aka: str | None
    kind: str
    side: str | None
    wikidata: str | None


@dataclass(frozen=True, slots=True)
class Metric:
    """What is counted, its unit, and by ``kind`` whether it may be added up."""

    metric_id: str
    dataset: str
    name: str
    singular: str | None
    definition: str
    unit: str
    kind: str
    components: tuple[str, ...]
    hxl: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """A node of the tree of places; a label, which says nothing about sovereignty."""

    place_id: str
    name: str
    aka: str | None
    level: str
    parent: str | None
    iso3: str | None
    pcode: str | None
    iso3166_2: str | None
    lat: float | None
    lon: float | None


@dataclass(frozen=True, slots=True)
class Source:
    """A document that a curator opened, or one dated file of a data publisher."""

    source_id: str
    publisher: Actor
    title: str
    published: date
    url: str | None
    archive_url: str | None
    language: str
    licence: str | None
    note: str | None


class ActorSchema(Schema):
    """One row of ``reference/actors.csv``."""

    actor_id = Slug(required=True, metadata={"description": "Code of the actor"})
    name = Text(required=True, metadata={"description": "Name in English"})
    aka = Text(
        allow_none=True, metadata={"description": "Other names and spellings, separated by ;"}
    )
    kind = Code(
        codes.ACTOR_KINDS,
        noun="a kind of actor",
        required=True,
        metadata={"description": "What sort of actor it is"},
    )
    side = Slug(
        allow_none=True,
        metadata={"description": "Belligerent it belongs to; empty for everyone else"},
    )
    wikidata = Text(allow_none=True, metadata={"description": "Wikidata item"})


class MetricSchema(Schema):
    """One row of ``reference/metrics.csv``."""

    metric_id = Slug(required=True, metadata={"description": "Code of the metric"})
    dataset = Slug(required=True, metadata={"description": "Dataset it belongs to"})
    name = Text(required=True, metadata={"description": "Words that follow a number"})
    singular = Text(
        allow_none=True, metadata={"description": "Words that follow the number one, if others"}
    )
    definition = Text(required=True, metadata={"description": "What exactly is counted"})
    unit = Code(codes.UNITS, noun="a unit", required=True, metadata={"description": "Unit"})
    kind = Code(
        codes.METRIC_KINDS,
        noun="a kind of metric",
        required=True,
        metadata={"description": "Whether it may be added up: flow, stock or intensive"},
    )
    components = ReferenceList(
        table="metrics",
        allow_none=True,
        metadata={"description": "Metrics it counts together, never split"},
    )
    hxl = Text(
        allow_none=True, metadata={"description": "Hashtag of the Humanitarian Exchange Language"}
    )


class PlaceSchema(Schema):
    """One row of ``reference/places.csv``."""

    place_id = Slug(required=True, metadata={"description": "Code of the place"})
    name = Text(required=True, metadata={"description": "Name in English"})
    aka = Text(
        allow_none=True, metadata={"description": "Other names and spellings, separated by ;"}
    )
    level = Code(
        codes.LEVELS, noun="a level", required=True, metadata={"description": "Level in the tree"}
    )
    parent = Reference(
        table="places", allow_none=True, metadata={"description": "The place that contains it"}
    )
    iso3 = Text(allow_none=True, metadata={"description": "Country, ISO 3166-1 alpha-3"})
    pcode = Text(allow_none=True, metadata={"description": "OCHA P-code"})
    iso3166_2 = Text(allow_none=True, metadata={"description": "ISO 3166-2 code"})
    lat = Degrees(
        bound=90, allow_none=True, metadata={"description": "Latitude in decimal degrees"}
    )
    lon = Degrees(
        bound=180, allow_none=True, metadata={"description": "Longitude in decimal degrees"}
    )


class SourceSchema(Schema):
    """One row of ``reference/sources.csv``."""

    source_id = Slug(required=True, metadata={"description": "Code of the document"})
    publisher = Reference(
        table="actors", required=True, metadata={"description": "Outlet that published it"}
    )
    title = Text(required=True, metadata={"description": "What it is, in the curator's words"})
    published = Day(required=True, metadata={"description": "Day it was published"})
    url = Text(allow_none=True, metadata={"description": "Address"})
    archive_url = Text(allow_none=True, metadata={"description": "Address of an archived copy"})
    language = Slug(required=True, metadata={"description": "Language, ISO 639-1"})
    licence = Text(
        allow_none=True, metadata={"description": "Licence of the document, where it states one"}
    )
    note = Text(limit=500, allow_none=True, metadata={"description": "The curator's remark"})


REFERENCE_SCHEMAS: Mapping[str, type[Schema]] = MappingProxyType(
    {"actors": ActorSchema, "metrics": MetricSchema, "places": PlaceSchema, "sources": SourceSchema}
)
