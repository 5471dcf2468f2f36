"""The Economist's files on Russia's war in Ukraine, each known by a column of its own."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from datasets.curation.importers.economist.claims import listed, monthly
from datasets.curation.importers.economist.model import area, modelled
from datasets.curation.importers.economist.speakers import ACTORS
from datasets.curation.importers.format import Document, Format, ImportedClaims
from datasets.curation.importers.source_files import UpstreamError, table
from datasets.curation.ledger_files import DatasetsFolder

Reader = Callable[[Path, Document, DatasetsFolder], tuple[pd.DataFrame, Mapping[str, int]]]

READERS: Mapping[str, Reader] = MappingProxyType(
    {
        "estimate_low": listed,
        "cumulative casualties": monthly,
        "pi_low": modelled,
        "area_assessed_as_russia_controlled": area,
    }
)
# What a source is called, by the end of its id, and what is to be known about it.
SOURCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "claims": (
            "Claims by others about soldiers killed and wounded, as listed by The Economist",
            "Read from its public repository; no archived copy. A claim is dated as the list has "
            "it. Hedges are lost in the list, save that a low or a high end alone is a bound.",
        ),
        "uk-monthly": (
            "British figures of Russian casualties by month, as collected by The Economist",
            "Read from its public repository; no archived copy. The ministry publishes daily "
            "averages by month; the list adds them up from 1 March 2022.",
        ),
        "casualties": (
            "Daily estimate of Russian casualties",
            "Read from its public repository; no archived copy. Re-run daily; every past day "
            "changes with the vintage.",
        ),
        "deaths": (
            "Daily estimate of Russian deaths",
            "Read from its public repository; no archived copy. Re-run daily; every past day "
            "changes with the vintage.",
        ),
        "area": (
            "Area of Ukraine assessed as controlled by Russia, by day",
            "Read from its public repository; no archived copy. Measured by the outlet; its charts "
            "of these areas name ISW, the Institute for the Study of War, as the source.",
        ),
    }
)


def read(files: Sequence[Path], document: Document, folder: DatasetsFolder) -> ImportedClaims:
    """Whatever the files hold: the list of claims, the monthly figures, the model, the area."""
    parts = [_reader(path)(path, document, folder) for path in files]
    return ImportedClaims(
        claims=pd.concat([claims for claims, _ in parts]),
        sources=tuple(_source(name, document) for name in SOURCES),
        actors=ACTORS,
        skipped=sum((Counter(skipped) for _, skipped in parts), Counter()),
    )


FORMAT = Format(
    "economist",
    "estimates.csv, uk_mod_monthly.csv, meta-estimate-casualties.csv, meta-estimate-deaths.csv, "
    "area_assessed_as_controlled_by_russia.csv",
    read,
)


def _reader(path: Path) -> Reader:
    columns = table(path, []).columns
    for column, reader in READERS.items():
        if column in columns:
            return reader
    raise UpstreamError(path.name, 1, f"none of the columns {', '.join(READERS)}")


def _source(name: str, document: Document) -> Mapping[str, str]:
    title, note = SOURCES[name]
    return {
        "source_id": f"the-economist-{document.published}-{name}",
        "publisher": "the-economist",
        "title": f"{title}, vintage of {document.published}",
        "published": document.published,
        "url": document.url,
        "archive_url": "",
        "language": "en",
        "licence": "CC BY 4.0",
        "note": note,
    }
