"""The names of a release: of metrics, actors, places and conflicts, for search."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import select

from datasets.release.release import Release
from datasets.release.tables import REFERENCES, WITHIN
from datasets.search.interpretation import interpret
from datasets.search.names import Key, NamedRow, NameIndex, name_index

TABLES = ("metrics", "actors", "places", "conflicts")
WORLD = "world"  # contains all places: its name tells none from another


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names of a release, and the level of each place."""

    names: NameIndex
    levels: Mapping[str, str]


_vocabularies: WeakKeyDictionary[Release, Vocabulary] = WeakKeyDictionary()


def vocabulary_of(release: Release) -> Vocabulary:
    """The names of a release, read once."""
    vocabulary = _vocabularies.get(release)
    if vocabulary is None:
        vocabulary = _vocabularies[release] = _vocabulary(release)
    return vocabulary


def codes_with_terms(release: Release, table: str, text: str) -> tuple[str, ...]:
    """The codes of a table whose names have all terms of a text, the nearest name first.

    A text with a word that is in no name has none, also if one is spelled alike.
    """
    names = vocabulary_of(release).names
    meant = interpret(names, text)
    terms = {term.text for term in meant.terms}
    if meant.unmatched or meant.corrected or not terms:
        return ()
    shares = {
        code: min(of_code.values())
        for (of_table, code), of_code in names.shares(terms).items()
        if of_table == table and terms <= of_code.keys()
    }
    return tuple(sorted(shares, key=lambda code: (-shares[code], code)))


def _vocabulary(release: Release) -> Vocabulary:
    rows = select(REFERENCES.c.kind, REFERENCES.c.id, REFERENCES.c.json)
    tables = rows.where(REFERENCES.c.kind.in_(TABLES)).order_by(REFERENCES.c.kind, REFERENCES.c.id)
    pairs = select(WITHIN.c.ancestor, WITHIN.c.place)
    with release.connect() as connection:
        documents = {(row.kind, row.id): json.loads(row.json) for row in connection.execute(tables)}
        inside: dict[str, list[str]] = defaultdict(list)
        for ancestor, place in connection.execute(pairs):
            inside[ancestor].append(place)
    containers = _containers(documents, inside)
    named = (
        NamedRow(key, tuple(_names(key, document)), tuple(containers[key]))
        for key, document in documents.items()
    )
    levels = {code: row["level"] for (table, code), row in documents.items() if table == "places"}
    return Vocabulary(name_index(named), levels)


def _names(key: Key, document: Mapping[str, Any]) -> Iterator[str]:
    yield key[1]
    yield document["name"]
    yield from (document["aka"] or "").split(";")
    if document.get("level") == "adm0":
        yield document["iso3"] or ""


def _containers(
    documents: Mapping[Key, Mapping[str, Any]], inside: Mapping[str, list[str]]
) -> Mapping[Key, list[Key]]:
    """For each place: the places and conflicts it is within; for a subject: its conflicts."""
    containers: dict[Key, list[Key]] = defaultdict(list)
    for ancestor, places in inside.items():
        for place in places:
            if ancestor not in (place, WORLD):
                containers["places", place].append(("places", ancestor))
    for key, document in documents.items():
        for member in _members(document, inside) if key[0] == "conflicts" else ():
            containers[member].append(key)
    return containers


def _members(conflict: Mapping[str, Any], inside: Mapping[str, list[str]]) -> Iterator[Key]:
    """The places of a conflict, with those inside them, and its subjects."""
    for ancestor in (conflict["places"] or "").split(";"):
        yield from (("places", place) for place in inside.get(ancestor, ()))
    yield from (("actors", subject) for subject in (conflict["subjects"] or "").split(";"))
