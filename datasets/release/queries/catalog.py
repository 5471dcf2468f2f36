"""Datasets and reference tables of a release, as rendered."""

import json
from collections.abc import Iterable, Mapping, Set
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select, true

from datasets.model.search_text import search_key
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
    release: Release, kind: str, words: str | None, limit: int, offset: int
) -> tuple[tuple[str, ...], int]:
    """A page of a reference table as JSON objects, and how many rows answer in all.

    ``words`` keeps the rows whose id or one of whose names holds them, without regard to case and
    accents: whole names first, then beginnings of names, of words, and anything; each of these in
    the order of the figures that use them.
    """
    found = _R.kind == kind
    order: list[ColumnElement[Any]] = [_R.position]
    if words:
        sought = search_key(words)
        found = and_(found, _holds(_R.folded, sought) if sought else false())
        order = [_nearness(sought), _R.figures.desc(), _R.position]
    return _page(release, select(_R.json).where(found).order_by(*order), limit, offset)


def series(
    release: Release,
    dataset_id: str,
    chosen: Mapping[str, tuple[str, ...]],
    limit: int,
    offset: int,
) -> tuple[tuple[str, ...], int]:
    """A page of the series of a dataset as JSON objects, and how many there are in all."""
    asked = [SERIES.c[name].in_(codes) for name, codes in chosen.items()]
    found = and_(SERIES.c.dataset == dataset_id, *asked)
    ordered = select(SERIES.c.json).where(found).order_by(SERIES.c.position)
    return _page(release, ordered, limit, offset)


def found_series(
    release: Release, words: str, limit: int, offset: int
) -> tuple[tuple[str, ...], int]:
    """The series that answer to every word, those with most figures first; and how many in all.

    A word is looked for in every name of the claimant, metric, subject and place.
    """
    sought = search_key(words).split()
    found = and_(true(), *(_holds(SERIES.c.folded, word) for word in sought))
    order = (SERIES.c.figures.desc(), SERIES.c.position)
    return _page(release, select(SERIES.c.json).where(found).order_by(*order), limit, offset)


def ancestors(release: Release, places: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """For each place, itself and every place that contains it or may share ground with it.

    A theatre or an area has a boundary of its own, which may cut through whatever else lies within
    its parent: Europe and Poland are both below the world. Areas with P-codes part their parent.
    """
    chosen = sorted(set(places))
    above = select(WITHIN.c.place, WITHIN.c.ancestor).where(WITHIN.c.place.in_(chosen))
    with release.reading() as connection:
        found = connection.execute(above).all()
    within = {
        place: {row.ancestor for row in rows}
        for place, rows in groupby(sorted(found), lambda row: row.place)
    }
    asked = select(_R.json).where(_R.kind == "places", _R.id.in_(chosen))
    areas = [row for row in map(json.loads, _texts(release, asked)) if row["level"] in OWN_BOUNDARY]
    parting = {row["place_id"] for row in areas if row["pcode"]}
    return {
        place: frozenset(around | _across(place, around, areas, parting))
        for place, around in within.items()
    }


def _across(
    place: str, around: Set[str], areas: Iterable[Mapping[str, Any]], parting: Set[str]
) -> set[str]:
    """The areas that may cut through a place."""
    return {
        row["place_id"]
        for row in areas
        if row["parent"] in around
        and place not in (row["place_id"], row["parent"])
        and not {place, row["place_id"]} <= parting
    }


def related_metrics(release: Release, metric: str) -> tuple[tuple[str, str], ...]:
    """What a metric is made of (``component``), and what it is a part of (``composite``)."""
    naming_it = or_(_R.id == metric, _holds(_R.json, metric))
    named = select(_R.json).where(_R.kind == "metrics", naming_it).order_by(_R.position)
    rows = map(json.loads, _texts(release, named))
    made_of = {row["metric_id"]: (row["components"] or "").split(";") for row in rows}
    parts = tuple(("component", part) for part in made_of[metric] if part)
    wholes = tuple(("composite", whole) for whole, of in made_of.items() if metric in of)
    return parts + wholes


def reference(release: Release, kind: str, id_: str) -> str | None:
    """One row of a reference table, as a JSON object."""
    return _first(release, select(_R.json).where(_R.kind == kind, _R.id == id_))


def _nearness(sought: str) -> ColumnElement[int]:
    """0 for a whole name, 1 for its beginning, 2 for the beginning of a word in it, else 3."""
    signs = ("\n{}\n", "\n{}", " {}")
    ranks = [(_holds(_R.folded, sign.format(sought)), rank) for rank, sign in enumerate(signs)]
    return case(*ranks, else_=len(signs))


def _holds(column: ColumnElement[str], words: str) -> ColumnElement[bool]:
    """No text holds NUL, at which SQLite would end the pattern."""
    return false() if "\0" in words else column.contains(words, autoescape=True)


def _page(
    release: Release, rows: Select[Any], limit: int, offset: int
) -> tuple[tuple[str, ...], int]:
    """A page of texts, and how many there are in all."""
    total = select(func.count()).select_from(rows.order_by(None).subquery())
    with release.reading() as connection:
        page = connection.execute(rows.limit(limit).offset(offset)).scalars()
        return tuple(page), connection.execute(total).scalar_one()


def _first(release: Release, statement: Select[Any]) -> str | None:
    return next(iter(_texts(release, statement)), None)


def _texts(release: Release, statement: Select[Any]) -> tuple[str, ...]:
    with release.reading() as connection:
        return tuple(connection.execute(statement).scalars())
