"""The descriptor of the datasets folder, ``datapackage.json``: its ledgers and their titles."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Terms of use: the licence of the compilation, and the notice in every answer.
LICENSE = "CC-BY-4.0"
NOTICE = (
    "Each figure is a claim. It is recorded as reported and not verified by this service. Quote it "
    "with its claimant and its hedge."
)

DESCRIPTOR = "datapackage.json"


@dataclass(frozen=True, slots=True)
class Dataset:
    """A dataset of the descriptor. ``example`` maps query parameters to values of a good query."""

    name: str
    title: str
    description: str
    path: str
    example: dict[str, str]


def readme_at(root: Path, dataset: Dataset) -> str:
    """The readme of a dataset, Markdown next to its ledger; ``""`` if there is none."""
    file = (root / dataset.path).with_suffix(".md") if dataset.path else root
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def descriptor_at(root: Path) -> dict[str, Any]:
    """Read the descriptor of a datasets folder. Raises FileNotFoundError, ValueError."""
    content: dict[str, Any] = json.loads((root / DESCRIPTOR).read_text(encoding="utf-8"))
    return content


def datasets_of(descriptor: dict[str, Any]) -> tuple[Dataset, ...]:
    """The datasets of a descriptor, in its order: the resources in the folder ``ledgers/``."""
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
