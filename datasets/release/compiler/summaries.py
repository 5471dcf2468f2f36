"""What a release says of itself: its datasets, its reference tables, the codes that occur."""

from collections import Counter
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from datasets.curation.ledger_files import DatasetsFolder
from datasets.model.codelists import meaning_of
from datasets.model.datapackage import datasets_of, readme_at
from datasets.model.fields import Code, columns_of
from datasets.model.filters import filters_of
from datasets.model.published_row import PublishedRowSchema
from datasets.model.references import REFERENCE_SCHEMAS
from datasets.model.search_text import search_key
from datasets.release.compiler.rows import References
from datasets.release.serialization import json_of
from datasets.release.tables import FIGURES, WITHIN

ALL = ""  # stands for every dataset in the vocabulary

_F = FIGURES.c
_CURRENT = (_F.superseded_on.is_(None), _F.change != "retracted")

# In which columns of a figure the rows of a reference table stand.
ROLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "actors": ("claimant", "subject", "publisher"),
        "metrics": ("metric",),
        "places": ("place",),
        "sources": ("source",),
    }
)

# Where the names of codes are found.
_NAMED_BY: Mapping[str, str] = {
    "metric": "metrics",
    "subject": "actors",
    "claimant": "actors",
    "publisher": "actors",
    "place": "places",
    "source": "sources",
}


def coded_columns() -> tuple[str, ...]:
    """The columns that are asked for by code."""
    asked = {
        column
        for asks, column in filters_of(PublishedRowSchema).items()
        if asks.comparison == "one-of"
    }
    return tuple(name for name in columns_of(PublishedRowSchema) if name in asked)


def vocabulary(
    connection: Connection, references: References
) -> Iterator[tuple[str, str, str, str | None]]:
    """Codes as (dataset, column, code, name); the name of a closed code is what it means.

    For each dataset those that occur in it, in any revision; for all of them together those that
    are known, used or not.
    """
    known = _known_codes(references)
    for column in coded_columns():
        pairs = select(_F.dataset, _F[column]).where(_F[column].is_not(None)).distinct()
        occurring = {(row[0], row[1]) for row in connection.execute(pairs)}
        names = {code: None for _, code in occurring} | dict(known.get(column, {}))
        yield from ((dataset, column, code, names[code]) for dataset, code in sorted(occurring))
        yield from ((ALL, column, code, names[code]) for code in sorted(names))
    yield from ((ALL, "within", place.place_id, place.name) for place in references.places.values())
    sides = {actor.side for actor in references.actors.values() if actor.side}
    yield from ((ALL, "claimant_side", side, None) for side in sorted(sides))
    around = select(_F.dataset, WITHIN.c.ancestor).join(WITHIN, WITHIN.c.place == _F.place)
    for dataset, place_id in sorted(connection.execute(around.distinct())):
        yield dataset, "within", place_id, references.places[place_id].name
    speaking = select(_F.dataset, _F.claimant_side).where(_F.claimant_side.is_not(None))
    for dataset, side in sorted(connection.execute(speaking.distinct())):
        yield dataset, "claimant_side", side, None


def _known_codes(references: References) -> Mapping[str, Mapping[str, str | None]]:
    """The codes that a column may hold, with their names."""
    named = {
        column: {code: _name(row) for code, row in getattr(references, table).items()}
        for column, table in _NAMED_BY.items()
    }
    closed = {
        column: {code: meaning_of(told) for code, told in field.codes.items()}
        for column, field in columns_of(PublishedRowSchema).items()
        if isinstance(field, Code)
    }
    countries = {
        place.iso3: place.name for place in references.places.values() if place.level == "adm0"
    }
    return {**named, **closed, "country": {code: name for code, name in countries.items() if code}}


def _name(row: Any) -> str | None:
    return getattr(row, "name", None) or getattr(row, "title", None)


def reference_rows(
    connection: Connection, references: References
) -> Iterator[tuple[str, int, str, str, int, str]]:
    """The rows of the reference tables, each with the current figures that use it, by role."""
    for kind, schema in REFERENCE_SCHEMAS.items():
        together, apart = _uses(connection, ROLES[kind])
        for position, (id_, row) in enumerate(getattr(references, kind).items()):
            dumped = schema().dump(row)
            if kind == "sources":
                dumped["publisher"] = row.publisher.actor_id
            counts = {role: figures[id_] for role, figures in apart.items() if id_ in figures}
            total = together[id_]
            links = {role: f"/v1/figures?{role}={id_}" for role in counts}
            listed = json_of({**dumped, "figures": total, "roles": counts, "links": links})
            yield kind, position, id_, _names(id_, row), total, listed


def _names(id_: str, row: Any) -> str:
    """Everything that a row may be looked for by, one name a line."""
    other = (getattr(row, "aka", None) or "").split(";")
    names = dict.fromkeys(search_key(name) for name in (id_, _name(row) or "", *other))
    return "".join(f"\n{name}" for name in names if name) + "\n"


def dataset_descriptions(
    connection: Connection, folder: DatasetsFolder
) -> Iterator[tuple[int, str, str]]:
    """The datasets in the descriptor's order, each with what it covers."""
    for position, described in enumerate(datasets_of(folder.descriptor)):
        name = described.name
        facts = connection.execute(_coverage(name)).one()
        description = {
            "dataset": name,
            "title": described.title,
            "description": described.description,
            "readme": readme_at(folder.root, described),
            "license": folder.descriptor["licenses"][0]["name"],
            "figures": facts.figures,
            "metrics": _counted(connection, name, _F.metric, _F.metric_name),
            "coverage": {
                "period_start": facts.period_start,
                "period_end": facts.period_end,
                "claimed_from": facts.claimed_from,
                "claimed_to": facts.claimed_to,
                "countries": facts.countries,
                "places": facts.places,
                "claimants": facts.claimants,
                "sources": facts.sources,
            },
            "links": {
                "self": f"/v1/datasets/{name}",
                "figures": f"/v1/{name}",
                "csv": f"/v1/{name}.csv",
                "xlsx": f"/v1/{name}.xlsx",
                "series": f"/v1/datasets/{name}/series",
                "citation": f"/v1/datasets/{name}/citation",
            },
        }
        yield position, name, json_of(description)


def _coverage(dataset: str) -> Any:
    return select(
        func.count().label("figures"),
        func.min(_F.period_start).label("period_start"),
        func.max(_F.period_end).label("period_end"),
        func.min(_F.claimed_on).label("claimed_from"),
        func.max(_F.claimed_on).label("claimed_to"),
        func.count(_F.country.distinct()).label("countries"),
        func.count(_F.place.distinct()).label("places"),
        func.count(_F.claimant.distinct()).label("claimants"),
        func.count(_F.source.distinct()).label("sources"),
    ).where(*_CURRENT, _F.dataset == dataset)


def _counted(
    connection: Connection, dataset: str, code: ColumnElement[Any], name: ColumnElement[Any]
) -> list[dict[str, Any]]:
    counted = (
        select(code, name, func.count())
        .where(*_CURRENT, _F.dataset == dataset)
        .group_by(code, name)
        .order_by(func.count().desc(), code)
    )
    return [
        {"metric": code, "name": name, "figures": figures}
        for code, name, figures in connection.execute(counted)
    ]


def _uses(
    connection: Connection, roles: tuple[str, ...]
) -> tuple[Counter[str], Mapping[str, Counter[str]]]:
    """How many current figures name each code in any of some roles, and in each of them."""
    together: Counter[str] = Counter()
    apart: dict[str, Counter[str]] = {role: Counter() for role in roles}
    columns = [_F[role] for role in roles]
    counted = select(*columns, func.count()).where(*_CURRENT).group_by(*columns)
    for *codes, figures in connection.execute(counted):
        together.update(dict.fromkeys(codes, figures))
        for role, code in zip(roles, codes, strict=True):
            apart[role][code] += figures
    return together, apart
