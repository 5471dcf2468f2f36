"""Importer of the Uppsala Conflict Data Program: deaths by country and year, or by event."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from datasets.curation.importers.countries import places_by_iso3, places_by_name, plain
from datasets.curation.importers.format import Document, Format, ImportedClaims, Row, claims_of
from datasets.curation.importers.source_files import days, layout_of, numbers, table
from datasets.curation.ledger_files import DatasetsFolder
from datasets.curation.validation.context import NATURAL_KEY

RANGE = ("low", "best", "high")


@dataclass(frozen=True, slots=True)
class Violence:
    """A category of UCDP: its metric, whom it counts, and its columns in the country-year table.

    UCDP defines the three categories so that each death belongs to one of them, and adds them up
    itself (UCDP Country-Year Dataset on Organized Violence within Country Borders, codebook).
    """

    metric: str
    subject: str
    columns: str

    def column(self, bound: str) -> str:
        return self.columns.format(bound)


STATE_BASED = Violence("killed-state-based", "all-parties-and-civilians", "sb_total_deaths_{}_cy")
NON_STATE = Violence("killed-non-state", "all-parties-and-civilians", "ns_total_deaths_{}_cy")
ONE_SIDED = Violence("killed-one-sided", "civilians", "os_total_deaths_{}_cy")
ALL = Violence(
    "killed-organized-violence",
    "all-parties-and-civilians",
    "cumulative_total_deaths_in_orgvio_{}_cy",
)
CATEGORIES = (STATE_BASED, NON_STATE, ONE_SIDED, ALL)
BY_TYPE: Mapping[str, Violence] = MappingProxyType(
    {"1": STATE_BASED, "2": NON_STATE, "3": ONE_SIDED}
)

BY_YEAR = (
    *("country_cy", "year_cy", "version"),
    *(category.column(bound) for category in CATEGORIES for bound in RANGE),
)
BY_EVENT = (
    *("id", "type_of_violence", "adm_1", "country", "iso3", "date_start", "date_end"),
    *("best", "high", "low"),
)

# UCDP's names that are not names of the gazetteer.
NAMES: Mapping[str, str] = MappingProxyType(
    {
        "Bosnia-Herzegovina": "ba",
        "Cambodia (Kampuchea)": "kh",
        "DR Congo (Zaire)": "cd",
        "Israel": "israel-palestine",
        "Kingdom of eSwatini (Swaziland)": "sz",
        "Madagascar (Malagasy)": "mg",
        "Myanmar (Burma)": "mm",
        "Russia (Soviet Union)": "ru",
        "Samoa (Western Samoa)": "ws",
        "Serbia (Yugoslavia)": "rs",
        "Vietnam (North Vietnam)": "vn",
        "Yemen (North Yemen)": "ye",
        "Zimbabwe (Rhodesia)": "zw",
        "Kiev Special Republican city": "ua-kyiv-city",
        "Odessa oblast": "ua-odesa",
    }
)
# The last year in which UCDP's country was another territory than the place of today.
ANOTHER_TERRITORY: Mapping[str, int] = MappingProxyType(
    {"de": 1989, "rs": 2005, "ru": 1991, "ye": 1989}
)
# The last year in which UCDP's country included another place of today.
LARGER: Mapping[str, tuple[int, str]] = MappingProxyType(
    {
        "et": (1992, "Eritrea"),
        "id": (2001, "Timor-Leste"),
        "ma": (9999, "Western Sahara"),
        "rs": (2007, "Kosovo"),
        "sd": (2010, "South Sudan"),
        "za": (1989, "Namibia"),
    }
)


def read(files: Sequence[Path], document: Document, folder: DatasetsFolder) -> ImportedClaims:
    """The best estimate of each category, with its low and high as printed.

    A country-year whose low, best and high are all 0 had no such violence and is no claim. UCDP
    counts deaths where they occurred and counts those in the Palestinian territories under
    Israel, so its Israel is the place ``israel-palestine``. A low above the high is no range: the
    best estimate is recorded without it.
    Events of one category that share unit and days are one question to a ledger, so none of them
    is read.
    """
    skipped: Counter[str] = Counter()
    claims, sources = [], []
    for path in files:
        frame = table(path, ())
        read_layout, source = READERS[layout_of(path, frame, LAYOUTS)]
        sources.append(source(document, frame))
        claims.append(read_layout(path, frame, folder, skipped))
        claims[-1] = claims[-1].assign(
            source=sources[-1]["source_id"], claimed_on=document.published
        )
    return ImportedClaims(_with_ranges(pd.concat(claims), skipped), sources, skipped=+skipped)


FORMAT = Format(
    "ucdp", "organizedviolencecy_v25_1.csv by country and year, or a CSV of GED events", read
)

LAYOUTS = MappingProxyType({"country-years": BY_YEAR, "events": BY_EVENT})


def _country_years(
    path: Path, frame: pd.DataFrame, folder: DatasetsFolder, skipped: Counter[str]
) -> pd.DataFrame:
    names = places_by_name(folder, "adm0").drop_duplicates("name").set_index("name")["place_id"]
    places = frame["country_cy"].map(NAMES).fillna(plain(frame["country_cy"]).map(names))
    return pd.concat(
        _country_years_of(category, path, frame, places, skipped) for category in CATEGORIES
    )


def _country_years_of(
    category: Violence,
    path: Path,
    frame: pd.DataFrame,
    places: pd.Series,
    skipped: Counter[str],
) -> pd.DataFrame:
    printed = pd.DataFrame({bound: numbers(path, frame[category.column(bound)]) for bound in RANGE})
    year = frame["year_cy"].astype(int)
    quiet = (printed == "0").all(axis=1)
    elsewhere = places.isna() | (year <= places.map(ANOTHER_TERRITORY).astype(float))
    skipped["numbers of a category without any death in that year"] += int(quiet.sum())
    skipped["numbers for a state that is no place today"] += int((elsewhere & ~quiet).sum())
    chosen = frame[~quiet & ~elsewhere]
    place, years = places[chosen.index], chosen["year_cy"]
    until = place.map({code: last for code, (last, _) in LARGER.items()}).astype(float)
    part = place.map({code: part for code, (_, part) in LARGER.items()})
    note = ("UCDP's territory of that year includes " + part + ".").where(
        years.astype(int) <= until, ""
    )
    period = years + "-01-01/" + years + "-12-31"
    cell = chosen["country_cy"] + "; " + years + "; " + category.column("best")
    return _claims(category, printed.loc[chosen.index], place, period, cell).assign(note=note)


def _events(
    path: Path, frame: pd.DataFrame, folder: DatasetsFolder, skipped: Counter[str]
) -> pd.DataFrame:
    printed = pd.DataFrame({bound: numbers(path, frame[bound]) for bound in RANGE})
    begins, ends = (days(path, frame[end].str.slice(0, 10)) for end in ("date_start", "date_end"))
    named = places_by_name(folder, "adm1").drop_duplicates(["name", "iso3"])
    units = named.set_index(["iso3", "name"])["place_id"]
    keys = pd.MultiIndex.from_arrays([frame["iso3"], plain(frame["adm_1"])])
    places = (
        frame["adm_1"]
        .map(NAMES)
        .fillna(pd.Series(units.reindex(keys).to_numpy(), index=frame.index))
    )
    places = places.where(frame["adm_1"] != "", frame["iso3"].map(places_by_iso3(folder)))
    period = begins.where(begins == ends, begins + "/" + ends)
    claims = pd.concat(
        _claims(category, printed[rows], places[rows], period[rows], "event " + frame["id"][rows])
        for type_, category in BY_TYPE.items()
        if (rows := frame["type_of_violence"] == type_).any()
    ).sort_index()
    nowhere = claims["place"].isna()
    shared = claims[~nowhere].duplicated(NATURAL_KEY, keep=False)
    skipped["events at a place that is not in places.csv"] += int(nowhere.sum())
    skipped["events that share category, unit and days with another"] += int(shared.sum())
    return claims[~nowhere][~shared]


def _claims(
    category: Violence,
    printed: pd.DataFrame,
    places: pd.Series,
    period: pd.Series,
    cell: pd.Series,
) -> pd.DataFrame:
    low, best, high = (printed[bound] for bound in RANGE)
    return claims_of(
        {
            "metric": category.metric,
            "subject": category.subject,
            "place": places,
            "period": period,
            "quantifier": "unqualified",
            "value": best,
            "value_lower": low,
            "value_upper": high,
            "claimant": "ucdp",
            "basis": "documented",
            "verification": "unstated",
            "wording": cell + " " + best + "; low " + low + "; high " + high,
        },
        printed.index,
    )


def _with_ranges(claims: pd.DataFrame, skipped: Counter[str]) -> pd.DataFrame:
    """The claims without the ranges whose low is above their high; a note gives the two.

    Without its range a documented number would read as a floor, which UCDP's best estimate is not.
    """
    low, high = claims["value_lower"], claims["value_upper"]
    crossed = low.astype(float) > high.astype(float)
    skipped["ranges whose low is above their high: noted"] += int(crossed.sum())
    reason = "UCDP prints a low of " + low + " above a high of " + high + ", which is no range."
    return claims.assign(
        value_lower=low.mask(crossed, ""),
        value_upper=high.mask(crossed, ""),
        basis=claims["basis"].mask(crossed, "estimated"),
        note=claims["note"].mask(crossed, (reason + " " + claims["note"]).str.strip()),
    )


def _country_years_source(document: Document, frame: pd.DataFrame) -> Row:
    version = frame["version"].iloc[0]
    return {
        "source_id": f"ucdp-{version.replace('.', '-')}-organized-violence-country-years",
        "publisher": "ucdp",
        "title": f"UCDP organized violence by country and year, release {version}, data file",
        "published": document.published,
        "url": document.url,
        "archive_url": document.url,
        "language": "en",
        "licence": "CC BY 4.0",
        "note": (
            "Read in a public repository's copy. UCDP prints no day of release in the file: dated "
            "by the commit that added that copy."
        ),
    }


def _events_source(document: Document, _frame: pd.DataFrame) -> Row:
    return {
        "source_id": f"ucdp-{document.published}-ged-events",
        "publisher": "ucdp",
        "title": "UCDP Georeferenced Event Dataset, data file",
        "published": document.published,
        "url": document.url,
        "archive_url": document.url,
        "language": "en",
        "licence": "CC BY 4.0",
        "note": "Read in a public repository's copy.",
    }


Reader = Callable[[Path, pd.DataFrame, DatasetsFolder, Counter[str]], pd.DataFrame]
READERS: Mapping[str, tuple[Reader, Callable[[Document, pd.DataFrame], Row]]] = MappingProxyType(
    {
        "country-years": (_country_years, _country_years_source),
        "events": (_events, _events_source),
    }
)
