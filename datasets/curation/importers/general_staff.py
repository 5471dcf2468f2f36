"""Importer of the daily totals of Ukraine's General Staff (2022-Ukraine-Russia-War-Dataset)."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from datasets.curation.importers.format import Document, Format, ImportedClaims, claims_of
from datasets.curation.importers.source_files import UpstreamError, days, numbers, records
from datasets.curation.ledger_files import DatasetsFolder

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
        "military auto": "military-vehicles-lost",
        "fuel tank": "fuel-tanks-lost",
        "vehicles and fuel tanks": "vehicles-lost",
        "mobile SRBM system": "ballistic-missile-systems-lost",
        "special equipment": "special-equipment-lost",
        "ground robotic systems": "ground-robots-lost",
    }
)
HEDGES: Mapping[str, str] = MappingProxyType(
    {"about": "approximately", "more": "more-than", "": "unqualified"}
)
BEGAN = "2022-02-24"
# The repository's README takes the number of prisoners from another site (invaders-rf.com).
NOT_BY_THE_CLAIMANT = "POW"

Steps = Mapping[tuple[str, str], str]


def read(files: Sequence[Path], document: Document, _folder: DatasetsFolder) -> ImportedClaims:
    """Each number of each day: a total since 24 February 2022, as that day's bulletin gave it.

    A file of corrections gives the part of the step to a day's total that belongs to earlier
    days. The totals contain it already, so it becomes a note and no figure.
    """
    totals = [path for path in files if "correction" not in path.name]
    corrections = [path for path in files if path not in totals]
    sources = {path: _source(path, document) for path in totals}
    steps = {key: step for path in corrections for key, step in _steps(path).items()}
    return ImportedClaims(
        claims=pd.concat([_claims(path, sources[path]["source_id"], steps) for path in totals]),
        sources=tuple(sources.values()),
        skipped=_skipped(totals, steps),
    )


FORMAT = Format(
    "general-staff",
    "russia_losses_personnel.json, russia_losses_equipment.json, "
    "russia_losses_equipment_correction.json",
    read,
)


def _claims(path: Path, source: str, steps: Steps) -> pd.DataFrame:
    frame = records(path, ["date"])
    frame = frame.assign(date=days(path, frame["date"]))
    known = [column for column in METRICS if column in frame]
    if not known:
        raise UpstreamError(path.name, None, f"none of the columns {', '.join(METRICS)}")
    return pd.concat([_series(path, frame, column, source, steps) for column in known])


def _series(
    path: Path, frame: pd.DataFrame, column: str, source: str, steps: Steps
) -> pd.DataFrame:
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
            "note": [_note(steps.get((column, day))) for day in frame["date"]],
        },
        frame.index,
    )
    return claims[values != ""]


def _steps(path: Path) -> Steps:
    """The corrections by column and day; zero is none."""
    frame = records(path, ["date"])
    dates = days(path, frame["date"])
    known = [column for column in METRICS if column in frame]
    for column in known:
        strange = frame.loc[~frame[column].str.fullmatch(r"(-?\d+)?"), column]
        if len(strange):
            reason = f"{column}: '{strange.iloc[0]}' is not a whole number"
            raise UpstreamError(path.name, int(str(strange.index[0])), reason)
    return {
        (column, day): step
        for column in known
        for day, step in zip(dates, frame[column], strict=True)
        if step not in ("", "0")
    }


def _note(step: str | None) -> str:
    if step is None:
        return ""
    return f"The file of corrections has {step} for this day; the total contains it already."


def _skipped(totals: Sequence[Path], steps: Steps) -> Mapping[str, int]:
    frames = [records(path, ["date"]) for path in totals]
    prisoners = sum(
        int((frame[NOT_BY_THE_CLAIMANT] != "").sum())
        for frame in frames
        if NOT_BY_THE_CLAIMANT in frame
    )
    skipped = {
        "corrections: parts of the step to a total, noted there": len(steps),
        "POW: counted by another site, not by the General Staff": prisoners,
    }
    return {reason: count for reason, count in skipped.items() if count}


def _source(path: Path, document: Document) -> Mapping[str, str]:
    content = "equipment" if "equipment" in path.name else "personnel"
    return {
        "source_id": f"war-dataset-2022-{document.published}-{content}",
        "publisher": "war-dataset-2022",
        "title": f"Daily totals of the General Staff, {content}",
        "published": document.published,
        "url": document.url,
        "archive_url": document.url,
        "language": "en",
        "licence": "MIT",
        "note": "Collected from the daily bulletins by a public repository.",
    }
