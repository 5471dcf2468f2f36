"""Datasets and reference tables of a release, as rendered."""

from typing import Any

from sqlalchemy import Select, and_, func, select

from datasets.release.engines import Release
from datasets.release.tables import DATASETS, REFERENCES

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

    ``words`` keeps the rows whose id or one of whose names contains them, in any letter case.
    """
    found = _R.kind == kind
    if words:
        found = and_(found, _R.folded.contains(words.casefold(), autoescape=True))
    page = select(_R.json).where(found).order_by(_R.position).limit(limit).offset(offset)
    total = select(func.count()).select_from(REFERENCES).where(found)
    with release.engine.connect() as connection:
        return tuple(connection.execute(page).scalars()), connection.execute(total).scalar_one()


def reference(release: Release, kind: str, id_: str) -> str | None:
    """One row of a reference table, as a JSON object."""
    return _first(release, select(_R.json).where(_R.kind == kind, _R.id == id_))


def _first(release: Release, statement: Select[Any]) -> str | None:
    return next(iter(_texts(release, statement)), None)


def _texts(release: Release, statement: Select[Any]) -> tuple[str, ...]:
    with release.engine.connect() as connection:
        return tuple(connection.execute(statement).scalars())
