"""Residents: Ukraine's State Statistics Service on 1 January 2022, and the World Bank by year."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from datasets.curation.importers.countries import people_of, places_by_iso3, places_by_name, plain
from datasets.curation.importers.format import Document, Format, ImportedClaims, Row, claims_of
from datasets.curation.importers.source_files import layout_of, numbers, table
from datasets.curation.ledger_files import DatasetsFolder

UNITS = ("level", "name_uk", "name_en", "oblast_uk", "population")
HROMADAS = ("hromada_code", "hromada_full_name", "population_2022", "ocha_pcode_adm3")
COUNTRIES = ("Country Name", "Country Code", "Year", "Value")
LEVELS: Mapping[str, str] = MappingProxyType(
    {"country": "adm0", "oblast": "adm1", "raion": "adm2", "city": "adm4"}
)
COUNTED_ON = "2022-01-01"


def read(files: Sequence[Path], document: Document, folder: DatasetsFolder) -> ImportedClaims:
    """Each number whose place is in places.csv; the publisher's marks for missing are nothing.

    Hromadas are told apart by their code, since names repeat: the table of units gives them by
    name only, the table of hromadas by code. The World Bank gives a year and no day.
    """
    left_out: Counter[str] = Counter()
    claims, sources = [], []
    for path in files:
        frame = table(path, ())
        layout = layout_of(path, frame, LAYOUTS)
        read_layout, source = READERS[layout]
        sources.append(source(document))
        claims.append(
            read_layout(path, frame, folder, left_out).assign(
                source=sources[-1]["source_id"], claimed_on=document.published
            )
        )
    actors = people_of(folder, places_by_iso3(folder), {"residents": "residents of"})
    return ImportedClaims(pd.concat(claims), sources, (*actors, *PUBLISHERS), +left_out)


FORMAT = Format(
    "population",
    "ukraine_population_2022_units.csv, ukraine_hromada_population_2022.csv, "
    "or population.csv of the World Bank",
    read,
)

LAYOUTS = MappingProxyType({"units": UNITS, "hromadas": HROMADAS, "countries": COUNTRIES})
PUBLISHERS: Sequence[Row] = (
    {
        "actor_id": "datahub",
        "name": "DataHub, population data package",
        "kind": "research",
    },
    {
        "actor_id": "world-bank",
        "name": "World Bank",
        "aka": "International Bank for Reconstruction and Development",
        "kind": "intergovernmental",
    },
)


def _units(
    path: Path, frame: pd.DataFrame, folder: DatasetsFolder, left_out: Counter[str]
) -> pd.DataFrame:
    values = numbers(path, frame["population"])
    name = plain(frame["name_uk"].str.removeprefix("м. "))
    oblast = plain(frame["oblast_uk"].str.removeprefix("м. "))
    known = _ukrainian_units(folder)
    asked = pd.MultiIndex.from_arrays([frame["level"], oblast, name])
    places = pd.Series(known.reindex(asked).to_numpy(), index=frame.index)
    said, somewhere = values != "", places.notna()
    left_out["marks for missing"] += int((~said).sum())
    left_out["units by name that are no row of places.csv"] += int((said & ~somewhere).sum())
    kept, values = frame[said & somewhere], values[said & somewhere]
    return _residents_of_ukraine(
        places[kept.index], values, kept["name_uk"] + ", " + kept["name_en"] + "; " + values
    )


def _hromadas(
    path: Path, frame: pd.DataFrame, folder: DatasetsFolder, left_out: Counter[str]
) -> pd.DataFrame:
    values = numbers(path, frame["population_2022"])
    known = folder.references["places"].frame.set_index("pcode")["place_id"]
    places = frame["ocha_pcode_adm3"].map(known[known.index != ""])
    said, somewhere = values != "", places.notna()
    left_out["marks for missing"] += int((~said).sum())
    left_out["hromadas whose code is not in places.csv"] += int((said & ~somewhere).sum())
    kept, values = frame[said & somewhere], values[said & somewhere]
    words = kept["hromada_code"] + "; " + kept["hromada_full_name"] + "; " + values
    return _residents_of_ukraine(places[kept.index], values, words)


def _residents_of_ukraine(places: pd.Series, values: pd.Series, wording: pd.Series) -> pd.DataFrame:
    return claims_of(
        {
            "metric": "residents",
            "subject": "ua-residents",
            "place": places,
            "period": COUNTED_ON,
            "quantifier": "unqualified",
            "value": values,
            "claimant": "ua-state-statistics-service",
            "basis": "registered",
            "verification": "unstated",
            "wording": wording,
        },
        values.index,
    )


def _countries(
    path: Path, frame: pd.DataFrame, folder: DatasetsFolder, left_out: Counter[str]
) -> pd.DataFrame:
    values = numbers(path, frame["Value"])
    places = frame["Country Code"].map(places_by_iso3(folder))
    said, somewhere = values != "", places.notna()
    left_out["aggregates of countries"] += int((said & ~somewhere).sum())
    kept, values = frame[said & somewhere], values[said & somewhere]
    place, year = places[kept.index], kept["Year"]
    return claims_of(
        {
            "metric": "residents",
            "subject": place + "-residents",
            "place": place,
            "period": year,
            "quantifier": "unqualified",
            "value": values,
            "claimant": "world-bank",
            "basis": "stated",
            "verification": "unstated",
            "wording": kept["Country Code"] + "; Year " + year + "; Value " + values,
        },
        kept.index,
    )


def _ukrainian_units(folder: DatasetsFolder) -> pd.Series:
    """Places of Ukraine by level of the file, name of the oblast and own name.

    Where two places answer to one name in one oblast, neither is given.
    """
    listed = places_by_name(folder, "adm1").query("iso3 == 'UKR'")
    oblasts = listed.set_index("place_id")["name"]
    within = _oblast_of(folder.references["places"].frame)
    named = pd.concat(
        [places_by_name(folder, LEVELS[level]).assign(level=level) for level in LEVELS]
    )
    named = named[named["iso3"] == "UKR"]
    named = named.assign(above=named["place_id"].map(within)).merge(
        oblasts.rename("oblast"), left_on="above", right_index=True, how="left"
    )
    named = named.assign(oblast=named["oblast"].fillna(""))
    once = named.drop_duplicates(["level", "oblast", "name"], keep=False)
    return once.set_index(["level", "oblast", "name"])["place_id"]


def _oblast_of(places: pd.DataFrame) -> Mapping[str, str]:
    """The first-level unit that each place lies in."""
    parents = dict(zip(places["place_id"], places["parent"], strict=True))
    levels = dict(zip(places["place_id"], places["level"], strict=True))
    found = {}
    for place in parents:
        above = place
        while above and levels[above] != "adm1":
            above = parents[above]
        found[place] = above
    return found


def _workbook(document: Document) -> Row:
    return {
        "source_id": f"ua-state-statistics-service-{document.published[:4]}-population",
        "publisher": "ua-state-statistics-service",
        "title": "Present population of Ukraine on 1 January 2022, workbook",
        "published": document.published,
        "url": document.url,
        "archive_url": "",
        "language": "uk",
        "licence": "MIT",
        "note": (
            "Read in a public repository that carries the MIT licence; no archived address known. "
            "The reuse terms of the Service were not read."
        ),
    }


def _world_bank(document: Document) -> Row:
    return {
        "source_id": f"datahub-{document.published}-population",
        "publisher": "datahub",
        "title": "Population by country and year, World Bank, data file",
        "published": document.published,
        "url": document.url,
        "archive_url": "",
        "language": "en",
        "licence": "PDDL",
        "note": (
            "Read in a public repository's copy; no archived address known. The file carries no "
            "date: dated by whoever imported it."
        ),
    }


Reader = Callable[[Path, pd.DataFrame, DatasetsFolder, Counter[str]], pd.DataFrame]
READERS: Mapping[str, tuple[Reader, Callable[[Document], Row]]] = MappingProxyType(
    {
        "units": (_units, _workbook),
        "hromadas": (_hromadas, _workbook),
        "countries": (_countries, _world_bank),
    }
)
