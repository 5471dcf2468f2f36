"""Checks of the reference tables and of the descriptor."""

from collections.abc import Iterable

import pandas as pd

from datasets.curation.validation.context import Location, ValidationContext, rows_of

FROZEN = ("dataset", "unit", "kind", "components")


def archive(review: ValidationContext) -> Iterable[Location]:
    table = review.folder.references["sources"]
    for line in table.frame.index[table.frame["archive_url"] == ""]:
        yield Location(table.file, line, "archive_url", "source has no archive_url")


def ids_for_ever(review: ValidationContext) -> Iterable[Location]:
    for name, base in (review.base.references if review.base else {}).items():
        table = review.folder.references[name]
        ids = base.frame.iloc[:, 0]
        for line, id_ in ids[~ids.isin(table.frame.iloc[:, 0])].items():
            message = f"{name}.csv: id '{id_}' was removed or renamed; ids are for ever"
            yield Location(table.file, int(str(line)), str(ids.name), message)


def frozen_metric(review: ValidationContext) -> Iterable[Location]:
    if not review.base:
        return
    table = review.folder.references["metrics"]
    before = _by_id(review.base.references["metrics"].frame)
    for row in rows_of(table.frame.reset_index(names="line")):
        for column in FROZEN:
            was = before[column].get(row.metric_id)
            now = getattr(row, column)
            if was is not None and was != now:
                message = (
                    f"metrics.csv: {column} of '{row.metric_id}' changed from {was} to {now}; "
                    "add a new metric"
                )
                yield Location(table.file, row.line, column, message)


def components(review: ValidationContext) -> Iterable[Location]:
    table = review.folder.references["metrics"]
    known = set(table.frame["metric_id"])
    for row in rows_of(table.frame.reset_index(names="line")):
        parts = set(row.components.split(";")) if row.components else set()
        if row.metric_id in parts or parts - known:
            message = f"'{row.metric_id}' lists itself or an unknown metric"
            yield Location(table.file, row.line, "components", message)


def place_tree(review: ValidationContext) -> Iterable[Location]:
    table = review.folder.references["places"]
    parents = dict(zip(table.frame["place_id"], table.frame["parent"], strict=True))
    lines = dict(zip(table.frame["place_id"], table.frame.index, strict=True))
    for place in parents:
        if _returns(place, parents):
            message = f"places.csv: '{place}' has a cycle"
            yield Location(table.file, lines[place], "parent", message)


def unused(review: ValidationContext) -> Iterable[Location]:
    """Actors and sources only: metrics are a vocabulary and places a gazetteer, on purpose."""
    rows = review.folder.rows
    sources = review.folder.references["sources"]
    actors = review.folder.references["actors"]
    named = [rows[column] for column in ("subject", "claimant", "derived_from")]
    relayed = rows["via"].str.split(";").explode()
    cited = set(pd.concat([*named, relayed, sources.frame["publisher"]]))
    for line, id_ in actors.frame.loc[~actors.frame["actor_id"].isin(cited), "actor_id"].items():
        message = f"actor '{id_}' is not used by any figure or source"
        yield Location(actors.file, int(str(line)), "actor_id", message)
    unread = ~sources.frame["source_id"].isin(set(rows["source"]))
    for line, id_ in sources.frame.loc[unread, "source_id"].items():
        message = f"source '{id_}' is not used by any figure or source"
        yield Location(sources.file, int(str(line)), "source_id", message)


def descriptor(review: ValidationContext) -> Iterable[Location]:
    listed = {resource["path"] for resource in review.folder.descriptor["resources"]}
    for file in review.folder.files:
        if file not in listed:
            yield Location(file, 1, "", f"{file} is not listed in datapackage.json")


def _by_id(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.drop_duplicates("metric_id").set_index("metric_id")


def _returns(place: str, parents: dict[str, str]) -> bool:
    seen: set[str] = set()
    while place and place not in seen:
        seen.add(place)
        place = parents.get(place, "")
    return bool(place)
