"""The statement of one ledger row, as a release would publish it."""

import json
from dataclasses import replace

import pandas as pd

from datasets.curation.codes import Row
from datasets.curation.folder_files import REFERENCES, FolderFiles
from datasets.curation.ledger_files import CsvTable, DatasetsFolder, table_of
from datasets.model.datapackage import DESCRIPTOR
from datasets.model.figure import LedgerRowSchema
from datasets.model.place_tree import with_containers
from datasets.model.references import REFERENCE_SCHEMAS
from datasets.release.compiler.rows import publications_of, references_of


def statement_of_row(files: FolderFiles, row: Row) -> str:
    """The statement of a valid row. Parses only the rows of the reference tables that it names."""
    references = {
        name: table_of(file, files.contents[file], REFERENCE_SCHEMAS[name])
        for name, file in REFERENCES.items()
    }
    sources = _part(references["sources"], {row["source"]})
    actors = {row["subject"], row["claimant"], row["derived_from"], *row["via"].split(";")}
    places = references["places"].frame
    parents = dict(zip(places["place_id"], places["parent"], strict=True))
    named = {
        "actors": _part(references["actors"], actors | set(sources.frame["publisher"])),
        "metrics": _part(references["metrics"], {row["metric"]}),
        "places": _part(references["places"], set(with_containers(row["place"], parents))),
        "sources": sources,
        "conflicts": _part(references["conflicts"], set()),
        "feeds": _part(references["feeds"], set()),
    }
    folder = DatasetsFolder(files.root, json.loads(files.contents[DESCRIPTOR]), {}, named, ())
    ledger = CsvTable("", LedgerRowSchema, pd.DataFrame([row], dtype=object), ())
    return next(publications_of(ledger, references_of(folder))).statement


def _part(table: CsvTable, ids: set[str]) -> CsvTable:
    return replace(table, frame=table.frame[table.frame.iloc[:, 0].isin(ids)])
