"""Codes by the names that people use for them."""

import json
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import select

from datasets.model.fields import column_names
from datasets.model.hedges import phrases_of
from datasets.model.name_matches import Matches, NamedCode, matching_codes
from datasets.model.references import REFERENCE_SCHEMAS
from datasets.model.search_text import search_key
from datasets.release.release import Release
from datasets.release.tables import REFERENCES

# The reference table that has the names of the codes of a filter, and the column of the code.
REFERENCE_OF: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "metric": ("metrics", "metric_id"),
        "subject": ("actors", "actor_id"),
        "claimant": ("actors", "actor_id"),
        "publisher": ("actors", "actor_id"),
        "source": ("sources", "source_id"),
        "place": ("places", "place_id"),
        "within": ("places", "place_id"),
        "country": ("places", "iso3"),
        "claimant_side": ("places", "place_id"),
        "conflict": ("conflicts", "conflict_id"),
        "feed": ("feeds", "feed_id"),
    }
)
_CODE_LIST = ("", "")  # of a filter whose codes are in no reference table
IDENTIFIERS = ("place_id", "iso3", "pcode", "iso3166_2", "wikidata", "url")


def codes_meant(release: Release, parameter: str, text: str) -> Matches:
    """The codes of a filter that a text may mean, in groups, the likeliest group first.

    Of actors, only those that are used in the column of the filter.
    """
    codes = _named_codes(release, parameter)
    matches = matching_codes(text, codes)
    if not matches and REFERENCE_OF.get(parameter, _CODE_LIST)[0] == "actors":
        countries = matching_codes(text, _named_codes(release, "country"))
        names = [country.name or "" for group in countries for country in group]
        # An actor may have another name of its country in its own: RUS, Россия.
        matches = matching_codes(names[0], codes) if len(names) == 1 else ()
    return matches


def rows_meant(release: Release, table: str, text: str) -> Matches:
    """The rows of a reference table that a text may mean, in groups, the likeliest group first."""
    column = column_names(REFERENCE_SCHEMAS[table])[0]
    return matching_codes(text, [code for code, _ in _rows(release, table, column)])


def _named_codes(release: Release, parameter: str) -> list[NamedCode]:
    table, column = REFERENCE_OF.get(parameter, _CODE_LIST)
    known = _codes(release, parameter, table)
    if not table:
        return [
            NamedCode(code, meaning, (search_key(code), *map(search_key, phrases_of(code))))
            for code, meaning in known.items()
        ]
    return [
        code
        for code, document in _rows(release, table, column)
        if code.code in known and (column != "iso3" or document["level"] == "adm0")
    ]


def _rows(
    release: Release, table: str, column: str
) -> Iterator[tuple[NamedCode, Mapping[str, Any]]]:
    """The rows of a reference table, each also as the code in a column."""
    statement = select(REFERENCES.c.json, REFERENCES.c.folded).where(REFERENCES.c.kind == table)
    with release.connect() as connection:
        rows = connection.execute(statement).all()
    for row in rows:
        document = json.loads(row.json)
        yield _named_code(document, column, tuple(row.folded.split("\n")[1:-1])), document


def _codes(release: Release, parameter: str, table: str) -> Mapping[str, str | None]:
    """The known codes of a filter with their names; of actors, those that have its role."""
    if table != "actors":
        return release.codes.get(("", parameter), {})
    by_dataset = release.codes.items()
    return {
        code: name
        for (dataset, column), names in by_dataset
        for code, name in names.items()
        if dataset and column == parameter
    }


def _named_code(document: Mapping[str, Any], column: str, names: tuple[str, ...]) -> NamedCode:
    """A row of a reference table. A place has the ISO code of its country: it is no name of it."""
    level = document.get("level")
    ids = [document.get(name) for name in IDENTIFIERS if name != "iso3" or level == "adm0"]
    name = document.get("name") or document.get("title")
    return NamedCode(
        document[column],
        name,
        names[1:] if level == "adm0" else names,  # without the id, an ISO code
        frozenset(search_key(id_) for id_ in ids if id_),
        exclusive=level == "adm0",
    )
