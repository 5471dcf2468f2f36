"""Importer of HDX HAPI, OCHA's API: displaced people and refugees, as CSV or JSON."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from datasets.curation.importers.countries import people_of, places_by_iso3
from datasets.curation.importers.format import Document, Format, ImportedClaims, Row, claims_of
from datasets.curation.importers.source_files import (
    UpstreamError,
    days,
    layout_of,
    numbers,
    records,
    table,
)
from datasets.curation.ledger_files import DatasetsFolder
from datasets.curation.validation.context import NATURAL_KEY

SPAN = ("reference_period_start", "reference_period_end")
WHERE = ("location_code", "admin1_code", "admin2_code")
LAYOUTS: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "conflict-events": ("event_type", "fatalities", *SPAN),
        "idps": (*WHERE, "admin_level", "reporting_round", "assessment_type", "population", *SPAN),
        "refugees": (
            "origin_location_code",
            "asylum_location_code",
            "population_group",
            "gender",
            "age_range",
            "population",
            *SPAN,
        ),
    }
)
# Codes of UNHCR; the groups that are not here have no metric of ours.
GROUPS: Mapping[str, str] = MappingProxyType(
    {
        "REF": "refugees",
        "ASY": "asylum-seekers",
        "STA": "stateless",
        "RET": "returned-refugees",
        "IDP": "displaced",
        "RDP": "returned-displaced",
    }
)
OVER_THE_YEAR = ("returned-refugees", "returned-displaced")
AT_HOME = ("displaced", "returned-displaced")
PEOPLE = MappingProxyType({"people": "people from", "civilians": "civilians of"})
# The column that holds the code of a place, by HAPI's administrative level.
CODE_OF_LEVEL: Mapping[str, str] = MappingProxyType(
    {"0": "location_code", "1": "admin1_code", "2": "admin2_code"}
)


def read(files: Sequence[Path], document: Document, folder: DatasetsFolder) -> ImportedClaims:
    """The totals of HAPI's answers. HAPI relays: its provider is the claimant.

    The displaced are IOM's and refugees UNHCR's. Conflict events are ACLED's, whose terms do not
    allow reuse: they raise UpstreamError. A place that HAPI could not match has a level without
    a code; such rows, and rows with an ``error``, are skipped, never read as the wider place.
    Numbers that answer one question twice, for example in two assessments, are skipped.
    """
    skipped: Counter[str] = Counter()
    claims, sources = [], []
    for path in files:
        frame = records(path, (), at="data") if ".json" in path.suffixes else table(path, ())
        layout = layout_of(path, frame, LAYOUTS)
        read_claims = READERS[layout](path, frame, folder, skipped)
        sources.append(_source(layout, document))
        claims.append(_complete(read_claims, document, sources[-1]))
    together = pd.concat(claims)
    again = together.duplicated(NATURAL_KEY, keep=False)
    skipped["numbers that share their question with another"] += int(again.sum())
    actors = people_of(folder, places_by_iso3(folder), PEOPLE)
    return ImportedClaims(together[~again], sources, (*actors, HAPI), +skipped)


FORMAT = Format(
    "hapi",
    "CSV or JSON of HDX HAPI v2: refugees-persons-of-concern, and idps, which IOM does not allow "
    "to be published",
    read,
)

HAPI: Row = MappingProxyType(
    {
        "actor_id": "hdx-hapi",
        "name": "HDX Humanitarian API",
        "aka": "HAPI",
        "kind": "intergovernmental",
    }
)


def _conflict_events(
    path: Path, _frame: pd.DataFrame, _folder: DatasetsFolder, _skipped: Counter[str]
) -> pd.DataFrame:
    reason = "conflict events are ACLED's, and ACLED's terms do not allow reuse"
    raise UpstreamError(path.name, None, reason)


def _idps(
    path: Path, frame: pd.DataFrame, folder: DatasetsFolder, skipped: Counter[str]
) -> pd.DataFrame:
    frame = _matched(path, frame, skipped)
    population = numbers(path, frame["population"])
    country = frame["location_code"].map(places_by_iso3(folder))
    round_ = "; round " + frame["reporting_round"] + "; " + frame["assessment_type"]
    return _claims(
        path,
        frame,
        {
            "metric": "displaced",
            "subject": country + "-civilians",
            "place": _places(frame["code"], folder),
            "value": population,
            "claimant": "iom",
            "basis": "stated",
            "wording": frame["code"] + round_ + "; population " + population,
        },
        skipped,
        country.notna(),
    )


def _refugees(
    path: Path, frame: pd.DataFrame, folder: DatasetsFolder, skipped: Counter[str]
) -> pd.DataFrame:
    """Totals only: a zero stands for unknown as well, and groups by sex or age are parts."""
    population = numbers(path, frame["population"])
    places = places_by_iso3(folder)
    metric = frame["population_group"].map(GROUPS)
    total = frame[["gender", "age_range"]].isin(["all"]).all(axis=1)
    zero, known = population == "0", frame["origin_location_code"].isin(places.index)
    skipped["parts by sex or age"] += int((~total).sum())
    skipped["0, which in this table also stands for unknown"] += int((total & zero).sum())
    skipped["groups that have no metric of ours"] += int((total & ~zero & metric.isna()).sum())
    people = metric.isin(AT_HOME).map({True: "-civilians", False: "-people"})
    return _claims(
        path,
        frame.assign(at_year_end=~metric.isin(OVER_THE_YEAR)),
        {
            "metric": metric,
            "subject": frame["origin_location_code"].map(places) + people,
            "place": frame["asylum_location_code"].map(places),
            "value": population,
            "claimant": "unhcr",
            "basis": "stated",
            "wording": (
                frame["reference_period_start"].str.slice(0, 4)
                + "; "
                + frame["origin_location_code"]
                + " in "
                + frame["asylum_location_code"]
                + "; "
                + frame["population_group"]
                + " "
                + population
            ),
        },
        skipped,
        total & ~zero & metric.notna() & known,
    )


def _claims(
    path: Path,
    frame: pd.DataFrame,
    columns: Mapping[str, str | pd.Series],
    skipped: Counter[str],
    chosen: pd.Series,
) -> pd.DataFrame:
    begins, ends = (days(path, frame[edge].str.slice(0, 10).rename(edge)) for edge in SPAN)
    span = begins.where(begins == ends, begins + "/" + ends)
    at_year_end = frame.get("at_year_end", pd.Series(False, index=frame.index))
    claims = claims_of({**columns, "period": span.where(~at_year_end, ends)}, frame.index)
    located, printed = claims["place"].notna(), claims["value"] != ""
    skipped["places that are not in places.csv"] += int((chosen & printed & ~located).sum())
    return claims[chosen & printed & located]


def _complete(claims: pd.DataFrame, document: Document, source: Row) -> pd.DataFrame:
    return claims.assign(
        quantifier="unqualified",
        claimed_on=document.published,
        source=source["source_id"],
        verification="unstated",
    )


def _matched(path: Path, frame: pd.DataFrame, skipped: Counter[str]) -> pd.DataFrame:
    """The rows whose place HAPI matched, with the ``code`` of that place."""
    level = frame["admin_level"]
    unknown = level[~level.isin(list(CODE_OF_LEVEL))]
    if len(unknown):
        reason = f"admin_level: '{unknown.iloc[0]}' is not 0, 1 or 2"
        raise UpstreamError(path.name, int(str(unknown.index[0])), reason)
    code = pd.Series("", index=frame.index)
    for number, column in CODE_OF_LEVEL.items():
        code = code.mask(level == number, frame[column])
    failed = frame.get("error", pd.Series("", index=frame.index)) != ""
    unmatched = (code == "") & ~failed
    skipped["rows with an error of HAPI"] += int(failed.sum())
    skipped["places that HAPI did not match to a code"] += int(unmatched.sum())
    return frame.assign(code=code)[~failed & ~unmatched]


def _places(codes: pd.Series, folder: DatasetsFolder) -> pd.Series:
    places = folder.references["places"].frame
    units = places[(places["pcode"] != "") & (places["level"] != "adm0")]
    by_code = units.set_index("pcode")["place_id"]
    return codes.map(pd.concat([by_code, places_by_iso3(folder)]))


def _source(layout: str, document: Document) -> Row:
    return {
        "source_id": f"hdx-hapi-{document.published}-{layout}",
        "publisher": "hdx-hapi",
        "title": f"HDX HAPI, {layout}",
        "published": document.published,
        "url": document.url,
        "archive_url": "",
        "language": "en",
        "licence": LICENCES[layout],
        "note": "An answer of an API; no archived address known. The provider is to be cited.",
    }


Reader = Callable[[Path, pd.DataFrame, DatasetsFolder, Counter[str]], pd.DataFrame]
LICENCES: Mapping[str, str] = MappingProxyType(
    {"idps": "no redistribution (HDX licence hdx-other)", "refugees": "CC BY 4.0"}
)
READERS: Mapping[str, Reader] = MappingProxyType(
    {"conflict-events": _conflict_events, "idps": _idps, "refugees": _refugees}
)
