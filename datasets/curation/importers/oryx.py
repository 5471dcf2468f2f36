"""Importer of Oryx's documented losses of equipment by day, from the oryx_data repository."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from datasets.curation.importers.format import Document, Format, ImportedClaims, claims_of
from datasets.curation.importers.source_files import UpstreamError, days, numbers, table
from datasets.curation.ledger_files import DatasetsFolder

METRICS: Mapping[str, str] = MappingProxyType(
    {
        "All Types": "equipment-lost",
        "Losses excluding Recon Drones and Trucks": (
            "equipment-without-recon-drones-and-trucks-lost"
        ),
        "Losses of Armoured Combat Vehicles [Tanks, AFVs, IFVs, APCs, and MRAPs]": (
            "tanks-and-armoured-vehicles-lost"
        ),
        "Tanks": "tanks-lost",
        "Armoured Fighting Vehicles": "armoured-fighting-vehicles-lost",
        "Infantry Fighting Vehicles": "infantry-fighting-vehicles-lost",
        "Armoured Personnel Carriers": "armoured-personnel-carriers-lost",
        "Mine-Resistant Ambush Protected": "mine-resistant-vehicles-lost",
        "Infantry Mobility Vehicles": "infantry-mobility-vehicles-lost",
        "Command Posts And Communications Stations": "command-posts-lost",
        "Engineering Vehicles And Equipment": "engineering-equipment-lost",
        "Unmanned Ground Vehicles": "ground-robots-lost",
        "Self-Propelled Anti-Tank Missile Systems": "anti-tank-missile-vehicles-lost",
        "Artillery Support Vehicles And Equipment": "artillery-support-equipment-lost",
        "Towed Artillery": "towed-artillery-lost",
        "Self-Propelled Artillery": "self-propelled-artillery-lost",
        "Multiple Rocket Launchers": "rocket-launchers-lost",
        "Rocket and Missile Artillery": "rocket-and-missile-artillery-lost",
        "Anti-Aircraft Guns": "anti-aircraft-guns-lost",
        "Self-Propelled Anti-Aircraft Guns": "self-propelled-anti-aircraft-guns-lost",
        "Surface-To-Air Missile Systems": "surface-to-air-missile-systems-lost",
        "Radars": "radars-lost",
        "Radars And Communications Equipment": "radars-and-communications-equipment-lost",
        "Jammers And Deception Systems": "jammers-lost",
        "Aircraft": "aircraft-lost",
        "Helicopters": "helicopters-lost",
        "Unmanned Combat Aerial Vehicles": "combat-drones-lost",
        "Reconnaissance Unmanned Aerial Vehicles": "recon-drones-lost",
        "Naval Ships": "ships-lost",
        "Naval Ships and Submarines": "ships-or-submarines-lost",
        "Trucks, Vehicles, and Jeeps": "vehicles-lost",
        "Trucks, Vehicles, Jeeps, and Trains": "vehicles-or-trains-lost",
    }
)
SUBJECTS: Mapping[str, str] = MappingProxyType(
    {"Russia": "ru-armed-forces", "Ukraine": "ua-armed-forces"}
)
STATES = ("destroyed", "damaged", "abandoned", "captured")
BEGAN = "2022-02-24"
MAX_WORDING = 160  # characters of a wording (datasets/model/figure.py)

ACTORS: tuple[Mapping[str, str], ...] = (
    {
        "actor_id": "oryx",
        "name": "Oryx",
        "aka": "oryxspioenkop.com",
        "kind": "research",
    },
    {
        "actor_id": "oryx-data",
        "name": "oryx_data repository",
        "aka": "scarnecchia/oryx_data",
        "kind": "research",
    },
)


def read(files: Sequence[Path], document: Document, _folder: DatasetsFolder) -> ImportedClaims:
    """Each printed total of a category, on each day on which the list was read."""
    source = _source(document)
    tables = [(path, _table(path)) for path in files]
    frame = pd.concat([read_table for _, read_table in tables])
    known = frame["category"].isin(list(METRICS))
    begun = frame["date_recorded"] >= BEGAN
    return ImportedClaims(
        claims=_claims(frame[known & begun], source["source_id"]),
        sources=(source,),
        actors=ACTORS,
        skipped=_skipped(frame, known, begun),
    )


FORMAT = Format("oryx", "daily_count.csv", read)


def _table(path: Path) -> pd.DataFrame:
    frame = table(path, ["country", "equipment_type", *STATES, "type_total", "date_recorded"])
    strange = frame[~frame["country"].isin(list(SUBJECTS))]
    if len(strange):
        reason = f"country: '{strange['country'].iloc[0]}' is not Russia or Ukraine"
        raise UpstreamError(path.name, int(str(strange.index[0])), reason)
    counts = {name: numbers(path, frame[name]) for name in (*STATES, "type_total")}
    return frame.assign(
        date_recorded=days(path, frame["date_recorded"]),
        category=_category(frame["equipment_type"]),
        **counts,
    )


def _category(labels: pd.Series) -> pd.Series:
    """The heading of the list without the counts that some headings carry."""
    return labels.str.replace(r" - \d+, of which: .*", "", regex=True).str.strip()


def _claims(frame: pd.DataFrame, source: str) -> pd.DataFrame:
    head = frame["date_recorded"] + "; " + frame["country"] + "; " + frame["category"]
    states = pd.concat([f"{name} " + frame[name] for name in STATES], axis=1)
    total = "; type_total " + frame["type_total"]
    whole = head.str.cat(states, sep="; ") + total
    claims = claims_of(
        {
            "metric": frame["category"].map(METRICS),
            "subject": frame["country"].map(SUBJECTS),
            "place": "theatre-ru-ua",
            "period": BEGAN + "/" + frame["date_recorded"],
            "quantifier": "unqualified",
            "value": frame["type_total"],
            "claimant": "oryx",
            "claimed_on": frame["date_recorded"],
            "source": source,
            "basis": "documented",
            "verification": "unstated",
            "wording": whole.where(whole.str.len() <= MAX_WORDING, head + total),
        },
        frame.index,
    )
    return claims[frame["type_total"] != ""]


def _skipped(frame: pd.DataFrame, known: pd.Series, begun: pd.Series) -> Mapping[str, int]:
    """Count the totals that are not imported; the states of items are in the wording only."""
    unknown = frame.loc[~known, "category"].value_counts()
    apart = int((frame.loc[known & begun, list(STATES)] != "").to_numpy().sum())
    skipped = {f"category '{label}' is not known": int(count) for label, count in unknown.items()}
    skipped["before the count began"] = int((known & ~begun).sum())
    skipped["destroyed, damaged, abandoned, captured: in the wording, no metrics of ours"] = apart
    return {reason: count for reason, count in skipped.items() if count}


def _source(document: Document) -> Mapping[str, str]:
    return {
        "source_id": f"oryx-data-{document.published}",
        "publisher": "oryx-data",
        "title": "Oryx's documented losses of equipment by category, as read day by day",
        "published": document.published,
        "url": document.url,
        "archive_url": document.url,
        "language": "en",
        "licence": "CC BY 4.0",
        "note": (
            "Scraped from Oryx's list; the licence is the scraper's, and Oryx's own terms were not "
            "read. The day is the day of the scrape; rows appear only when a count changed. Totals "
            "count destroyed, damaged, abandoned and captured items together, each documented by a "
            "photograph: a minimum by construction."
        ),
    }
