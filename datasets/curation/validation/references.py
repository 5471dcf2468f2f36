"""Rules for the reference tables and the descriptor."""

from collections.abc import Iterable
from urllib.parse import urlsplit

import pandas as pd

from datasets.curation.validation.context import Location, ValidationContext, rows_of
from datasets.model.codelists import POINT_SOURCES
from datasets.model.feed_sources import feeds_of_sources
from datasets.model.place_tree import is_in_cycle

UNCHANGEABLE = ("dataset", "unit", "kind", "components")


def archive_url(context: ValidationContext) -> Iterable[Location]:
    table = context.folder.references["sources"]
    for line in table.frame.index[table.frame["archive_url"] == ""]:
        yield Location(table.file, line, "archive_url", "source has no archive_url")


def permanent_ids(context: ValidationContext) -> Iterable[Location]:
    for name, base in (context.base.references if context.base else {}).items():
        table = context.folder.references[name]
        ids = base.frame.iloc[:, 0]
        for line, id_ in ids[~ids.isin(table.frame.iloc[:, 0])].items():
            message = f"{name}.csv: id '{id_}' was removed or renamed; ids are for ever"
            yield Location(table.file, int(str(line)), str(ids.name), message)


def unchanged_metrics(context: ValidationContext) -> Iterable[Location]:
    if not context.base:
        return
    table = context.folder.references["metrics"]
    before = _by_id(context.base.references["metrics"].frame)
    for row in rows_of(table.frame.reset_index(names="line")):
        for column in UNCHANGEABLE:
            old = before[column].get(row.metric_id)
            new = getattr(row, column)
            if old is not None and old != new:
                message = (
                    f"metrics.csv: {column} of '{row.metric_id}' changed from {old} to {new}; "
                    "add a new metric"
                )
                yield Location(table.file, row.line, column, message)


def metric_components(context: ValidationContext) -> Iterable[Location]:
    table = context.folder.references["metrics"]
    metric_ids = set(table.frame["metric_id"])
    for row in rows_of(table.frame.reset_index(names="line")):
        parts = set(row.components.split(";")) if row.components else set()
        if row.metric_id in parts or parts - metric_ids:
            message = f"'{row.metric_id}' lists itself or an unknown metric"
            yield Location(table.file, row.line, "components", message)


def place_tree(context: ValidationContext) -> Iterable[Location]:
    table = context.folder.references["places"]
    parents = dict(zip(table.frame["place_id"], table.frame["parent"], strict=True))
    lines = dict(zip(table.frame["place_id"], table.frame.index, strict=True))
    for place in parents:
        if is_in_cycle(place, parents):
            message = f"places.csv: '{place}' has a cycle"
            yield Location(table.file, lines[place], "parent", message)


def points(context: ValidationContext) -> Iterable[Location]:
    table = context.folder.references["places"]
    cells = table.frame[["lat", "lon", "point_source"]]
    for line, is_empty in (cells == "").loc[(cells != "").any(axis=1)].iterrows():
        for column in is_empty.index[is_empty]:
            message = "a point has lat, lon and point_source"
            yield Location(table.file, int(str(line)), column, message)
    for line, text in cells["point_source"].items():
        source, _, id_ = text.partition(":")
        if text and not (source in POINT_SOURCES and id_):
            message = f"'{text}' is no point; write {', '.join(POINT_SOURCES)}, a colon and its id"
            yield Location(table.file, int(str(line)), "point_source", message)


def conflicts(context: ValidationContext) -> Iterable[Location]:
    tables = context.folder.references
    sides = set(tables["actors"].frame["side"])
    table = tables["conflicts"]
    for row in rows_of(table.frame.reset_index(names="line")):
        for side in filter(None, row.sides.split(";")):
            if side not in sides:
                yield Location(table.file, row.line, "sides", f"'{side}' is the side of no actor")
        if row.end and row.end < row.start:
            message = f"ends ({row.end}) before it starts ({row.start})"
            yield Location(table.file, row.line, "end", message)


def feeds(context: ValidationContext) -> Iterable[Location]:
    """Addresses that a feed needs, companions on its host, and no source of two feeds."""
    tables = context.folder.references
    table, sources = tables["feeds"], tables["sources"].frame
    rows = list(rows_of(table.frame.reset_index(names="line")))
    for row in rows:
        if row.retrieval == "automatic" and not row.address:
            message = "an automatic feed needs the address of its file"
            yield Location(table.file, row.line, "address", message)
        for companion in row.companions.split():
            if urlsplit(companion).netloc != urlsplit(row.address).netloc:
                message = f"'{companion}' is not on the host of the address"
                yield Location(table.file, row.line, "companions", message)
    lines = {row.feed_id: row.line for row in rows}
    patterns = [(row.feed_id, row.sources.split(";")) for row in rows]
    licences = zip(sources["source_id"], sources["licence"], strict=True)
    first: dict[str, str] = {}
    for feed, source in feeds_of_sources(patterns, licences):
        if first.setdefault(source, feed) != feed:
            message = f"source '{source}' belongs to feed '{first[source]}' too"
            yield Location(table.file, lines[feed], "sources", message)


def unused_rows(context: ValidationContext) -> Iterable[Location]:
    """Actors and sources only: metrics and places may be listed before they are used."""
    rows = context.folder.rows
    sources = context.folder.references["sources"]
    actors = context.folder.references["actors"]
    named = [rows[column] for column in ("subject", "claimant", "derived_from")]
    relayed = rows["via"].str.split(";").explode()
    feeds = context.folder.references["feeds"].frame
    published = [sources.frame["publisher"], feeds["publisher"]]
    cited = set(pd.concat([*named, relayed, *published]))
    for line, id_ in actors.frame.loc[~actors.frame["actor_id"].isin(cited), "actor_id"].items():
        message = f"actor '{id_}' is not used by any figure or source"
        yield Location(actors.file, int(str(line)), "actor_id", message)
    is_unused = ~sources.frame["source_id"].isin(set(rows["source"]))
    for line, id_ in sources.frame.loc[is_unused, "source_id"].items():
        message = f"source '{id_}' is not used by any figure or source"
        yield Location(sources.file, int(str(line)), "source_id", message)


def files_in_descriptor(context: ValidationContext) -> Iterable[Location]:
    listed = {resource["path"] for resource in context.folder.descriptor["resources"]}
    for file in context.folder.files:
        if file not in listed:
            yield Location(file, 1, "", f"{file} is not listed in datapackage.json")


def _by_id(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.drop_duplicates("metric_id").set_index("metric_id")
