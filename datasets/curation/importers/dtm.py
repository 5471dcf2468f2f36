"""Importer of IOM's Displacement Tracking Matrix for Ukraine: displaced and returned by oblast.

IOM's terms allow neither redistribution nor derivative works (licence ``hdx-other`` on HDX), so
no row of it is in the ledgers that are published. The importer serves those who have the right.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from datasets.curation.importers.format import Document, Format, ImportedClaims, Row, claims_of
from datasets.curation.importers.source_files import days, numbers, table
from datasets.curation.ledger_files import DatasetsFolder

METRICS: Mapping[str, str] = MappingProxyType(
    {"idps_present": "displaced", "returnees_present": "returnees"}
)
NAMED = ("round", "reported_date", "oblast", "adm1_pcode", "under_represented")
# In some rounds these two carry each other's code or a temporary one; their names are right.
CODES: Mapping[str, str] = MappingProxyType({"Kyiv": "UA80", "Kyivska": "UA32"})


def read(files: Sequence[Path], document: Document, folder: DatasetsFolder) -> ImportedClaims:
    """Each number of each oblast and round, on the reference day of the round.

    "n/a" in the table is a missing number, not zero.
    """
    source = _source(document)
    skipped: Counter[str] = Counter()
    places = folder.references["places"].frame
    codes = places[places["pcode"] != ""].set_index("pcode")["place_id"]
    claims = pd.concat([_claims(path, source, codes, skipped) for path in files])
    return ImportedClaims(claims, sources=(source,), skipped=+skipped)


FORMAT = Format(
    "dtm",
    "idp_returnees_by_oblast_*.csv, the oblast tables of several rounds; IOM's terms forbid "
    "publishing them, so import them only into ledgers that stay with you",
    read,
)


def _claims(path: Path, source: Row, codes: pd.Series, skipped: Counter[str]) -> pd.DataFrame:
    frame = table(path, [*NAMED, *METRICS])
    pcodes = frame["oblast"].map(CODES).fillna(frame["adm1_pcode"])
    frame = frame.assign(day=days(path, frame["reported_date"]), place=pcodes.map(codes))
    return pd.concat([_column(path, frame, column, source, skipped) for column in METRICS])


def _column(
    path: Path, frame: pd.DataFrame, column: str, source: Row, skipped: Counter[str]
) -> pd.DataFrame:
    values = numbers(path, frame[column].replace("n/a", ""))
    printed, located = values != "", frame["place"].notna()
    skipped["n/a"] += int((~printed).sum())
    skipped["people whose oblast is unknown: a part of Ukraine without a place"] += int(
        (printed & ~located).sum()
    )
    rows, values = frame[printed & located], values[printed & located]
    few = "IOM calls the oblast under-represented in its sample."
    return claims_of(
        {
            "metric": METRICS[column],
            "subject": "ua-civilians",
            "place": rows["place"],
            "period": rows["day"],
            "quantifier": "unqualified",
            "value": values,
            "claimant": "iom",
            "claimed_on": source["published"],
            "source": source["source_id"],
            "basis": "surveyed",
            "verification": "unstated",
            "wording": "round " + rows["round"] + "; " + rows["oblast"] + f"; {column} " + values,
            "note": rows["under_represented"].map({"yes": few}).fillna(""),
        },
        rows.index,
    )


def _source(document: Document) -> Row:
    return {
        "source_id": f"iom-{document.published}-ukraine-oblasts",
        "publisher": "iom",
        "title": "Displacement and returns in Ukraine by oblast, general population survey, tables",
        "published": document.published,
        "url": document.url,
        "archive_url": document.url,
        "language": "en",
        "licence": "no redistribution (HDX licence hdx-other)",
        "note": (
            "Read in a public repository's copy of the workbooks, which carry no day of "
            "publication: dated by the day they were saved."
        ),
    }
