"""The daily totals of the General Staff of Ukraine, from 2022-Ukraine-Russia-War-Dataset."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from datasets.curation.imports import Document, Format, Reading, claims_of
from datasets.curation.ledger import Folder
from datasets.curation.upstream import UpstreamError, days, numbers, records

METRICS: Mapping[str, str] = MappingProxyType(
    {
        "personnel": "personnel-losses",
        "aircraft": "aircraft-lost",
        "helicopter": "helicopters-lost",
        "tank": "tanks-lost",
        "APC": "armoured-vehicles-lost",
        "field artillery": "artillery-systems-lost",
        "MRL": "rocket-launchers-lost",
        "anti-aircraft warfare": "air-defence-systems-lost",
        "drone": "drones-lost",
        "cruise missiles": "cruise-missiles-lost",
        "naval ship": "ships-lost",
        "submarines": "submarines-lost",
        "vehicles and fuel tanks": "vehicles-lost",
        "special equipment": "special-equipment-lost",
        "ground robotic systems": "ground-robots-lost",
    }
)
HEDGES: Mapping[str, str] = MappingProxyType(
    {"about": "approximately", "more": "more-than", "": "unqualified"}
)
BEGAN = "2022-02-24"


def read(files: Sequence[Path], document: Document, _folder: Folder) -> Reading:
    """Each number of each day: a total since 24 February 2022, as that day's bulletin gave it."""
    sources = {path: _source(path, document) for path in files}
    return Reading(
        claims=pd.concat([_claims(path, sources[path]["source_id"]) for path in files]),
        sources=tuple(sources.values()),
    )


FORMAT = Format(
    "general-staff",
    "russia_losses_personnel.json, russia_losses_equipment.json",
    read,
)


def _claims(path: Path, source: str) -> pd.DataFrame:
    frame = records(path, ["date"])
    frame = frame.assign(date=days(path, frame["date"]))
    known = [column for column in METRICS if column in frame]
    if not known:
        raise UpstreamError(path.name, None, f"none of the columns {', '.join(METRICS)}")
    return pd.concat([_series(path, frame, column, source) for column in known])


def _series(path: Path, frame: pd.DataFrame, column: str, source: str) -> pd.DataFrame:
    values = numbers(path, frame[column])
    hedges = frame.get(f"{column}*", pd.Series("", index=frame.index))
    strange = hedges[~hedges.isin(list(HEDGES))]
    if len(strange):
        reason = f"'{strange.iloc[0]}' is not a hedge that is known"
        raise UpstreamError(path.name, int(str(strange.index[0])), reason)
    hedge_cells = ("; " + column + "* " + hedges).where(hedges != "", "")
    claims = claims_of(
        {
            "metric": METRICS[column],
            "subject": "ru-armed-forces",
            "place": "theatre-ru-ua",
            "period": BEGAN + "/" + frame["date"],
            "quantifier": hedges.map(HEDGES),
            "value": values,
            "claimant": "ua-general-staff",
            "claimed_on": frame["date"],
            "source": source,
            "basis": "stated",
            "verification": "unstated",
            "wording": "date " + frame["date"] + "; " + column + " " + values + hedge_cells,
        },
        frame.index,
    )
    return claims[values != ""]


def _source(path: Path, document: Document) -> Mapping[str, str]:
    what = "equipment" if "equipment" in path.name else "personnel"
    return {
        "source_id": f"war-dataset-2022-{document.published}-{what}",
        "publisher": "war-dataset-2022",
        "title": f"Daily totals of the General Staff, {what}",
        "published": document.published,
        "url": document.url,
        "archive_url": "",
        "language": "en",
        "licence": "MIT",
        "note": "Collected from the daily bulletins by a public repository; no archived copy.",
    }
