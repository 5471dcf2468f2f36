"""Summaries of a release: dataset descriptions, reference rows with counts, and code lists."""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, func, select

from datasets.curation.ledger_files import DatasetsFolder
from datasets.model.codelists import meaning_of
from datasets.model.datapackage import datasets_of, readme_at
from datasets.model.fields import Code, columns_of
from datasets.model.filters import filters_of
from datasets.model.published_row import PublishedRowSchema
from datasets.model.references import REFERENCE_SCHEMAS
from datasets.model.search_text import search_key
from datasets.release.compiler.conflicts import newest_figures
from datasets.release.compiler.freshness import feed_files, freshness_by_dataset, freshness_by_feed
from datasets.release.compiler.rows import References
from datasets.release.queries.filters import code_column
from datasets.release.queries.vintages import CURRENT
from datasets.release.serialization import json_of
from datasets.release.tables import FIGURES

ALL_DATASETS = ""  # the dataset of codes that are known for all datasets together

_F = FIGURES.c

# The columns of a figure that refer to each reference table.
ROLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "actors": ("claimant", "subject", "publisher"),
        "metrics": ("metric",),
        "places": ("place",),
        "sources": ("source",),
        "conflicts": ("conflict",),
        "feeds": ("feed",),
    }
)

VocabularyRow = tuple[str, str, str, str | None]
"""Dataset, column, code, and the name of the code if it has one."""


def vocabulary(connection: Connection, references: References) -> Iterator[VocabularyRow]:
    """The codes of each column: per dataset those in use, for all datasets those that are known.

    A code is in use if any revision has it.
    """
    names_by_column = _known_codes(references)
    for column in _code_columns():
        pairs = select(_F.dataset, _F[column]).where(_F[column].is_not(None)).distinct()
        used = sorted((dataset, code) for dataset, code in connection.execute(pairs))
        names = {code: None for _, code in used} | dict(names_by_column.get(column, {}))
        yield from ((dataset, column, code, names[code]) for dataset, code in used)
        yield from ((ALL_DATASETS, column, code, names[code]) for code in sorted(names))
    yield from _known_without_column(references)
    yield from _used_without_column(connection, names_by_column)


def _known_without_column(references: References) -> Iterator[VocabularyRow]:
    """The codes of the filters without a column."""
    places = references.places
    yield from ((ALL_DATASETS, "within", code, place.name) for code, place in places.items())
    sides = {actor.side for actor in references.actors.values() if actor.side}
    yield from ((ALL_DATASETS, "claimant_side", side, None) for side in sorted(sides))
    conflicts, feeds = references.conflicts, references.feeds
    yield from ((ALL_DATASETS, "conflict", code, row.name) for code, row in conflicts.items())
    yield from ((ALL_DATASETS, "feed", code, row.title) for code, row in feeds.items())


def _used_without_column(
    connection: Connection, names_by_column: Mapping[str, Mapping[str, str | None]]
) -> Iterator[VocabularyRow]:
    """The same per dataset: of ``within``, the places that contain a figure."""
    column_by_filter = {"within": "place", "conflict": "conflict", "feed": "feed"}
    names = {name: names_by_column[column] for name, column in column_by_filter.items()}
    for name in ("within", "claimant_side", "conflict", "feed"):
        column, links = code_column(name)
        pairs = select(_F.dataset, column).where(column.is_not(None), *links).distinct()
        for dataset, code in sorted(map(tuple, connection.execute(pairs))):
            yield dataset, name, code, names.get(name, {}).get(code)


def _code_columns() -> tuple[str, ...]:
    """The columns with a filter that takes codes, in the order of the published row."""
    filters = filters_of(PublishedRowSchema).items()
    filtered = {column for filter_, column in filters if filter_.comparison == "one-of"}
    return tuple(name for name in columns_of(PublishedRowSchema) if name in filtered)


def _known_codes(references: References) -> Mapping[str, Mapping[str, str | None]]:
    """The names of the codes that a column may hold; of a code list, what each code means."""
    table_by_column = {column: table for table, columns in ROLES.items() for column in columns}
    reference_codes = {
        column: {code: _name(row) for code, row in getattr(references, table).items()}
        for column, table in table_by_column.items()
    }
    listed_codes = {
        column: {code: meaning_of(entry) for code, entry in field.codes.items()}
        for column, field in columns_of(PublishedRowSchema).items()
        if isinstance(field, Code)
    }
    countries = {
        place.iso3: place.name
        for place in references.places.values()
        if place.level == "adm0" and place.iso3
    }
    return {**reference_codes, **listed_codes, "country": countries}


def _name(row: Any) -> str | None:
    return getattr(row, "name", None) or getattr(row, "title", None)


def reference_rows(
    connection: Connection, references: References, newest: str
) -> Iterator[tuple[str, int, str, str, int, str]]:
    """The rows of `REFERENCES`: each with the number of current figures that use it, by role.

    ``newest`` is the latest day of recording, to which the age of a feed is counted.
    """
    freshness, files = freshness_by_feed(connection, newest), feed_files(connection)
    latest = {"conflicts": newest_figures(connection)}
    for table, schema in REFERENCE_SCHEMAS.items():
        figures_by_id, figures_by_role = _usage(connection, ROLES[table])
        for position, (id_, row) in enumerate(getattr(references, table).items()):
            cells = schema().dump(row)
            if table == "sources":
                cells["publisher"] = row.publisher.actor_id
            roles = {role: ids[id_] for role, ids in figures_by_role.items() if id_ in ids}
            total = figures_by_id[id_]
            links = {role: f"/v1/figures?{role}={id_}" for role in roles}
            if figure := latest.get(table, {}).get(id_):
                links["latest"] = f"/v1/figures/{figure}"
            if table == "sources" and (feed := files.feed_by_source.get(id_)):
                links["feed"] = f"/v1/feeds/{feed}"
            document = {**cells, "figures": total, "roles": roles, "links": links}
            if table == "feeds":
                document["freshness"] = freshness.get(id_)
            yield table, position, id_, _searchable_names(id_, row), total, json_of(document)


def _searchable_names(id_: str, row: Any) -> str:
    """The search keys of a row's id, name and other names, each on its own line."""
    other_names = (getattr(row, "aka", None) or "").split(";")
    keys = dict.fromkeys(search_key(name) for name in (id_, _name(row) or "", *other_names))
    return "".join(f"\n{key}" for key in keys if key) + "\n"


def dataset_descriptions(
    connection: Connection, folder: DatasetsFolder, newest: str
) -> Iterator[tuple[int, str, str]]:
    """The rows of `DATASETS`, in the order of the descriptor."""
    freshness = freshness_by_dataset(connection, newest)
    for position, dataset in enumerate(datasets_of(folder.descriptor)):
        name = dataset.name
        coverage = connection.execute(_coverage(name)).one()._asdict()
        document = {
            "dataset": name,
            "title": dataset.title,
            "description": dataset.description,
            "readme": readme_at(folder.root, dataset),
            "license": folder.descriptor["licenses"][0]["name"],
            "figures": coverage.pop("figures"),
            "metrics": _metrics(connection, name),
            "coverage": coverage,
            "freshness": freshness.get(name),
            "links": {
                "self": f"/v1/datasets/{name}",
                "figures": f"/v1/{name}",
                "csv": f"/v1/{name}.csv",
                "xlsx": f"/v1/{name}.xlsx",
                "series": f"/v1/datasets/{name}/series",
                "citation": f"/v1/datasets/{name}/citation",
            },
        }
        yield position, name, json_of(document)


def _coverage(dataset: str) -> Any:
    """The number of current figures of a dataset, and what they cover."""
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
    ).where(*CURRENT, _F.dataset == dataset)


def _metrics(connection: Connection, dataset: str) -> list[dict[str, Any]]:
    """The metrics of a dataset with the number of their current figures, the largest first."""
    statement = (
        select(_F.metric, _F.metric_name.label("name"), func.count().label("figures"))
        .where(*CURRENT, _F.dataset == dataset)
        .group_by(_F.metric, _F.metric_name)
        .order_by(func.count().desc(), _F.metric)
    )
    return [row._asdict() for row in connection.execute(statement)]


def _usage(
    connection: Connection, roles: tuple[str, ...]
) -> tuple[Counter[str], Mapping[str, Counter[str]]]:
    """The number of current figures that name each code, in any of the roles and in each."""
    in_any_role: Counter[str] = Counter()
    by_role: dict[str, Counter[str]] = {role: Counter() for role in roles}
    columns, links = zip(*map(code_column, roles), strict=True)
    conditions = (*CURRENT, *chain.from_iterable(links))
    statement = select(*columns, func.count()).where(*conditions).group_by(*columns)
    for *codes, figures in connection.execute(statement):
        in_any_role.update(dict.fromkeys(codes, figures))
        for role, code in zip(roles, codes, strict=True):
            by_role[role][code] += figures
    return in_any_role, by_role
