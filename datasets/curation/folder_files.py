"""The files of a datasets folder as bytes."""

import json
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


def _contents(read: Callable[[str], bytes]) -> Mapping[str, bytes]:
    descriptor = read(DESCRIPTOR)
    files = (*_ledgers(descriptor).values(), *REFERENCES.values())
    return {DESCRIPTOR: descriptor, **{file: read(file) for file in files}}


def _ledgers(descriptor: bytes) -> Mapping[str, str]:
    datasets = sorted(datasets_of(json.loads(descriptor)), key=lambda dataset: dataset.name)
    return {dataset.name: dataset.path for dataset in datasets}
