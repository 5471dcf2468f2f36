"""UNHCR's Refugee Data Finder: people by country of origin, country of asylum and year."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from datasets.curation.importers.countries import people_of, places_by_iso3
from datasets.curation.imports import Document, Format, Reading, Row, claims_of
from datasets.curation.ledger import Folder
from datasets.curation.upstream import numbers, table


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file: its metric, whose people they are, and whether the year is counted.

    What is not counted over the year is a stock on its last day.
    """

    metric: str
    people: str = "people"
    over_the_year: bool = False


COLUMNS: Mapping[str, Column] = MappingProxyType(
    {
        "refugees": Column("refugees"),
        "asylum_seekers": Column("asylum-seekers"),
        "returned_refugees": Column("returned-refugees", over_the_year=True),
        "idps": Column("displaced", people="civilians"),
        "returned_idps": Column("returned-displaced", people="civilians", over_the_year=True),
        "stateless": Column("stateless"),
    }
)
NO_METRIC = ("ooc", "oip", "hst")
KEY = ("year", "coo", "coo_iso", "coa", "coa_iso")
PEOPLE = MappingProxyType({"people": "people from", "civilians": "civilians of"})
STATELESS = "XXA"  # the origin of people whom no state considers its own; ISO leaves it to users


def read(files: Sequence[Path], document: Document, folder: Folder) -> Reading:
    """Each number above zero of the population table.

    The origin writes 0 for none, for unknown and for not asked, so a zero is not a claim. The
    displaced live in their own country, so origin and asylum are the same. Returned refugees
    stand at the country of asylum that they came back from.
    """
    source = _source(document)
    places = places_by_iso3(folder)
    left_out: Counter[str] = Counter()
    claims = pd.concat([_claims(path, source, places, left_out) for path in files])
    return Reading(
        claims,
        sources=(source,),
        actors=(*people_of(folder, places, PEOPLE), STATELESS_PEOPLE),
        left_out=+left_out,
    )


FORMAT = Format("unhcr", "population.csv, perhaps gzipped, of the Refugee Data Finder", read)

STATELESS_PEOPLE: Row = MappingProxyType(
    {"actor_id": "stateless-people", "name": "stateless people", "kind": "population"}
)


def _claims(path: Path, source: Row, places: pd.Series, left_out: Counter[str]) -> pd.DataFrame:
    frame = table(path, [*KEY, *COLUMNS])
    origins = frame["coo_iso"].map(places).where(frame["coo_iso"] != STATELESS, "stateless")
    frame = frame.assign(origin=origins, place=frame["coa_iso"].map(places))
    others = frame[frame.columns.intersection(list(NO_METRIC))]
    left_out[f"{', '.join(NO_METRIC)}: no metric of ours"] += int(
        (~others.isin(["", "0"])).sum().sum()
    )
    return pd.concat([_column(path, frame, column, source, left_out) for column in COLUMNS])


def _column(
    path: Path,
    frame: pd.DataFrame,
    name: str,
    source: Row,
    left_out: Counter[str],
) -> pd.DataFrame:
    column = COLUMNS[name]
    values = numbers(path, frame[name])
    said = ~values.isin(["", "0"])
    somewhere = frame["origin"].notna() & frame["place"].notna()
    left_out["0, which in this table also stands for unknown"] += int((values == "0").sum())
    left_out["origin or asylum is no country of ISO 3166"] += int((said & ~somewhere).sum())
    kept, values = frame[said & somewhere], values[said & somewhere]
    year, day = kept["year"], kept["year"] + "-12-31"
    return claims_of(
        {
            "metric": column.metric,
            "subject": kept["origin"] + f"-{column.people}",
            "place": kept["place"],
            "period": year + "-01-01/" + day if column.over_the_year else day,
            "quantifier": "unqualified",
            "value": values,
            "claimant": "unhcr",
            "claimed_on": source["published"],
            "source": source["source_id"],
            "basis": "registered",
            "verification": "unstated",
            "wording": (
                "year "
                + year
                + "; coo "
                + kept["coo"]
                + "; coa "
                + kept["coa"]
                + f"; {name} "
                + values
            ),
        },
        kept.index,
    )


def _source(document: Document) -> Row:
    return {
        "source_id": f"unhcr-data-finder-{document.published}-population",
        "publisher": "unhcr",
        "title": "Refugee Data Finder, population table",
        "published": document.published,
        "url": document.url,
        "archive_url": "",
        "language": "en",
        "licence": "CC BY 4.0",
        "note": (
            "Read in a public repository's copy; no archived address known. Dated by the release "
            "of the data package."
        ),
    }
