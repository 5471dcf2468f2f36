"""Queries for datasets, series and reference tables, which are stored as rendered JSON."""

import json
from collections.abc import Collection, Iterable, Mapping, Set
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select

from datasets.model.search_text import search_key
from datasets.release.queries.vocabulary import TABLES, codes_with_terms
from datasets.release.release import Release
from datasets.release.tables import DATASETS, REFERENCES, SERIES, WITHIN

OWN_BOUNDARY = ("area", "theatre")

_R = REFERENCES.c


def datasets(release: Release) -> tuple[str, ...]:
    """The descriptions of all datasets, as JSON objects."""
    return _texts(release, select(DATASETS.c.json).order_by(DATASETS.c.position))


def dataset(release: Release, dataset_id: str) -> str | None:
    """The description of one dataset, as a JSON object."""
    return _first(release, select(DATASETS.c.json).where(DATASETS.c.id == dataset_id))


def references(
    release: Release, kind: str, text: str | None, limit: int, offset: int
) -> tuple[tuple[str, ...], int]:
    """A page of a reference table as JSON objects, and the total number of rows.

    ``text`` is searched in the id and the names of each row, ignoring case and accents. Whole
    names come first, then beginnings of names, beginnings of words, and anything else; within
    these, rows with the most figures come first. If there is no such row: those that have all its
    words or synonyms of them in their names, in any order.
    """
    matching = _R.kind == kind
    order: list[ColumnElement[Any]] = [_R.position]
    if text:
        needle = search_key(text)
        matching = and_(matching, _contains(_R.folded, needle) if needle else false())
        order = [_match_rank(needle), _R.figures.desc(), _R.position]
    rows, total = _page(release, select(_R.json).where(matching).order_by(*order), limit, offset)
    if total or not text or kind not in TABLES:
        return rows, total
    codes = codes_with_terms(release, kind, text)
    chosen = select(_R.id, _R.json).where(_R.kind == kind, _R.id.in_(codes))
    with release.connect() as connection:
        texts = dict(map(tuple, connection.execute(chosen)))
    return tuple(texts[code] for code in codes[offset : offset + limit]), len(codes)


def all_references(release: Release, kind: str) -> tuple[str, ...]:
    """All rows of a reference table as JSON objects, in its order."""
    return _texts(release, select(_R.json).where(_R.kind == kind).order_by(_R.position))


def series(
    release: Release,
    dataset_id: str,
    codes: Mapping[str, tuple[str, ...]],
    limit: int,
    offset: int,
) -> tuple[tuple[str, ...], int]:
    """A page of the series of a dataset as JSON objects, and the total number of series.

    ``codes`` maps a column to the codes that are selected.
    """
    filters = [SERIES.c[name].in_(selected) for name, selected in codes.items()]
    matching = and_(SERIES.c.dataset == dataset_id, *filters)
    ordered = select(SERIES.c.json).where(matching).order_by(SERIES.c.position)
    return _page(release, ordered, limit, offset)


def containers(release: Release, places: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """For each place: itself and every place that contains it."""
    ids = sorted(set(places))
    statement = select(WITHIN.c.place, WITHIN.c.ancestor).where(WITHIN.c.place.in_(ids))
    with release.connect() as connection:
        pairs = connection.execute(statement).all()
    return {
        place: frozenset(row.ancestor for row in rows)
        for place, rows in groupby(sorted(pairs), lambda row: row.place)
    }


def ancestors(release: Release, places: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """For each place: itself, every place that contains it, and every area that may overlap it.

    A theatre or an area has a boundary of its own, which may cut through any other place within
    its parent: Europe and Poland both lie in the world. Areas with P-codes divide their parent, and
    an area that contains places of the table, such as Serbia and Kosovo, consists of them.
    """
    containing = containers(release, places)
    chosen = select(_R.json).where(_R.kind == "places", _R.id.in_(sorted(containing)))
    rows = map(json.loads, _texts(release, chosen))
    bounded = [row for row in rows if row["level"] in OWN_BOUNDARY]
    unions = _unions(release, [row["place_id"] for row in bounded if row["level"] == "area"])
    areas = [row for row in bounded if row["place_id"] not in unions]
    dividing = {row["place_id"] for row in areas if row["pcode"]}
    return {
        place: around | _overlapping(place, around, areas, dividing)
        for place, around in containing.items()
    }


def _unions(release: Release, areas: Collection[str]) -> Set[str]:
    """The areas that contain places."""
    inside = and_(WITHIN.c.ancestor.in_(areas), WITHIN.c.ancestor != WITHIN.c.place)
    with release.connect() as connection:
        return set(connection.scalars(select(WITHIN.c.ancestor).where(inside).distinct()))


def _overlapping(
    place: str, around: Set[str], areas: Iterable[Mapping[str, Any]], dividing: Set[str]
) -> set[str]:
    """The areas that may cut through a place."""
    return {
        row["place_id"]
        for row in areas
        if row["parent"] in around
        and place not in (row["place_id"], row["parent"])
        and not {place, row["place_id"]} <= dividing
    }


def related_metrics(release: Release, metric: str) -> tuple[tuple[str, str], ...]:
    """The parts of a metric (``component``), and the metrics it is a part of (``composite``)."""
    naming_it = or_(_R.id == metric, _contains(_R.json, metric))
    statement = select(_R.json).where(_R.kind == "metrics", naming_it).order_by(_R.position)
    rows = map(json.loads, _texts(release, statement))
    parts_of = {row["metric_id"]: (row["components"] or "").split(";") for row in rows}
    components = tuple(("component", part) for part in parts_of[metric] if part)
    composites = tuple(("composite", whole) for whole, of in parts_of.items() if metric in of)
    return components + composites


def reference(release: Release, kind: str, id_: str) -> str | None:
    """One row of a reference table, as a JSON object."""
    return _first(release, select(_R.json).where(_R.kind == kind, _R.id == id_))


def sources(release: Release, ids: Iterable[str]) -> tuple[Mapping[str, Any], ...]:
    """Rows of the table of sources, in the order of their ids.

    Each also has ``publisher_name``.
    """
    chosen = select(_R.json).where(_R.kind == "sources", _R.id.in_(list(ids)))
    names = release.codes["", "publisher"]
    rows = map(json.loads, _texts(release, chosen.order_by(_R.id)))
    return tuple({**row, "publisher_name": names[row["publisher"]]} for row in rows)


def _match_rank(needle: str) -> ColumnElement[int]:
    """0 for a whole name, 1 for its beginning, 2 for the beginning of a word in it, else 3."""
    patterns = ("\n{}\n", "\n{}", " {}")
    ranks = [
        (_contains(_R.folded, text.format(needle)), rank) for rank, text in enumerate(patterns)
    ]
    return case(*ranks, else_=len(patterns))


def _contains(column: ColumnElement[str], text: str) -> ColumnElement[bool]:
    """No stored text contains NUL, and SQLite would end the pattern there."""
    return false() if "\0" in text else column.contains(text, autoescape=True)


def _page(
    release: Release, rows: Select[Any], limit: int, offset: int
) -> tuple[tuple[str, ...], int]:
    """A page of texts, and the total number of rows."""
    total = select(func.count()).select_from(rows.order_by(None).subquery())
    with release.connect() as connection:
        page = connection.execute(rows.limit(limit).offset(offset)).scalars()
        return tuple(page), connection.execute(total).scalar_one()


def _first(release: Release, statement: Select[Any]) -> str | None:
    return next(iter(_texts(release, statement)), None)


def _texts(release: Release, statement: Select[Any]) -> tuple[str, ...]:
    with release.connect() as connection:
        return tuple(connection.execute(statement).scalars())
