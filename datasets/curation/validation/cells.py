"""Rules for files and single cells."""

import difflib
import re
from collections.abc import Iterable, Set

import pandas as pd

from datasets.curation.validation.context import (
    Location,
    ValidationContext,
    cells_in,
    columns,
    locations,
    malformed,
    rows_of,
)
from datasets.model.fields import Reference, ReferenceList
from datasets.model.search_text import search_key

MIN_SIMILARITY = 0.8  # of two spellings of one id; below it, another id is meant
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def file_format(context: ValidationContext, rule: str) -> Iterable[Location]:
    for table in context.folder.tables:
        for line, code, message in table.faults:
            if code == rule:
                yield Location(table.file, line, "", message)


def required_cells(context: ValidationContext) -> Iterable[Location]:
    for table, column, field in columns(context):
        if field.required:
            for line in table.frame.index[table.frame[column] == ""]:
                yield Location(table.file, line, column, f"'{column}' is required")


def stray_blanks(context: ValidationContext) -> Iterable[Location]:
    for table, column, _ in columns(context):
        cells = table.frame[column]
        texts = cells.unique()
        for line, text in cells_in(cells, [text for text in texts if text != text.strip()]):
            message = f"'{text}' has leading or trailing spaces"
            yield Location(table.file, line, column, message)
        for line, text in cells_in(cells, [text for text in texts if _CONTROL.search(text)]):
            message = f"{text!r} has a line break or a control character"
            yield Location(table.file, line, column, message)


def cell_format(context: ValidationContext, rule: str) -> Iterable[Location]:
    """Cells that the field of their column rejects, for the fields of one rule."""
    for table, column, field in columns(context):
        if getattr(field, "rule", None) == rule:
            yield from malformed(table, column, field)


def unique_ids(context: ValidationContext) -> Iterable[Location]:
    rows = context.rows
    pairs = rows[["figure_id", "revision"]]
    firsts = rows.drop_duplicates(["figure_id", "revision"])
    line_of = firsts.set_index(["figure_id", "revision"])["line"]
    yield from locations(
        rows,
        pairs.duplicated(),
        "figure_id",
        lambda row: (
            f"{row.figure_id} revision {row.revision} appears twice "
            f"(also line {line_of[row.figure_id, row.revision]}); take the next free number"
        ),
    )
    for table in context.folder.references.values():
        ids = table.frame.iloc[:, 0]
        for line, id_ in ids[ids.duplicated()].items():
            also = ids.index[ids == id_][0]
            message = f"{id_} appears twice (also line {also}); ids are unique"
            yield Location(table.file, int(str(line)), str(ids.name), message)


def id_prefix(context: ValidationContext) -> Iterable[Location]:
    rows = context.rows
    expected = rows["dataset"] + "-"
    starts = pd.Series(
        [id_.startswith(start) for id_, start in zip(rows["figure_id"], expected, strict=True)],
        index=rows.index,
        dtype=bool,
    )
    yield from locations(
        rows,
        ~starts,
        "figure_id",
        lambda row: f"figure_id must start with '{row.dataset}-' in {row.file}",
    )
    numbered = rows["figure_id"].str.fullmatch(r"[a-z-]+-\d{4,9}")
    yield from locations(
        rows,
        starts & ~numbered,
        "figure_id",
        lambda row: f"'{row.figure_id}' must end with a number of four digits or more",
    )


def foreign_keys(context: ValidationContext) -> Iterable[Location]:
    tables = context.folder.references
    ids = {name: set(table.frame.iloc[:, 0]) for name, table in tables.items()}
    for table, column, field in columns(context):
        if isinstance(field, Reference | ReferenceList):
            cells, name = table.frame[column], field.table
            for line, id_ in _unknown_ids(cells, ids[name]):
                near = _named(tables[name].frame, id_) or _similar(id_, ids[name])
                message = f"{column} '{id_}' is not in {name}.csv{_hint(near)}"
                yield Location(table.file, line, column, message)
    datasets = set(context.folder.ledgers)
    for name, column in (("metrics", "dataset"), ("feeds", "datasets")):
        for line, id_ in _unknown_ids(tables[name].frame[column], datasets):
            message = f"dataset '{id_}' is not in datapackage.json{_hint(_similar(id_, datasets))}"
            yield Location(tables[name].file, line, column, message)


def via_entries(context: ValidationContext) -> Iterable[Location]:
    rows = context.rows
    for row in rows_of(rows[rows["via"] != ""]):
        outlets = str(row.via).split(";")
        for index, outlet in enumerate(outlets):
            roles = {row.claimant: "the claimant", row.publisher: "the publisher of the source"}
            role = roles.get(outlet) or ("listed" if outlet in outlets[:index] else None)
            if role:
                message = f"via lists '{outlet}', which is already {role}"
                yield Location(row.file, row.line, "via", message)


def _unknown_ids(cells: pd.Series, ids: Set[str]) -> Iterable[tuple[int, str]]:
    """Each id that the table does not have, with its line. A cell may list several."""
    unknown = [text for text in cells.unique() if text and not ids >= set(text.split(";"))]
    for line, text in cells_in(cells, unknown):
        yield from ((line, id_) for id_ in text.split(";") if id_ not in ids)


def _named(table: pd.DataFrame, text: str) -> str | None:
    """The only row with a name or another name like the text, with or without a country prefix."""
    key = search_key(text.replace("-", " "))
    keys = {key, key.partition(" ")[2]} - {""}
    names = table["name"] + ";" + table["aka"] if "aka" in table else table.get("name")
    if names is None:
        return None
    has_name = [any(search_key(name) in keys for name in cell.split(";") if name) for cell in names]
    ids = table[has_name].iloc[:, 0]
    return str(ids.iloc[0]) if len(ids) == 1 else None


def _similar(id_: str, ids: Set[str]) -> str | None:
    near = difflib.get_close_matches(id_.lower(), ids, 1, MIN_SIMILARITY)
    return near[0] if near else None


def _hint(near: str | None) -> str:
    return f"; did you mean '{near}'?" if near else ""
