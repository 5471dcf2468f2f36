"""Importer of the Aid Worker Security Database: incidents, added up by country and year."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from datasets.curation.importers.countries import places_by_name, plain
from datasets.curation.importers.format import Document, Format, ImportedClaims, Row, claims_of
from datasets.curation.importers.source_files import numbers, table
from datasets.curation.importers.yearly import Column, periods, years
from datasets.curation.ledger_files import DatasetsFolder

CLAIMANT = "humanitarian-outcomes"
COLUMNS: Mapping[str, Column] = MappingProxyType(
    {
        "Total killed": Column("killed-in-violence", "aid-workers", over_the_year=True),
        "Total wounded": Column(
            "wounded-in-violence",
            "aid-workers",
            over_the_year=True,
            note="The database counts rape and sexual assault as wounding.",
        ),
        # The key of the first edition: "Kidnapping (not killed)", apart from "Kidnap-killing".
        "Total kidnapped": Column(
            "kidnapped",
            "aid-workers",
            over_the_year=True,
            note="People killed after they were kidnapped are counted as killed.",
        ),
    }
)
KEY = ("Incident ID", "Year", "Country")
VERIFIED, YES, PENDING = "Verified", "Yes", "Pending"  # a column of the later editions
# Names of the database that are not names of the gazetteer.
NAMES: Mapping[str, str] = MappingProxyType(
    {
        "Congo": "cg",
        "DR Congo": "cd",
        "Iran, Islamic Republic of": "ir",
        "Libyan Arab Jamahiriya": "ly",
        "Occupied Palestinian Territories": "ps",
        "Swaziland": "sz",
        "Syrian Arab Republic": "sy",
    }
)

# The label of the whole North Caucasus in the first edition.
CAUCASUS = "Chechnya"
# Sums of the first edition whose people the second counts as detained or killed.
RECLASSIFIED = frozenset(
    {("DR Congo", "2006", "Total kidnapped"), ("Philippines", "2014", "Total kidnapped")}
)
# What the publisher's place is not.
TINDOUF = "The incident was in the camps near Tindouf, in Algeria."
PLACE_NOTES: Mapping[tuple[str, str, str], str] = MappingProxyType(
    {
        ("Western Sahara", "2011", "Total wounded"): TINDOUF,
        ("Western Sahara", "2011", "Total kidnapped"): TINDOUF,
        ("South Sudan", "2025", "Total wounded"): "5 of the people were wounded in North "
        "Darfur, in Sudan.",
    }
)


def read(files: Sequence[Path], document: Document, folder: DatasetsFolder) -> ImportedClaims:
    """The sums of the incidents of each country and year, as the database publishes them.

    The file lists serious attacks on aid workers with the people killed, wounded and kidnapped in
    each. Every incident has one country and one year, so the sums are the database's own counts;
    the note says that they were added up. The basis is ``documented``. A sum of zero is no claim,
    because only attacks are listed. A number is ``verified`` if the file says so of all its
    incidents, and ``unverified`` if verification of one of them is pending.
    """
    source = _source(document)
    skipped: Counter[str] = Counter()
    incidents = pd.concat([_incidents(path, folder) for path in files])
    located = incidents[incidents["place"].notna()]
    nowhere = incidents[incidents["place"].isna()]
    caucasus = (nowhere["Country"] == CAUCASUS).sum()
    skipped["incidents under Chechnya, which stands for the North Caucasus"] += int(caucasus)
    others = len(nowhere) - int(caucasus)
    skipped["incidents whose country is no place of ours, or is not named"] += others
    claims = pd.concat(
        _sums(located, name, column, source, skipped) for name, column in COLUMNS.items()
    )
    if "Total detained" in incidents:
        detained = (incidents["Total detained"] != "0").sum()
        skipped["incidents with people detained: no metric of ours"] += int(detained)
    return ImportedClaims(claims, (source,), ACTORS, +skipped)


FORMAT = Format("awsd", "security_incidents.csv, of the world or of one country", read)

ACTORS: Sequence[Row] = (
    {
        "actor_id": CLAIMANT,
        "name": "Humanitarian Outcomes",
        "aka": "AWSD;Aid Worker Security Database",
        "kind": "research",
    },
    {
        "actor_id": "aid-workers",
        "name": "aid workers",
        "aka": "humanitarian workers;humanitarians",
        "kind": "population",
    },
)


def _incidents(path: Path, folder: DatasetsFolder) -> pd.DataFrame:
    """The incidents with their places, and whether each was verified (empty if not said)."""
    frame = table(path, [*KEY, *COLUMNS])
    years(path, frame["Year"])
    printed = {name: numbers(path, frame[name]) for name in COLUMNS}
    names = places_by_name(folder, "adm0").drop_duplicates("name").set_index("name")["place_id"]
    places = frame["Country"].map(NAMES).fillna(plain(frame["Country"]).map(names))
    verified = frame.get(VERIFIED, pd.Series("", index=frame.index))
    return frame.assign(**printed, **{VERIFIED: verified}, place=places)


def _sums(
    incidents: pd.DataFrame, name: str, column: Column, source: Row, skipped: Counter[str]
) -> pd.DataFrame:
    number = incidents[name].replace("", "0").astype(int)
    counted = incidents.assign(number=number, line=incidents.index)[number > 0]
    by_year = ["place", "Country", "Year"]
    groups = counted.groupby(by_year, sort=False)
    sums = groups.agg(
        value=("number", "sum"),
        line=("line", "first"),
        incidents=("number", "size"),
        verified=(VERIFIED, lambda states: bool((states == YES).all())),
        pending=(VERIFIED, lambda states: int((states == PENDING).sum())),
    ).reset_index()
    moved = [
        (*key, name) in RECLASSIFIED for key in zip(sums["Country"], sums["Year"], strict=True)
    ]
    skipped["sums whose people the next edition counts as detained or killed"] += sum(moved)
    all_years = incidents.drop_duplicates(by_year)
    skipped["sums of 0: only attacks are listed, so it is no claim"] += len(all_years) - len(sums)
    sums = sums[~pd.Series(moved, sums.index, dtype=bool)]
    value, size = sums["value"].astype(str), sums["incidents"].astype(str)
    cells = "Country " + sums["Country"] + "; Year " + sums["Year"] + f"; {name} " + value
    unit = pd.Series(" incidents", sums.index).mask(sums["incidents"] == 1, " incident")
    return claims_of(
        {
            "metric": column.metric,
            "subject": column.people,
            "place": sums["place"],
            "period": periods(sums["Year"], column, source["published"]),
            "quantifier": "unqualified",
            "value": value,
            "claimant": CLAIMANT,
            "claimed_on": source["published"],
            "source": source["source_id"],
            "basis": "documented",
            "verification": _verification(sums),
            "wording": cells + ", sum of " + size + unit,
            "note": _notes(sums, name, column),
        },
        sums.index,
    ).set_axis(sums["line"])


def _verification(sums: pd.DataFrame) -> pd.Series:
    verified = sums["verified"].map({True: "verified", False: "unstated"})
    return verified.mask(sums["pending"] > 0, "unverified")


def _notes(sums: pd.DataFrame, name: str, column: Column) -> pd.Series:
    single = sums["incidents"] == 1
    several = pd.Series("Added up from the incidents in the file.", sums.index)
    some = "Verification of " + sums["pending"].astype(str) + " of them is pending."
    pending = some.mask(single, "Its verification is pending.").where(sums["pending"] > 0, "")
    places = pd.Series(
        [
            PLACE_NOTES.get((*key, name), "")
            for key in zip(sums["Country"], sums["Year"], strict=True)
        ],
        sums.index,
    )
    counted = several.mask(single, "The file has one such incident.")
    note = counted + " " + pending + " " + column.note + " " + places
    return note.str.split().str.join(" ")


def _source(document: Document) -> Row:
    return {
        "source_id": f"awsd-{document.published}-incidents",
        "publisher": CLAIMANT,
        "title": "Aid Worker Security Database, incidents",
        "published": document.published,
        "url": document.url,
        "archive_url": document.url,
        "language": "en",
        "licence": "CC BY 4.0",
        "note": (
            "Read in a public repository's copy. The licence is that of the data set on HDX "
            "(cc-by). The numbers are sums of the incidents in the file by country and year. Dated "
            "by the name of the file or, without one, by the commit that added it; its last year "
            "is not complete."
        ),
    }
