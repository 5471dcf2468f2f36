"""Interface of an importer: a document in, claims as ledger columns out."""

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
    """The publication of a file: its day, and its address."""

    published: str
    url: str


@dataclass(frozen=True)
class ImportedClaims:
    """Claims read from a publisher's files, as ledger columns of text.

    ``claims`` has the `CLAIM_COLUMNS`, and as its index the line of the upstream file.
    ``preliminary`` has the same columns: each of its claims was said first and is replaced by one
    of ``claims``. ``sources`` and ``actors`` are rows of the reference tables, added where they
    are missing and used. ``skipped`` counts, by reason, the upstream numbers that are no figures
    of ours.
    """

    claims: pd.DataFrame
    sources: Sequence[Row]
    actors: Sequence[Row] = ()
    skipped: Mapping[str, int] | None = None
    preliminary: pd.DataFrame | None = None


@dataclass(frozen=True, slots=True)
class Format:
    """An upstream format: its name, its files, and the function that reads them."""

    name: str
    files: str
    read: Callable[[Sequence[Path], Document, DatasetsFolder], ImportedClaims]


def claims_of(columns: Mapping[str, Any], index: pd.Index) -> pd.DataFrame:
    """Claims from columns of text, or one text for all rows; missing columns are empty."""
    return pd.DataFrame(
        {name: columns.get(name, "") for name in CLAIM_COLUMNS}, index=index, dtype=object
    )
