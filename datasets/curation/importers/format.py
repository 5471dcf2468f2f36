"""format."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from datasets.curation.ledger_files import DatasetsFolder
from datasets.model.fields import column_names
from datasets.model.figure import LedgerRowSchema

LEDGER_ONLY_COLUMNS = ("figure_id", "revision", "change", "recorded_on")
CLAIM_COLUMNS = tuple(
    name for name in column_names(LedgerRowSchema) if name not in LEDGER_ONLY_COLUMNS
)

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Document:
    """What the person who imports says of the file: when it was published, and where."""

    published: str
    url: str


@dataclass(frozen=True)
class ImportedClaims:
    """What a format read: claims as ledger columns (text), and what they refer to.

    ``claims`` has the `CLAIM_COLUMNS`, and as its index the line of the upstream file;
    ``sources`` and ``actors`` are rows of the reference tables, added where they are missing and
    used. ``skipped`` tells, by reason, how many upstream numbers are no figures of ours.
    """

    claims: pd.DataFrame
    sources: Sequence[Row]
    actors: Sequence[Row] = ()
    skipped: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Format:
    """An upstream format: its name, what its files are, and how they are read."""

    name: str
    files: str
    read: Callable[[Sequence[Path], Document, DatasetsFolder], ImportedClaims]


def claims_of(columns: Mapping[str, Any], index: pd.Index) -> pd.DataFrame:
    """Claims from columns of text, or one text for all; columns that are not given are empty."""
    return pd.DataFrame(
        {name: columns.get(name, "") for name in CLAIM_COLUMNS}, index=index, dtype=object
    )
