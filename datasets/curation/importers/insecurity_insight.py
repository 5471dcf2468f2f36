"""Importer of Insecurity Insight: victims in aid, health care, education and camps, by year."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from datasets.curation.importers.countries import places_by_iso3
from datasets.curation.importers.format import Document, Format, ImportedClaims, Row, claims_of
from datasets.curation.importers.source_files import layout_of, numbers, records
from datasets.curation.importers.yearly import Column, periods, years
from datasets.curation.ledger_files import DatasetsFolder

CLAIMANT = "insecurity-insight"
KEY = ("Country", "Country ISO", "Year")
INCOMPLETE = "Counts the people in the events that Insecurity Insight recorded, not all who were"


def _counts(people: str, killed: str, injured: str, kidnapped: str) -> dict[str, Column]:
    """The columns of one group of people."""
    return {
        heading: Column(metric, people, over_the_year=True, note=f"{INCOMPLETE} {what}.")
        for heading, metric, what in (
            (killed, "killed-in-violence", "killed"),
            (injured, "wounded-in-violence", "injured"),
            (kidnapped, "kidnapped", "kidnapped"),
        )
        if heading
    }


# The columns of each overview; by them a file is known.
OVERVIEWS: Mapping[str, Mapping[str, Column]] = MappingProxyType(
    {
        "aid workers": _counts(
            "aid-workers",
            "Total Aid Workers Killed",
            "Total Aid Workers Injured",
            "Total Aid Workers Kidnapped",
        ),
        "education": {
            **_counts("educators", "Educators Killed", "Educators Injured", "Educators Kidnapped"),
            **_counts("students", "Students Killed", "Students Injured", "Students Kidnapped"),
        },
        "health care": _counts(
            "health-workers",
            "Health Workers Killed",
            "Health Workers Injured",
            "Health Workers Kidnapped",
        ),
        "camps": _counts("camp-residents", "Total number of camp residents killed", "", ""),
    }
)
HEADINGS: Mapping[str, Sequence[str]] = MappingProxyType(
    {name: tuple(columns) for name, columns in OVERVIEWS.items()}
)
# What a column includes, by the definitions and the list of events of Insecurity Insight.
SCOPES: Mapping[str, str] = MappingProxyType(
    {
        "Total Aid Workers Killed": "Includes those killed in captivity, who may be counted as "
        "kidnapped or arrested as well.",
        "Total Aid Workers Kidnapped": "Includes people who are missing or were taken hostage.",
        "Total number of camp residents killed": "May include deaths in fires and accidents, and "
        "fighters.",
    }
)
NOTES: Mapping[tuple[str, str, str], str] = MappingProxyType(
    {("Students Injured", "Syria", "2022"): "11 of them were hurt in a fire at a school."}
)
# A row of its own, whose events were in other parts of Russia.
CHECHNYA = "Chechnya"
# Deaths in camps in an accident on a road and in fires of unknown cause.
ACCIDENTS = frozenset({("Malaysia", "2022"), ("Bangladesh", "2021"), ("Yemen", "2021")})
# Counts of events, arrests and buildings, and the sums of other columns.
NUMBER = r"[1-9]\d*"


def read(files: Sequence[Path], document: Document, folder: DatasetsFolder) -> ImportedClaims:
    """Each number of people above zero in the overviews by country and year.

    Insecurity Insight records single events from public reports and from agencies and says that
    its lists are not complete, so the basis is ``documented``. A country is in an overview if it
    has an event in that year. A zero then means that no recorded event names such a person. It
    is no claim that there was none. The events are violence of war and of crime, so the metrics
    are those of violence in general.
    """
    source = _source(document)
    skipped: Counter[str] = Counter()
    claims = pd.concat([_overview(path, source, folder, skipped) for path in files])
    return ImportedClaims(claims, (source,), ACTORS, +skipped)


FORMAT = Format(
    "insecurity-insight",
    "aidWorkerKIKAOverview.json, educationOverview.json, healthcareOverview.json, "
    "protectionOverview.json",
    read,
)

ACTORS: Sequence[Row] = (
    {
        "actor_id": CLAIMANT,
        "name": "Insecurity Insight",
        "aka": "SiND;Security in Numbers Database",
        "kind": "ngo",
    },
    {
        "actor_id": "aid-workers",
        "name": "aid workers",
        "aka": "humanitarian workers;humanitarians",
        "kind": "population",
    },
    {
        "actor_id": "camp-residents",
        "name": "residents of camps for refugees and displaced people",
        "aka": "camp residents",
        "kind": "population",
    },
    {
        "actor_id": "educators",
        "name": "educators",
        "aka": "teachers;education workers",
        "kind": "population",
    },
    {
        "actor_id": "health-workers",
        "name": "health workers",
        "aka": "medical workers;medics;doctors;nurses;health care workers",
        "kind": "population",
    },
    {
        "actor_id": "students",
        "name": "students",
        "aka": "pupils;schoolchildren",
        "kind": "population",
    },
)


def _overview(
    path: Path, source: Row, folder: DatasetsFolder, skipped: Counter[str]
) -> pd.DataFrame:
    frame = records(path, KEY)
    columns = OVERVIEWS[layout_of(path, frame, HEADINGS)]
    years(path, frame["Year"])
    printed = pd.DataFrame({name: numbers(path, frame[name]) for name in columns})
    codes = frame["Country ISO"].map(places_by_iso3(folder))
    places = codes.mask(frame["Country"] == CHECHNYA)
    in_camps = any(column.people == "camp-residents" for column in columns.values())
    keys = zip(frame["Country"], frame["Year"], strict=True)
    accidents = pd.Series([in_camps and key in ACCIDENTS for key in keys], frame.index)
    others = frame.drop(columns=[*KEY, *columns])
    skipped["0: no such person in the recorded events, which is no claim"] += _count(printed == "0")
    skipped["empty"] += _count(printed == "")
    unlocated = ~printed[places.isna()].isin(["", "0"])
    elsewhere = frame["Country"][unlocated.index] == CHECHNYA
    skipped["Country Chechnya: events in other parts of Russia"] += _count(unlocated[elsewhere])
    skipped["Country is no place of ours"] += _count(unlocated[~elsewhere])
    skipped["deaths in camps by accident"] += int(accidents.sum())
    no_metric = others.apply(lambda texts: texts.str.fullmatch(NUMBER))
    skipped["other columns above zero: no metric of ours"] += _count(no_metric)
    return pd.concat(
        _claims(frame.assign(place=places)[~accidents], name, column, printed[name], source)
        for name, column in columns.items()
    )


def _count(cells: pd.DataFrame) -> int:
    return int(cells.to_numpy().sum())


def _claims(
    frame: pd.DataFrame, name: str, column: Column, printed: pd.Series, source: Row
) -> pd.DataFrame:
    counted = printed[frame.index]
    rows = frame[~counted.isin(["", "0"]) & frame["place"].notna()]
    values = printed[rows.index]
    cells = "Country " + rows["Country"] + "; Year " + rows["Year"] + f"; {name} "
    notes = [
        f"{column.note} {SCOPES.get(name, '')} {NOTES.get((name, *key), '')}"
        for key in zip(rows["Country"], rows["Year"], strict=True)
    ]
    return claims_of(
        {
            "metric": column.metric,
            "subject": column.people,
            "place": rows["place"],
            "period": periods(rows["Year"], column, source["published"]),
            "quantifier": "unqualified",
            "value": values,
            "claimant": CLAIMANT,
            "claimed_on": source["published"],
            "source": source["source_id"],
            "basis": "documented",
            "verification": "unstated",
            "wording": cells + values,
            "note": [" ".join(note.split()) for note in notes],
        },
        rows.index,
    )


def _source(document: Document) -> Row:
    return {
        "source_id": f"insecurity-insight-{document.published}-overviews",
        "publisher": CLAIMANT,
        "title": "Overviews of violence against aid, health care, education and camps, by country "
        "and year",
        "published": document.published,
        "url": document.url,
        "archive_url": document.url,
        "language": "en",
        "licence": "CC BY 4.0",
        "note": (
            "Answers of Insecurity Insight's interface, read in the public repository that "
            "prepares them for HDX. The licence is that of the data sets on HDX (cc-by). Dated by "
            "the commit that added the answers; their last year is not complete."
        ),
    }
