"""Importer of Tech for Palestine's files: casualties in Gaza, the West Bank and Lebanon by day.

The project documents the fields of each file at https://data.techforpalestine.org/docs.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from datasets.curation.importers.format import Document, Format, ImportedClaims, claims_of
from datasets.curation.importers.palestine.counts import ACTORS, Count
from datasets.curation.importers.palestine.reports import AREAS, Area
from datasets.curation.importers.source_files import UpstreamError, records
from datasets.curation.ledger_files import DatasetsFolder

EVENTS: Mapping[str, str] = MappingProxyType({"killed": "death", "wounded": "injury"})


def read(files: Sequence[Path], document: Document, _folder: DatasetsFolder) -> ImportedClaims:
    """The reported totals of each day, and the counts of single reports where they are printed.

    The file of the West Bank holds two counts of OCHA: the flash update of the day, and the count
    that OCHA verified later. The first is a preliminary claim of that day. The second replaces
    it; the file gives no day for it, so it is dated by the file.
    """
    areas = [_area(path) for path in files]
    reports = [(area, area.reports(path)) for area, path in zip(areas, files, strict=True)]
    final = [_claims_of_area(area, read_.final, document) for area, read_ in reports]
    first = [_claims_of_area(area, read_.preliminary, document) for area, read_ in reports]
    return ImportedClaims(
        claims=pd.concat(final),
        sources=tuple(_source(area, document) for area in areas),
        actors=ACTORS,
        skipped=sum((Counter(read_.skipped) for _, read_ in reports), Counter()),
        preliminary=pd.concat(first),
    )


FORMAT = Format(
    "palestine", "casualties_daily.json, west_bank_daily.json, lebanon_casualties_daily.json", read
)


def _area(path: Path) -> Area:
    columns = records(path, []).columns
    for area in AREAS:
        if area.identifying_key in columns:
            return area
    keys = ", ".join(area.identifying_key for area in AREAS)
    raise UpstreamError(path.name, None, f"none of the keys {keys}")


def _claims_of_area(area: Area, reports: pd.DataFrame, document: Document) -> pd.DataFrame:
    frames = [
        _claims(reports, count, area, document) for count in area.counts if count.column in reports
    ]
    return pd.concat([claims_of({}, reports.index[:0]), *frames])


def _claims(reports: pd.DataFrame, count: Count, area: Area, document: Document) -> pd.DataFrame:
    rows = reports[reports[count.column] != ""]
    rows = _attributed(rows, count)
    first_of_report = _first_days(rows)
    first = rows["began"] if count.total else first_of_report
    same = first == rows["date"]
    of_report = (first == first_of_report) & (rows["hours"] > 0)
    return claims_of(
        {
            "metric": count.metric,
            "subject": count.subject,
            "place": area.place,
            "period": rows["date"].where(same, first + "/" + rows["date"]),
            "quantifier": "unqualified",
            "value": rows[count.column],
            "claimant": rows["claimant"],
            "claimed_on": rows["claimed_on"].where(rows["claimed_on"] != "", document.published),
            "via": rows["via"],
            "source": _source(area, document)["source_id"],
            "basis": rows["basis"],
            "verification": rows["verification"],
            "wording": rows["head"] + "; " + count.column + " " + rows[count.column],
            "note": _with_scope(
                _report_note(rows, EVENTS[count.metric]).where(of_report, rows["note"]), rows, count
            ),
        },
        rows.index,
    )


def _attributed(rows: pd.DataFrame, count: Count) -> pd.DataFrame:
    """The reports with the claimant of this column, and a note where it is not the report's."""
    attribution = count.attribution
    if attribution is None:
        return rows.assign(note="")
    differs = rows["date"].between(attribution.first, attribution.last) & (
        rows["claimant"] != attribution.claimant
    )
    return rows.assign(
        claimant=rows["claimant"].mask(differs, attribution.claimant),
        note=differs.map({True: attribution.note, False: ""}),
    )


def _first_days(rows: pd.DataFrame) -> pd.Series:
    """The first of the days that a report covers; its date is the last."""
    ends = zip(rows["date"], rows["hours"].clip(lower=24), strict=True)
    first = [date.fromisoformat(day) - timedelta(days=hours // 24 - 1) for day, hours in ends]
    return pd.Series([day.isoformat() for day in first], rows.index, dtype=object)


def _report_note(rows: pd.DataFrame, event: str) -> pd.Series:
    """The note on the count of one report, which the file dates by the report."""
    texts = [
        f"As reported for the {hours} hours to {_day_text(day)}. "
        f"{'The date is that' if hours == 24 else 'The dates are those'} of the report; "
        f"the day of {event} may differ."
        for day, hours in zip(rows["date"], rows["hours"], strict=True)
    ]
    return pd.Series(texts, rows.index, dtype=object)


def _with_scope(notes: pd.Series, rows: pd.DataFrame, count: Count) -> pd.Series:
    """The notes, with that on the scope of the column where it applies."""
    scope = count.scope
    if scope is None or scope.column not in rows:
        return notes
    return notes.where(rows[scope.column] == "", (notes + " " + scope.note).str.strip())


def _day_text(day: str) -> str:
    parsed = date.fromisoformat(day)
    return f"{parsed.day} {parsed:%B %Y}"


def _source(area: Area, document: Document) -> Mapping[str, str]:
    return {
        "source_id": f"tech-for-palestine-{document.published}-{area.name}",
        "publisher": "tech-for-palestine",
        "title": area.title,
        "published": document.published,
        "url": document.url,
        "archive_url": document.url,
        "language": "en",
        "licence": "Unlicense",
        "note": area.note,
    }
