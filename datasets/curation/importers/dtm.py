"""IOM's Displacement Tracking Matrix for Ukraine: the displaced and the returned by oblast."""

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
    """Each number of each oblast and round, on the day to which the round reports.

    Where the origin prints n/a the number is missing, not zero.
    """
    source = _source(document)
    skipped: Counter[str] = Counter()
    places = folder.references["places"].frame
    codes = places[places["pcode"] != ""].set_index("pcode")["place_id"]
    claims = pd.concat([_claims(path, source, codes, skipped) for path in files])
    return ImportedClaims(claims, sources=(source,), skipped=+skipped)


FORMAT = Format("dtm", "idp_returnees_by_oblast_*.csv, the oblast tables of several rounds", read)


def _claims(path: Path, source: Row, codes: pd.Series, skipped: Counter[str]) -> pd.DataFrame:
    frame = table(path, [*NAMED, *METRICS])
    pcodes = frame["oblast"].map(CODES).fillna(frame["adm1_pcode"])
    frame = frame.assign(day=days(path, frame["reported_date"]), place=pcodes.map(codes))
    return pd.concat([_column(path, frame, column, source, skipped) for column in METRICS])


def _column(
    path: Path, frame: pd.DataFrame, column: str, source: Row, skipped: Counter[str]
) -> pd.DataFrame:
    values = numbers(path, frame[column].replace("n/a", ""))
    said, somewhere = values != "", frame["place"].notna()
    skipped["n/a"] += int((~said).sum())
    skipped["residence unknown, no place"] += int((said & ~somewhere).sum())
    kept, values = frame[said & somewhere], values[said & somewhere]
    few = "IOM calls the oblast under-represented in its sample."
    return claims_of(
        {
            "metric": METRICS[column],
            "subject": "ua-civilians",
            "place": kept["place"],
            "period": kept["day"],
            "quantifier": "unqualified",
            "value": values,
            "claimant": "iom",
            "claimed_on": source["published"],
            "source": source["source_id"],
            "basis": "surveyed",
            "verification": "unstated",
            "wording": "round " + kept["round"] + "; " + kept["oblast"] + f"; {column} " + values,
            "note": kept["under_represented"].map({"yes": few}).fillna(""),
        },
        kept.index,
    )


def _source(document: Document) -> Row:
    return {
        "source_id": f"iom-{document.published}-ukraine-oblasts",
        "publisher": "iom",
        "title": "Displacement and returns in Ukraine by oblast, general population survey, tables",
        "published": document.published,
        "url": document.url,
        "archive_url": "",
        "language": "en",
        "licence": "",
        "note": (
            "Read in a public repository's copy of the workbooks; no archived address known. "
            "They carry no licence and no day of publication: dated by the day they were saved."
        ),
    }
