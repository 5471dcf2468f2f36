"""Battle-related deaths of the Uppsala Conflict Data Program: by country and year, or by event."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from datasets.curation.importers.countries import places_by_iso3, places_by_name, plain
from datasets.curation.importers.format import Document, Format, ImportedClaims, Row, claims_of
from datasets.curation.importers.source_files import days, layout_of, numbers, table
from datasets.curation.ledger_files import DatasetsFolder
from datasets.curation.validation.context import NATURAL_KEY

BY_YEAR = ("gwcode", "country_name", "year", "low", "best", "high", "source")
BY_EVENT = ("id", "adm_1", "country", "iso3", "date_start", "date_end", "best", "high", "low")

# Names of countries and of units that the gazetteer does not list.
NAMES: Mapping[str, str] = MappingProxyType(
    {
        "Bosnia-Herzegovina": "ba",
        "Burkina Faso (Upper Volta)": "bf",
        "Cambodia (Kampuchea)": "kh",
        "Congo, Democratic Republic of (Zaire)": "cd",
        "Cote D'Ivoire": "ci",
        "German Federal Republic": "de",
        "Iran (Persia)": "ir",
        "Italy/Sardinia": "it",
        "Macedonia (FYROM/North Macedonia)": "mk",
        "Myanmar (Burma)": "mm",
        "Rumania": "ro",
        "Russia (Soviet Union)": "ru",
        "Sri Lanka (Ceylon)": "lk",
        "Tanzania (Tanganyika)": "tz",
        "Turkey (Ottoman Empire)": "tr",
        "Yemen (Arab Republic of Yemen)": "ye",
        "Kiev Special Republican city": "ua-kyiv-city",
        "Odessa oblast": "ua-odesa",
    }
)
# The last year in which a country was another territory than its place today.
ANOTHER_TERRITORY: Mapping[str, int] = MappingProxyType({"ru": 1991, "ye": 1989, "de": 1989})
LARGER: Mapping[str, tuple[int, str]] = MappingProxyType(
    {"et": (1992, "Eritrea"), "id": (2001, "Timor-Leste"), "sd": (2010, "South Sudan")}
)


def read(files: Sequence[Path], document: Document, folder: DatasetsFolder) -> ImportedClaims:
    """The best estimate of each country-year or event, with its low and high as printed.

    A country-year of three zeros is a country without conflict and is left out. Rows of PRIO,
    before 1989, are left out because its terms were not read. A low above the best is kept, a low
    above the high is no range. Events that share unit and days are one question to a ledger, so
    none of them is read.
    """
    left_out: Counter[str] = Counter()
    claims, sources = [], []
    for path in files:
        frame = table(path, ())
        layout = layout_of(path, frame, LAYOUTS)
        read_layout, source = READERS[layout]
        sources.append(source(document))
        claims.append(read_layout(path, frame, folder, left_out, sources[-1]))
    return ImportedClaims(_in_order(pd.concat(claims), left_out), sources, left_out=+left_out)


FORMAT = Format("ucdp", "ucdpbrds.csv by country and year, or a CSV of GED events", read)

LAYOUTS = MappingProxyType({"country-years": BY_YEAR, "events": BY_EVENT})


def _country_years(
    path: Path, frame: pd.DataFrame, folder: DatasetsFolder, left_out: Counter[str], source: Row
) -> pd.DataFrame:
    printed = _numbers(path, frame)
    names = places_by_name(folder, "adm0").drop_duplicates("name").set_index("name")["place_id"]
    places = frame["country_name"].map(NAMES).fillna(plain(frame["country_name"]).map(names))
    year = frame["year"].astype(int)
    foreign = ~frame["source"].str.startswith("UCDP")
    quiet = (printed == "0").all(axis=1)
    gone = places.isna() | (year <= places.map(ANOTHER_TERRITORY).astype(float))
    left_out["rows of PRIO, whose terms were not read"] += int(foreign.sum())
    left_out["country-years in which low, best and high are 0"] += int((quiet & ~foreign).sum())
    left_out["a state that is no place today"] += int((gone & ~quiet & ~foreign).sum())
    kept = frame[~foreign & ~quiet & ~gone]
    place = places[kept.index]
    until = place.map({code: last for code, (last, _) in LARGER.items()}).astype(float)
    part = place.map({code: part for code, (_, part) in LARGER.items()})
    note = ("The territory of that year, " + part + " included.").where(
        year[kept.index] <= until, ""
    )
    period = kept["year"] + "-01-01/" + kept["year"] + "-12-31"
    words = kept["country_name"] + "; " + kept["year"]
    return _claims(printed.loc[kept.index], place, period, words, source).assign(note=note)


def _events(
    path: Path, frame: pd.DataFrame, folder: DatasetsFolder, left_out: Counter[str], source: Row
) -> pd.DataFrame:
    printed = _numbers(path, frame)
    begins, ends = (days(path, frame[end].str.slice(0, 10)) for end in ("date_start", "date_end"))
    named = places_by_name(folder, "adm1").drop_duplicates(["name", "iso3"])
    units = named.set_index(["iso3", "name"])["place_id"]
    asked = pd.MultiIndex.from_arrays([frame["iso3"], plain(frame["adm_1"])])
    found = pd.Series(units.reindex(asked).to_numpy(), index=frame.index)
    places = frame["adm_1"].map(NAMES).fillna(found)
    places = places.where(frame["adm_1"] != "", frame["iso3"].map(places_by_iso3(folder)))
    period = begins.where(begins == ends, begins + "/" + ends)
    claims = _claims(printed, places, period, "event " + frame["id"], source)
    nowhere = places.isna()
    shared = claims[~nowhere].duplicated(NATURAL_KEY, keep=False)
    left_out["events at a place that is not in places.csv"] += int(nowhere.sum())
    left_out["events that share unit and days with another"] += int(shared.sum())
    return claims[~nowhere][~shared]


def _claims(
    printed: pd.DataFrame, places: pd.Series, period: pd.Series, words: pd.Series, source: Row
) -> pd.DataFrame:
    low, best, high = (printed[column] for column in ("low", "best", "high"))
    return claims_of(
        {
            "metric": "killed",
            "subject": "all-parties-and-civilians",
            "place": places,
            "period": period,
            "quantifier": "unqualified",
            "value": best,
            "value_lower": low,
            "value_upper": high,
            "claimant": "ucdp",
            "claimed_on": source["published"],
            "source": source["source_id"],
            "basis": "documented",
            "verification": "unstated",
            "wording": words + "; low " + low + "; best " + best + "; high " + high,
        },
        printed.index,
    )


def _in_order(claims: pd.DataFrame, left_out: Counter[str]) -> pd.DataFrame:
    crossed = claims["value_lower"].astype(float) > claims["value_upper"].astype(float)
    left_out["low above high, which is no range"] += int(crossed.sum())
    return claims[~crossed]


def _numbers(path: Path, frame: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({name: numbers(path, frame[name]) for name in ("low", "best", "high")})


def _country_years_source(document: Document) -> Row:
    return {
        "source_id": f"poldat-{document.published}-ucdp",
        "publisher": "poldat",
        "title": "Battle-related deaths by country and year, UCDP GED 23.1, data file",
        "published": document.published,
        "url": document.url,
        "archive_url": "",
        "language": "en",
        "licence": "MIT",
        "note": "No archived address known; UCDP is to be cited for the data.",
    }


def _events_source(document: Document) -> Row:
    return {
        "source_id": f"ucdp-{document.published}-ged-events",
        "publisher": "ucdp",
        "title": "UCDP Georeferenced Event Dataset, data file",
        "published": document.published,
        "url": document.url,
        "archive_url": "",
        "language": "en",
        "licence": "CC BY 4.0",
        "note": "Read in a public repository's copy; no archived address known.",
    }


Reader = Callable[[Path, pd.DataFrame, DatasetsFolder, Counter[str], Row], pd.DataFrame]
READERS: Mapping[str, tuple[Reader, Callable[[Document], Row]]] = MappingProxyType(
    {
        "country-years": (_country_years, _country_years_source),
        "events": (_events, _events_source),
    }
)
