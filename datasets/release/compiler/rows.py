"""Ledger rows as publications: with the reference rows they name, and their later revisions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from datasets.claims.statement import statement_of, text_of
from datasets.curation.ledger_files import CsvTable, DatasetsFolder, values_of
from datasets.model.figure import Figure
from datasets.model.natures import Spans, nature_of, spans_of
from datasets.model.place_tree import with_containers
from datasets.model.published_row import Publication
from datasets.model.references import Actor, Conflict, Feed, Metric, Place, Source

# The columns with several codes or addresses.
LISTS = ("components", "places", "subjects", "sides", "companions", "datasets", "sources")


@dataclass(frozen=True, slots=True)
class References:
    """The rows of the reference tables by id."""

    actors: Mapping[str, Actor]
    metrics: Mapping[str, Metric]
    places: Mapping[str, Place]
    sources: Mapping[str, Source]
    conflicts: Mapping[str, Conflict]
    feeds: Mapping[str, Feed]
    place_names: Mapping[str, frozenset[str]]
    """The names of each place and of all that contain it, by the id of the place."""


def references_of(folder: DatasetsFolder) -> References:
    """Read the reference tables of a checked folder."""
    tables = folder.references
    actors = {row["actor_id"]: Actor(**row) for row in _rows(tables["actors"])}
    places = {row["place_id"]: Place(**row) for row in _rows(tables["places"])}
    parents = {place.place_id: place.parent for place in places.values()}
    return References(
        actors,
        {row["metric_id"]: Metric(**_with_lists(row)) for row in _rows(tables["metrics"])},
        places,
        {
            row["source_id"]: Source(**{**row, "publisher": actors[row["publisher"]]})
            for row in _rows(tables["sources"])
        },
        {row["conflict_id"]: Conflict(**_with_lists(row)) for row in _rows(tables["conflicts"])},
        feeds_of(tables["feeds"]),
        {
            id_: frozenset(places[place].name for place in with_containers(id_, parents))
            for id_ in places
        },
    )


def feeds_of(table: CsvTable) -> Mapping[str, Feed]:
    """The feeds of a checked table by id. Raises ValidationError for an invalid cell."""
    return {row["feed_id"]: Feed(**_with_lists(row)) for row in _rows(table)}


def _with_lists(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with an empty tuple for an empty list."""
    return {**row, **{name: row[name] or () for name in LISTS if name in row}}


def publications_of(ledger: CsvTable, references: References) -> Iterator[Publication]:
    """Every row of a checked ledger, ordered by the number of the figure and the revision.

    Raises KeyError for a row that names no row of a reference table.
    """
    figures = sorted((_figure(row, references) for row in _rows(ledger)), key=_number_and_revision)
    histories = [list(group) for _, group in groupby(figures, attrgetter("figure_id"))]
    current = (history[-1] for history in histories if history[-1].change != "retracted")
    spans = spans_of(current)
    for history in histories:
        yield from _publications(history, references.place_names, spans)


def _number_and_revision(figure: Figure) -> tuple[int, int]:
    """The sort key of a figure: (12, 1) for the first revision of ``losses-0012``."""
    return int(figure.figure_id.rpartition("-")[2]), figure.revision


def _publications(
    revisions: list[Figure], place_names: Mapping[str, frozenset[str]], spans: Spans
) -> Iterator[Publication]:
    """The revisions of one figure, each with what later ones say."""
    for index, figure in enumerate(revisions):
        later = revisions[index + 1 :]
        nature = nature_of(figure, spans)
        yield Publication(
            figure,
            nature,
            text=text_of(figure),
            statement=statement_of(figure, nature, place_names[figure.place.place_id]),
            superseded_on=later[0].recorded_on if later else None,
            outclaimed_on=min((revision.claimed_on for revision in later), default=None),
        )


def _figure(row: Mapping[str, Any], references: References) -> Figure:
    actors = references.actors
    return Figure(
        **{
            **row,
            "period": row["period"].known_on(row["claimed_on"]),
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
