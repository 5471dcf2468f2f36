"""The descriptor of the datasets folder: which ledgers there are, and what they are about."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DESCRIPTOR = "datapackage.json"


@dataclass(frozen=True, slots=True)
class Dataset:
    """A dataset as the descriptor describes it. ``example`` is a question it answers well."""

    name: str
    title: str
    description: str
    path: str
    example: dict[str, str]


def readme_at(root: Path, dataset: Dataset) -> str:
    """What a dataset holds and does not say, in Markdown: the file beside its ledger, or ``""``."""
    file = (root / dataset.path).with_suffix(".md") if dataset.path else root
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def descriptor_at(root: Path) -> dict[str, Any]:
    """Read the descriptor of a datasets folder. Raises FileNotFoundError, ValueError."""
    content: dict[str, Any] = json.loads((root / DESCRIPTOR).read_text(encoding="utf-8"))
    return content


def datasets_of(descriptor: dict[str, Any]) -> tuple[Dataset, ...]:
    """The datasets of a descriptor: the resources whose file lies in ``ledgers/``, in its order."""
    return tuple(
        Dataset(
            resource["name"],
            resource["title"],
            resource["description"],
            resource["path"],
            resource.get("example", {}),
        )
        for resource in descriptor["resources"]
        if resource["path"].startswith("ledgers/")
    )
