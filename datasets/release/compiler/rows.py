"""The figures of a folder of ledgers, each with what it refers to and what came after it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from datasets.claims.statement import statement_of, text_of
from datasets.curation.ledger_files import CsvTable, DatasetsFolder, values_of
from datasets.model.figure import Figure
from datasets.model.published_row import Publication
from datasets.model.references import Actor, Metric, Place, Source


@dataclass(frozen=True, slots=True)
class References:
    """The reference tables by id."""

    actors: Mapping[str, Actor]
    metrics: Mapping[str, Metric]
    places: Mapping[str, Place]
    sources: Mapping[str, Source]


class Dated(NamedTuple):
    """A publication, and the first day on which a later revision of it was claimed."""

    publication: Publication
    outclaimed_on: date | None


def references_of(folder: DatasetsFolder) -> References:
    """Read the reference tables of a checked folder."""
    tables = folder.references
    actors = {row["actor_id"]: Actor(**row) for row in _rows(tables["actors"])}
    return References(
        actors,
        {
            row["metric_id"]: Metric(**{**row, "components": row["components"] or ()})
            for row in _rows(tables["metrics"])
        },
        {row["place_id"]: Place(**row) for row in _rows(tables["places"])},
        {
            row["source_id"]: Source(**{**row, "publisher": actors[row["publisher"]]})
            for row in _rows(tables["sources"])
        },
    )


def publications_of(ledger: CsvTable, references: References) -> Iterator[Dated]:
    """Every row of a checked ledger, ordered by figure and revision."""
    values = values_of(ledger)
    keys = list(zip(map(serial_of, values["figure_id"]), values["revision"], strict=True))
    ordered = sorted(range(len(keys)), key=keys.__getitem__)
    figures = (
        _figure({name: cells[place] for name, cells in values.items()}, references)
        for place in ordered
    )
    for _, revisions in groupby(figures, attrgetter("figure_id")):
        yield from _dated(list(revisions))


def serial_of(figure_id: str) -> int:
    """The number in an id: 12 of ``losses-0012``."""
    return int(figure_id.rpartition("-")[2])


def _dated(revisions: list[Figure]) -> Iterator[Dated]:
    for place, figure in enumerate(revisions):
        later = revisions[place + 1 :]
        superseded_on = later[0].recorded_on if later else None
        publication = Publication(figure, text_of(figure), statement_of(figure), superseded_on)
        yield Dated(publication, min((row.claimed_on for row in later), default=None))


def _figure(row: Mapping[str, Any], references: References) -> Figure:
    actors = references.actors
    return Figure(
        **{
            **row,
            "metric": references.metrics[row["metric"]],
            "subject": actors[row["subject"]],
            "place": references.places[row["place"]],
            "claimant": actors[row["claimant"]],
            "via": tuple(actors[outlet] for outlet in row["via"] or ()),
            "source": references.sources[row["source"]],
            "derived_from": actors[row["derived_from"]] if row["derived_from"] else None,
        }
    )


def _rows(table: CsvTable) -> Iterator[dict[str, Any]]:
    values = values_of(table)
    for cells in zip(*values.values(), strict=True):
        yield dict(zip(values, cells, strict=True))
