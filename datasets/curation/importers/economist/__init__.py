"""Importer of The Economist's files on Russia's war in Ukraine."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from datasets.curation.importers.economist.claimants import ACTORS
from datasets.curation.importers.economist.claims import listed_claims
from datasets.curation.importers.economist.model import area_claims, model_claims
from datasets.curation.importers.economist.monthly import monthly_claims
from datasets.curation.importers.format import Document, Format, ImportedClaims, Row
from datasets.curation.importers.source_files import UpstreamError, table
from datasets.curation.ledger_files import DatasetsFolder

Reader = Callable[[Path, Document, DatasetsFolder], tuple[pd.DataFrame, Mapping[str, int]]]

# Each file is recognized by a column that no other has.
READERS: Mapping[str, Reader] = MappingProxyType(
    {
        "estimate_low": listed_claims,
        "cumulative casualties": monthly_claims,
        "pi_low": model_claims,
        "area_assessed_as_russia_controlled": area_claims,
    }
)
READ_FROM = "Read from the publisher's public repository."
# Title and note of a source, by the end of its id.
SOURCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "claims": (
            "Claims by others about soldiers killed and wounded, as listed by The Economist",
            f"{READ_FROM} The date of the list ends the period. A claim is dated by its document "
            "where the address has a day, else by the list. Hedges are those of the addresses.",
        ),
        "uk-monthly": (
            "British figures of Russian casualties by month, as collected by The Economist",
            f"{READ_FROM} Only the daily averages are the ministry's; the list adds them up.",
        ),
        "casualties": (
            "Daily estimate of Russian casualties",
            f"{READ_FROM} The model runs every day and states every past day anew.",
        ),
        "deaths": (
            "Daily estimate of Russian deaths",
            f"{READ_FROM} The model runs every day and states every past day anew.",
        ),
        "area": (
            "Area of Ukraine assessed as controlled by Russia, by day",
            f"{READ_FROM} Measured by the outlet. Its charts of these areas name ISW, the "
            "Institute for the Study of War, as the source. The file gives square metres and "
            "does not print the unit.",
        ),
    }
)


def read(files: Sequence[Path], document: Document, folder: DatasetsFolder) -> ImportedClaims:
    """Claims of one file. The document's address is that of the file, pinned to a commit.

    Raises UpstreamError for several files, since one address cannot name them.
    """
    path, *others = files
    if others:
        raise UpstreamError(others[0].name, None, "one file at a time: --url names one file")
    claims, skipped = _reader(path)(path, document, folder)
    return ImportedClaims(
        claims=claims,
        sources=tuple(_source(name, document) for name in SOURCES),
        actors=ACTORS,
        skipped={reason: count for reason, count in skipped.items() if count},
    )


FORMAT = Format(
    "economist",
    "one of estimates.csv, uk_mod_monthly.csv, meta-estimate-casualties.csv, "
    "meta-estimate-deaths.csv, area_assessed_as_controlled_by_russia.csv",
    read,
)


def _reader(path: Path) -> Reader:
    columns = table(path, []).columns
    for column, reader in READERS.items():
        if column in columns:
            return reader
    raise UpstreamError(path.name, 1, f"none of the columns {', '.join(READERS)}")


def _source(name: str, document: Document) -> Row:
    title, note = SOURCES[name]
    return {
        "source_id": f"the-economist-{document.published}-{name}",
        "publisher": "the-economist",
        "title": f"{title}, vintage of {document.published}",
        "published": document.published,
        "url": document.url,
        "archive_url": document.url,
        "language": "en",
        "licence": "CC BY 4.0",
        "note": note,
    }
