"""Importer of UNHCR's Refugee Data Finder: people by origin, country of asylum and year."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from datasets.curation.importers.countries import people_of, places_by_iso3
from datasets.curation.importers.format import Document, Format, ImportedClaims, Row, claims_of
from datasets.curation.importers.source_files import numbers, table
from datasets.curation.importers.yearly import Column, periods, years
from datasets.curation.ledger_files import DatasetsFolder

# UNHCR, "What is the difference between population statistics for forcibly displaced and the
# population that UNHCR is mandated to protect and/or assist?": it counts the displaced whom it
# protects or assists, and leaves the count of all to IDMC. Palestine refugees under the mandate of
# UNRWA are not in its tables.
ASSISTED = "UNHCR counts only the displaced people whom it protects or assists."
WITHOUT_UNRWA = "UNHCR does not count the Palestine refugees under the mandate of UNRWA."
# The file has no number from 1 to 4 in any column.
SMALLEST = "5"
ROUNDED = "UNHCR rounds numbers below 5 to 0 or 5: the number may be smaller."


COLUMNS: Mapping[str, Column] = MappingProxyType(
    {
        "refugees": Column("refugees", "people"),
        "asylum_seekers": Column("asylum-seekers", "people"),
        "returned_refugees": Column("returned-refugees", "people", over_the_year=True),
        "idps": Column("displaced-protected-or-assisted", "civilians", note=ASSISTED),
        "returned_idps": Column(
            "returned-displaced", "civilians", over_the_year=True, note=ASSISTED
        ),
        "stateless": Column("stateless", "people"),
    }
)
NO_METRIC = ("ooc", "oip", "hst")
EMPTY_VALUES = frozenset({"", "0"})
KEY = ("year", "coo", "coo_iso", "coa", "coa_iso")
PEOPLE = MappingProxyType({"people": "people from", "civilians": "civilians of"})
SERBIA_AND_KOSOVO = {"SRB": "serbia-kosovo"}  # "Serbia and Kosovo: S/RES/1244 (1999)"
PALESTINE = "PSE"
STATELESS = "XXA"  # the origin of people whom no state considers its own; ISO leaves it to users


def read(
    files: Sequence[Path],
    document: Document,
    folder: DatasetsFolder,
    columns: Mapping[str, Column] = COLUMNS,
    empty_values: Collection[str] = EMPTY_VALUES,
) -> ImportedClaims:
    """Each number above zero of the population table.

    UNHCR writes 0 for none, for unknown and for not asked, so a zero is not a claim. The file
    says nothing about how a number was found, so the basis is ``stated``. A benchmark that reads
    the table for its size gives other ``columns`` and ``empty_values``. Displaced people live in
    their own country, so origin and asylum are the same. Returned refugees are recorded at the
    country of asylum that they left. UNHCR counts Serbia and Kosovo together: they are one place.
    """
    source = _source(document)
    countries = places_by_iso3(folder).drop([*SERBIA_AND_KOSOVO], errors="ignore")
    places = pd.concat([countries, pd.Series(SERBIA_AND_KOSOVO)])
    frames = [_table(path, places, columns) for path in files]
    claims = pd.concat(
        _column(frame, name, column, source, empty_values)
        for frame in frames
        for name, column in columns.items()
    )
    skipped = sum((_skipped(frame, columns, empty_values) for frame in frames), Counter())
    return ImportedClaims(
        claims,
        sources=(source,),
        actors=(*people_of(folder, places, PEOPLE), *OTHER_PEOPLE),
        skipped=+skipped,
    )


FORMAT = Format("unhcr", "population.csv, perhaps gzipped, of the Refugee Data Finder", read)

OTHER_PEOPLE: Sequence[Row] = tuple(
    {"actor_id": actor, "name": name, "kind": "population"}
    for actor, name in (
        ("serbia-kosovo-civilians", "civilians of Serbia and Kosovo"),
        ("serbia-kosovo-people", "people from Serbia and Kosovo"),
        ("stateless-people", "stateless people"),
    )
)


def _table(path: Path, places: pd.Series, columns: Collection[str]) -> pd.DataFrame:
    """The file, with the place that is the asylum and the one whose people are the origin."""
    frame = table(path, [*KEY, *columns])
    origins = frame["coo_iso"].map(places).where(frame["coo_iso"] != STATELESS, "stateless")
    years(path, frame["year"])
    printed = {name: numbers(path, frame[name]) for name in columns}
    return frame.assign(**printed, origin=origins, place=frame["coa_iso"].map(places))


def _is_located(frame: pd.DataFrame) -> pd.Series:
    return frame["origin"].notna() & frame["place"].notna()


def _skipped(
    frame: pd.DataFrame, columns: Collection[str], empty_values: Collection[str]
) -> Counter[str]:
    """The numbers that are not imported, counted by reason."""
    others = frame[[name for name in NO_METRIC if name in frame and name not in columns]]
    cells = frame[[*columns]]
    unlocated = cells[~_is_located(frame)]
    return Counter(
        {
            f"{', '.join(NO_METRIC)}: no metric of ours": _count(~others.isin(EMPTY_VALUES)),
            "0, which in this table also stands for unknown": (
                _count(cells == "0") if "0" in empty_values else 0
            ),
            "origin or asylum is no country of ISO 3166": _count(~unlocated.isin(empty_values)),
        }
    )


def _count(cells: pd.DataFrame) -> int:
    return int(cells.to_numpy().sum())


def _column(
    frame: pd.DataFrame, name: str, column: Column, source: Row, empty_values: Collection[str]
) -> pd.DataFrame:
    rows = frame[~frame[name].isin(empty_values) & _is_located(frame)]
    values = rows[name]
    return claims_of(
        {
            "metric": column.metric,
            "subject": rows["origin"] + f"-{column.people}",
            "place": rows["place"],
            "period": periods(rows["year"], column, source["published"]),
            "quantifier": "unqualified",
            "value": values,
            "claimant": "unhcr",
            "claimed_on": source["published"],
            "source": source["source_id"],
            "basis": "stated",
            "verification": "unstated",
            "wording": (
                "year "
                + rows["year"]
                + "; coo "
                + rows["coo"]
                + "; coa "
                + rows["coa"]
                + f"; {name} "
                + values
            ),
            "note": _note(rows, values, column),
        },
        rows.index,
    )


def _note(rows: pd.DataFrame, values: pd.Series, column: Column) -> pd.Series:
    """The words on what the numbers of a column leave out, and on the smallest number."""
    note = pd.Series(column.note, rows.index, dtype=object)
    unrwa = rows["coo_iso"].map({PALESTINE: WITHOUT_UNRWA}).fillna("")
    rounded = values.map({SMALLEST: ROUNDED}).fillna("")
    return (note + " " + unrwa + " " + rounded).str.split().str.join(" ")


def _source(document: Document) -> Row:
    return {
        "source_id": f"unhcr-data-finder-{document.published}-population",
        "publisher": "unhcr",
        "title": "Refugee Data Finder, population table",
        "published": document.published,
        "url": document.url,
        "archive_url": document.url,
        "language": "en",
        "licence": "CC BY 4.0",
        "note": ("Read in a public repository's copy. Dated by the release of the data package."),
    }
