"""The Economist's own numbers by day: its model of losses, and the area it measures."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd

from datasets.curation.importers.economist.claims import BEGAN, METRICS, SUBJECTS, Part
from datasets.curation.importers.format import Document, claims_of
from datasets.curation.importers.source_files import UpstreamError, days, numbers, table
from datasets.curation.ledger_files import DatasetsFolder

SUNDAY = 7
ESTIMATE = ("estimate", "pi_low", "pi_high")
SQUARE_METRES = Decimal(1_000_000)
THINNED = "days that are neither Sundays, nor the newest, nor in the ledger already"


def modelled(path: Path, document: Document, folder: DatasetsFolder) -> Part:
    """The model, ``meta-estimate-*.csv``: estimate and prediction interval, in whole persons.

    The interval is the one that the outlet publishes (``pi_low`` to ``pi_high``), not the
    confidence interval of the curve. Rows that read NA are no estimates.
    """
    frame = table(path, ["date", *ESTIMATE, "type", "country"])
    frame = frame[frame["estimate"] != "NA"]
    strange = ~frame["type"].isin(list(METRICS)) | ~frame["country"].isin(list(SUBJECTS))
    if strange.any():
        row = frame[strange].iloc[0]
        reason = f"'{row['type']}' of '{row['country']}' is not known"
        raise UpstreamError(path.name, int(str(frame.index[strange][0])), reason)
    frame = frame.assign(
        date=days(path, frame["date"]),
        metric=frame["type"].map(METRICS),
        **{name: numbers(path, frame[name]) for name in ESTIMATE},
    )
    kept = frame[_kept(frame["date"], folder, set(frame["metric"]))]
    whole = {name: kept[name].map(_whole) for name in ESTIMATE}
    cells = [f"{name} " + whole[name] + " (" + kept[name] + ")" for name in ESTIMATE]
    claims = claims_of(
        {
            **_own(document),
            "metric": kept["metric"],
            "subject": kept["country"].map(SUBJECTS),
            "place": "theatre-ru-ua",
            "period": BEGAN + "/" + kept["date"],
            "value": whole["estimate"],
            "value_lower": whole["pi_low"],
            "value_upper": whole["pi_high"],
            "source": f"the-economist-{document.published}-" + kept["type"],
            "basis": "modelled",
            "wording": ("date " + kept["date"]).str.cat(pd.concat(cells, axis=1), sep="; "),
            "note": "The outlet's own model, rounded to whole persons; the range is its "
            "prediction interval.",
        },
        kept.index,
    )
    return claims, {THINNED: len(frame) - len(kept)}


def area(path: Path, document: Document, folder: DatasetsFolder) -> Part:
    """The area, ``area_assessed_as_controlled_by_russia.csv``, turned from m2 into km2."""
    column = "area_assessed_as_russia_controlled"
    frame = table(path, ["date", column])
    frame = frame.assign(date=days(path, frame["date"]), **{column: numbers(path, frame[column])})
    frame = frame[frame[column] != ""]
    kept = frame[_kept(frame["date"], folder, {"area-controlled"})]
    km2 = kept[column].map(_km2)
    claims = claims_of(
        {
            **_own(document),
            "metric": "area-controlled",
            "subject": "ru-armed-forces",
            "place": "ua",
            "period": kept["date"],
            "value": km2,
            "source": f"the-economist-{document.published}-area",
            "basis": "stated",
            "derived_from": "isw",
            "wording": "date "
            + kept["date"]
            + f"; {column} "
            + kept[column]
            + " m2 = "
            + km2
            + " km2",
            "note": "Measured by the outlet; square metres turned into square kilometres and "
            "rounded to one decimal.",
        },
        kept.index,
    )
    return claims, {THINNED: len(frame) - len(kept)}


def _own(document: Document) -> Mapping[str, str]:
    """What all its own numbers share; each vintage says every past day anew."""
    return {
        "quantifier": "unqualified",
        "claimant": "the-economist",
        "claimed_on": document.published,
        "verification": "unstated",
    }


def _kept(dates: pd.Series, folder: DatasetsFolder, metrics: set[str]) -> pd.Series:
    """Sundays, the newest day, and the days that are in the ledger and may have been revised.

    The files have a row for each day; a week is as fine as an estimate that wide can be read.
    """
    rows = folder.rows
    own = rows[(rows["claimant"] == "the-economist") & rows["metric"].isin(metrics)]
    held = own["period"].str.replace(r".*/", "", regex=True)
    sundays = [day for day in dates if date.fromisoformat(day).isoweekday() == SUNDAY]
    return dates.isin({*held, *sundays, dates.max()})


def _whole(number: str) -> str:
    return str(Decimal(number).to_integral_value())


def _km2(square_metres: str) -> str:
    km2 = (Decimal(square_metres) / SQUARE_METRES).quantize(Decimal("0.1"))
    return str(km2).removesuffix(".0")
