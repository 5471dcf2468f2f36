"""Reference tables: the actors, metrics, places, sources, conflicts and feeds of figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Annotated

from marshmallow import Schema

from datasets.model import codelists as codes
from datasets.model.feed_fields import Address, AddressList, Cadence, PatternList
from datasets.model.fields import (
    Code,
    Day,
    Degrees,
    Phrase,
    Reference,
    ReferenceList,
    Slug,
    SlugList,
    Text,
    schema_of,
)


@dataclass(frozen=True, slots=True)
class Actor:
    """A claimant, subject, outlet or publisher: a row of ``actors.csv``."""

    actor_id: Annotated[str, Slug(), "Code of the actor"]
    name: Annotated[str, Text(), "Name in English"]
    aka: Annotated[str | None, Text(), "Other names and spellings, separated by ;"]
    kind: Annotated[str, Code(codes.ACTOR_KINDS, noun="a kind of actor"), "Kind of the actor"]
    side: Annotated[str | None, Slug(), "Side of a belligerent; empty for all others"]
    wikidata: Annotated[str | None, Text(), "Id of the Wikidata item"]


@dataclass(frozen=True, slots=True)
class Metric:
    """Definition of a count, its unit and its arithmetic: a row of ``metrics.csv``."""

    metric_id: Annotated[str, Slug(), "Code of the metric"]
    dataset: Annotated[str, Slug(), "Name of the dataset of the metric"]
    name: Annotated[str, Text(), "Words that follow a number"]
    singular: Annotated[str | None, Text(), "Words that follow the number one, if others"]
    definition: Annotated[str, Text(), "Exact definition of the counted thing"]
    unit: Annotated[str, Code(codes.UNITS, noun="a unit"), "Unit"]
    kind: Annotated[
        str,
        Code(codes.METRIC_KINDS, noun="a kind of metric"),
        "Kind, which decides which figures may be added: flow, stock or intensive",
    ]
    components: Annotated[
        tuple[str, ...],
        ReferenceList(table="metrics"),
        "Metrics that it counts together and that are never separated",
    ]
    hxl: Annotated[str | None, Text(), "Hashtag of the Humanitarian Exchange Language"]
    phrase: Annotated[str, Phrase(), "Clause that states a figure, with slots for its parts"]
    aka: Annotated[str | None, Text(), "Other words that people use for it, separated by ;"]


@dataclass(frozen=True, slots=True)
class Place:
    """A node of the tree of places, without a statement on sovereignty: a row of ``places.csv``."""

    place_id: Annotated[str, Slug(), "Code of the place"]
    name: Annotated[str, Text(), "Name in English"]
    aka: Annotated[str | None, Text(), "Other names and spellings, separated by ;"]
    level: Annotated[str, Code(codes.LEVELS, noun="a level"), "Level in the tree"]
    parent: Annotated[str | None, Reference(table="places"), "Code of the place that contains it"]
    iso3: Annotated[str | None, Text(), "Code of the country, ISO 3166-1 alpha-3"]
    pcode: Annotated[str | None, Text(), "OCHA P-code"]
    iso3166_2: Annotated[str | None, Text(), "ISO 3166-2 code"]
    lat: Annotated[float | None, Degrees(bound=90), "Latitude in decimal degrees"]
    lon: Annotated[float | None, Degrees(bound=180), "Longitude in decimal degrees"]
    point_source: Annotated[
        str | None,
        Text(),
        "Origin of the point and its id there, joined by a colon; natural-earth, geonames or kse",
    ]


@dataclass(frozen=True, slots=True)
class Source:
    """A document, or a dated file of a data publisher: a row of ``sources.csv``."""

    source_id: Annotated[str, Slug(), "Code of the document"]
    publisher: Annotated[Actor, Reference(table="actors"), "Publisher of the document"]
    title: Annotated[str, Text(), "Description by the curator"]
    published: Annotated[date, Day(), "Day of publication"]
    url: Annotated[str | None, Text(), "URL of the document"]
    archive_url: Annotated[str | None, Text(), "URL of an archived copy"]
    language: Annotated[str, Slug(), "Language, ISO 639-1"]
    licence: Annotated[
        str, Text(), "Licence of the file, or fact: single printed figures with their few words"
    ]
    note: Annotated[str | None, Text(limit=500), "Remark of the curator"]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A way to find the figures of a war, without a judgement on its name: ``conflicts.csv``.

    A figure belongs to it if its place is one of ``places`` or inside one, or its subject is one
    of ``subjects``, and its period ends between ``start`` and ``end``.
    """

    conflict_id: Annotated[str, Slug(), "Code of the conflict"]
    name: Annotated[str, Text(), "Name in English, as most of the sources write it"]
    aka: Annotated[str | None, Text(), "Other names and spellings, separated by ;"]
    places: Annotated[tuple[str, ...], ReferenceList(table="places"), "Codes of its places"]
    subjects: Annotated[
        tuple[str, ...],
        ReferenceList(table="actors"),
        "Codes of subjects whose figures belong to it at any place, such as refugees abroad",
    ]
    sides: Annotated[tuple[str, ...], SlugList(), "Sides of its belligerents"]
    start: Annotated[date, Day(), "First day"]
    end: Annotated[date | None, Day(), "Last day; empty while it goes on"]


@dataclass(frozen=True, slots=True)
class Feed:
    """A file that a publisher writes anew from time to time: a row of ``feeds.csv``.

    A source belongs to it by its id: see `datasets.model.feed_sources`.
    """

    feed_id: Annotated[str, Slug(), "Code of the feed"]
    title: Annotated[str, Text(), "Description of the file"]
    publisher: Annotated[str, Reference(table="actors"), "Code of the publisher of the file"]
    format: Annotated[str, Slug(), "Name of the importer that reads it"]
    address: Annotated[str | None, Address(), "Address at which the file is offered"]
    companions: Annotated[
        tuple[str, ...],
        AddressList(),
        "Addresses of further files, on the same host, that are read with it; separated by blanks",
    ]
    licence: Annotated[str, Text(), "Licence of the file"]
    cadence: Annotated[
        str, Cadence(), "How often the file is published, such as P1D; none for a series that ended"
    ]
    retrieval: Annotated[
        str, Code(codes.RETRIEVALS, noun="a way to retrieve a file"), "How the file is retrieved"
    ]
    dated_by: Annotated[
        str | None,
        Text(),
        "Column whose newest day is the day of the file; empty if the file has no such column",
    ]
    datasets: Annotated[tuple[str, ...], SlugList(), "Names of the datasets that it feeds"]
    sources: Annotated[
        tuple[str, ...],
        PatternList(),
        "Ids of the sources that are editions of it, with * for the part that varies",
    ]
    note: Annotated[str | None, Text(limit=500), "Remark of the curator"]


ActorSchema = schema_of(Actor)
MetricSchema = schema_of(Metric)
PlaceSchema = schema_of(Place)
SourceSchema = schema_of(Source)
ConflictSchema = schema_of(Conflict)
FeedSchema = schema_of(Feed)

REFERENCE_SCHEMAS: Mapping[str, type[Schema]] = MappingProxyType(
    {
        "actors": ActorSchema,
        "metrics": MetricSchema,
        "places": PlaceSchema,
        "sources": SourceSchema,
        "conflicts": ConflictSchema,
        "feeds": FeedSchema,
    }
)
