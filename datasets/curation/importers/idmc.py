"""Importer of IDMC's Global Internal Displacement Database: conflict displacement by year."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from datasets.curation.importers.countries import people_of, places_by_iso3
from datasets.curation.importers.format import Document, Format, ImportedClaims, Row, claims_of
from datasets.curation.importers.source_files import numbers, table
from datasets.curation.importers.yearly import Column, periods, years
from datasets.curation.ledger_files import DatasetsFolder

# The columns named `_rounded` print the same numbers for display.
COLUMNS: Mapping[str, Column] = MappingProxyType(
    {
        "total_displacement": Column(
            "displaced",
            "civilians",
            note="Displaced by conflict and violence; disasters are not in this number.",
        ),
        "new_displacement": Column(
            "internal-displacements",
            "civilians",
            over_the_year=True,
            note="Caused by conflict and violence; disasters are not in this number.",
        ),
    }
)
KEY = ("iso3", "year")
ABYEI = {"AB9": "abyei"}  # IDMC's own code: claimed by Sudan and by South Sudan, counted in neither
PEOPLE = MappingProxyType({"civilians": "civilians of"})
SUDAN, SOUTH_SUDAN_BEGAN = "SDN", 2011
WITH_THE_SOUTH = "South Sudan was a part of Sudan until July 2011, and has no row of its own."


def read(files: Sequence[Path], document: Document, folder: DatasetsFolder) -> ImportedClaims:
    """Each number above zero of the table of conflict displacement.

    IDMC prints 0 or nothing both for none and for a year or country that it did not monitor, so
    neither is a claim. It describes the numbers as annual estimates, so the basis is
    ``estimated``. Displaced people are civilians of the country in which they are displaced.
    Kosovo is counted apart from Serbia, and Abyei apart from Sudan and South Sudan.
    """
    source = _source(document)
    places = pd.concat([places_by_iso3(folder), pd.Series(ABYEI)])
    frame = pd.concat([_table(path, places) for path in files])
    claims = pd.concat(_column(frame, name, source) for name in COLUMNS)
    return ImportedClaims(
        claims,
        sources=(source,),
        actors=(*people_of(folder, places, PEOPLE), *OTHER_PEOPLE),
        skipped=_skipped(frame),
    )


FORMAT = Format("idmc", "internal_displacements_idps.csv, conflict displacement by year", read)

OTHER_PEOPLE: Sequence[Row] = (
    {"actor_id": "abyei-civilians", "name": "civilians of Abyei", "kind": "population"},
)


def _table(path: Path, places: pd.Series) -> pd.DataFrame:
    """The file with a place for each row. Raises UpstreamError for a year that is none."""
    frame = table(path, [*KEY, *COLUMNS])
    years(path, frame["year"])
    printed = {name: numbers(path, frame[name]) for name in COLUMNS}
    return frame.assign(**printed, place=frame["iso3"].map(places))


def _column(frame: pd.DataFrame, name: str, source: Row) -> pd.DataFrame:
    column = COLUMNS[name]
    rows = frame[~frame[name].isin(["", "0"]) & frame["place"].notna()]
    year = rows["year"]
    whole_sudan = (rows["iso3"] == SUDAN) & (year.astype(int) < SOUTH_SUDAN_BEGAN)
    return claims_of(
        {
            "metric": column.metric,
            "subject": rows["place"] + f"-{column.people}",
            "place": rows["place"],
            "period": periods(year, column, source["published"]),
            "quantifier": "unqualified",
            "value": rows[name],
            "claimant": "idmc",
            "claimed_on": source["published"],
            "source": source["source_id"],
            "basis": "estimated",
            "verification": "unstated",
            "wording": "iso3 " + rows["iso3"] + "; year " + year + f"; {name} " + rows[name],
            "note": whole_sudan.map({True: f"{column.note} {WITH_THE_SOUTH}", False: column.note}),
        },
        rows.index,
    )


def _skipped(frame: pd.DataFrame) -> Mapping[str, int]:
    """The cells that are not imported, counted by reason."""
    located = frame["place"].notna()
    cells = frame[[*COLUMNS]]
    unlocated = ~cells[~located].isin(["", "0"])
    skipped = Counter({"iso3 is no place of ours": int(unlocated.to_numpy().sum())})
    for name in COLUMNS:
        zeros, empty = (frame[name] == "0").sum(), (frame[name] == "").sum()
        skipped[f"{name}: 0, which in this table also stands for not monitored"] = int(zeros)
        skipped[f"{name}: empty"] = int(empty)
    return +skipped


def _source(document: Document) -> Row:
    return {
        "source_id": f"idmc-gidd-{document.published}-conflict",
        "publisher": "idmc",
        "title": "Global Internal Displacement Database, conflict displacement by year",
        "published": document.published,
        "url": document.url,
        "archive_url": document.url,
        "language": "en",
        "licence": "CC BY 3.0 IGO",
        "note": (
            "Read in the public repository that prepares the table for HDX. The licence is that "
            "of the data set on HDX; IDMC's own site may name another. Dated by the last update "
            "that IDMC's interface names; it published most years earlier."
        ),
    }
