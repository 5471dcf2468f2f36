"""Oryx's documented losses by day, read a second time with the csv module."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.curated.readers.raw import UNSAID, Row, table

SOURCE = "oryx-data-2025-07-19"
SUBJECTS = {"Russia": "ru-armed-forces", "Ukraine": "ua-armed-forces"}
METRICS = {
    "Aircraft": "aircraft-lost",
    "All Types": "equipment-lost",
    "Anti-Aircraft Guns": "anti-aircraft-guns-lost",
    "Armoured Fighting Vehicles": "armoured-fighting-vehicles-lost",
    "Armoured Personnel Carriers": "armoured-personnel-carriers-lost",
    "Artillery Support Vehicles And Equipment": "artillery-support-equipment-lost",
    "Command Posts And Communications Stations": "command-posts-lost",
    "Engineering Vehicles And Equipment": "engineering-equipment-lost",
    "Helicopters": "helicopters-lost",
    "Infantry Fighting Vehicles": "infantry-fighting-vehicles-lost",
    "Infantry Mobility Vehicles": "infantry-mobility-vehicles-lost",
    "Jammers And Deception Systems": "jammers-lost",
    "Losses excluding Recon Drones and Trucks": "equipment-without-recon-drones-and-trucks-lost",
    "Losses of Armoured Combat Vehicles [Tanks, AFVs, IFVs, APCs, and MRAPs]": (
        "tanks-and-armoured-vehicles-lost"
    ),
    "Mine-Resistant Ambush Protected": "mine-resistant-vehicles-lost",
    "Multiple Rocket Launchers": "rocket-launchers-lost",
    "Naval Ships": "ships-lost",
    "Naval Ships and Submarines": "ships-or-submarines-lost",
    "Radars": "radars-lost",
    "Radars And Communications Equipment": "radars-and-communications-equipment-lost",
    "Reconnaissance Unmanned Aerial Vehicles": "recon-drones-lost",
    "Rocket and Missile Artillery": "rocket-and-missile-artillery-lost",
    "Self-Propelled Anti-Aircraft Guns": "self-propelled-anti-aircraft-guns-lost",
    "Self-Propelled Anti-Tank Missile Systems": "anti-tank-missile-vehicles-lost",
    "Self-Propelled Artillery": "self-propelled-artillery-lost",
    "Surface-To-Air Missile Systems": "surface-to-air-missile-systems-lost",
    "Tanks": "tanks-lost",
    "Towed Artillery": "towed-artillery-lost",
    "Trucks, Vehicles, Jeeps, and Trains": "vehicles-or-trains-lost",
    "Trucks, Vehicles, and Jeeps": "vehicles-lost",
    "Unmanned Combat Aerial Vehicles": "combat-drones-lost",
    "Unmanned Ground Vehicles": "ground-robots-lost",
}


def rows(data: Path) -> Iterator[Row]:
    """Every total of a heading since the full-scale invasion as columns of a ledger."""
    for row in table(data / "oryx-losses" / "daily_count.csv"):
        if row["date_recorded"] >= "2022-02-24":
            heading = re.split(r" - \d+, of which: ", row["equipment_type"])[0].strip()
            yield UNSAID | {
                "source": SOURCE,
                "metric": METRICS[heading],
                "subject": SUBJECTS[row["country"]],
                "place": "theatre-ru-ua",
                "period": f"2022-02-24/{row['date_recorded']}",
                "value": row["type_total"],
                "claimant": "oryx",
                "claimed_on": row["date_recorded"],
                "basis": "documented",
                "wording": wording(row, heading),
            }


def wording(row: Row, heading: str) -> str:
    """The cells of the row; without those of the states where they are too long."""
    head = f"{row['date_recorded']}; {row['country']}; {heading}"
    states = "".join(
        f"; {state} {row[state]}" for state in ("destroyed", "damaged", "abandoned", "captured")
    )
    total = f"; type_total {row['type_total']}"
    return head + (states if len(head + states + total) <= 160 else "") + total
