"""Importer of residents: Ukraine's State Statistics Service, and the World Bank by year."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from datasets.curation.importers.countries import people_of, places_by_iso3, places_by_name, plain
from datasets.curation.importers.format import Document, Format, ImportedClaims, Row, claims_of
from datasets.curation.importers.source_files import layout_of, numbers, table
from datasets.curation.ledger_files import DatasetsFolder
from datasets.model.place_tree import with_containers

UNITS = ("level", "name_uk", "name_en", "oblast_uk", "population")
HROMADAS = ("hromada_code", "hromada_full_name", "population_2022", "ocha_pcode_adm3")
COUNTRIES = ("Country Name", "Country Code", "Year", "Value")
LEVELS: Mapping[str, str] = MappingProxyType(
    {"country": "adm0", "oblast": "adm1", "raion": "adm2", "city": "adm4"}
)
YEARS = 10  # of the World Bank's file
COUNTED_ON = "2022-01-01"
WITHOUT_CRIMEA = "Without Crimea and Sevastopol, as the workbook's foreword says."
WORKBOOK_SAVED_ON = "2022-08-24"  # when the workbook was last saved, by its properties


def read(files: Sequence[Path], document: Document, folder: DatasetsFolder) -> ImportedClaims:
    """Each number whose place is in places.csv; the publisher's marks for missing are no numbers.

    The Service's workbook gives hromadas by name only, and names repeat. They are read from the
    table that the Kyiv School of Economics made of the workbook, which has their codes: that
    table is the source, and the Service, on the day of its workbook, the claimant. Every title of
    the workbook says "estimated". The World Bank gives a year and no day; its file is dated by
    the commit of the copy that was read. It calls its numbers midyear estimates (World Development
    Indicators, metadata of SP.POP.TOTL).
    """
    skipped: Counter[str] = Counter()
    claims, sources = [], []
    for path in files:
        frame = table(path, ())
        layout = layout_of(path, frame, LAYOUTS)
        read_layout, source = READERS[layout]
        sources.append(source(document))
        claimed_on_day = document.published if layout == "countries" else WORKBOOK_SAVED_ON
        claims.append(
            read_layout(path, frame, folder, skipped).assign(
                source=sources[-1]["source_id"], claimed_on=claimed_on_day
            )
        )
    actors = people_of(folder, places_by_iso3(folder), {"residents": "residents of"})
    return ImportedClaims(pd.concat(claims), sources, (*actors, *PUBLISHERS), +skipped)


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
        "actor_id": "kse",
        "name": "Kyiv School of Economics",
        "aka": "KSE",
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
    path: Path, frame: pd.DataFrame, folder: DatasetsFolder, skipped: Counter[str]
) -> pd.DataFrame:
    values = numbers(path, frame["population"])
    name = plain(frame["name_uk"].str.removeprefix("м. "))
    oblast = plain(frame["oblast_uk"].str.removeprefix("м. "))
    known = _ukrainian_units(folder)
    keys = pd.MultiIndex.from_arrays([frame["level"], oblast, name])
    places = pd.Series(known.reindex(keys).to_numpy(), index=frame.index)
    printed, listed = values != "", places.notna()
    skipped["marks for missing"] += int((~printed).sum())
    skipped["units by name that are no row of places.csv"] += int((printed & ~listed).sum())
    rows, values = frame[printed & listed], values[printed & listed]
    wording = rows["name_uk"] + ", " + rows["name_en"] + "; " + values
    claims = _residents_of_ukraine(places[rows.index], values, wording)
    return claims.assign(note=claims["place"].map({"ua": WITHOUT_CRIMEA}).fillna(""))


def _hromadas(
    path: Path, frame: pd.DataFrame, folder: DatasetsFolder, skipped: Counter[str]
) -> pd.DataFrame:
    values = numbers(path, frame["population_2022"])
    known = folder.references["places"].frame.set_index("pcode")["place_id"]
    places = frame["ocha_pcode_adm3"].map(known[known.index != ""])
    printed, listed = values != "", places.notna()
    skipped["marks for missing"] += int((~printed).sum())
    skipped["hromadas whose code is not in places.csv"] += int((printed & ~listed).sum())
    rows, values = frame[printed & listed], values[printed & listed]
    wording = rows["hromada_code"] + "; " + rows["hromada_full_name"] + "; " + values
    return _residents_of_ukraine(places[rows.index], values, wording)


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
            "basis": "estimated",
            "verification": "unstated",
            "wording": wording,
        },
        values.index,
    )


def _countries(
    path: Path, frame: pd.DataFrame, folder: DatasetsFolder, skipped: Counter[str]
) -> pd.DataFrame:
    values = numbers(path, frame["Value"])
    places = frame["Country Code"].map(places_by_iso3(folder))
    part = _is_recorded(frame["Year"], folder)
    skipped["years before the last ten that are not in the ledger"] += int((~part).sum())
    printed, listed = (values != "") & part, places.notna()
    skipped["aggregates of countries"] += int((printed & ~listed).sum())
    rows, values = frame[printed & listed], values[printed & listed]
    place, year = places[rows.index], rows["Year"]
    return claims_of(
        {
            "metric": "residents",
            "subject": place + "-residents",
            "place": place,
            "period": year,
            "quantifier": "unqualified",
            "value": values,
            "claimant": "world-bank",
            "basis": "estimated",
            "verification": "unstated",
            "wording": rows["Country Code"] + "; Year " + year + "; Value " + values,
        },
        rows.index,
    )


def _is_recorded(years: pd.Series, folder: DatasetsFolder) -> pd.Series:
    """The last ten years of the file, and the years that are in the ledger from earlier files."""
    own = folder.rows.loc[folder.rows["claimant"] == "world-bank", "period"]
    return years.isin(sorted(years.unique())[-YEARS:]) | years.isin(set(own))


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
    return {
        place: next(
            (above for above in with_containers(place, parents) if levels[above] == "adm1"), ""
        )
        for place in parents
    }


def _workbook(document: Document) -> Row:
    return {
        "source_id": "ua-state-statistics-service-2022-population",
        "publisher": "ua-state-statistics-service",
        "title": "Present population of Ukraine on 1 January 2022, workbook",
        "published": document.published,
        "url": document.url,
        "archive_url": document.url,
        "language": "uk",
        "licence": "MIT",
        "note": (
            "The workbook gives only the year 2022: dated by the day on which it was last saved. "
            "Read in a repository that carries the MIT licence; the reuse terms of the Service "
            "were not read."
        ),
    }


def _hromada_table(document: Document) -> Row:
    return {
        "source_id": f"kse-{document.published}-hromadas",
        "publisher": "kse",
        "title": "Hromadas of Ukraine with codes and population in 2022, data file",
        "published": document.published,
        "url": document.url,
        "archive_url": document.url,
        "language": "uk",
        "licence": "MIT",
        "note": (
            "Made by the Kyiv School of Economics of the Service's workbook and of the state's "
            "register of units; dated by the commit that added it."
        ),
    }


def _world_bank(document: Document) -> Row:
    return {
        "source_id": f"datahub-{document.published}-population",
        "publisher": "datahub",
        "title": "Population by country and year, World Bank, data file",
        "published": document.published,
        "url": document.url,
        "archive_url": document.url,
        "language": "en",
        "licence": "PDDL",
        "note": (
            "Read in a public repository's copy. The file carries no date: dated by the commit of "
            "that copy."
        ),
    }


Reader = Callable[[Path, pd.DataFrame, DatasetsFolder, Counter[str]], pd.DataFrame]
READERS: Mapping[str, tuple[Reader, Callable[[Document], Row]]] = MappingProxyType(
    {
        "units": (_units, _workbook),
        "hromadas": (_hromadas, _hromada_table),
        "countries": (_countries, _world_bank),
    }
)
