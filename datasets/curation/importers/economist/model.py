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
MISSING = "days without a number"
THINNED = "days that are neither Sundays, nor the newest, nor in the ledger already"


def model_claims(path: Path, document: Document, folder: DatasetsFolder) -> Part:
    """The model, ``meta-estimate-*.csv``: estimate and prediction interval, in whole persons.

    The interval is the one that the outlet publishes (``pi_low`` to ``pi_high``), not the
    confidence interval of the curve. Rows that read NA are no estimates.
    """
    frame = table(path, ["date", *ESTIMATE, "type", "country"])
    is_missing = frame["estimate"] == "NA"
    frame = frame[~is_missing]
    is_unknown = ~frame["type"].isin(list(METRICS)) | ~frame["country"].isin(list(SUBJECTS))
    if is_unknown.any():
        row = frame[is_unknown].iloc[0]
        reason = f"'{row['type']}' of '{row['country']}' is not known"
        raise UpstreamError(path.name, int(str(frame.index[is_unknown][0])), reason)
    frame = frame.assign(
        day=days(path, frame["date"]),
        metric=frame["type"].map(METRICS),
        subject=frame["country"].map(SUBJECTS),
    )
    rows = frame[_is_recorded(frame, folder)]
    whole = {name: numbers(path, rows[name]).map(_whole) for name in ESTIMATE}
    cells = [f"{name} " + rows[name] for name in ("date", *ESTIMATE)]
    claims = claims_of(
        {
            **_shared(document),
            "metric": rows["metric"],
            "subject": rows["subject"],
            "place": "theatre-ru-ua",
            "period": BEGAN + "/" + rows["day"],
            "value": whole["estimate"],
            "value_lower": whole["pi_low"],
            "value_upper": whole["pi_high"],
            "source": f"the-economist-{document.published}-" + rows["type"],
            "basis": "modelled",
            "wording": cells[0].str.cat(pd.concat(cells[1:], axis=1), sep="; "),
            "note": "The outlet's own model, rounded to whole persons; the range is its "
            "prediction interval.",
        },
        rows.index,
    )
    skipped = {THINNED: len(frame) - len(rows), MISSING: int(is_missing.sum())}
    return claims, skipped


def area_claims(path: Path, document: Document, folder: DatasetsFolder) -> Part:
    """The area, ``area_assessed_as_controlled_by_russia.csv``, turned from m2 into km2."""
    column = "area_assessed_as_russia_controlled"
    frame = table(path, ["date", column])
    frame = frame.assign(
        day=days(path, frame["date"]),
        area=numbers(path, frame[column]),
        metric="area-controlled",
        subject="ru-armed-forces",
    )
    is_missing = frame["area"] == ""
    frame = frame[~is_missing]
    rows = frame[_is_recorded(frame, folder)]
    claims = claims_of(
        {
            **_shared(document),
            "metric": rows["metric"],
            "subject": rows["subject"],
            "place": "ua",
            "period": rows["day"],
            "value": rows["area"].map(_km2),
            "source": f"the-economist-{document.published}-area",
            "basis": "stated",
            "derived_from": "isw",
            "wording": "date " + rows["date"] + f"; {column} " + rows[column],
            "note": "Measured by the outlet; square metres turned into square kilometres and "
            "rounded to one decimal.",
        },
        rows.index,
    )
    skipped = {THINNED: len(frame) - len(rows), MISSING: int(is_missing.sum())}
    return claims, skipped


def _shared(document: Document) -> Mapping[str, str]:
    """Columns of all claims of the outlet. Each edition states every past day anew."""
    return {
        "quantifier": "unqualified",
        "claimant": "the-economist",
        "claimed_on": document.published,
        "verification": "unstated",
    }


def _is_recorded(frame: pd.DataFrame, folder: DatasetsFolder) -> pd.Series:
    """Sundays, the newest day, and the days of the ledger, which may have been revised.

    The files have a row for each day. The width of the estimates makes one a week enough.
    """
    own = folder.rows[folder.rows["claimant"] == "the-economist"]
    own = own[own["metric"].isin(frame["metric"]) & own["subject"].isin(frame["subject"])]
    recorded = own["period"].str.replace(r".*/", "", regex=True)
    sundays = [day for day in frame["day"] if date.fromisoformat(day).isoweekday() == SUNDAY]
    return frame["day"].isin({*recorded, *sundays, frame["day"].max()})


def _whole(number: str) -> str:
    return str(Decimal(number).to_integral_value())


def _km2(square_metres: str) -> str:
    km2 = (Decimal(square_metres) / SQUARE_METRES).quantize(Decimal("0.1"))
    return str(km2).removesuffix(".0")
