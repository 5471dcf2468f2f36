"""The files of a datasets folder as bytes, read and written."""

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from datasets.curation.ledger_files import content_at_revision
from datasets.model.datapackage import DESCRIPTOR, datasets_of
from datasets.model.references import REFERENCE_SCHEMAS

REFERENCES: Mapping[str, str] = {name: f"reference/{name}.csv" for name in REFERENCE_SCHEMAS}


@dataclass(frozen=True)
class FolderFiles:
    """The descriptor, the ledgers and the reference tables of a datasets folder, by file name.

    ``csv_files`` are all CSV files in the folder; empty for a folder at a git revision.
    """

    root: Path
    contents: Mapping[str, bytes]
    csv_files: tuple[str, ...]

    @cached_property
    def ledgers(self) -> Mapping[str, str]:
        """The ledger file of each dataset, sorted by the name of the dataset."""
        return _ledgers(self.contents[DESCRIPTOR])


def files_at(root: Path) -> FolderFiles:
    """Read a datasets folder. Raises FileNotFoundError if a file of the descriptor is missing."""
    paths = sorted(root.glob("ledgers/*.csv")) + sorted(root.glob("reference/*.csv"))
    csv_files = tuple(path.relative_to(root).as_posix() for path in paths)
    return FolderFiles(root, _contents(lambda file: (root / file).read_bytes()), csv_files)


def files_at_revision(root: Path, revision: str) -> FolderFiles:
    """Read a datasets folder at a git revision. Raises ValueError with the message of git."""
    return FolderFiles(root, _contents(lambda file: content_at_revision(root, revision, file)), ())


def write_files(contents: Mapping[Path, bytes]) -> None:
    """Write files: all as drafts first, flushed to the disk, then each put in place by a rename.

    A program that is killed leaves each file old or new. The files are renamed in the order of
    the mapping: give the reference tables before the ledgers that name their rows, so that the
    folder is valid between two renames too.
    """
    drafts = {path: path.with_name(f".{path.name}.draft") for path in contents}
    try:
        for path, content in contents.items():
            with drafts[path].open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        for path, draft in drafts.items():
            draft.replace(path)
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)


def _contents(read: Callable[[str], bytes]) -> Mapping[str, bytes]:
    descriptor = read(DESCRIPTOR)
    files = (*_ledgers(descriptor).values(), *REFERENCES.values())
    return {DESCRIPTOR: descriptor, **{file: read(file) for file in files}}


def _ledgers(descriptor: bytes) -> Mapping[str, str]:
    datasets = sorted(datasets_of(json.loads(descriptor)), key=lambda dataset: dataset.name)
    return {dataset.name: dataset.path for dataset in datasets}
