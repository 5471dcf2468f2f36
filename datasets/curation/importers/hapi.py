"""HDX HAPI, OCHA's API: the displaced, refugees, and deaths in conflict events; CSV or JSON."""

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
        "conflict-events": (*WHERE, "event_type", "fatalities", *SPAN),
        "idps": (*WHERE, "reporting_round", "assessment_type", "population", *SPAN),
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
# Providers of conflict events whose terms allow reuse, by their name on HDX.
PROVIDERS: Mapping[str, str] = MappingProxyType({"ucdp": "ucdp"})
PROVIDER = "dataset_hdx_provider_stub"


def read(files: Sequence[Path], document: Document, folder: DatasetsFolder) -> ImportedClaims:
    """The totals of HAPI's answers: HAPI relays, so its provider is the claimant.

    The displaced are IOM's and refugees UNHCR's. Conflict events are ACLED's, whose terms do not
    allow reuse: they raise UpstreamError unless every row names another provider. Numbers that
    answer the same question twice, say in two assessments, are left out.
    """
    skipped: Counter[str] = Counter()
    claims, sources = [], []
    for path in files:
        frame = records(path, (), at="data") if ".json" in path.suffixes else table(path, ())
        layout = layout_of(path, frame, LAYOUTS)
        sources.append(_source(layout, document))
        read_layout = READERS[layout](path, frame, folder, skipped)
        claims.append(_complete(read_layout, document, sources[-1]))
    together = pd.concat(claims)
    again = together.duplicated(NATURAL_KEY, keep=False)
    skipped["numbers that share their question with another"] += int(again.sum())
    actors = people_of(folder, places_by_iso3(folder), PEOPLE)
    return ImportedClaims(together[~again], sources, (*actors, HAPI), +skipped)


FORMAT = Format(
    "hapi", "CSV or JSON of HDX HAPI v2: idps, refugees-persons-of-concern, conflict-events", read
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
    path: Path, frame: pd.DataFrame, folder: DatasetsFolder, skipped: Counter[str]
) -> pd.DataFrame:
    provider = frame.get(PROVIDER, pd.Series("acled", index=frame.index))
    refused = frame.index[~provider.isin(list(PROVIDERS))]
    if len(refused):
        reason = (
            f"conflict events of '{provider[refused[0]]}': HAPI has them from ACLED unless "
            f"{PROVIDER} says otherwise, and ACLED's terms do not allow reuse"
        )
        raise UpstreamError(path.name, int(str(refused[0])), reason)
    fatalities = numbers(path, frame["fatalities"])
    violence = frame["event_type"] == "political_violence"
    skipped["event types that overlap political violence"] += int((~violence).sum())
    words = "; event_type " + frame["event_type"] + "; fatalities " + fatalities
    return _claims(
        path,
        frame,
        {
            "metric": "killed",
            "subject": "all-parties-and-civilians",
            "place": _deepest(frame, folder),
            "value": fatalities,
            "claimant": provider.map(PROVIDERS),
            "basis": "documented",
            "wording": _deepest_code(frame) + words,
        },
        skipped,
        violence,
    )


def _idps(
    path: Path, frame: pd.DataFrame, folder: DatasetsFolder, skipped: Counter[str]
) -> pd.DataFrame:
    population = numbers(path, frame["population"])
    country = frame["location_code"].map(places_by_iso3(folder))
    stay = "; round " + frame["reporting_round"] + "; " + frame["assessment_type"]
    return _claims(
        path,
        frame,
        {
            "metric": "displaced",
            "subject": country + "-civilians",
            "place": _deepest(frame, folder),
            "value": population,
            "claimant": "iom",
            "basis": "surveyed",
            "wording": _deepest_code(frame) + stay + "; population " + population,
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
            "basis": "registered",
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
    asked: pd.Series,
) -> pd.DataFrame:
    begins, ends = (days(path, frame[edge].str.slice(0, 10).rename(edge)) for edge in SPAN)
    span = begins.where(begins == ends, begins + "/" + ends)
    at_year_end = frame.get("at_year_end", pd.Series(False, index=frame.index))
    claims = claims_of({**columns, "period": span.where(~at_year_end, ends)}, frame.index)
    somewhere, said = claims["place"].notna(), claims["value"] != ""
    skipped["places that are not in places.csv"] += int((asked & said & ~somewhere).sum())
    return claims[asked & said & somewhere]


def _complete(claims: pd.DataFrame, document: Document, source: Row) -> pd.DataFrame:
    return claims.assign(
        quantifier="unqualified",
        claimed_on=document.published,
        source=source["source_id"],
        verification="unstated",
    )


def _deepest_code(frame: pd.DataFrame) -> pd.Series:
    return (
        frame["admin2_code"]
        .where(frame["admin2_code"] != "", frame["admin1_code"])
        .where(lambda code: code != "", frame["location_code"])
    )


def _deepest(frame: pd.DataFrame, folder: DatasetsFolder) -> pd.Series:
    places = folder.references["places"].frame
    codes = places[(places["pcode"] != "") & (places["level"] != "adm0")]
    by_code = codes.set_index("pcode")["place_id"]
    return _deepest_code(frame).map(pd.concat([by_code, places_by_iso3(folder)]))


def _source(layout: str, document: Document) -> Row:
    return {
        "source_id": f"hdx-hapi-{document.published}-{layout}",
        "publisher": "hdx-hapi",
        "title": f"HDX HAPI, {layout}",
        "published": document.published,
        "url": document.url,
        "archive_url": "",
        "language": "en",
        "licence": "",
        "note": "An answer of an API; no archived address known. The provider is to be cited.",
    }


Reader = Callable[[Path, pd.DataFrame, DatasetsFolder, Counter[str]], pd.DataFrame]
READERS: Mapping[str, Reader] = MappingProxyType(
    {"conflict-events": _conflict_events, "idps": _idps, "refugees": _refugees}
)
